import { lawRule } from '../../lint/rule.ts';
import { seatIsOutside } from '../../lint/wording/conditions.ts';
import { placeAbout } from '../../lint/wording/sections.ts';

export const ukRepresentative = lawRule({
  id: 'uk-representative',
  severity: 'error',
  regimes: ['uk'],
  needsTree: true,
  source: 'UK GDPR Art. 27',
  advice: 'Name the representative with a contact. Where Art. 27(2) spares you one, accept this with that reason.',
  check(document, report) {
    const { ukRepresentative: representative, unknown = [] } = document.tree?.organisation ?? {};
    if (seatIsOutside(document, 'GB') !== true) return;
    const given = [representative?.name, representative?.email, representative?.postalAddress].filter((fact) => fact !== undefined);
    const place = placeAbout(document, 'contact');
    if (given.length === 0 && !unknown.includes('ukRepresentative'))
      report('The seat is outside the United Kingdom, and organisation.json names no representative there.', place);
    else if (given.length > 0 && !given.some((fact) => document.text.includes(fact)))
      report('The representative in the United Kingdom is in organisation.json and not in the text.', place);
  },
});

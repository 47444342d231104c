import { lawRule } from '../../lint/rule.ts';
import { seatIsOutside } from '../../lint/wording/conditions.ts';
import { placeAbout } from '../../lint/wording/sections.ts';

export const gdprEuRepresentative = lawRule({
  id: 'gdpr-eu-representative',
  severity: 'error',
  regimes: ['eu'],
  needsTree: true,
  source: 'GDPR Art. 13(1)(a), 27',
  advice: 'Name the representative with a contact. Where Art. 27(2) spares you one, accept this with that reason.',
  check(document, report) {
    const { euRepresentative, unknown = [] } = document.tree?.organisation ?? {};
    if (seatIsOutside(document, 'EEA') !== true) return;
    const given = [euRepresentative?.name, euRepresentative?.email, euRepresentative?.postalAddress].filter((fact) => fact !== undefined);
    const place = placeAbout(document, 'contact');
    if (given.length === 0 && !unknown.includes('euRepresentative'))
      report('The seat is outside the European Economic Area, and organisation.json names no representative in the Union.', place);
    else if (given.length > 0 && !given.some((fact) => document.text.includes(fact)))
      report('The representative in the Union is in organisation.json and not in the text.', place);
  },
});

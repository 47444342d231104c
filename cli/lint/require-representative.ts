/** Law rules about a representative: who has no seat in a place names somebody there, in organisation.json and in the text. */
import { type DocumentRule, lawRule } from './rule.ts';
import { seatIsOutside } from './wording/conditions.ts';
import { placeAbout } from './wording/sections.ts';

export interface RepresentativeRequirement extends Pick<DocumentRule, 'id' | 'regimes' | 'source'> {
  /** Field of organisation.json. */
  fact: 'euRepresentative' | 'ukRepresentative';
  outside: Parameters<typeof seatIsOutside>[1];
  /** The place in words, as in "the seat is outside …". */
  place: string;
  /** And as in "the representative in …". */
  within?: string;
}

export function requireRepresentative({ fact, outside, place, within = place, ...facts }: RepresentativeRequirement): DocumentRule {
  return lawRule({
    ...facts,
    severity: 'error',
    needsTree: true,
    advice: 'Name the representative with a contact. Where Art. 27(2) spares you one, accept this with that reason.',
    check(document, report) {
      const { [fact]: representative, unknown = [] } = document.tree?.organisation ?? {};
      if (seatIsOutside(document, outside) !== true) return;
      const given = [representative?.name, representative?.email, representative?.postalAddress].filter((told) => told !== undefined);
      const contact = placeAbout(document, 'contact');
      if (given.length === 0 && !unknown.includes(fact))
        report(`The seat is outside ${place}, and organisation.json names no representative in ${within}.`, contact);
      else if (given.length > 0 && !given.some((told) => document.text.includes(told)))
        report(`The representative in ${within} is in organisation.json and not in the text.`, contact);
    },
  });
}

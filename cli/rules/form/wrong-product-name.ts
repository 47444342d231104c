import { matchesIn } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

/** `Globex Inc. ("we", "us")`: the place where a text says who speaks. */
const SPEAKER = /((?:\p{Lu}[\p{L}\p{N}&.,-]*\s){1,4})\((?:[^()]{0,40}[“"„‘'])?(?:we|us|our|wir|uns)[”"“’',)]/gu;

export const wrongProductName = formRule({
  id: 'wrong-product-name',
  severity: 'error',
  confidence: 'check',
  needsTree: true,
  languages: ['en', 'de'],
  source: 'GDPR Art. 13(1)(a): the identity of the controller',
  advice: 'Was this copied? Name your own organisation, or add the other name to organisation.json.',
  check({ passages, tree }, report) {
    const own = [tree?.organisation.name, tree?.organisation.legalName].filter((name) => name !== undefined).map((name) => name.toLowerCase());
    for (const { groups, passage, start } of matchesIn(passages, SPEAKER)) {
      const name = groups[0]?.trim().replace(/,$/, '') ?? '';
      if (own.some((mine) => mine.includes(name.toLowerCase()) || name.toLowerCase().includes(mine))) continue;
      report(`“${name}” speaks as “we” here, and organisation.json does not know that name.`, passage.place(start, start + name.length));
    }
  },
});

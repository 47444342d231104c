import type { ByLanguage } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';
import { placeAbout } from '../../lint/wording/sections.ts';
import { speaksOf } from '../../lint/wording/topics.ts';

const BASES: ByLanguage<readonly RegExp[]> = {
  en: [/\bconsent\b/i, /\bcontract\w*/i, /\blegitimate interests?\b/i, /\blegal obligations?\b/i, /\bvital interests?\b/i, /\bpublic (?:interest|task)\b/i],
  de: [
    /\beinwilligung/i,
    /\bvertrag\w*/i,
    /\bberechtigte\w* interess\w*/i,
    /\brechtliche\w* verpflichtung/i,
    /\blebenswichtige/i,
    /(?<!\p{L})öffentliche\w* interesse/iu,
  ],
};

export const gdprLegalBasisPerPurpose = lawRule({
  id: 'gdpr-legal-basis-per-purpose',
  severity: 'error',
  regimes: ['eu', 'uk'],
  wholePolicy: true,
  languages: ['en', 'de'],
  source: 'GDPR Art. 13(1)(c), 6(1)',
  advice: 'Tie each purpose to one of the six bases of Art. 6(1), best in a table: data, purpose, basis.',
  check(document, report) {
    if (!speaksOf(document, 'legal-basis')) {
      report('No legal basis is named.', placeAbout(document, 'purposes'));
      return;
    }
    const bases = BASES[document.language] ?? [];
    const counted = document.sentences
      .map((sentence) => ({ sentence, bases: bases.filter((basis) => basis.test(sentence.text)).length }))
      .filter(({ bases: count }) => count > 0);
    const [only] = counted;
    // A sentence that lists bases, and not one other that uses any.
    if (counted.length === 1 && only && only.bases >= 3)
      report('The bases are listed in one sentence and tied to no purpose.', only.sentence.passage.place(only.sentence.start, only.sentence.end));
  },
});

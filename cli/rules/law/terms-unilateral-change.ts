import { type ByLanguage, sentencesWith } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';

const AT_WILL: ByLanguage<RegExp> = {
  en: /\b(?:change|modify|amend|revise|update|alter)\b[^.\n]{0,80}\b(?:terms|agreement|conditions|them)\b[^.\n]{0,120}\b(?:without (?:prior |any |further )?(?:notice|notification)|(?:effective|take effect) immediately)\b|\b(?:change|modify|amend|revise)\b[^.\n]{0,60}\bat any time,? (?:and )?without (?:prior |any |further )?notice\b/i,
  de: /(?<!\p{L})(?:ändern|anpassen|geändert)\b[^.\n]{0,120}\bohne (?:vorherige |weitere )?(?:ankündigung|mitteilung|benachrichtigung)\b/iu,
};
const TERMS = /\b(?:terms|agreement|conditions|policy|agb|bedingungen)\b/i;

export const termsUnilateralChange = lawRule({
  id: 'terms-unilateral-change',
  severity: 'warning',
  regimes: ['eu', 'uk'],
  appliesTo: ['terms'],
  languages: ['en', 'de'],
  source: 'Directive 93/13/EEC, Annex 1(j) and (k)',
  advice: 'Give a reason for changes, notice, and a way out.',
  check(document, report) {
    for (const { sentence, place } of sentencesWith(document, AT_WILL)) {
      if (TERMS.test(sentence.text)) report('The terms can be changed at will and at once.', place);
    }
  },
});

import { type ByLanguage, sentencesWith } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';

const AGE: ByLanguage<RegExp> = {
  en: /\b(?:children|minors|kids|users|anyone|you)\b[^.\n]{0,40}\b(?:over|older than|at least|aged?|from(?: the age of)?)\s+(\d{1,2})\b[^.\n]{0,60}\b(?:may|can|sign up|register|consent|use|join)\b/i,
  de: /\b(?:kinder|minderjährige|nutzer)\b[^.\n]{0,40}(?<!\p{L})(?:ab|über|mindestens)\s+(\d{1,2})\b/iu,
};
/** The lowest that Art. 8(1) lets a member state choose. */
const LOWEST = 13;

export const gdprChildrenConsentAge = lawRule({
  id: 'gdpr-children-consent-age',
  severity: 'warning',
  confidence: 'check',
  regimes: ['eu', 'uk'],
  languages: ['en', 'de'],
  source: 'GDPR Art. 8 (16, or 13 to 15 by national law); United Kingdom 13',
  advice: 'Check the age for each country that you serve.',
  check(document, report) {
    for (const { match, place } of sentencesWith(document, AGE)) {
      if (Number(match[1]) < LOWEST) report(`At ${match[1]} nobody in the Union or the United Kingdom can consent alone.`, place);
    }
  },
});

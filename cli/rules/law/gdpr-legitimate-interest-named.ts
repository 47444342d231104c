import { type ByLanguage, matchesIn } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';

const INTEREST: ByLanguage<RegExp> = {
  en: /\blegitimate (?:business )?interests?\b(?! of (?:law|govern))/gi,
  de: /\bberechtigte[nrs]? interesse[ns]?\b(?! der (?:strafverf|behörd))/gi,
};
const NAMED: ByLanguage<RegExp> = {
  en: /\blegitimate (?:business )?interests?\b[^.\n]{0,60}\b(?:in|to|of|for|such as|namely|including|include|are|is|as|by)\b\s*:?\s*\p{L}{3,}|\blegitimate (?:business )?interests?\b[^.\n]{0,20}[:(,–—]\s*\p{L}{3,}|\p{L}+ (?:is|are) (?:in )?(?:our|a|its) legitimate (?:business )?interests?|\b(?:to|in order to|for) [^.\n]{12,}\blegitimate (?:business )?interests?|^\W*(?:our )?legitimate interests?\W+\p{L}+[^\n]{20,}/imu,
  de: /\bberechtigte[nrs]? interesse[ns]?\b[^.\n]{0,40}\b(?:an|in|darin|daran|ist|sind|besteht|bestehen|zur|für)\b\s*\p{L}{3,}|\b(?:um|zur|für) [^.\n]{12,}\bberechtigte[nrs]? interesse/iu,
};

export const gdprLegitimateInterestNamed = lawRule({
  id: 'gdpr-legitimate-interest-named',
  severity: 'error',
  regimes: ['eu', 'uk'],
  languages: ['en', 'de'],
  source: 'GDPR Art. 13(1)(d), 14(2)(b)',
  advice: 'Say which interest: “our interest in keeping stolen passwords out of the sign-in”.',
  check(document, report) {
    const [first] = matchesIn(document.passages, INTEREST[document.language]);
    if (first && !NAMED[document.language]?.test(document.text)) report('Legitimate interests are a basis here, and none is named.', first.place);
  },
});

import { type ByLanguage, sentencesWith } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';

const DEFAULT_ON: ByLanguage<RegExp> = {
  en: /\bcookies\b[^.\n]{0,80}\b(?:are|is|will be) (?:set|placed|enabled|active|on|stored)\b[^.\n]{0,40}\b(?:unless|until) (?:you )?(?:disable|opt[- ]?out|change|turn|refuse|block|object)|\bunless you (?:disable|refuse|block|change|adjust|opt)\b[^.\n]{0,100}\bcookies?\b|\b(?:cookies|tracking|analytics)\b[^.\n]{0,60}\b(?:on|enabled|active) by default\b/i,
  de: /\bcookies\b[^.\n]{0,80}\b(?:gesetzt|gespeichert|aktiv\w*)\b[^.\n]{0,60}\b(?:sofern|solange|es sei denn|bis) sie\b[^.\n]{0,60}\b(?:deaktivier\w*|widersprech\w*|ablehn\w*|ändern)/i,
};
const NEEDED = /\b(?:necessary|essential|notwendig\w*|essenziell\w*|not|never|nicht|keine)\b/i;

export const eprivacyConsentBefore = lawRule({
  id: 'eprivacy-consent-before',
  severity: 'error',
  regimes: ['eu', 'uk'],
  appliesTo: ['cookies'],
  languages: ['en', 'de'],
  source: 'ePrivacy Directive Art. 5(3); GDPR Art. 7',
  advice: 'Nothing optional runs before the choice. Say so, and let the banner see to it.',
  check(document, report) {
    for (const { match, place } of sentencesWith(document, DEFAULT_ON)) {
      if (!NEEDED.test(match[0])) report('Cookies run before anybody chose.', place);
    }
  },
});

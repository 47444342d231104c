import { type ByLanguage, sentencesWith } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

const FORCED: ByLanguage<RegExp> = {
  en: /\bby (?:your )?(?:continu\w+|us\w+|visit\w+|access\w+|brows\w+|register\w+|creat\w+|sign\w+|submitt\w+|interact\w+)\b[^.]{0,160}?\byou (?:also )?(?:hereby |expressly |explicitly )?(?:consent|agree|accept|acknowledge and (?:agree|consent))\b[^.]{0,160}/i,
  de: /\b(?:durch|mit) (?:die|der|ihre[rn]?|das|dem)? ?(?:weitere[rn]? )?(?:nutzung|verwendung|besuch|nutzen|registrierung|anmeldung)\b[^.]{0,120}\b(?:erklären sie sich|stimmen sie|willigen sie|akzeptieren sie)\b[^.]{0,160}/i,
};
const ABOUT_PRIVACY =
  /\b(?:privacy (?:policy|notice|statement)|cookies?|collection|process(?:ing)? of|practices described|personal (?:data|information)|datenschutz\w*|daten|verarbeitung)\b/i;
/** In a privacy policy "this policy" is one; terms may well be agreed to. */
const ITSELF = /\b(?:this (?:policy|notice|statement)|transfers?)\b/i;
const DENIED = /\b(?:not|never|does not|nicht|keine)\b/i;

export const blameOrForcedConsent = formRule({
  id: 'blame-or-forced-consent',
  severity: 'warning',
  languages: ['en', 'de'],
  source: 'GDPR Art. 4(11) and 7, Recital 32; EDPB Guidelines 05/2020',
  advice: 'A notice informs and is not agreed to. Delete the sentence, and ask where consent is needed.',
  check(document, report) {
    for (const { match, place } of sentencesWith(document, FORCED)) {
      const itself = document.kind === 'privacy' || document.kind === 'cookies' ? ITSELF : undefined;
      if ((ABOUT_PRIVACY.test(match[0]) || itself?.test(match[0])) && !DENIED.test(match[0])) report('Use is called consent here, and it is none.', place);
    }
  },
});

import { type ByLanguage, sentencesWith } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';

const BY_USE: ByLanguage<RegExp> = {
  en: /\bby (?:using|accessing|visiting|providing|giving|submitting|registering|continuing)\b[^.\n]{0,200}\b(?:consent|agree|understand and (?:agree|consent))\b[^.\n]{0,120}\btransfer\w*|\btransfer\w*\b[^.\n]{0,200}\bby (?:using|accessing|providing|submitting)\b[^.\n]{0,120}\b(?:consent|agree)/i,
  de: /\b(?:durch|mit) (?:die|der) (?:nutzung|verwendung)\b[^.\n]{0,160}(?<!\p{L})(?:übermittlung|übertragung)\b/iu,
};

export const gdprTransferConsentByUse = lawRule({
  id: 'gdpr-transfer-consent-by-use',
  severity: 'error',
  regimes: ['eu', 'uk'],
  languages: ['en', 'de'],
  source: 'GDPR Art. 49(1)(a) asks for explicit, informed consent',
  advice: 'Name a mechanism that carries the transfer; to use a site is not to consent.',
  check(document, report) {
    for (const { place } of sentencesWith(document, BY_USE)) report('Consent to a transfer is inferred from use.', place);
  },
});

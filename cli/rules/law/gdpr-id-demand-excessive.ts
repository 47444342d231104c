import { type ByLanguage, sentencesWith } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';

const DEMAND: ByLanguage<RegExp> = {
  en: /\b(?:must|always|required to|have to|need to|shall)\b[^.\n]{0,60}\b(?:passports?|identity cards?|ID cards?|driver[’']?s? licen[cs]es?|government[- ]issued (?:ID|identification|photo)|photo ID|cop(?:y|ies) of (?:your )?(?:ID|identification))\b/i,
  de: /\b(?:müssen|immer|stets|erforderlich)\b[^.\n]{0,80}\b(?:personalausweis\w*|reisepass\w*|ausweiskopie|kopie (?:ihres|des) ausweises)\b/i,
};
const ONLY_IN_DOUBT = /\b(?:if|where|unless|doubt\w*|cannot verify|may|wenn|falls|zweifel\w*|sofern)\b/i;

export const gdprIdDemandExcessive = lawRule({
  id: 'gdpr-id-demand-excessive',
  severity: 'warning',
  regimes: ['eu', 'uk', 'us-ca'],
  appliesTo: ['privacy'],
  languages: ['en', 'de'],
  source: 'GDPR Art. 12(6), 5(1)(c); Cal. Code Regs. tit. 11 § 7060',
  advice: 'Ask for more only where there is doubt; a sign-in or a link by mail is enough for most.',
  check(document, report) {
    for (const { sentence, place } of sentencesWith(document, DEMAND)) {
      if (!ONLY_IN_DOUBT.test(sentence.text)) report('Identity papers are asked of everyone.', place);
    }
  },
});

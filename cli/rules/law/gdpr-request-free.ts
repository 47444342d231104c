import { type ByLanguage, sentencesWith } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';

const FEE: ByLanguage<RegExp> = {
  en: /\b(?:fees?|charges?|costs?)\b[^.\n]{0,80}\b(?:requests?|cop(?:y|ies)|access)\b|\b(?:requests?|cop(?:y|ies))\b[^.\n]{0,60}\b(?:costs?|fees?|charged?)\b/i,
  de: /\b(?:gebühr\w*|kosten|kostet)\b[^.\n]{0,80}\b(?:auskunft|kopien?|anfragen?|antrag)\b|\b(?:auskunft|kopien?|anfragen?)\b[^.\n]{0,60}\b(?:gebühr\w*|kosten|kostet|kostenpflichtig)\b/i,
};
const ALLOWED =
  /\b(?:manifestly|unfounded|excessive|repetitive|additional cop|further cop|free|without|no|not|kostenlos|unentgeltlich|offenkundig|exzessiv|keine|ohne)\b/i;
const ABOUT_DATA = /\b(?:data|information|rights?|cop(?:y|ies)|daten|auskunft|kopien?)\b/i;
/** Bills are asked about as well. */
const PAYMENT = /\b(?:payments?|billing|subscri\w+|chargebacks?|refunds?|card|law enforcement|legal process|subpoena|warrant)\b/i;

export const gdprRequestFree = lawRule({
  id: 'gdpr-request-free',
  severity: 'warning',
  regimes: ['eu', 'uk'],
  languages: ['en', 'de'],
  source: 'GDPR Art. 12(5)',
  advice: 'Say that requests are free. A fee is only for those that are manifestly unfounded or excessive.',
  check(document, report) {
    for (const { sentence, place } of sentencesWith(document, FEE)) {
      if (ABOUT_DATA.test(sentence.text) && !ALLOWED.test(sentence.text) && !PAYMENT.test(sentence.text)) report('A fee is asked for a request.', place);
    }
  },
});

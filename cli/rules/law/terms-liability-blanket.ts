import { sentencesWith } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';

const ALL = {
  en: /\b(?:exclude|disclaim)s?\b[^.\n]{0,20}\b(?:all|any) liabilit\w+|\b(?:not be (?:held )?liable|no liability|not liable)\b[^.\n]{0,20}\bfor (?:all|any) (?:(?:direct|indirect|other|kind of)\b[^.\n]{0,40})?(?:damages?|loss(?:es)?|liabilit\w+|direct|indirect|harm)\b(?! (?:or damage )?(?:from|caused by|due to|resulting from) your)/i,
  de: /\b(?:jegliche|jede|alle)\b[^.\n]{0,30}\bhaftung\b[^.\n]{0,40}\bausgeschlossen\b|\bschließen (?:jegliche|jede) haftung aus\b/i,
};
const KEPT =
  /\b(?:death|personal injury|fraud\w*|gross negligence|wilful|willful|intent\w*|extent permitted|(?:except )?as required by law|required by applicable law|cannot be excluded|vorsatz|grobe\w* fahrlässigkeit|leben|körper)\b/i;

export const termsLiabilityBlanket = lawRule({
  id: 'terms-liability-blanket',
  severity: 'warning',
  confidence: 'check',
  regimes: ['eu', 'uk'],
  appliesTo: ['terms'],
  languages: ['en', 'de'],
  source: 'Directive 93/13/EEC, Annex 1(a) and (b); national law',
  advice: 'State the limits that the law allows; death, injury and intent cannot be excluded.',
  check(document, report) {
    if (KEPT.test(document.text)) return;
    for (const { place } of sentencesWith(document, ALL)) report('All liability is excluded, without the exceptions that the law keeps.', place);
  },
});

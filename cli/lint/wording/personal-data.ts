/** Words for data about people, and for what is done with it. */
import type { ByLanguage } from '../matches.ts';

export const DATA: ByLanguage<RegExp> = {
  en: /\b(?:data|information|details|records|cookies?|identifiers?)\b/i,
  de: /\b\w*(?:daten|angaben|informationen|cookies?|kennungen)\b/i,
};

/** Verbs of processing, in any form. */
export const PROCESSING: ByLanguage<RegExp> = {
  en: /\b(?:collect|us(?:e|es|ed|ing)\b|shar(?:e|ing)|disclos|process|stor(?:e|ing)|transfer|sell|sold|keep|kept|retain|receiv)/i,
  de: /(?:erheb|verarbeit|nutz|speicher|übermittel|geben .{0,40}weiter|weitergeb|verkauf|verwend)/i,
};

/** Does this sentence speak of doing something with people's data? */
export function isAboutProcessing(text: string, language: string): boolean {
  return Boolean(DATA[language]?.test(text) && PROCESSING[language]?.test(text));
}

import type { ByLanguage } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';
import { placeAbout } from '../../lint/wording/sections.ts';
import { languagesOf, speaksOf, wordsFor } from '../../lint/wording/topics.ts';

const PERIOD: ByLanguage<RegExp> = {
  en: /\b(?:within|in|no later than|up to)\b[^.\n]{0,30}?\b(\d+|one|two|three|a|thirty|forty[- ]?five|sixty|ninety)\s*(?:\(\d+\)\s*)?(?:calendar |business |working )?(hour|day|week|month)/i,
  de: /\b(?:innerhalb|binnen|in)\b[^.\n]{0,20}?\b(\d+|eine[smnr]*|zwei|drei|dreißig)\s*(stunde|tag|woche|monat)/i,
};
const WORDS: Readonly<Record<string, number>> = { a: 1, one: 1, two: 2, three: 3, thirty: 30, sixty: 60, ninety: 90, zwei: 2, drei: 3, dreißig: 30 };
const DAYS: Readonly<Record<string, number>> = { hour: 0, stunde: 0, day: 1, tag: 1, week: 7, woche: 7, month: 30, monat: 30 };
const LONGEST = 31;
/** The extension of Art. 12(3), and the longer periods of other laws, are no answer to this. */
const OTHER = /\b(?:exten\w+|additional|further|complex\w*|california\w*|CCPA|verlänger\w*|weitere)\b/i;
const ELSEWHERE = /\b(?:california|CCPA|u\.?s\.? states?|state|virginia|colorado|appeal\w*|shine the light|nevada)\b|\bUS\b/i;
const REQUEST = /\brequests?\b|\brights?\b|\b(?:anfrage|antrag|auskunft)\w*/i;

export const gdprResponseTime = lawRule({
  id: 'gdpr-response-time',
  severity: 'warning',
  regimes: ['eu', 'uk'],
  wholePolicy: true,
  languages: languagesOf('response-time'),
  source: 'GDPR Art. 12(3): one month, two more where a request is complex',
  advice: 'Promise one month or less; <Deadlines/> says what each law asks for.',
  check(document, report) {
    if (document.covers('response-time')) return;
    if (!speaksOf(document, 'response-time')) {
      report('Nothing says how soon a request is answered.', placeAbout(document, 'rights'));
      return;
    }
    const words = wordsFor('response-time', document.language);
    const promises = document.sentences.flatMap((sentence) => {
      // A period in the part for another place is that place's.
      if (ELSEWHERE.test(`${sentence.passage.section.title} ${sentence.passage.section.parent?.title ?? ''}`)) return [];
      const match =
        words?.test(sentence.text) && REQUEST.test(sentence.text) && !OTHER.test(sentence.text) ? PERIOD[document.language]?.exec(sentence.text) : undefined;
      return match ? [{ sentence, match, days: daysOf(match) }] : [];
    });
    if (promises.length === 0 || promises.some(({ days }) => days <= LONGEST)) return;
    for (const { sentence, match } of promises)
      report(
        `“${match[0]}” is longer than the month that the law gives.`,
        sentence.passage.place(sentence.start + match.index, sentence.start + match.index + match[0].length),
      );
  },
});

function daysOf([, number = '', unit = '']: RegExpExecArray): number {
  const count = Number(number) || (WORDS[number.toLowerCase()] ?? 1);
  return count * (DAYS[unit.toLowerCase()] ?? 30);
}

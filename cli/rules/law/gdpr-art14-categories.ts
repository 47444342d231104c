import { lawRule } from '../../lint/rule.ts';
import { sentencesOnDataFromOthers } from '../../lint/wording/conditions.ts';

/** Data that is named: kinds of it, or a list. */
const KINDS =
  /\b(?:names?|e-?mails?|addresses|profiles?|contacts?|demographic\w*|interests|purchases?|usage|location|device|payment|credit|employ\w+|tokens?|identif\w+|statistics|referr\w+|browser|job|compan(?:y|ies)|ages?|account|click\w*|number|messages?|public\w*|alter|kontakt\w*|namen?|anschrift\w*|profil\w*|nutzung\w*|zahlung\w*)\b/i;

export const gdprArt14Categories = lawRule({
  id: 'gdpr-art14-categories',
  severity: 'error',
  regimes: ['eu', 'uk'],
  languages: ['en', 'de'],
  source: 'GDPR Art. 14(1)(d)',
  advice: 'List the kinds of data that you get from others.',
  check(document, report) {
    for (const { passage, start, end, text } of sentencesOnDataFromOthers(document)) {
      const follows = passage.next?.type === 'list' || passage.next?.type === 'table';
      const after = passage.section.passages.slice(passage.section.passages.indexOf(passage), passage.section.passages.indexOf(passage) + 4);
      if (!follows && !KINDS.test(text) && !after.some(({ prose }) => KINDS.test(prose)))
        report('Data comes from others, and nothing says which data.', passage.place(start, end));
    }
  },
});

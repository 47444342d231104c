import { type ByLanguage, matchesIn } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';
import { placeAbout } from '../../lint/wording/sections.ts';
import { languagesOf, speaksOf } from '../../lint/wording/topics.ts';

const NECESSARY: ByLanguage<RegExp> = {
  en: /\b(?:as long as|no longer than)(?: is| it is)?(?: reasonably)? (?:necessary|needed|required|we need)\b/gi,
  de: /\b(?:solange|nicht länger als)(?: es| dies)? (?:notwendig|erforderlich|nötig)\b/gi,
};

export const gdprRetention = lawRule({
  id: 'gdpr-retention',
  severity: 'error',
  regimes: ['eu', 'uk'],
  wholePolicy: true,
  languages: languagesOf('retention'),
  source: 'GDPR Art. 13(2)(a), 14(2)(a)',
  advice: 'Give a period for each kind of data, or a test that leads to a date: “until you delete the account”.',
  check(document, report) {
    if (speaksOf(document, 'retention')) return;
    const [empty] = matchesIn(document.passages, NECESSARY[document.language]);
    if (empty) report(`“${empty.words}” is no period, and there is no other.`, empty.place);
    else report('Nothing says how long data is kept.', placeAbout(document, 'retention'));
  },
});

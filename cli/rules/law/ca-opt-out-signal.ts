import { sentencesWith } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';
import { sellsOrShares } from '../../lint/wording/conditions.ts';
import { placeAbout } from '../../lint/wording/sections.ts';
import { speaksOf } from '../../lint/wording/topics.ts';

const IGNORES = {
  en: /\b(?:do not|don[’']t|does not|cannot|will not|won[’']t)\b[^.\n]{0,60}\b(?:respond|react|honou?r|recogni[sz]e|process|act)\b[^.\n]{0,60}\b(?:GPC|Global Privacy Control|opt[- ]?out (?:preference )?signals?)\b/i,
};

export const caOptOutSignal = lawRule({
  id: 'ca-opt-out-signal',
  severity: 'error',
  regimes: ['us-ca'],
  appliesTo: ['privacy', 'cookies'],
  languages: ['en'],
  source: 'Cal. Code Regs. tit. 11 § 7011(e)(3)(F) and (G), § 7025',
  advice: 'Honour the signal, and say what it covers: this browser, this device, the account.',
  check(document, report) {
    for (const { place } of sentencesWith(document, IGNORES)) report('The opt-out signal is said to be ignored.', place);
    if (sellsOrShares(document) && !speaksOf(document, 'us-opt-out-signal'))
      report('Data is sold or shared, and nothing says what an opt-out signal does.', placeAbout(document, 'california', 'cookies'));
  },
});

import { sentencesWith } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';

const STALE =
  /\b(?:EU[-–]?\s?U\.?S\.?\s+)?Privacy Shield\b|\bSafe Harbou?r (?:framework|principles|privacy|certif\w*|agreement)|\b(?:U\.?S\.?|EU)[-\s]+Safe Harbou?r\b|\b2010\/87\/EU\b|\b2001\/497\/EC\b|\b2004\/915\/EC\b/i;
/** Said as history it is history. */
const HISTORY =
  /\b(?:invalid\w*|no longer|formerly|previous\w*|replaced|repealed|struck down|superseded|successor|Schrems|do(?:es)? not rely|not (?:currently )?rely|nicht mehr|ungültig|ersetzt|früher\w*)\b/i;

export const gdprTransferStaleMechanism = lawRule({
  id: 'gdpr-transfer-stale-mechanism',
  severity: 'warning',
  regimes: ['eu', 'uk'],
  source: 'CJEU C-311/18 (Privacy Shield invalid); Decision (EU) 2021/914 replaced the older clauses',
  advice: 'Name the mechanism that carries the transfer today.',
  check(document, report) {
    for (const { sentence, match, place } of sentencesWith(document, { [document.language]: STALE })) {
      if (!HISTORY.test(sentence.text)) report(`${match[0]} carries no transfer any more.`, place);
    }
  },
});

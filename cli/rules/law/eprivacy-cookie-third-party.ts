import { cellsOf } from '../../lint/cookie-tables.ts';
import { lawRule } from '../../lint/rule.ts';

const NAMELESS = /^\s*(?:third[- ]part(?:y|ies)|various|others?|partners?|dritte[rn]?|drittanbieter)\s*$/i;
const COMPANY = /\b\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?\b.*\b(?:Inc|LLC|Ltd|GmbH|Analytics|Ads)\b/u;

export const eprivacyCookieThirdParty = lawRule({
  id: 'eprivacy-cookie-third-party',
  severity: 'error',
  regimes: ['eu', 'uk'],
  appliesTo: ['cookies'],
  source: 'CJEU C-673/17 (Planet49) para. 75 to 81',
  advice: 'Name the company that can read it, and link its notice.',
  check(document, report) {
    for (const { cell, row } of cellsOf(document, 'party')) {
      // The name may stand elsewhere in the row, as "Google Analytics, third party".
      if (NAMELESS.test(cell.prose) && !row.some((other) => other !== cell && COMPANY.test(other.prose)))
        report(`“${cell.prose.trim()}” names nobody.`, cell.place());
    }
  },
});

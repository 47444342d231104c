import { cookieTables } from '../../lint/cookie-tables.ts';
import { lawRule } from '../../lint/rule.ts';

const NAMELESS = /^\s*(?:third[- ]part(?:y|ies)|various|others?|partners?|dritte[rn]?|drittanbieter)\s*$/i;

export const eprivacyCookieThirdParty = lawRule({
  id: 'eprivacy-cookie-third-party',
  severity: 'error',
  regimes: ['eu', 'uk'],
  appliesTo: ['cookies'],
  source: 'CJEU C-673/17 (Planet49) para. 75 to 81',
  advice: 'Name the company that can read it, and link its notice.',
  check(document, report) {
    for (const { rows, columns } of cookieTables(document)) {
      for (const row of rows) {
        const cell = columns.party === undefined ? undefined : row[columns.party];
        // The name may stand elsewhere in the row, as "Google Analytics, third party".
        if (
          cell &&
          NAMELESS.test(cell.prose) &&
          !row.some((other) => other !== cell && /\b\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?\b.*\b(?:Inc|LLC|Ltd|GmbH|Analytics|Ads)\b/u.test(other.prose))
        )
          report(`“${cell.prose.trim()}” names nobody.`, cell.place());
      }
    }
  },
});

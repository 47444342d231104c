import { cellsOf, cookieTables } from '../../lint/cookie-tables.ts';
import { cookiesOn } from '../../lint/registry.ts';
import { lawRule } from '../../lint/rule.ts';

/** A period, or an event that ends it. */
const TELLS =
  /\d|session|sitzung|\b(?:hours?|days?|weeks?|months?|years?|minutes?|until|when|after|never|local storage|stunden?|tage?n?|wochen?|monate?n?|jahre?n?|minuten?|bis|sobald|nach)\b/i;

export const eprivacyCookieLifetime = lawRule({
  id: 'eprivacy-cookie-lifetime',
  severity: 'error',
  regimes: ['eu', 'uk'],
  appliesTo: ['cookies'],
  source: 'CJEU C-673/17 (Planet49) para. 75 to 81',
  advice: 'Give the period, for example 13 months. Storage without an end says what ends it.',
  check(document, report) {
    const entries = document.tree && document.covers('cookie-table') ? cookiesOn(document.tree) : [];
    // A cookie always has an end; other storage stays until somebody clears it, and "persistent" says so.
    for (const entry of entries)
      if (entry.kind === 'cookie' && entry.lifetime === 'persistent') report(`The registry gives the cookie ${entry.name} no period.`);
    for (const { node, columns } of cookieTables(document))
      if (columns.lifetime === undefined) report('This table of cookies has no column for how long they stay.', placeOfTable(node));
    for (const { cell } of cellsOf(document, 'lifetime')) if (!TELLS.test(cell.prose)) report(`“${cell.prose.trim()}” is no period.`, cell.place());
  },
});

function placeOfTable(node: { position?: { start: { offset?: number | undefined }; end: { offset?: number | undefined } } | undefined }) {
  const start = node.position?.start.offset ?? 0;
  return { start, end: start };
}

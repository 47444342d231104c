import { matchesIn } from '../../lint/matches.ts';
import { cookiesOn, isCalled } from '../../lint/registry.ts';
import { lawRule } from '../../lint/rule.ts';
import { VENDORS } from '../../lint/wording/vendors.ts';

/** `necessary: _fbp`: said to be needed, and known to measure or advertise. */
const NECESSARY_ITEM =
  /\b(?:(?:strictly )?necessary|essential|notwendig|essenziell)\b[^.\n]{0,30}?[:|]?\s*`?(_ga\w*|_gid|_fb[pc]|_gcl\w*|_hj\w*|_ttp|_uet\w*|_pk_\w+)\b/gi;

export const eprivacyCookieCategory = lawRule({
  id: 'eprivacy-cookie-category',
  severity: 'error',
  regimes: ['eu', 'uk'],
  appliesTo: ['cookies'],
  source: 'ePrivacy Directive Art. 5(3); WP194 (Opinion 04/2012)',
  advice: 'Move it to its category: consent is needed before it is set.',
  check(document, report) {
    for (const entry of document.tree ? cookiesOn(document.tree) : []) {
      const vendor = entry.category === 'necessary' ? VENDORS.find(({ name }) => isCalled(entry, name)) : undefined;
      if (vendor) report(`The registry calls ${entry.name} (${entry.service}) necessary, and it is known for ${vendor.category}.`);
    }
    for (const { groups, place } of matchesIn(document.passages, NECESSARY_ITEM))
      report(`${groups[0]} is called necessary, and it measures or advertises.`, place);
  },
});

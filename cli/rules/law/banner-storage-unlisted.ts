import { holds } from '../../../core/lasting.ts';
import type { CookieEntry } from '../../../core/schemas.ts';
import { siteRule } from '../../lint/rule.ts';

/** The banner tells visitors of what the catalogue lists; the cookie policy tells them of the registry alone. */
export const bannerStorageUnlisted = siteRule({
  id: 'banner-storage-unlisted',
  group: 'law',
  severity: 'warning',
  source: 'Directive 2002/58/EC Art. 5(3): clear and comprehensive information; CJEU C-673/17 (Planet49)',
  advice: 'Add the entries to cookies.json with the day since when they are in use, and publish the cookie policy anew.',
  check({ services, cookies, today }, report) {
    const listed = cookies.filter((entry) => !today || holds(entry, today));
    for (const { name, entries } of services) {
      const missing = entries.filter((entry) => !listed.some((known) => known.kind === entry.kind && covers(known, entry.name)));
      if (missing.length > 0)
        report(
          `${name} stores what cookies.json does not list: ${missing.map((entry) => entry.name).join(', ')}. The cookie policy is silent about it.`,
          'services',
          { quote: name },
        );
    }
  },
});

/** `_ga_*` stands for `_ga_ABC`, and for itself. */
function covers({ name: known }: CookieEntry, name: string): boolean {
  const pattern = known.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${pattern}$`).test(name);
}

import { OWN_OF_BANNER } from '../../../core/own-storage.ts';
import { covers } from '../../lint/registry.ts';
import { siteRule } from '../../lint/rule.ts';

/** The banner tells visitors of what the catalogue lists; the cookie policy tells them of the registry alone. */
export const bannerStorageUnlisted = siteRule({
  id: 'banner-storage-unlisted',
  group: 'law',
  severity: 'warning',
  source: 'Directive 2002/58/EC Art. 5(3): clear and comprehensive information; CJEU C-673/17 (Planet49)',
  advice: 'Add the entries to cookies.json with the day since when they are in use, and publish the cookie policy anew.',
  check({ settings, services, cookies, today }, report) {
    // What begins later was written ahead of the banner.
    const listed = cookies.filter(({ until }) => !today || until === undefined || until > today);
    // Where nothing is asked there is no banner.
    const own = settings.categories.length > 0 ? [{ name: 'Fairnotice', entries: OWN_OF_BANNER }] : [];
    for (const { name, entries } of [...own, ...services]) {
      const missing = entries.filter((entry) => !listed.some((known) => covers(known, entry)));
      if (missing.length > 0)
        report(
          `${name} stores what cookies.json does not list: ${missing.map((entry) => entry.name).join(', ')}. The cookie policy is silent about it.`,
          'services',
          { quote: name },
        );
    }
  },
});

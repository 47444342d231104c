/** The feed of all policies and the sitemap. Both need to know where the site is served, and are left out where that is not known. */
import type { APIRoute } from 'astro';
import { pathOf } from '../../core/addresses.ts';
import { fingerprint } from '../../core/digest.ts';
import { answer } from '../lib/answer.ts';
import { feedKey, feedOf } from '../lib/feeds.ts';
import { type Site, theSite } from '../lib/site.ts';

const FILES: Record<string, (site: Site) => string> = {
  feed: (site) => feedOf(site, { policies: site.content.policies, path: 'feed' }).atom1(),
  sitemap,
};

export const getStaticPaths = () => {
  const site = theSite();
  const { policies } = site.content;
  // What the sitemap lists is in the feed's key, too, but for the languages.
  const cacheKey = fingerprint([feedKey(site, policies), policies.map(({ locales }) => locales)]);
  return site.settings.origin ? Object.keys(FILES).map((file) => ({ params: { file }, cacheKey })) : [];
};

export const GET: APIRoute = ({ params }) => answer(FILES[params.file ?? '']?.(theSite()) ?? '', 'xml');

/** Pages that search engines should know: what is in force, and its history. */
function sitemap(site: Site): string {
  const paths = site.content.policies.flatMap(({ id, locales, settings: { prevailing } }) =>
    locales.flatMap((locale) => [pathOf.policy(id, locale, prevailing), pathOf.history(id, locale, prevailing)]),
  );
  const urls = ['', ...paths].map((path) => `  <url><loc>${site.settings.origin}${site.base}${path}</loc></url>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('')}</urlset>\n`;
}

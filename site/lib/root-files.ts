/** What stands at the root of the host: well-known files and headers of plain assets; and what the Worker's index says of the pages made here. */
import type { Policy } from '../../core/content.ts';
import { startOfDay } from '../../core/dates.ts';
import { ledgerIndexOf } from '../../core/ledger-settings.ts';
import { redlineLabels, sizeWording } from '../../core/policy/compare/index.ts';
import { DRAWING_POLICY, demoPolicy, securityHeaders, VERIFIER_POLICY } from '../../core/security-headers.ts';
import type { LaterPage, SiteIndexPart } from '../../core/site-index.ts';
import { bannersOf } from './banners.ts';
import { hasDemo, INLINE_HASH } from './demo.ts';
import { deskFile } from './desk.ts';
import { momentPages } from './pages.ts';
import { publicationsOf } from './publications.ts';
import type { Site } from './site.ts';

/** Text by path below the root of the host. */
export function rootFiles(site: Site): Record<string, string> {
  const { organisation, timeZone } = site.content;
  const { origin, now } = site.settings;
  const files: Record<string, string> = {
    '_at/banner.json': JSON.stringify(bannersOf(site).index),
    '_at/requests.json': JSON.stringify(deskFile(site)),
    '_at/publications.json': JSON.stringify(publicationsOf(site)),
    ...compareLabels(site),
    _headers: headersFile(site),
    'robots.txt': `User-agent: *\nAllow: /\n${origin ? `Sitemap: ${origin}${site.base}sitemap.xml\n` : ''}`,
  };
  if (organisation.gpcSince && startOfDay(organisation.gpcSince, timeZone) <= now) files['.well-known/gpc.json'] = gpcSupport(organisation.gpcSince);
  if (organisation.security) files['.well-known/security.txt'] = securityText(site, organisation.security);
  return files;
}

/** The words of a redline in each language, for comparisons at the edge. */
function compareLabels(site: Site): Record<string, string> {
  const files = site.content.policies.flatMap(({ id, locales }) =>
    locales.map((locale) => {
      const t = site.t(locale);
      return [
        `_at/compare/${id}/${locale}/labels.json`,
        JSON.stringify({ ...redlineLabels(t), sizes: sizeWording(site.content.wording, site.interfaceLocale(locale)), table: t('site.table') }),
      ] as const;
    }),
  );
  // The Worker looks for them beside the frames, which are below the base.
  return Object.fromEntries(files.map(([path, text]) => [site.base.slice(1) + path, text]));
}

/** https://www.w3.org/TR/gpc/#gpc-support-resource. Nothing is claimed before its day. */
export function gpcSupport(since: string): string {
  return `${JSON.stringify({ gpc: true, lastUpdate: since })}\n`;
}

/** RFC 9116. */
function securityText(site: Site, { contact, expires, policy }: NonNullable<Site['content']['organisation']['security']>): string {
  const { origin } = site.settings;
  const lines = [
    `Contact: ${contact.includes('@') && !contact.includes('://') ? `mailto:${contact}` : contact}`,
    `Expires: ${expires}`,
    `Preferred-Languages: ${site.content.organisation.locales.join(', ')}`,
    ...(origin ? [`Canonical: ${origin}/.well-known/security.txt`] : []),
    ...(policy ? [`Policy: ${policy}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** Headers of plain assets (https://developers.cloudflare.com/workers/static-assets/headers/). */
function headersFile(site: Site): string {
  const { base } = site;
  const rule = (pattern: string, headers: Record<string, string>): string =>
    `${pattern}\n${Object.entries(headers)
      .map(([name, value]) => `  ${name}: ${value}\n`)
      .join('')}`;
  // A header that two rules name is sent with both values, so the first is taken away: in the same rule, for of two with one pattern the last counts.
  const otherPolicy = (pattern: string, policy: string): string =>
    rule(pattern, { 'Content-Security-Policy': policy }).replace('\n', '\n  ! Content-Security-Policy\n');
  const open = { 'Access-Control-Allow-Origin': '*' };
  return [
    rule('/*', securityHeaders({ banner: site.content.organisation.banner !== undefined })),
    ...(hasDemo(site) ? [otherPolicy(`${base}demo/*`, demoPolicy(INLINE_HASH))] : []),
    ...(site.content.sites.length > 0 ? [otherPolicy(`${base}verify/*`, VERIFIER_POLICY)] : []),
    otherPolicy('/*.svg', DRAWING_POLICY),
    ...['_astro/*', 'pinned/*', 'notices/*'].map((files) => rule(`${base}${files}`, { 'Cache-Control': 'public, max-age=31536000, immutable' })),
    // Scripts are fetched from other origins, with SRI.
    ...['banner/*', 'pinned/*'].map((files) => rule(`${base}${files}`, { ...open, 'Cross-Origin-Resource-Policy': 'cross-origin' })),
    ...['txt', 'json', 'xml'].map((ending) => rule(`/*.${ending}`, open)),
    rule('/.well-known/*', open),
  ].join('\n');
}

/** What this process knows of the index that the Worker reads. */
export function indexPart(site: Site): SiteIndexPart {
  const { gpcSince } = site.content.organisation;
  return {
    base: site.base,
    origin: site.settings.origin,
    timeZone: site.content.timeZone,
    ...(site.content.organisation.banner ? { banner: true } : {}),
    builtAt: site.settings.now,
    gpc: gpcSince ? { date: gpcSince, from: startOfDay(gpcSince, site.content.timeZone) } : null,
    ledger: ledgerIndexOf(site.content.organisation),
    moments: site.moments.slice(1),
    later: laterPages(site),
    policies: site.own.map((policy) => ({
      id: policy.id,
      kind: policy.settings.kind,
      prevailing: policy.settings.prevailing,
      locales: policy.locales,
      title: policy.settings.title,
      versions: policy.versions.map(({ translations, frontMatter: { renamed }, published: _published, policy: _policy, ...facts }) => ({
        ...facts,
        renamed,
        locales: Object.fromEntries(
          Object.keys(translations).map((locale) => [
            locale,
            site.history(policy, locale).editions.find(({ version }) => version.id === facts.id)?.sha256 ?? '',
          ]),
        ),
      })),
    })),
  };
}

function laterPages(site: Site): LaterPage[] {
  const { home, editions, histories, cookieTables, requests, forms, embeds } = momentPages(site);
  const list = (kind: LaterPage['kind'], pages: readonly { now: string; path: string; policy?: Policy }[]): LaterPage[] =>
    pages.filter(({ now }) => now !== site.settings.now).map(({ now, path, policy }) => ({ at: now, kind, path, ...(policy ? { policy: policy.id } : {}) }));
  const fragments = editions.filter(({ view }) => view.moving).map((page) => ({ ...page, path: `${page.path}fragment.html` }));
  return [
    ...list('home', home),
    ...list('edition', editions),
    ...list('fragment', fragments),
    ...list('history', histories),
    ...list('cookie-table', cookieTables),
    ...list('requests', requests),
    ...list('requests', forms),
    ...list('embed', embeds),
  ];
}

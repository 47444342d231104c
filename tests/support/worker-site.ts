/**
 * Small built sites for the tests of the edge, laid out as the real build lays them out. Each page says in
 * plain words which version it shows and for which moment it was made, so that a test can read it.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startOfDay } from '../../core/dates.ts';
import { sha256 } from '../../core/digest.ts';
import { type Block, canonicalText } from '../../core/policy/blocks.ts';
import { ENGLISH_REDLINE_LABELS } from '../../core/policy/compare/labels.ts';
import { SECURITY_HEADERS } from '../../core/security-headers.ts';
import { type IndexedPolicy, type IndexedVersion, momentFolder, type SiteIndex } from '../../core/site-index.ts';
import { boundariesOf, inForceAt, standingAt } from '../../core/versions.ts';
import { bannerFiles } from './banner-files.ts';
import { deskFixture } from './desk-fixture.ts';

interface VersionPlan extends Partial<Omit<IndexedVersion, 'locales'>> {
  id: string;
  locales: string[];
  draft?: boolean;
}

interface SitePlan {
  base: string;
  origin: string | null;
  timeZone: string;
  builtAt: string;
  gpcSince?: string;
  policies: { id: string; kind: IndexedPolicy['kind']; prevailing: string; versions: VersionPlan[] }[];
  /** Are there sites that embed the banner? */
  banners?: boolean;
}

const decision = (at: string) => ({ at, by: 'A. Tester', reason: 'for the test' });

/** As the build writes them beside the frames of comparisons. */
const SIZES = {
  en: {
    texts: {
      'size.added.one': '{count} word added',
      'size.added.other': '{count} words added',
      'size.removed.one': '{count} word removed',
      'size.removed.other': '{count} words removed',
    },
  },
  de: {
    texts: {
      'size.added.one': '{count} Wort mehr',
      'size.added.other': '{count} Wörter mehr',
      'size.removed.one': '{count} Wort weniger',
      'size.removed.other': '{count} Wörter weniger',
    },
  },
};

const MAIN: SitePlan = {
  base: '/',
  origin: 'https://privacy.example',
  timeZone: 'UTC',
  builtAt: '2026-11-23T12:00:00Z',
  gpcSince: '2027-01-01',
  banners: true,
  policies: [
    {
      id: 'privacy',
      kind: 'privacy',
      prevailing: 'en',
      versions: [
        { id: '2025-01-01', locales: ['en'] },
        { id: '2025-06-01', locales: ['en', 'de'] },
        { id: '2026-03-01', locales: ['en', 'de'] },
        { id: '2027-01-01', locales: ['en', 'de'] },
      ],
    },
    {
      id: 'terms',
      kind: 'terms',
      prevailing: 'de',
      versions: [
        { id: '2026-01-01', locales: ['de'] },
        { id: '2026-06-01', locales: ['de'], withdrawn: decision('2026-05-20T09:00:00Z') },
        { id: '2026-07-01', locales: ['de'], mistaken: decision('2026-07-10T09:30:00Z') },
        { id: '2027-01-01', locales: ['de', 'en'] },
        { id: '2027-01-01.2', locales: ['de', 'en'], effective: '2027-01-01T12:00:00Z' },
      ],
    },
    {
      id: 'cookies',
      kind: 'cookies',
      prevailing: 'en',
      versions: [
        { id: '2026-02-01', locales: ['en'] },
        { id: '2028-01-01', locales: ['en'], draft: true },
      ],
    },
  ],
};

/** A site with one policy that changes at the beginning of a day in a zone. */
function zoneSite(timeZone: string, day: string): SitePlan {
  const before = `${Number(day.slice(0, 4)) - 1}-01-15`;
  return {
    base: '/',
    origin: null,
    timeZone,
    builtAt: `${day.slice(0, 4) === '2026' ? '2026-01-20' : '2026-11-23'}T12:00:00Z`,
    policies: [
      {
        id: 'privacy',
        kind: 'privacy',
        prevailing: 'en',
        versions: [
          { id: before, locales: ['en'] },
          { id: day, locales: ['en'] },
        ],
      },
    ],
  };
}

/** Sites that lie below `sites/<name>/` in the folder of the main one. */
export const OTHER_SITES = {
  auckland: zoneSite('Pacific/Auckland', '2027-01-01'),
  berlin: zoneSite('Europe/Berlin', '2026-03-29'),
  beirut: zoneSite('Asia/Beirut', '2026-03-29'),
  kiritimati: zoneSite('Pacific/Kiritimati', '2027-01-01'),
  'los-angeles': zoneSite('America/Los_Angeles', '2026-11-02'),
  legal: { ...MAIN, base: '/legal/' },
} as const satisfies Record<string, SitePlan>;

/** Writes all of them, and returns the folder. */
export function makeEdgeSites(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  writeSite(folder, MAIN);
  for (const [name, plan] of Object.entries(OTHER_SITES)) writeSite(join(folder, 'sites', name), plan);
  return folder;
}

/** Writes one built site. */
export function writeSite(folder: string, plan: SitePlan): void {
  const index = indexOf(plan);
  const files = filesOf(index);
  const banners = plan.banners ? bannerFiles() : { files: {}, index: undefined };
  const all: Record<string, string> = {
    '_at/index.json': JSON.stringify(index),
    ...(banners.index ? { '_at/banner.json': JSON.stringify(banners.index) } : {}),
    '_at/requests.json': JSON.stringify(deskFixture(index.timeZone)),
    _headers: headersOf(index.base),
    'robots.txt': 'User-agent: *\nAllow: /\n',
    ...below(index.base.slice(1), { ...files, ...banners.files }),
  };
  for (const [path, text] of Object.entries(all)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** The rules of the real build that touch what the Worker answers with. */
function headersOf(base: string): string {
  const open = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' };
  const rules: Record<string, Record<string, string>> = {
    '/*': SECURITY_HEADERS,
    [`${base}pinned/*`]: { 'Cache-Control': 'public, max-age=31536000, immutable', ...open },
    [`${base}notices/*`]: { 'Cache-Control': 'public, max-age=31536000, immutable' },
    [`${base}banner/*`]: open,
  };
  return Object.entries(rules)
    .map(
      ([pattern, headers]) =>
        `${pattern}\n${Object.entries(headers)
          .map(([name, value]) => `  ${name}: ${value}\n`)
          .join('')}`,
    )
    .join('\n');
}

const below = (folder: string, files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [folder + path, text]));

function indexOf({ base, origin, timeZone, builtAt, gpcSince, policies }: SitePlan): SiteIndex {
  const indexed = policies.map(
    (plan): IndexedPolicy => ({
      id: plan.id,
      kind: plan.kind,
      prevailing: plan.prevailing,
      title: { [plan.prevailing]: plan.id },
      locales: [...new Set([plan.prevailing, ...plan.versions.flatMap(({ locales }) => locales)])],
      versions: plan.versions.map(({ draft, locales, ...facts }) => ({
        effective: startOfDay(facts.id.slice(0, 10), timeZone),
        cause: 'wording' as const,
        material: false,
        categories: [],
        renamed: {},
        ...(draft ? {} : { publishedAt: '2024-12-01T10:00:00Z' }),
        ...facts,
        locales: Object.fromEntries(locales.map((locale) => [locale, sha256(canonicalText(blocksOf(facts.id, locale)))])),
      })),
    }),
  );
  const index: SiteIndex = {
    base,
    origin,
    timeZone,
    builtAt,
    gpc: gpcSince ? { date: gpcSince, from: startOfDay(gpcSince, timeZone) } : null,
    ledger: { origin: `privacy.example${base.replace(/\/$/, '')}`, keys: [], witnesses: [] },
    moments: [],
    policies: indexed,
  };
  const later = [...new Set(indexed.flatMap(({ versions }) => boundariesOf(versions)))].filter((instant) => instant > builtAt).sort();
  index.moments = later.map((at) => ({
    at,
    folder: momentFolder(at),
    paths: Object.keys(momentFiles(index, at)).map((file) => file.replace(/index\.html$/, '')),
  }));
  return index;
}

function filesOf(index: SiteIndex): Record<string, string> {
  const files: Record<string, string> = {
    ...momentFiles(index, index.builtAt),
    '404.html': page('404', 'nothing'),
    'sitemap.xml': '<urlset/>\n',
    'feed.xml': '<feed/>\n',
    'problems/not-found/index.html': page('problem', 'not-found'),
    'verify/index.html': '<!doctype html><title>verify</title><div id="verify" data-keys="named+00000000+key"></div>\n',
    '_astro/style.css': 'body{}\n',
    '_at/problem/index.html': page('%%STATUS%% %%TITLE%%', '%%DETAIL%%'),
    '_at/console/index.html': '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>%%TITLE%%</title>\n%%BODY%%</html>\n',
    '_at/page/en/index.html': page('%%TITLE%%', '%%BODY%%'),
    '_at/page/de/index.html': page('%%TITLE%%', '%%BODY%%').replace('lang="en"', 'lang="de"'),
  };
  for (const { at, folder } of index.moments) Object.assign(files, below(`_at/${folder}/`, momentFiles(index, at)));
  for (const policy of index.policies) Object.assign(files, below(`${policy.id}/`, policyFiles(policy)), framesOf(policy));
  return files;
}

function policyFiles(policy: IndexedPolicy): Record<string, string> {
  const files: Record<string, string> = {
    'archive.html': page('archive', policy.id),
    'versions.json': '{}\n',
    'feed.xml': '<feed/>\n',
    'sections/data/index.html': page('section', 'data'),
    'sections/größe/index.html': page('section', 'größe'),
  };
  policy.versions.forEach((version, position) => {
    for (const locale of Object.keys(version.locales)) {
      const name = locale === policy.prevailing ? version.id : `${version.id}/${locale}`;
      const blocks = blocksOf(version.id, locale);
      files[`${name}.txt`] = canonicalText(blocks);
      files[`${name}.json`] = JSON.stringify({
        policy: policy.id,
        version: version.id,
        locale,
        sha256: version.locales[locale],
        title: policy.id,
        blocks,
        renamed: {},
      });
      const before = policy.versions[position - 1];
      if (before && locale in before.locales)
        files[`compare/${before.id}..${version.id}/${locale === policy.prevailing ? '' : `${locale}/`}index.html`] = page(
          'built comparison',
          `${before.id}..${version.id}`,
        );
    }
  });
  return files;
}

function framesOf(policy: IndexedPolicy): Record<string, string> {
  return Object.fromEntries(
    policy.locales.flatMap((locale) => [
      [
        `_at/compare/${policy.id}/${locale}/index.html`,
        page(
          '%%A_DATE%% to %%B_DATE%%',
          '<a href="../%%A%%/">%%A%%</a> <a href="../%%B%%/">%%B%%</a>\n<p>%%STATS%%</p>\n<nav>%%CHANGES%%</nav>\n<div class="redline">%%REDLINE%%</div>',
        ),
      ],
      [
        `_at/compare/${policy.id}/${locale}/labels.json`,
        JSON.stringify({ ...ENGLISH_REDLINE_LABELS, sizes: SIZES, ...(locale === 'de' ? { added: 'Hinzugefügt' } : {}) }),
      ],
    ]),
  );
}

/** The pages that depend on the moment. */
function momentFiles(index: SiteIndex, at: string): Record<string, string> {
  const files: Record<string, string> = { 'index.html': page('start', `made for ${at}`) };
  for (const policy of index.policies) {
    const folder = (locale: string): string => (locale === policy.prevailing ? '' : `${locale}/`);
    for (const locale of policy.locales) {
      const own = policy.versions.filter((version) => locale in version.locales);
      const shown = inForceAt(own, at) ?? own[0];
      files[`${policy.id}/${folder(locale)}index.html`] = page(`${policy.id} ${locale}`, `shows ${shown?.id} made for ${at}`);
      files[`${policy.id}/${folder(locale)}fragment.html`] = `<div data-version="${shown?.id}"></div>\n`;
      files[`${policy.id}/history/${folder(locale)}index.html`] = page(`${policy.id} history`, `made for ${at}`);
      for (const version of own)
        files[`${policy.id}/${version.id}/${folder(locale)}index.html`] = page(
          `${policy.id} ${version.id} ${locale}`,
          `stands ${standingAt(policy.versions, version, at)} made for ${at}`,
        );
    }
  }
  return files;
}

function page(title: string, body: string): string {
  return `<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>${title}</title>\n<main>${body}</main></html>\n`;
}

/** Some words that differ from version to version. */
function blocksOf(version: string, locale: string): Block[] {
  const days = Number(version.slice(5, 7)) * 10;
  const words = locale === 'de' ? `Wir löschen Ihre Daten nach ${days} Tagen.` : `We delete your data after ${days} days.`;
  return [
    { kind: 'heading', section: 'data', prefix: '## ', text: locale === 'de' ? 'Daten' : 'Data', level: 2, id: 'data' },
    { kind: 'paragraph', section: 'data', prefix: '', text: words },
    {
      kind: 'paragraph',
      section: 'data',
      prefix: '',
      text: `Version ${version} & <all> of %%A%% $& it, see cookies.`,
      marks: [{ type: 'link', start: 0, end: 7, href: '/cookies/' }],
    },
  ];
}

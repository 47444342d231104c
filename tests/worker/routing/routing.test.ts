/**
 * Which addresses run the Worker and which are plain assets, asked of the real router and asset server with
 * the rules of wrangler.toml. An answer that the Worker had a hand in carries its request id.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BannerIndex } from '../../../core/banner/index-file.ts';
import { type Route, routeOf, serveSite, workerRules } from '../../support/worker-server.ts';

/** Made by vitest.config.ts. */
const MAIN = process.env.FAIRNOTICE_EDGE_SITE ?? '';
const AFTER = '2027-06-01T00:00:00Z';

/** Every route of the site: how it is answered where there is something, and where there is nothing. */
const ROUTES: { address: string; route: Route; status: number; worker: boolean; why: string }[] = [
  // The Worker: what is shown depends on the moment, or on the question.
  { address: '', route: 'worker', status: 200, worker: true, why: 'start page' },
  { address: 'privacy/', route: 'worker', status: 200, worker: true, why: 'version in force' },
  { address: 'privacy/?at=2026-01-01', route: 'worker', status: 302, worker: true, why: 'time machine' },
  { address: 'privacy/de/', route: 'worker', status: 200, worker: true, why: 'version in force' },
  { address: 'privacy/2025-01-01/', route: 'worker', status: 200, worker: true, why: 'says where the version stands' },
  { address: 'privacy/2026-03-01/de/', route: 'worker', status: 200, worker: true, why: 'says where the version stands' },
  { address: 'privacy/history/', route: 'worker', status: 200, worker: true, why: 'says where versions stand' },
  { address: 'privacy/history/de/', route: 'worker', status: 200, worker: true, why: 'says where versions stand' },
  { address: 'privacy/timemap/', route: 'worker', status: 200, worker: true, why: 'lists what has begun' },
  { address: 'privacy/compare/2025-01-01..2025-06-01/', route: 'worker', status: 200, worker: true, why: 'comparison, built' },
  { address: 'privacy/compare/2025-01-01..2026-03-01/', route: 'worker', status: 200, worker: true, why: 'comparison, made' },
  { address: 'privacy/fragment.html', route: 'worker', status: 200, worker: true, why: 'version in force' },
  { address: 'privacy/fragment', route: 'worker', status: 308, worker: true, why: 'the same without its ending' },
  { address: 'privacy/archive.html', route: 'worker', status: 200, worker: true, why: 'a security policy of its own' },
  { address: 'privacy/archive', route: 'worker', status: 308, worker: true, why: 'the same without its ending' },
  { address: 'cookie-table/en.html', route: 'worker', status: 404, worker: true, why: 'depends on the day; not in this site' },
  { address: 'privacy/sections/data/', route: 'worker', status: 200, worker: true, why: 'one section through time' },
  { address: 'privacy/sections/gr%C3%B6%C3%9Fe/', route: 'worker', status: 200, worker: true, why: 'one section through time' },
  { address: 'privacy/sections/nothing/', route: 'worker', status: 404, worker: true, why: 'says where to look' },
  { address: 'problems/not-found/', route: 'worker', status: 200, worker: true, why: 'problem type' },
  { address: 'problems/nothing/', route: 'worker', status: 404, worker: true, why: 'no such problem' },
  // Banner scripts: by region, language and moment, although there are assets of the same name.
  { address: 'banner/shop.js', route: 'worker', status: 200, worker: true, why: 'banner' },
  { address: 'banner/shop.de.js', route: 'worker', status: 200, worker: true, why: 'banner' },
  { address: 'banner/shop.json', route: 'worker', status: 200, worker: true, why: 'banner as data' },
  { address: 'banner/shop.guard.js', route: 'worker', status: 200, worker: true, why: 'guard' },
  { address: 'banner/fairnotice.mjs', route: 'worker', status: 200, worker: true, why: 'module' },
  { address: 'banner/constructor.js', route: 'worker', status: 404, worker: true, why: 'no such site' },
  { address: 'api/v1/consents', route: 'worker', status: 405, worker: true, why: 'takes records' },
  // The Worker, because there is no asset.
  { address: 'privacy/compare/2025-01-01..2026-03-01.json', route: 'asset, else worker', status: 200, worker: true, why: 'comparison as data' },
  { address: 'privacy/2024-01-01.json', route: 'asset, else worker', status: 404, worker: true, why: 'names the versions there are' },
  { address: 'notices/current/shop/de.json', route: 'asset, else worker', status: 302, worker: true, why: 'notice in force' },
  { address: `notices/${'0'.repeat(64)}.json`, route: 'asset, else worker', status: 404, worker: true, why: 'looked for in the archive' },
  { address: 'pinned/shop/guard.0000000000000000.js', route: 'asset, else worker', status: 404, worker: true, why: 'looked for in the archive' },
  { address: 'privacy/2025-01-01/en.sealed.html', route: 'worker', status: 404, worker: true, why: 'looked for in the archive' },
  { address: 'nothing.txt', route: 'asset, else worker', status: 404, worker: true, why: 'nothing' },
  { address: 'nothing/', route: 'worker', status: 404, worker: true, why: 'nothing' },
  // Plain assets: the same at every moment.
  { address: 'privacy/2025-01-01.txt', route: 'asset, else worker', status: 200, worker: false, why: 'canonical text' },
  { address: 'privacy/2025-01-01.json', route: 'asset, else worker', status: 200, worker: false, why: 'version as data' },
  { address: 'privacy/2026-03-01/de.json', route: 'asset, else worker', status: 200, worker: false, why: 'version as data' },
  { address: 'privacy/versions.json', route: 'asset, else worker', status: 200, worker: false, why: 'list of versions' },
  { address: 'privacy/feed.xml', route: 'asset, else worker', status: 200, worker: false, why: 'feed' },
  { address: 'feed.xml', route: 'asset, else worker', status: 200, worker: false, why: 'feed' },
  { address: 'sitemap.xml', route: 'asset, else worker', status: 200, worker: false, why: 'list of pages' },
  { address: '_astro/style.css', route: 'asset, else worker', status: 200, worker: false, why: 'style' },
  { address: 'privacy', route: 'asset, else worker', status: 307, worker: false, why: 'to the address with its slash' },
];

/** Ways to write an address below `_at/`. */
const HIDDEN = [
  '_at/index.json',
  '_at/',
  '_at',
  '_at/20270101T000000Z/',
  '_at/20270101T000000Z/privacy/',
  '_at/20270101T000000Z/privacy/index.html',
  '_at/20270101T000000Z/privacy/fragment',
  '_at/20270101T000000Z/privacy/fragment.html',
  '_at/20270101T000000Z/privacy',
  '_at/compare/privacy/en/',
  '_at/compare/privacy/de/labels.json',
  '_at/problem/',
  '/_at/index.json',
  '_at//index.json',
  '%5Fat/index.json',
  '%5fat%2findex.json',
  '_%61t/problem/',
  '_at%2Findex.json',
  '%2F_at/index.json',
  'problems/..%2F_at%2Findex.json',
  'problems/%2e%2e%2f_at/index.json',
  'problems/%2e%2e/_at/index.json',
  'x/sections/..%2F..%2F_at%2Findex.json',
  '_astro/..%2f_at%2findex.json',
  './_at/index.json',
  'x/../_at/index.json',
  '_at\\index.json',
  '_at/index',
  '_AT/index.json',
];

describe.each([
  { base: '/', directory: MAIN },
  { base: '/legal/', directory: `${MAIN}/sites/legal` },
])('a site at $base', ({ base, directory }) => {
  let server: Awaited<ReturnType<typeof serveSite>>;
  let origin: string;
  beforeAll(async () => {
    server = await serveSite(directory, AFTER);
    origin = (await server.listen()).url.origin;
  });
  afterAll(() => server.close());

  test.each(ROUTES)('$address: $route ($why)', async ({ address, route, status, worker }) => {
    expect(routeOf(workerRules(), new URL(base + address, origin).pathname)).toBe(route);
    const response = await server.fetch(base + address, { redirect: 'manual' });
    await response.arrayBuffer();
    expect({ status: response.status, worker: response.headers.has('x-request-id') }).toEqual({ status, worker });
  });

  test.each(HIDDEN)('%s is no address', async (address) => {
    const response = await server.fetch(origin + base + address, { redirect: 'manual' });
    expect(response.status).toBe(404);
    expect(await response.text()).not.toMatch(/builtAt|made for|%%/);
    expect([...response.headers].flat().join('\n')).not.toContain('_at/');
  });

  test('files at the root of the host are plain assets', async () => {
    const response = await server.fetch('/robots.txt');
    expect([response.status, response.headers.has('x-request-id')]).toEqual([200, false]);
  });

  test('banner files with a hash in their name are plain assets, for every page and for ever', async () => {
    const { sites } = JSON.parse(await read(directory, '_at/banner.json')) as BannerIndex;
    const [moment] = sites.shop?.moments ?? [];
    for (const path of [moment?.guard, moment?.models['opt-in']?.de?.js, moment?.models['opt-in']?.de?.json]) {
      const response = await server.fetch(`${base}pinned/${path}`);
      await response.arrayBuffer();
      expect([response.status, response.headers.has('x-request-id')], path).toEqual([200, false]);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('cache-control')).toContain('immutable');
    }
  });

  test('a consent record reaches the ledger through the whole edge, once', async () => {
    const { notice } = (await (await server.fetch(`${base}banner/shop.json?region=DE&lang=de`)).json()) as { notice: string };
    const record = {
      id: '019aae2c-5400-7000-8000-000000000001',
      site: 'shop',
      notice,
      subject: null,
      decided: '2026-11-24T00:00:00.000Z',
      action: 'reject',
      surface: 'banner',
      choices: { analytics: false, marketing: false },
      gpc: false,
    };
    const send = async (origin: string, given = {}): Promise<number> => {
      const response = await server.fetch(`${base}api/v1/consents`, { method: 'POST', headers: { origin }, body: JSON.stringify({ ...record, ...given }) });
      await response.arrayBuffer();
      return response.status;
    };
    expect(await send('https://shop.example')).toBe(201);
    expect(await send('https://shop.example')).toBe(200);
    expect(await send('https://shop.example', { gpc: true })).toBe(409);
    expect(await send('https://evil.example')).toBe(403);
  });

  test('every page that depends on the moment runs the Worker', async () => {
    const index = JSON.parse(await read(directory, '_at/index.json')) as { moments: { paths: string[] }[] };
    const routes = index.moments.flatMap(({ paths }) => paths.map((path) => ({ path, route: routeOf(workerRules(), base + path) })));
    expect(routes.length).toBeGreaterThan(20);
    expect(routes.filter(({ route }) => route !== 'worker')).toEqual([]);
  });

  test('no rule keeps an address from the Worker: an address without an asset would get a bare 404', () => {
    expect(workerRules().filter((rule) => rule.startsWith('!'))).toEqual([]);
  });
});

async function read(directory: string, path: string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return readFile(join(directory, path), 'utf8');
}

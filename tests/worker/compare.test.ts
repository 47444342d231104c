import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import type { ComparisonJson } from '../../core/policy/compare/index.ts';
import type { IndexedPolicy, IndexedVersion } from '../../core/site-index.ts';
import { renamedBetween } from '../../worker/comparison.ts';
import { ask, indexOf, ORIGIN } from './client.ts';

test('neighbours come from the build', async () => {
  expect(await (await ask('/privacy/compare/2025-06-01..2026-03-01/')).text()).toContain('built comparison');
  expect(await (await ask('/privacy/compare/2025-06-01..2026-03-01/de/')).text()).toContain('built comparison');
});

describe('any other pair is made in the frame of the build', () => {
  test('in the prevailing language', async () => {
    const response = await ask('/privacy/compare/2025-01-01..2026-03-01/');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('x-robots-tag')).toBe('noindex');
    const html = await response.text();
    expect(html).toContain('<title>1 January 2025 to 1 March 2026</title>');
    expect(html).toContain('<a href="../2025-01-01/">2025-01-01</a> <a href="../2026-03-01/">2026-03-01</a>');
    expect(html).toMatch(/<p>\d+ words? added, \d+ words? removed\.<\/p>/);
    expect(html).toMatch(/<del>[^<]*10[^<]*<\/del>/);
    expect(html).toMatch(/<ins>[^<]*30[^<]*<\/ins>/);
  });

  test('with the words of another language', async () => {
    const html = await (await ask('/privacy/compare/2027-01-01..2025-06-01/de/')).text();
    expect(html).toContain('<title>1. Januar 2027 to 1. Juni 2025</title>');
    expect(html).toMatch(/<p>\d+ W(ort|örter) mehr, \d+ W(ort|örter) weniger\.<\/p>/);
    expect(html).toContain('löschen');
  });

  test('in either order, each the mirror of the other', async () => {
    const stats = async (pair: string) => (await (await ask(`/privacy/compare/${pair}.json`)).json<ComparisonJson>()).stats;
    const [there, back] = [await stats('2025-01-01..2026-03-01'), await stats('2026-03-01..2025-01-01')];
    expect([back.wordsAdded, back.wordsRemoved]).toEqual([there.wordsRemoved, there.wordsAdded]);
    expect(there.wordsAdded).toBeGreaterThan(0);
  });

  test('with an announced version', async () => {
    expect((await ask('/privacy/compare/2025-01-01..2027-01-01/')).status).toBe(200);
  });

  test('with what the words say, whatever they say', async () => {
    const html = await (await ask('/privacy/compare/2025-01-01..2026-03-01/')).text();
    expect(html).toContain('&lt;all&gt;');
    expect(html).toContain('%%A%%');
    expect(html).toContain('$');
  });

  test('with links below the base path', async () => {
    expect(await (await ask('/legal/privacy/compare/2025-01-01..2026-03-01/', { site: 'legal' })).text()).toContain('href="/legal/cookies/"');
  });
});

describe('as JSON', () => {
  test.each([
    { path: '/privacy/compare/2025-01-01..2026-03-01.json', locale: 'en' },
    { path: '/privacy/compare/2026-03-01..2025-06-01/de.json', locale: 'de' },
    { path: '/privacy/compare/2025-06-01..2026-03-01.json', locale: 'en' },
  ])('$path: both texts can be rebuilt and hashed', async ({ path, locale }) => {
    const response = await ask(path, { headers: { accept: 'application/json' } });
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    const { a, b, blocks } = await response.json<ComparisonJson>();
    const [first, second] = (/compare\/(.+)\.\.([^/]+?)(?:\/de)?\.json/.exec(path) ?? []).slice(1);
    expect([a.version, b.version]).toEqual([first, second]);
    const rebuilt = (gone: string) => blocks.flatMap(({ words }) => words.filter(({ op }) => op !== gone).map(({ text }) => text)).join('');
    const { policies } = await indexOf();
    const hashes = Object.fromEntries((policies[0]?.versions ?? []).map(({ id, locales }) => [id, locales[locale]]));
    expect(await sha256(rebuilt('insert'))).toBe(hashes[a.version]);
    expect(await sha256(rebuilt('delete'))).toBe(hashes[b.version]);
    expect([a.sha256, b.sha256]).toEqual([hashes[a.version], hashes[b.version]]);
  });
});

describe('what cannot be compared', () => {
  test.each([
    { path: '/privacy/compare/2025-01-01..2025-01-01/', slug: 'same-version-twice', names: ['/privacy/2025-01-01/'] },
    { path: '/privacy/compare/2025-01-01..2025-01-01.json', slug: 'same-version-twice', names: ['/privacy/2025-01-01/'] },
    {
      path: '/privacy/compare/2025-01-01..2024-01-01/',
      slug: 'unknown-version',
      names: ['/privacy/2025-01-01/', '/privacy/2025-06-01/', '/privacy/2026-03-01/', '/privacy/2027-01-01/'],
    },
    {
      path: '/privacy/compare/x..y.json',
      slug: 'unknown-version',
      names: ['/privacy/2025-01-01/', '/privacy/2025-06-01/', '/privacy/2026-03-01/', '/privacy/2027-01-01/'],
    },
    {
      path: '/privacy/compare/2024-01-01..2025-06-01/de/',
      slug: 'unknown-version',
      names: ['/privacy/2025-01-01/', '/privacy/2025-06-01/de/', '/privacy/2026-03-01/de/', '/privacy/2027-01-01/de/'],
    },
    // Only one side has a German text.
    { path: '/privacy/compare/2025-01-01..2026-03-01/de/', slug: 'unknown-language', names: ['/privacy/compare/2025-01-01..2026-03-01/'] },
    {
      path: '/privacy/compare/2025-06-01..2027-01-01/fr/',
      slug: 'unknown-language',
      names: ['/privacy/compare/2025-06-01..2027-01-01/', '/privacy/compare/2025-06-01..2027-01-01/de/'],
    },
    { path: '/privacy/compare/a..b..c/', slug: 'unknown-version', names: undefined },
    { path: '/privacy/compare/2025-01-01..2026-03-01..2027-01-01/', slug: 'unknown-version', names: undefined },
    { path: '/privacy/compare/', slug: 'not-found', names: [] },
    { path: '/nope/compare/2025-01-01..2026-03-01/', slug: 'not-found', names: [] },
  ])('$path is $slug', async ({ path, slug, names }) => {
    const response = await ask(path, { headers: { accept: 'application/json' } });
    expect(response.status).toBe(404);
    const body = await response.json<{ type: string; links?: { href: string }[] }>();
    expect(body.type).toBe(`${ORIGIN}/problems/${slug}/`);
    if (names) expect((body.links ?? []).map(({ href }) => href.slice(ORIGIN.length))).toEqual(names);
  });
});

describe('sections renamed on the way', () => {
  const version = (id: string, renamed: Record<string, string> = {}): IndexedVersion =>
    ({
      id,
      effective: `${id}T00:00:00Z`,
      publishedAt: `${id}T00:00:00Z`,
      cause: 'wording',
      material: false,
      categories: [],
      locales: { en: '' },
      renamed,
    }) as IndexedVersion;
  const versions = [
    version('2021-01-01'),
    version('2022-01-01', { who: 'controller' }),
    version('2023-01-01', { whoWeAre: 'who', data: 'what' }),
    version('2024-01-01', { facts: 'data' }),
  ];
  const policy = { versions } as IndexedPolicy;
  const between = (a: number, b: number) => {
    const [older, newer] = [versions[a], versions[b]] as [IndexedVersion, IndexedVersion];
    return renamedBetween(policy, older, newer);
  };

  test('are strung together', () => {
    expect(between(0, 3)).toEqual({ whoWeAre: 'controller', facts: 'what' });
    expect(between(1, 2)).toEqual({ whoWeAre: 'who', data: 'what' });
    expect(between(2, 3)).toEqual({ facts: 'data' });
  });
});

test('the fixture has the assets that the Worker reads', async () => {
  expect((await env.ASSETS.fetch(`${ORIGIN}/_at/compare/privacy/de/labels.json`)).status).toBe(200);
});

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

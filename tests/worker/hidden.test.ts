import { expect, test } from 'vitest';
import { ask, indexOf, textOf } from './client.ts';

const AFTER = '2027-06-01T00:00:00Z';

test.each([
  '/_at/',
  '/_at',
  '/_at/index.json',
  '/_at/20270101T000000Z/privacy/',
  '/_at/20270101T000000Z/',
  '/_at/compare/privacy/en/',
  '/_at/problem/',
  '//_at/index.json',
  '/_at//index.json',
  '/%5Fat/index.json',
  '/%5fat/index.json',
  '/_%61t/index.json',
  '/_at%2Findex.json',
  '/%2F_at/index.json',
  '/privacy%2F..%2F_at/index.json',
  '/./_at/index.json',
  '/x/../_at/index.json',
  '/privacy/_at/',
  '/_at/index.json?at=2026-01-01',
])('%s is no address', async (path) => {
  const response = await ask(path, { now: AFTER });
  expect(response.status).toBe(404);
  expect(await response.text()).not.toMatch(/builtAt|made for|%%/);
});

test.each(['/legal/_at/20270101T000000Z/privacy/', '/legal/_at/index.json', '/_at/index.json', '/legal/%5Fat/compare/privacy/en/', '/legal//_at/problem/'])(
  '%s is no address below a base path',
  async (path) => {
    expect((await ask(path, { now: AFTER, site: 'legal' })).status).toBe(404);
  },
);

test('no header and no body of any page names the folder of its moment', async () => {
  const { moments, policies } = await indexOf();
  const paths = [
    '',
    ...moments.flatMap(({ paths: own }) => own),
    ...policies.map(({ id }) => `${id}/timemap/`),
    'privacy/compare/2025-01-01..2026-03-01.json',
    'nope',
    'privacy/index.html',
    'privacy',
    'privacy/fragment',
    'privacy/archive',
    '404.html',
  ];
  for (const path of new Set(paths)) {
    const response = await ask(`/${path}`, { now: AFTER });
    expect([...response.headers].flat().join('\n') + (await textOf(response)), path).not.toMatch(/_at\/|20270101T/);
  }
});

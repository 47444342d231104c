import { describe, expect, test } from 'vitest';
import { cacheControl, LIFETIMES } from '../../worker/caching.ts';
import { ask, textOf } from './client.ts';

describe('a lifetime', () => {
  const now = new Date('2026-12-31T23:00:00.250Z');
  test.each([
    { until: undefined, header: 'public, max-age=300, stale-while-revalidate=600' },
    { until: '2027-01-01T00:00:00Z', header: 'public, max-age=300, stale-while-revalidate=600' },
    { until: '2026-12-31T23:10:00Z', header: 'public, max-age=300, stale-while-revalidate=299' },
    { until: '2026-12-31T23:05:01Z', header: 'public, max-age=300, must-revalidate' },
    { until: '2026-12-31T23:01:00Z', header: 'public, max-age=59, must-revalidate' },
    { until: '2026-12-31T23:00:01Z', header: 'public, max-age=0, must-revalidate' },
    { until: '2026-12-31T22:00:00Z', header: 'public, max-age=0, must-revalidate' },
  ])('until $until', ({ until, header }) => {
    expect(cacheControl(LIFETIMES.moving, now, until)).toBe(header);
  });
});

const DAY_BEFORE = '2026-12-31T00:00:00Z';
test.each([
  { path: '/', header: 'public, max-age=300, stale-while-revalidate=600' },
  { path: '/privacy/', header: 'public, max-age=300, stale-while-revalidate=600' },
  { path: '/privacy/2026-03-01/', header: 'public, max-age=300, stale-while-revalidate=600' },
  { path: '/privacy/2027-01-01/', header: 'public, max-age=300, stale-while-revalidate=600' },
  { path: '/privacy/2025-01-01/', header: 'public, max-age=3600, stale-while-revalidate=82800' },
  { path: '/privacy/compare/2025-01-01..2025-06-01/', header: 'public, max-age=3600, stale-while-revalidate=82800' },
  { path: '/privacy/compare/2025-01-01..2026-03-01.json', header: 'public, max-age=86400, must-revalidate' },
  { path: '/privacy/timemap/', header: 'public, max-age=300, stale-while-revalidate=600' },
  { path: '/privacy/compare/2026-02-01..2028-01-01.json', status: 404, header: 'no-cache' },
  // With a draft, on a laptop: nothing is kept.
  { path: '/cookies/compare/2026-02-01..2028-01-01.json', header: 'no-store' },
])('$path is kept for $header a day before the next moment', async ({ path, header, status = 200 }) => {
  const response = await ask(path, { now: DAY_BEFORE });
  expect(response.status).toBe(status);
  expect(response.headers.get('cache-control')).toBe(header);
});

describe.each([
  '/',
  '/privacy/',
  '/privacy/2025-01-01/',
  '/privacy/timemap/',
  '/privacy/fragment.html',
  '/privacy/archive.html',
  '/privacy/compare/2025-01-01..2025-06-01/',
  '/privacy/compare/2025-01-01..2026-03-01.json',
])('%s', (path) => {
  test('answers 304 to its own validator, alone or in a list, weak or strong', async () => {
    const first = await ask(path);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"\w+"$/);
    for (const value of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await ask(path, { headers: { 'If-None-Match': value } });
      expect(again.status).toBe(304);
      expect(await textOf(again)).toBe('');
      for (const name of ['cache-control', 'vary', 'link', 'memento-datetime', 'etag', 'access-control-allow-origin', 'content-security-policy'])
        expect(again.headers.get(name), name).toBe(first.headers.get(name));
    }
    expect((await ask(path, { headers: { 'If-None-Match': '"other"' } })).status).toBe(200);
  });

  test('answers HEAD like GET without a body', async () => {
    const [get, head] = [await ask(path), await ask(path, { method: 'HEAD' })];
    expect(head.status).toBe(200);
    expect(await textOf(head)).toBe('');
    const facts = (response: Response) => Object.fromEntries([...response.headers].filter(([name]) => name !== 'x-request-id'));
    expect(facts(head)).toEqual(facts(get));
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('refuses %s', async (method) => {
    const response = await ask(path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });
});

test('a page of the moment before does not validate the one of now', async () => {
  const before = await ask('/privacy/', { now: '2026-12-31T23:59:59Z' });
  const after = await ask('/privacy/', { now: '2027-01-01T00:00:00Z', headers: { 'If-None-Match': before.headers.get('etag') ?? '' } });
  expect(after.status).toBe(200);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startOfDay } from '../../core/dates.ts';
import { inForceAt } from '../../core/versions.ts';
import { ask, indexOf, shownBy } from './client.ts';

/** A version turns current with the first moment of its day where the organisation is. */
const MIDNIGHTS = [
  { site: undefined, zone: 'UTC', day: '2027-01-01', begins: '2027-01-01T00:00:00Z', before: '2026-03-01' },
  { site: 'auckland', zone: 'Pacific/Auckland', day: '2027-01-01', begins: '2026-12-31T11:00:00Z', before: '2026-01-15' },
  { site: 'kiritimati', zone: 'Pacific/Kiritimati', day: '2027-01-01', begins: '2026-12-31T10:00:00Z', before: '2026-01-15' },
  // Clocks go forward at 02:00 on the day itself; midnight is still winter time.
  { site: 'berlin', zone: 'Europe/Berlin', day: '2026-03-29', begins: '2026-03-28T23:00:00Z', before: '2025-01-15' },
  // Midnight does not exist: the day begins at 01:00.
  { site: 'beirut', zone: 'Asia/Beirut', day: '2026-03-29', begins: '2026-03-28T22:00:00Z', before: '2025-01-15' },
  // The night before, clocks went back.
  { site: 'los-angeles', zone: 'America/Los_Angeles', day: '2026-11-02', begins: '2026-11-02T08:00:00Z', before: '2025-01-15' },
];

describe.each(MIDNIGHTS)('midnight in $zone', ({ site, zone, day, begins, before }) => {
  const secondsLater = (seconds: number): string => new Date(Date.parse(begins) + seconds * 1000).toISOString();

  test('is where the platform says the day begins', () => {
    expect(startOfDay(day, zone)).toBe(begins);
  });

  test.each([
    { seconds: -1, shows: before },
    { seconds: -0.001, shows: before },
    { seconds: 0, shows: day },
    { seconds: 0.5, shows: day },
    { seconds: 1, shows: day },
  ])('shows $shows at $seconds s', async ({ seconds, shows }) => {
    const response = await ask('/privacy/', { now: secondsLater(seconds), ...(site ? { site } : {}) });
    expect(response.status).toBe(200);
    expect(await shownBy(response)).toBe(shows);
  });

  test('lets no answer from before live past it', async () => {
    const response = await ask('/privacy/', { now: secondsLater(-90.5), ...(site ? { site } : {}) });
    expect(response.headers.get('cache-control')).toBe('public, max-age=90, must-revalidate');
  });

  test('gives the new page a full lifetime from its first moment on', async () => {
    const response = await ask('/privacy/', { now: begins, ...(site ? { site } : {}) });
    expect(response.headers.get('cache-control')).toMatch(/^public, max-age=300,/);
  });

  test('moves the links with the page', async () => {
    const links = async (seconds: number): Promise<string> =>
      (await ask('/privacy/', { now: secondsLater(seconds), ...(site ? { site } : {}) })).headers.get('link') ?? '';
    expect(await links(-1)).not.toContain(`/privacy/${day}/`);
    expect(await links(0)).toContain(`/privacy/${day}/>; rel="last memento"`);
  });

  test('tells each version where it stands', async () => {
    const stand = async (version: string, seconds: number) => {
      const response = await ask(`/privacy/${version}/`, { now: secondsLater(seconds), ...(site ? { site } : {}) });
      return [/stands (\S+)/.exec(await response.text())?.[1], response.headers.get('x-robots-tag'), response.headers.get('memento-datetime') !== null];
    };
    expect(await stand(day, -1)).toEqual(['announced', 'noindex', false]);
    expect(await stand(day, 0)).toEqual(['in-force', null, true]);
    expect(await stand(before, -1)).toEqual(['in-force', null, true]);
    expect(await stand(before, 0)).toEqual(['superseded', 'noindex', true]);
  });
});

test('shows the version in force at any instant from the build on', async () => {
  const index = await indexOf();
  const times = fc.integer({ min: Date.parse(index.builtAt) / 1000, max: Date.parse('2029-01-01T00:00:00Z') / 1000 }).map((seconds) => seconds * 1000);
  const boundaries = index.moments.map(({ at }) => Date.parse(at));
  const nearBoundary = fc.tuple(fc.constantFrom(...boundaries), fc.integer({ min: -2000, max: 2000 })).map(([at, offset]) => at + offset);
  await fc.assert(
    fc.asyncProperty(fc.oneof(times, nearBoundary), fc.constantFrom(...index.policies), async (time, policy) => {
      const now = new Date(time).toISOString();
      const expected = inForceAt(
        policy.versions.filter(({ locales }) => policy.prevailing in locales),
        `${now.slice(0, 19)}Z`,
      )?.id;
      expect(await shownBy(await ask(`/${policy.id}/`, { now }))).toBe(expected);
    }),
    { numRuns: 60 },
  );
});

test('shows two versions of one day, each from its instant', async () => {
  expect(await shownBy(await ask('/terms/', { now: '2027-01-01T11:59:59Z' }))).toBe('2027-01-01');
  expect(await shownBy(await ask('/terms/', { now: '2027-01-01T12:00:00Z' }))).toBe('2027-01-01.2');
});

test('moves the start page, histories and fragments as well', async () => {
  for (const path of ['/', '/privacy/history/', '/privacy/history/de/']) {
    expect(await (await ask(path, { now: '2026-12-31T23:59:59Z' })).text()).toContain('made for 2026-11-23T12:00:00Z');
    expect(await (await ask(path, { now: '2027-01-01T00:00:00Z' })).text()).toContain('made for 2027-01-01T00:00:00Z');
  }
  for (const path of ['/privacy/fragment.html', '/privacy/de/fragment.html']) {
    expect(await (await ask(path, { now: '2026-12-31T23:59:59Z' })).text()).toContain('"2026-03-01"');
    expect(await (await ask(path, { now: '2027-01-01T00:00:00Z' })).text()).toContain('"2027-01-01"');
  }
});

test('claims Global Privacy Control from its day on', async () => {
  expect((await ask('/.well-known/gpc.json', { now: '2026-12-31T23:59:59Z' })).status).toBe(404);
  const response = await ask('/.well-known/gpc.json', { now: '2027-01-01T00:00:00Z' });
  expect(await response.json()).toEqual({ gpc: true, lastUpdate: '2027-01-01' });
});

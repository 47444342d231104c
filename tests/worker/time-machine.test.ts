import { describe, expect, test } from 'vitest';
import { ask } from './client.ts';

describe('?at= leads to the version in force', () => {
  test.each([
    // A date is the moment at which that day begins in the organisation's zone.
    { path: '/privacy/?at=2026-03-01', to: '/privacy/2026-03-01/' },
    { path: '/privacy/?at=2026-02-28', to: '/privacy/2025-06-01/' },
    { path: '/privacy/?at=2026-02-28T23:59:59Z', to: '/privacy/2025-06-01/' },
    { path: '/privacy/?at=2026-03-01T00:30:00%2B01:00', to: '/privacy/2025-06-01/' },
    // A plus sign that was not escaped arrives as a space.
    { path: '/privacy/?at=2026-03-01T01:30:00+01:00', to: '/privacy/2026-03-01/' },
    { path: '/privacy/?at=2026-03-01T00:00:00.500Z', to: '/privacy/2026-03-01/' },
    { path: '/privacy/?at=+2026-03-01+', to: '/privacy/2026-03-01/' },
    // Announced versions may be asked by a date that lies ahead.
    { path: '/privacy/?at=2030-01-01', to: '/privacy/2027-01-01/' },
    { path: '/privacy/de/?at=2026-03-01', to: '/privacy/2026-03-01/de/' },
    // There was no German text yet: the text that counted.
    { path: '/privacy/de/?at=2025-02-01', to: '/privacy/2025-01-01/' },
    // Withdrawn before it began: never in force. Mistaken: in force until it was marked.
    { path: '/terms/?at=2026-06-15', to: '/terms/2026-01-01/' },
    { path: '/terms/?at=2026-07-05', to: '/terms/2026-07-01/' },
    { path: '/terms/?at=2026-08-01', to: '/terms/2026-01-01/' },
    // An empty field asks for nothing.
    { path: '/privacy/?at=', to: '/privacy/' },
  ])('$path to $to', async ({ path, to }) => {
    const response = await ask(path);
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe(to);
    expect(response.headers.get('cache-control')).toMatch(/^public, max-age=300/);
  });

  test('in the zone of the organisation', async () => {
    // The day begins in Auckland while it is still the day before in Greenwich.
    const at = async (moment: string) => (await ask(`/privacy/?at=${moment}`, { site: 'auckland' })).headers.get('location');
    expect(await at('2027-01-01')).toBe('/privacy/2027-01-01/');
    expect(await at('2026-12-31T10:59:59Z')).toBe('/privacy/2026-01-15/');
    expect(await at('2026-12-31T11:00:00Z')).toBe('/privacy/2027-01-01/');
  });

  test('below the base path', async () => {
    expect((await ask('/legal/privacy/?at=2026-03-01', { site: 'legal' })).headers.get('location')).toBe('/legal/privacy/2026-03-01/');
  });
});

test('says when the first version begins where the moment lies before it', async () => {
  const page = await ask('/privacy/?at=2020-01-01');
  expect(page.status).toBe(404);
  const html = await page.text();
  expect(html).toContain('The first one begins at 2025-01-01T00:00:00Z');
  expect(html).toContain('href="/privacy/2025-01-01/"');
  const json = await ask('/privacy/?at=2020-01-01', { headers: { accept: 'application/json' } });
  expect(json.headers.get('content-type')).toBe('application/problem+json');
  expect(await json.json()).toMatchObject({
    type: 'https://privacy.example/problems/before-first-version/',
    status: 404,
    links: [{ href: 'https://privacy.example/privacy/2025-01-01/', title: '2025-01-01' }],
  });
});

test.each([
  'yesterday',
  '2026-02-30',
  '2026-13-01',
  '01.03.2026',
  '2026-3-1',
  '20260301',
  '2026-03-01T12:00:00',
  '2026-03-01T25:00:00Z',
  '+002026-03-01',
  '<script>',
  '0',
])('says what is right where ?at= is %s', async (value) => {
  const response = await ask(`/privacy/?at=${encodeURIComponent(value)}`);
  expect(response.status).toBe(400);
  const html = await response.text();
  expect(html).toContain(`Found “${value.replace('<', '&lt;').replace('>', '&gt;')}”`);
  expect(html).toContain('Write a date as 2026-03-01');
  expect(html).toContain('href="/problems/bad-moment/"');
});

test('echoes no more of a value than one recognises it by', async () => {
  const html = await (await ask(`/privacy/?at=${'x'.repeat(5000)}`)).text();
  expect(html).toContain(`“${'x'.repeat(80)}…”`);
});

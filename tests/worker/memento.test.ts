import { describe, expect, test } from 'vitest';
import type { IndexedVersion } from '../../core/site-index.ts';
import { chooseMemento, httpDate, mementosOf, readHttpDate } from '../../worker/memento.ts';
import { ask, NOW, ORIGIN, readLinks, textOf } from './client.ts';

const httpAt = (instant: string): Record<string, string> => ({ 'Accept-Datetime': httpDate(instant) });

describe('as a client of RFC 7089 travels', () => {
  test.each([
    { asked: '2025-01-01T00:00:00Z', memento: '2025-01-01' },
    { asked: '2025-05-31T23:59:59Z', memento: '2025-01-01' },
    { asked: '2025-06-01T00:00:00Z', memento: '2025-06-01' },
    { asked: '2026-05-05T05:05:05Z', memento: '2026-03-01' },
    // Before the first: the first (section 4.5.3). After the last: the last, and not one that is only announced.
    { asked: '1999-01-01T00:00:00Z', memento: '2025-01-01' },
    { asked: '2031-01-01T00:00:00Z', memento: '2026-03-01' },
  ])('from the TimeGate at $asked to $memento', async ({ asked, memento }) => {
    const gate = await ask('/privacy/', { headers: httpAt(asked) });
    expect(gate.status).toBe(302);
    expect(gate.headers.get('vary')).toBe('Accept-Datetime');
    expect(gate.headers.get('memento-datetime')).toBeNull();
    expect(gate.headers.get('location')).toBe(`/privacy/${memento}/`);
    const page = await ask(gate.headers.get('location') ?? '');
    expect(page.headers.get('memento-datetime')).toBe(httpDate(`${memento}T00:00:00Z`));
    for (const links of [readLinks(gate.headers.get('link')), readLinks(page.headers.get('link'))]) {
      const one = (rel: string) => links.filter((link) => link.rel.includes(rel)).map(({ href }) => href);
      expect(one('original')).toEqual([`${ORIGIN}/privacy/`]);
      expect(one('timegate')).toEqual([`${ORIGIN}/privacy/`]);
      expect(one('timemap')).toEqual([`${ORIGIN}/privacy/timemap/`]);
      expect(one('first')).toEqual([`${ORIGIN}/privacy/2025-01-01/`]);
      expect(one('last')).toEqual([`${ORIGIN}/privacy/2026-03-01/`]);
    }
  });

  test('through a TimeMap whose every line is true', async () => {
    const response = await ask('/privacy/timemap/');
    expect(response.headers.get('content-type')).toMatch(/^application\/link-format/);
    const links = readLinks(await textOf(response));
    expect(links.find(({ rel }) => rel.includes('self'))).toEqual({
      href: `${ORIGIN}/privacy/timemap/`,
      rel: ['self'],
      attributes: { type: 'application/link-format', from: 'Wed, 01 Jan 2025 00:00:00 GMT', until: 'Sun, 01 Mar 2026 00:00:00 GMT' },
    });
    const mementos = links.filter(({ rel }) => rel.includes('memento'));
    expect(mementos.map(({ href }) => href.slice(ORIGIN.length))).toEqual(['/privacy/2025-01-01/', '/privacy/2025-06-01/', '/privacy/2026-03-01/']);
    for (const { href, attributes } of mementos) {
      const page = await ask(href.slice(ORIGIN.length));
      expect(page.headers.get('memento-datetime')).toBe(attributes.datetime);
      const gate = await ask('/privacy/', { headers: { 'Accept-Datetime': attributes.datetime ?? '' } });
      expect(gate.headers.get('location')).toBe(href.slice(ORIGIN.length));
    }
  });

  test('step by step, from the last Memento to the first and back', async () => {
    const step = async (path: string, rel: string) =>
      readLinks((await ask(path)).headers.get('link'))
        .find((link) => link.rel.includes(rel))
        ?.href.slice(ORIGIN.length);
    const path = ['/privacy/2026-03-01/', '/privacy/2025-06-01/', '/privacy/2025-01-01/'];
    expect(await step('/privacy/', 'last')).toBe(path[0]);
    for (const [index, here] of path.entries()) {
      expect(await step(here, 'prev')).toBe(path[index + 1]);
      expect(await step(here, 'next')).toBe(path[index - 1]);
    }
  });

  test('in each language by itself', async () => {
    const gate = await ask('/privacy/de/', { headers: httpAt('2025-02-01T00:00:00Z') });
    expect(gate.headers.get('location')).toBe('/privacy/2025-06-01/de/');
    const links = readLinks(await textOf(await ask('/privacy/timemap/de/')));
    expect(links.filter(({ rel }) => rel.includes('memento')).map(({ href }) => href.slice(ORIGIN.length))).toEqual([
      '/privacy/2025-06-01/de/',
      '/privacy/2026-03-01/de/',
    ]);
    expect(links[0]).toMatchObject({ href: `${ORIGIN}/privacy/de/`, rel: ['original', 'timegate'] });
  });

  test('below the base path', async () => {
    const gate = await ask('/legal/privacy/', { site: 'legal', headers: httpAt('2025-07-01T00:00:00Z') });
    expect(gate.headers.get('location')).toBe('/legal/privacy/2025-06-01/');
    expect(gate.headers.get('link')).toContain(`<${ORIGIN}/legal/privacy/timemap/>; rel="timemap"`);
  });
});

test('the page without Accept-Datetime says that it would differ with it', async () => {
  const response = await ask('/privacy/');
  expect(response.status).toBe(200);
  expect(response.headers.get('vary')).toBe('Accept-Datetime');
  expect(response.headers.get('memento-datetime')).toBeNull();
});

test.each([
  '2026-03-01',
  'Sun, 01 Mar 2026 00:00:00',
  'Mon, 01 Mar 2026 00:00:00 GMT',
  'Sunday, 01-Mar-26 00:00:00 GMT',
  'Sun Mar  1 00:00:00 2026',
  'Sun, 1 Mar 2026 00:00:00 GMT',
  'soon',
])('refuses Accept-Datetime: %s', async (value) => {
  const response = await ask('/privacy/', { headers: { 'Accept-Datetime': value, accept: 'application/json' } });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ type: `${ORIGIN}/problems/bad-accept-datetime/`, detail: expect.stringContaining(value) });
});

describe('links between versions (RFC 5829)', () => {
  test.each([
    { path: '/privacy/2025-01-01/', predecessor: undefined, successor: '/privacy/2025-06-01/' },
    { path: '/privacy/2026-03-01/', predecessor: '/privacy/2025-06-01/', successor: '/privacy/2027-01-01/' },
    { path: '/privacy/2027-01-01/', predecessor: '/privacy/2026-03-01/', successor: undefined },
    // Neither a withdrawn nor a mistaken version is anyone's neighbour, though both have their own.
    { path: '/terms/2026-01-01/', predecessor: undefined, successor: '/terms/2027-01-01/' },
    { path: '/terms/2026-06-01/', predecessor: '/terms/2026-01-01/', successor: undefined },
    { path: '/terms/2027-01-01.2/', predecessor: '/terms/2027-01-01/', successor: undefined },
  ])('$path', async ({ path, predecessor, successor }) => {
    const links = readLinks((await ask(path)).headers.get('link'));
    const one = (rel: string) => links.find((link) => link.rel.includes(rel))?.href.slice(ORIGIN.length);
    expect(one('predecessor-version')).toBe(predecessor);
    expect(one('successor-version')).toBe(successor);
    expect(one('latest-version')).toBe(`/${path.split('/')[1]}/`);
    expect(one('version-history')).toBe(`/${path.split('/')[1]}/history/`);
  });
});

test.each(['/terms/2026-06-01/', '/privacy/2027-01-01/', '/cookies/2028-01-01/'])('%s never was in force, so it is no Memento', async (path) => {
  const response = await ask(path);
  expect(response.status).toBe(200);
  expect(response.headers.get('memento-datetime')).toBeNull();
  expect(response.headers.get('link')).not.toMatch(/timegate|timemap|memento/);
});

test('the start page and the policies name policy and terms (RFC 6903)', async () => {
  for (const path of ['/', '/privacy/', '/terms/', '/privacy/history/']) {
    const links = readLinks((await ask(path)).headers.get('link'));
    expect(links.find(({ rel }) => rel.includes('privacy-policy'))?.href).toBe(`${ORIGIN}/privacy/`);
    expect(links.find(({ rel }) => rel.includes('terms-of-service'))?.href).toBe(`${ORIGIN}/terms/`);
  }
});

describe('the choice of a Memento', () => {
  const version = (id: string, facts: Partial<IndexedVersion> = {}): IndexedVersion => ({
    id,
    effective: `${id.slice(0, 10)}T00:00:00Z`,
    publishedAt: '2024-01-01T00:00:00Z',
    cause: 'wording',
    material: false,
    categories: [],
    renamed: {},
    locales: { en: '' },
    ...facts,
  });
  const mistaken = { at: '2026-02-01T00:00:00Z', by: 'x', reason: 'x' };
  const chosen = (versions: IndexedVersion[], asked: string) => chooseMemento(versions, mementosOf(versions, NOW), asked, NOW)?.version.id;

  test.each([
    { name: 'none, of a policy that is only announced', versions: [version('2027-01-01')], asked: NOW, id: undefined },
    { name: 'none, of a draft', versions: [version('2026-01-01', { publishedAt: undefined })], asked: NOW, id: undefined },
    {
      name: 'the mistaken one while it was shown',
      versions: [version('2025-01-01'), version('2026-01-01', { mistaken })],
      asked: '2026-01-15T00:00:00Z',
      id: '2026-01-01',
    },
    {
      name: 'the one before, once it was marked',
      versions: [version('2025-01-01'), version('2026-01-01', { mistaken })],
      asked: '2026-02-15T00:00:00Z',
      id: '2025-01-01',
    },
    { name: 'the newest before, in a gap', versions: [version('2026-01-01', { mistaken })], asked: '2026-02-15T00:00:00Z', id: '2026-01-01' },
    {
      name: 'no version that another one of the same instant replaced',
      versions: [version('2026-01-01'), version('2026-01-01.2')],
      asked: '2020-01-01T00:00:00Z',
      id: '2026-01-01.2',
    },
  ])('$name', ({ versions, asked, id }) => {
    expect(chosen(versions, asked)).toBe(id);
  });
});

test('reads the dates that it writes', () => {
  for (const instant of ['1970-01-01T00:00:00Z', '2024-02-29T23:59:59Z', '2026-12-31T11:00:00Z']) expect(readHttpDate(httpDate(instant))).toBe(instant);
});

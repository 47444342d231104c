/**
 * Every service of the catalogue, embedded by its own recipe on one page: nothing of it runs or loads before the
 * choice, all of it after, and a withdrawal takes away what it may keep on the site's own domain.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue, type StorageEntry } from '../../core/catalogue.ts';
import { type HostVisit, html, openHosts, settled, tag } from '../support/host-server.ts';

const services = catalogue.filter(({ category }) => category !== 'necessary');

/** What may lie on the site's own domain, and is no objection of the visitor: that one stays. */
const own = (entries: readonly StorageEntry[]): StorageEntry[] => entries.filter(({ party, purpose }) => party === 'first' && purpose !== 'consent-state');
const nameOf = ({ name }: StorageEntry): string => name.replaceAll('*', 'x1');

/** How each service's part of the page stands: scripts that wait, and addresses that were asked for. */
type Part = Record<string, { waiting: number; asked: string[] }>;

let visit: HostVisit;
let page: Page;
const asked: string[] = [];
/** Addresses in the marked elements of each service, as the browser reads them. */
let addresses: Record<string, string[]>;
let before: Part;
let after: Part;
let filled: Record<string, string[]>;
let left: string[];

beforeAll(async () => {
  visit = await openHosts();
  // A lazy frame below the window would be a reason of its own not to load.
  const parts = services.map(({ id, recipe }) => `<div data-service="${id}">${recipe.replaceAll('loading="lazy"', '')}</div>`);
  const visitor = await visit.open();
  page = visitor.page;
  await page.route(/^https:/, (route) => {
    asked.push(route.request().url());
    const script = route.request().resourceType() === 'script';
    return route.fulfill({ contentType: script ? 'text/javascript' : 'text/html', headers: { 'Access-Control-Allow-Origin': '*' }, body: '' });
  });
  await page.goto(visit.serve(html(tag('catalogue'), parts.join('\n'))));
  await visitor.asked();
  addresses = await page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll<HTMLElement>('[data-service]')].map((part) => [
        part.dataset.service,
        [...part.querySelectorAll<HTMLElement>('[data-consent]')]
          .map((element) => element.dataset.src ?? element.getAttribute('src') ?? '')
          .filter((address) => address.startsWith('https:'))
          .map((address) => new URL(address).href),
      ]),
    ),
  );
  before = await standing();
  await fill();
  filled = {};
  const kept = await names();
  for (const { id, entries } of services)
    filled[id] = own(entries)
      .map((entry) => `${entry.kind} ${nameOf(entry)}`)
      .filter((key) => kept.includes(key));
  await visitor.accept();
  await until(async () => {
    const now = Object.entries(await standing());
    return now.every(([id, part]) => part.waiting === 0 && part.asked.length === addresses[id]?.length);
  });
  after = await standing();
  await page.evaluate(() => window.fairnotice?.withdraw());
  const all = new Set(Object.values(filled).flat());
  await until(async () => !(await names()).some((key) => all.has(key)));
  left = await names();
}, 240_000);
afterAll(() => visit?.close());

/** Waits until it is so, or as long as anybody would: then the tests below say for which service it is not. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300 && !(await holds()); tries += 1) await settled();
}

async function standing(): Promise<Part> {
  const waiting = await page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll<HTMLElement>('[data-service]')].map((part) => [
        part.dataset.service,
        part.querySelectorAll('script[type="text/plain"]').length,
      ]),
    ),
  );
  return Object.fromEntries(
    services.map(({ id }) => [id, { waiting: waiting[id] ?? 0, asked: (addresses[id] ?? []).filter((address) => asked.includes(address)) }]),
  );
}

/** Writes what the services would. */
function fill(): Promise<void> {
  const entries = services.flatMap((service) => own(service.entries).map((entry) => ({ kind: entry.kind, name: nameOf(entry) })));
  return page.evaluate(async (all) => {
    for (const { kind, name } of all) {
      // biome-ignore lint/suspicious/noDocumentCookie: what scripts of the web do.
      if (kind === 'cookie') document.cookie = `${name}=1; Path=/; Max-Age=9999`;
      else if (kind === 'local-storage') localStorage.setItem(name, '1');
      else if (kind === 'session-storage') sessionStorage.setItem(name, '1');
      else
        await new Promise<void>((resolve) => {
          const request = indexedDB.open(name);
          request.onsuccess = () => {
            request.result.close();
            resolve();
          };
        });
    }
  }, entries);
}

/** Everything that the browser keeps for the site, as `kind name`. */
function names(): Promise<string[]> {
  return page.evaluate(async () => [
    ...document.cookie.split('; ').map((pair) => `cookie ${pair.split('=')[0]}`),
    ...Object.keys(localStorage).map((key) => `local-storage ${key}`),
    ...Object.keys(sessionStorage).map((key) => `session-storage ${key}`),
    ...(await indexedDB.databases()).map(({ name }) => `indexed-db ${name}`),
  ]);
}

describe.each(services.map((service) => [service.id, service] as const))('%s', (id, { recipe, entries }) => {
  test('waits for the choice, with everything that its recipe has', () => {
    expect(before[id]).toEqual({ waiting: recipe.split('type="text/plain"').length - 1, asked: [] });
  });

  test('runs and loads after it', () => {
    expect(after[id]).toEqual({ waiting: 0, asked: addresses[id] });
  });

  test.runIf(own(entries).length > 0)('leaves nothing on the site after a withdrawal', () => {
    // A browser refuses some names on a page without TLS; those could not lie there.
    const possible = own(entries).filter(({ kind, name }) => kind !== 'cookie' || !name.startsWith('__'));
    expect(filled[id]).toEqual(expect.arrayContaining(possible.map((entry) => `${entry.kind} ${nameOf(entry)}`)));
    expect(left.filter((key) => filled[id]?.includes(key))).toEqual([]);
  });
});

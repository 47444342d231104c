/** What the banner itself leaves on the device, and whom it talks to. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOST, type HostVisit, html, openHosts, PRIVACY, settled, tag } from '../support/host-server.ts';

/** Every key that may ever be written, by kind. All of them stand in the product's registry of cookies. */
const KEYS = { cookies: ['fairnotice'], local: ['fairnotice', 'fairnotice:outbox', 'fairnotice:subject'] };

let visit: HostVisit;
let address: string;
beforeAll(async () => {
  visit = await openHosts();
  address = visit.serve(html(tag()));
});
afterAll(() => visit?.close());

function kept(page: Page) {
  return page.evaluate(async () => ({
    cookies: document.cookie ? document.cookie.split('; ').map((pair) => pair.split('=')[0]) : [],
    local: Object.keys(localStorage).sort(),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
}
const NOTHING = { cookies: [], local: [], session: [], databases: 0, caches: 0, workers: 0 };

/** Writes down each key that is ever written, also one that is removed at once. */
const spy = (): void => {
  const written = new Set<string>();
  Object.assign(window, { written });
  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = function spied(key: string, value: string): void {
    written.add(`${this === sessionStorage ? 'session' : 'local'} ${key}`);
    setItem.call(this, key, value);
  };
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie') as PropertyDescriptor;
  Object.defineProperty(Document.prototype, 'cookie', {
    ...cookie,
    set(value: string) {
      written.add(`cookie ${value.split('=')[0]}`);
      cookie.set?.call(this, value);
    },
  });
};
const written = (page: Page): Promise<string[]> => page.evaluate(() => [...(window as unknown as { written: Set<string> }).written].sort());

test('before a choice nothing is kept, whatever the visitor looks at', async () => {
  const { page, asked, errors } = await visit.open(
    visit.serve(html(tag(), '<iframe data-consent="media" data-src="http://player.video.localhost/x.html"></iframe>')),
    { init: spy },
  );
  await asked();
  await page.locator('[part~=placeholder]').waitFor();
  await settled(2500);
  await page.reload();
  expect(await kept(page)).toEqual(NOTHING);
  expect(await written(page)).toEqual([]);
  expect(errors).toEqual([]);
});

test('up to the banner one request goes to the publishing site: the script', async () => {
  const { page, asked } = await visit.open();
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  // Another file is asked for two seconds after the banner at the earliest, however slow the machine that looks.
  await page.addInitScript(() =>
    new MutationObserver((_, observer) => {
      if (!document.querySelector('fairnotice-consent')?.shadowRoot?.querySelector('[part=banner]')) return;
      Object.assign(window, { loaded: performance.getEntriesByType('resource').map(({ name }) => name) });
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true }),
  );
  await page.goto(address);
  await asked();
  const loaded = await page.evaluate(() => (window as unknown as { loaded: string[] }).loaded);
  expect(loaded).toEqual([`${PRIVACY}/banner/shop.js`]);
  expect(requests.slice(0, 2)).toEqual([address, `${PRIVACY}/banner/shop.js`]);
});

test('a refusal leaves the decision cookie, and nothing with an identifier once the record is in', async () => {
  const { page, context, reject } = await visit.open(address, { init: spy });
  const sent: { subject: string | null }[] = [];
  context.on('request', (request) => {
    if (request.url().endsWith('/consents')) sent.push(request.postDataJSON() as { subject: string | null });
  });
  await reject();
  await expect.poll(() => sent.length).toBe(1);
  await expect.poll(() => kept(page)).toEqual({ ...NOTHING, cookies: ['fairnotice'] });
  expect(sent[0]?.subject).toBeNull();
  // The decision lies in local storage as well until the cookie was read back.
  expect(await written(page)).toEqual(['cookie fairnotice', 'local fairnotice', 'local fairnotice:outbox']);
  // Two visitors who refuse in the same second cannot be told apart by it.
  expect(await page.evaluate(() => document.cookie)).toMatch(/^fairnotice=1\.[0-9a-z]{6}\.182\.pame\.r\.2025-12-16$/);
});

test('an acceptance keeps a secret; after a full withdrawal it is dropped once the record is in', async () => {
  const { page, accept } = await visit.open(address, { init: spy });
  await accept();
  await expect.poll(() => kept(page)).toEqual({ ...NOTHING, cookies: ['fairnotice'], local: ['fairnotice:subject'] });
  expect(await page.evaluate(() => localStorage.getItem('fairnotice:subject'))).toMatch(/^[0-9a-f]{32}$/);
  await page.evaluate(() => window.fairnotice?.withdraw());
  await expect.poll(() => kept(page)).toEqual({ ...NOTHING, cookies: ['fairnotice'] });
  const all = [...KEYS.cookies.map((key) => `cookie ${key}`), ...KEYS.local.map((key) => `local ${key}`)];
  for (const key of await written(page)) expect(all).toContain(key);
});

test('two choices have one subject; a new visitor has another', async () => {
  const subjects = async (choices: number): Promise<(string | null)[]> => {
    const { page, context, accept } = await visit.open(address);
    const sent: (string | null)[] = [];
    context.on('request', (request) => {
      if (request.url().endsWith('/consents')) sent.push((request.postDataJSON() as { subject: string | null }).subject);
    });
    await accept();
    await expect.poll(() => sent.length).toBe(1);
    if (choices > 1) {
      await page.evaluate(() => window.fairnotice?.withdraw());
      await expect.poll(() => sent.length).toBe(2);
    }
    return sent;
  };
  const [first, second] = await subjects(2);
  const [other] = await subjects(1);
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(second).toBe(first);
  expect(other).not.toBe(first);
});

test('it talks to the publishing site alone, without cookies and without saying which page', async () => {
  const { page, context, accept } = await visit.open();
  const seen: { origin: string; cookie: string | undefined; referer: string | undefined }[] = [];
  context.on('request', async (request) => {
    const headers = await request.allHeaders().catch(() => ({}) as Record<string, string>);
    if (!request.isNavigationRequest()) seen.push({ origin: new URL(request.url()).origin, cookie: headers.cookie, referer: headers.referer });
  });
  await context.addCookies([{ name: 'theirs', value: '1', url: PRIVACY }]);
  await page.goto(`${address}?secret=1`);
  await accept();
  await settled(2500);
  await page.evaluate(() => window.fairnotice?.withdraw());
  await settled(1500);
  expect(seen.length).toBeGreaterThan(2);
  const foreign = seen.filter(({ origin }) => origin !== HOST);
  expect(new Set(foreign.map(({ origin }) => origin))).toEqual(new Set([PRIVACY]));
  expect(foreign.filter(({ referer }) => referer?.includes('secret'))).toEqual([]);
  // The script tag itself is the page's; everything that the banner asks for is without credentials.
  expect(foreign.slice(1).filter(({ cookie }) => cookie)).toEqual([]);
  expect(visit.asked).toEqual([]);
});

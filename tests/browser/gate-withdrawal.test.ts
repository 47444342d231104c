/** What a withdrawal takes off the device: the registered entries, wherever a script may have put them, again and again. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BLOG, HOST, type HostVisit, html, openHosts, settled, tag } from '../support/host-server.ts';

let visit: HostVisit;
beforeAll(async () => {
  visit = await openHosts();
});
afterAll(() => visit?.close());

/** One entry of each kind that is registered (`_t*`), and one of each that is not. */
async function fill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const put = (text: string): void => {
      // biome-ignore lint/suspicious/noDocumentCookie: what scripts of the web do.
      document.cookie = `${text}; Max-Age=9999`;
    };
    for (const name of ['_t_host', '_t.dots', 'mine_t']) put(`${name}=1`);
    put('_t_root=1; Path=/');
    put('_t_domain=1; Path=/; Domain=shop.localhost');
    put('_t_own=1; Path=/; Domain=www.shop.localhost');
    put(`_t_path=1; Path=${location.pathname}`);
    for (const storage of [localStorage, sessionStorage]) for (const key of ['_t', '_t9', 'not_t']) storage.setItem(key, '1');
    for (const name of ['_tdb', 'other'])
      await new Promise<void>((resolve) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
      });
  });
}

function left(page: Page): Promise<{ cookies: string[]; local: string[]; session: string[]; databases: (string | undefined)[] }> {
  return page.evaluate(async () => ({
    cookies: document.cookie
      .split('; ')
      .map((pair) => pair.split('=')[0] ?? '')
      .filter((name) => name !== 'fairnotice')
      .sort(),
    local: Object.keys(localStorage)
      .filter((key) => !key.startsWith('fairnotice'))
      .sort(),
    session: Object.keys(sessionStorage).sort(),
    databases: (await indexedDB.databases()).map(({ name }) => name).sort(),
  }));
}

const CLEARED = { cookies: ['mine_t'], local: ['not_t'], session: ['not_t'], databases: ['other'] };

test('registered cookies of host, parent domain and folder, storage and databases go; what is not registered stays', async () => {
  const { page, accept, errors } = await visit.open(visit.serve(html(tag())));
  await accept();
  await fill(page);
  expect((await left(page)).cookies).toHaveLength(7);
  await page.evaluate(() => window.fairnotice?.withdraw());
  await expect.poll(() => left(page)).toEqual(CLEARED);
  expect(errors).toEqual([]);
});

test('a script that still runs may write again: it is cleared again, and once more on the next page', async () => {
  const { page, accept } = await visit.open(visit.serve(html(tag())));
  await accept();
  await page.evaluate(() => window.fairnotice?.withdraw());
  await settled(300);
  await fill(page);
  await expect.poll(() => left(page), { timeout: 4000 }).toEqual(CLEARED);
  // Written in the last moment of the page.
  await fill(page);
  await page.goto(visit.serve(html(tag())));
  await expect.poll(() => left(page), { timeout: 4000 }).toEqual({ ...CLEARED, cookies: expect.not.arrayContaining(['_t_root', '_t_domain', '_t_own']) });
});

test('refusing for the first time clears what was there before the banner was', async () => {
  const { page, reject } = await visit.open(visit.serve(html('')));
  await fill(page);
  await page.goto(page.url());
  const address = visit.serve(html(tag()));
  await page.goto(address);
  await reject();
  await expect.poll(async () => (await left(page)).local).toEqual(['not_t']);
  expect((await left(page)).cookies).not.toContain('_t_domain');
});

test('only what is refused is cleared, and other tabs clear as well', async () => {
  const address = visit.serve(html(tag()));
  const { page, accept, context } = await visit.open(address);
  await accept();
  await fill(page);
  const second = await visit.open(address, { context });
  await fill(second.page);
  await settled(1300);
  expect((await left(page)).cookies).toContain('_t_root');
  await page.evaluate(() => window.fairnotice?.withdraw());
  await expect.poll(() => left(second.page), { timeout: 4000 }).toEqual(CLEARED);
});

test('offline, clearing waits for the list and follows when the network is back', async () => {
  const { page, accept, context, errors } = await visit.open(visit.serve(html(tag())));
  await accept();
  await settled(300);
  await fill(page);
  await page.reload();
  await context.setOffline(true);
  await page.evaluate(() => window.fairnotice?.withdraw());
  await settled(300);
  await context.setOffline(false);
  await expect.poll(async () => (await left(page)).local, { timeout: 5000 }).toEqual(['not_t']);
  expect(errors).toEqual([]);
});

test('the entries of another origin are its own', async () => {
  const { page, accept, context } = await visit.open(visit.serve(html(tag())));
  await accept();
  const blog = await visit.open(visit.serve(html(''), { origin: BLOG }), { context });
  await blog.page.evaluate(() => localStorage.setItem('_t', '1'));
  await page.evaluate(() => window.fairnotice?.withdraw());
  await settled(500);
  expect(await blog.page.evaluate(() => localStorage.getItem('_t'))).toBe('1');
  expect(HOST).not.toBe(BLOG);
});

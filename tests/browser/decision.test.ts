/** The visitor's choice: where it is kept, how long it holds, who follows it, and when it is asked for again. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseDecision } from '../../core/decision.ts';
import { BLOG, HOST, type HostVisit, html, openHosts, PRIVACY, ran, says, settled, tag, UNLISTED } from '../support/host-server.ts';
import { LATER } from '../support/run-sites.ts';

let visit: HostVisit;
let address: string;
beforeAll(async () => {
  visit = await openHosts();
  address = visit.serve(html(tag(), `${says('a')}<a href="/nowhere">away</a>`));
});
afterAll(() => visit?.close());

const get = (page: Page) => page.evaluate(() => window.fairnotice?.get());
const banner = (page: Page) => page.locator('[part~=banner]');
const DAY = 86_400;

/** A decision cookie as a server would set it. */
function cookieOf({ letters = 'PAME', ago = 60, days = 182, action = 'a', policy = '2025-12-16' } = {}): string {
  return `1.${Math.floor(Date.now() / 1000 - ago).toString(36)}.${days}.${letters}.${action}.${policy}`;
}

async function returning(value: string, options: Parameters<HostVisit['open']>[1] = {}, site: Parameters<typeof tag>[0] = 'shop', on = visit) {
  const visitor = await on.open(undefined, options);
  await visitor.context.addCookies([{ name: 'fairnotice', value, url: HOST }]);
  await visitor.page.goto(on.serve(html(tag(site), says('a'))));
  return visitor;
}

describe('the cookie', () => {
  test('is first-party, for the whole host, lax, and for as many days as the answer holds', async () => {
    const { page, context, accept } = await visit.open(visit.serve(html(tag('shop'))));
    await accept();
    const [cookie] = (await context.cookies(HOST)).filter(({ name }) => name === 'fairnotice');
    expect(cookie).toMatchObject({ domain: 'www.shop.localhost', path: '/', sameSite: 'Lax', httpOnly: false });
    expect((cookie?.expires ?? 0) - Date.now() / 1000).toBeCloseTo(182 * DAY, -2);
    expect(parseDecision(cookie?.value ?? '')).toMatchObject({
      days: 182,
      action: 'accept',
      choices: { preferences: true, analytics: true, marketing: true, media: true },
    });
    expect(await page.evaluate(() => localStorage.getItem('fairnotice'))).toBeNull();
  });

  test('of a site with a cookie domain is shared with its other hosts, and each answer has its own days', async () => {
    const { page, context, reject } = await visit.open(visit.serve(html(tag('domain'))));
    await reject();
    const [cookie] = (await context.cookies(HOST)).filter(({ name }) => name === 'fairnotice');
    expect(cookie?.domain).toBe('.shop.localhost');
    expect((cookie?.expires ?? 0) - Date.now() / 1000).toBeCloseTo(50 * DAY, -2);
    const blog = await visit.open(visit.serve(html(tag('domain')), { origin: BLOG }), { context });
    expect(await get(blog.page)).toMatchObject({ decided: true, allowed: { analytics: false } });
    await page.close();
  });

  test('set by a server is adopted, also beside an older one of the parent domain', async () => {
    const { page, context } = await returning(cookieOf({ letters: 'pAme', action: 's' }));
    expect(await get(page)).toMatchObject({ decided: true, allowed: { analytics: true, marketing: false } });
    expect(await banner(page).count()).toBe(0);
    expect(await ran(page)).toEqual(['a']);
    await context.addCookies([{ name: 'fairnotice', value: cookieOf({ letters: 'pame', ago: 10, action: 'r' }), domain: '.shop.localhost', path: '/' }]);
    await page.reload();
    expect(await get(page)).toMatchObject({ allowed: { analytics: false } });
  });

  test.each([
    '',
    'x',
    '1.1.1.PAME.a.2025-12-16',
    cookieOf({ ago: 183 * DAY }),
    cookieOf({ ago: -3600 }),
    cookieOf().replace('1.', '2.'),
    '%00',
    '<script>',
    'a'.repeat(3000),
  ])('that says nothing that holds (%.40s) means: nothing is allowed, and the visitor is asked', async (value) => {
    const { page, asked, errors } = await returning(value);
    await asked();
    expect(await get(page)).toMatchObject({ decided: false, allowed: { analytics: false } });
    expect(await ran(page)).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('expires by answer: an acceptance of 100 days, a refusal of 50', async () => {
    const old = await returning(cookieOf({ ago: 60 * DAY, days: 100 }), {}, 'domain');
    expect(await banner(old.page).count()).toBe(0);
    const refused = await returning(cookieOf({ letters: 'pame', action: 'r', ago: 60 * DAY, days: 50 }), {}, 'domain');
    await refused.asked();
  });
});

describe('where a cookie cannot be', () => {
  const noCookies = () => Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set: () => {} });
  const nothing = () => {
    const refuse = () => {
      throw new DOMException('Access is denied', 'SecurityError');
    };
    Object.defineProperty(Document.prototype, 'cookie', { get: refuse, set: refuse });
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name, { get: refuse });
    Object.defineProperty(Navigator.prototype, 'locks', { get: refuse });
  };

  test('cookies off: local storage keeps the choice', async () => {
    const { page, accept, errors } = await visit.open(address, { init: noCookies });
    await accept();
    await expect.poll(() => ran(page)).toEqual(['a']);
    await page.reload();
    expect(await get(page)).toMatchObject({ decided: true });
    expect(await banner(page).count()).toBe(0);
    expect(await page.evaluate(() => localStorage.getItem('fairnotice'))).toMatch(/^1\./);
    expect(errors).toEqual([]);
  });

  test('everything off: it asks on each page, holds on this page, and opens nothing by itself', async () => {
    const { page, accept, asked, errors } = await visit.open(address, { init: nothing });
    await asked();
    expect(await ran(page)).toEqual([]);
    await accept();
    await expect.poll(() => ran(page)).toEqual(['a']);
    expect(await get(page)).toMatchObject({ decided: true });
    expect(await banner(page).count()).toBe(0);
    await page.reload();
    await asked();
    expect(await ran(page)).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('a frame of no origin: the same, and nothing thrown', async () => {
    const inner = html(tag(), says('a')).replaceAll('"', '&quot;');
    const { page, errors } = await visit.open(visit.serve(html('', `<iframe sandbox="allow-scripts" srcdoc="${inner}" width="900" height="700"></iframe>`)));
    const frame = page.frameLocator('iframe');
    await frame.locator('[part~=accept]').click();
    await expect.poll(() => page.frames()[1]?.evaluate(() => (window as unknown as { ran?: string[] }).ran)).toEqual(['a']);
    expect(await frame.locator('[part~=banner]').count()).toBe(0);
    await settled(300);
    expect(errors).toEqual([]);
  });
});

describe('others follow', () => {
  test('a tab that is open opens, closes and drops its banner with the other', async () => {
    const one = await visit.open(address);
    const two = await visit.open(address, { context: one.context });
    await two.asked();
    await two.page.evaluate(() => {
      const heard: unknown[] = [];
      Object.assign(window, { heard });
      window.fairnotice?.onChange(({ allowed }) => heard.push(allowed.analytics));
    });
    await one.accept();
    await expect.poll(() => ran(two.page)).toEqual(['a']);
    expect(await banner(two.page).count()).toBe(0);
    await one.page.evaluate(() => window.fairnotice?.withdraw());
    await expect.poll(() => get(two.page)).toMatchObject({ allowed: { analytics: false } });
    expect(await two.page.evaluate(() => (window as unknown as { heard: unknown[] }).heard)).toEqual([true, false]);
  });

  test('onChange ends when it is told to', async () => {
    const { page } = await visit.open(address);
    const heard = await page.evaluate(async () => {
      let count = 0;
      const end = window.fairnotice?.onChange(() => {
        count += 1;
      });
      window.fairnotice?.withdraw();
      await new Promise((resolve) => setTimeout(resolve, 100));
      end?.();
      window.fairnotice?.withdraw();
      await new Promise((resolve) => setTimeout(resolve, 100));
      return count;
    });
    expect(heard).toBe(1);
  });

  test('a page that comes back from the back-forward cache has what was decided meanwhile', async () => {
    const { page, errors } = await visit.open(address, {
      init: () => addEventListener('pageshow', ({ persisted }) => Object.assign(window, { persisted })),
    });
    await page.evaluate(() => Object.assign(window, { alive: true }));
    const other = visit.serve(html(tag()));
    await page.goto(other);
    await page.locator('[part~=accept]').click();
    await page.waitForFunction(() => document.cookie.includes('fairnotice='));
    await page.goBack({ waitUntil: 'commit' });
    await expect.poll(() => page.evaluate(() => (window as unknown as { persisted?: boolean }).persisted)).toBe(true);
    expect(await page.evaluate(() => 'alive' in window)).toBe(true);
    await expect.poll(() => ran(page)).toEqual(['a']);
    expect(await banner(page).count()).toBe(0);
    expect(errors).toEqual([]);
  });
});

describe('asking again', () => {
  let later: HostVisit;
  beforeAll(async () => {
    later = await openHosts({ now: LATER });
  });
  afterAll(() => later?.close());

  test('after a material change: what it touches is shut, what changed is shown, and the new answer holds', async () => {
    const { page, accept, asked, errors } = await returning(cookieOf(), {}, 'shop', later);
    await asked();
    expect(await get(page)).toMatchObject({ decided: false, allowed: { preferences: false, analytics: false, marketing: true, media: true } });
    expect((await banner(page).locator('[part~=changes]').allInnerTexts()).join(' ')).toContain('1 January 2027: A consent banner now asks');
    expect(await ran(page)).toEqual([]);
    await accept();
    await expect.poll(() => ran(page)).toEqual(['a']);
    await page.reload();
    expect(await banner(page).count()).toBe(0);
    expect(errors).toEqual([]);
  });

  test('not of somebody who chose after it, nor of somebody who was never asked about what it touches', async () => {
    const after = await returning(cookieOf({ policy: '2027-01-01' }), {}, 'shop', later);
    expect(await banner(after.page).count()).toBe(0);
    const { page } = await returning(cookieOf({ letters: 'ME' }), {}, 'shop', later);
    await banner(page).waitFor();
    expect(await banner(page).locator('[part~=changes]').isVisible()).toBe(false);
  });
});

describe('who is asked', () => {
  const GOOGLE = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

  test('a crawler is not asked, nothing is granted to it, and nothing is kept', async () => {
    const { page } = await visit.open(address, { userAgent: GOOGLE });
    await settled(300);
    expect(await page.locator('[part~=banner], [part~=control]:visible').count()).toBe(0);
    expect(await get(page)).toMatchObject({ allowed: { analytics: false } });
    expect(await page.evaluate(() => document.cookie)).toBe('');
  });

  test('nothing is granted to it where the law asks nobody, either', async () => {
    const { page } = await visit.open(visit.serve(html(tag('shop', '', '?region=US-CA'), says('a'))), { userAgent: GOOGLE });
    expect(await get(page)).toMatchObject({ model: 'opt-out', allowed: { analytics: false } });
    expect(await ran(page)).toEqual([]);
  });

  test('a site may ask crawlers like everybody', async () => {
    const { asked } = await visit.open(visit.serve(html(tag('asking'))), { userAgent: GOOGLE });
    await asked();
  });

  test('a telephone by Cubot is asked', async () => {
    const { asked } = await visit.open(address, {
      userAgent: 'Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20) AppleWebKit/537.36 Chrome/88.0 Mobile Safari/537.36',
    });
    await asked();
  });

  test('nobody, where a site has nothing to ask', async () => {
    const { page } = await visit.open(visit.serve(html(tag('none'))));
    expect(await banner(page).count()).toBe(0);
    expect(await get(page)).toMatchObject({ allowed: {} });
  });
});

describe('regions', () => {
  test('where the law lets things run until somebody objects, they run, and are withdrawn', async () => {
    const { page, reject } = await visit.open(visit.serve(html(tag('shop', '', '?region=US-CA'), says('a'))));
    expect(await get(page)).toMatchObject({ model: 'opt-out', allowed: { analytics: true }, decided: false });
    expect(await ran(page)).toEqual(['a']);
    await reject();
    expect(await get(page)).toMatchObject({ allowed: { analytics: false } });
    await page.reload();
    expect(await ran(page)).toEqual([]);
  });

  test('data-region: nothing opens before its own rules are here', async () => {
    const { page, context } = await visit.open();
    let asked = 0;
    await context.route(`${PRIVACY}/banner/shop.json*`, async (route) => {
      asked += 1;
      await settled(400);
      await route.continue();
    });
    await page.goto(visit.serve(html(tag('shop', 'data-region="DE"', '?region=US-CA'), says('a'))));
    expect(await ran(page)).toEqual([]);
    await banner(page).waitFor();
    expect(await get(page)).toMatchObject({ model: 'opt-in' });
    expect(await ran(page)).toEqual([]);
    await page.goto(visit.serve(html(tag('shop', 'data-region="US-CA"'), says('a'))));
    await expect.poll(() => ran(page)).toEqual(['a']);
    expect(asked).toBe(2);
  });
});

describe('languages', () => {
  test('a page in another language than the browser shows its own, with one small file', async () => {
    const { page } = await visit.open(visit.serve(html(tag(), '', 'de')));
    await banner(page).waitFor();
    expect(await page.locator('fairnotice-consent').getAttribute('lang')).toBe('de');
  });

  test('a visitor who returns asks for nothing, in any language', async () => {
    const { page, accept, context } = await visit.open(visit.serve(html(tag(), '', 'de')));
    await accept();
    await settled(400);
    const requests: string[] = [];
    context.on('request', (request) => requests.push(new URL(request.url()).pathname));
    await page.reload();
    await settled(300);
    expect(requests.filter((path) => !path.startsWith('/p'))).toEqual(['/banner/shop.js']);
  });

  test('where that file does not come, the visitor is asked all the same', async () => {
    const { page, context, errors } = await visit.open();
    await context.route(`${PRIVACY}/banner/shop.json*`, (route) => route.abort());
    await page.goto(visit.serve(html(tag(), '', 'de')));
    await banner(page).waitFor();
    expect(errors).toEqual([]);
  });
});

test('works on an origin that is not listed, but for the record', async () => {
  const { page, accept, errors } = await visit.open(visit.serve(html(tag(), says('a')), { origin: UNLISTED }));
  await accept();
  await expect.poll(() => ran(page)).toEqual(['a']);
  expect(errors).toEqual([]);
});

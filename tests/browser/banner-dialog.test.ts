/** The dialog, with keys alone: what it shows, what it saves, where the focus goes, and what it says when it cannot come. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type HostVisit, type OpenOptions, openHost, strictPolicy, wordsOf } from '../support/host-page.ts';
import { LATER } from '../support/run-sites.ts';

let visit: HostVisit;
beforeAll(async () => {
  visit = await openHost();
});
afterEach(() => visit?.closePages());
afterAll(() => visit?.close());

/** Opens the dialog as a keyboard does it: from the banner, with its third button. */
async function openDialog(options: OpenOptions = {}, from = visit): Promise<Page> {
  const page = await from.open('shop', options);
  await page.getByRole('button', { name: 'Choose' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  return page;
}

/** What has the focus: its part, name or words, also inside a shadow root. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return !element || element === document.body ? 'body' : (element.getAttribute('name') ?? element.getAttribute('part') ?? element.textContent ?? '').trim();
  });
}

/** The choices in the cookie: a capital letter where something is allowed. */
async function chosen(page: Page): Promise<string> {
  return (await page.evaluate(() => document.cookie)).split('.')[3] ?? '';
}

/** Presses Tab until something has the focus. */
async function tabTo(page: Page, what: string): Promise<void> {
  for (let index = 0; index < 30; index++) {
    await page.keyboard.press('Tab');
    if ((await focused(page)) === what) return;
  }
  throw new Error(`Tab never reaches ${what}`);
}

describe('by keyboard', () => {
  test('begins at its title, has a name, and nothing is on', async () => {
    const page = await openDialog();
    await expect.poll(() => focused(page)).toBe('heading');
    expect(await page.getByRole('dialog', { name: 'Privacy choices' }).count()).toBe(1);
    expect(await page.getByRole('switch').count()).toBe(4);
    expect(await page.getByRole('switch', { checked: true }).count()).toBe(0);
    expect(await page.getByRole('switch', { name: 'Analytics' }).count()).toBe(1);
  });

  test('a switch and "save" save that choice alone, and say so once the page can be heard again', async () => {
    const page = await openDialog();
    await tabTo(page, 'analytics');
    await page.keyboard.press('Space');
    await tabTo(page, 'save');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(await chosen(page)).toBe('pAme');
    // By role: what is inert is not found.
    expect(await page.getByRole('status').textContent()).toBe('Your choice is saved.');
    await expect.poll(() => focused(page)).toBe('control');
    expect(await page.locator('[part=banner]').count()).toBe(0);
  });

  test.each([
    ['accept', 'PAME'],
    ['reject', 'pame'],
  ])('"%s" answers for every category', async (part, letters) => {
    const page = await openDialog();
    await tabTo(page, part);
    await page.keyboard.press('Enter');
    await expect.poll(() => chosen(page)).toBe(letters);
  });

  test.each(['Escape', 'Enter'])('%s closes it and saves nothing; the focus goes back, and the next time the switches begin anew', async (key) => {
    const page = await openDialog();
    await tabTo(page, 'analytics');
    await page.keyboard.press('Space');
    if (key === 'Enter') await page.locator('[part=close]').focus();
    await page.keyboard.press(key);
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(await page.evaluate(() => document.cookie)).toBe('');
    expect(await focused(page)).toBe('choose');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await page.getByRole('switch', { checked: true }).count()).toBe(0);
  });

  test('Tab and Shift+Tab never reach the page behind it', async () => {
    const page = await openDialog();
    for (const key of ['Tab', 'Shift+Tab'])
      for (let index = 0; index < 35; index++) {
        await page.keyboard.press(key);
        const at = await page.evaluate(() => {
          const inside = document.activeElement?.shadowRoot?.activeElement;
          // Between the last and the first stop lies the browser's own window.
          return document.activeElement === document.body || !!inside?.closest('dialog');
        });
        expect(at).toBe(true);
      }
  });

  test('goes back to the button of the page that opened it', async () => {
    const page = await visit.open('shop', { body: '<button type="button" id="own" onclick="fairnotice.open()">Cookies</button>' });
    await page.getByRole('button', { name: 'Reject all' }).click();
    await page.locator('#own').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('own');
  });
});

test('the page behind stands still, cannot be used, and a click beside the dialog does nothing', async () => {
  const page = await openDialog({ context: { viewport: { width: 1280, height: 800 } } });
  const wide = await page.evaluate(() => document.documentElement.clientWidth);
  await page.mouse.move(30, 400);
  await page.mouse.wheel(0, 900);
  await page.mouse.click(30, 400);
  await page.waitForTimeout(200);
  expect(await page.evaluate(() => scrollY)).toBe(0);
  expect(await page.getByRole('dialog').count()).toBe(1);
  await page.keyboard.press('Escape');
  expect(await page.evaluate(() => document.documentElement.clientWidth)).toBe(wide);
  await page.mouse.wheel(0, 900);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(0);
});

test('services and cookies stand under each category, with a link to the provider’s policy', async () => {
  const page = await openDialog({ context: { viewport: { width: 320, height: 640 } } });
  const details = page.locator('li:has([name=analytics]) details');
  await details.locator('summary').press('Enter');
  const text = (await wordsOf(details)).replace(/\s+/g, ' ');
  expect(text).toMatch(/Google Analytics Provided by Google/);
  expect(text).toMatch(/_ga .*Kept for: /);
  expect(await details.getByRole('link').getAttribute('href')).toMatch(/^https:\/\/policies\.google\.com/);
  expect(await wordsOf(page.locator('li:has([name=preferences]) details'))).toContain('Services and cookies');
  expect(await page.getByText('Always on').count()).toBe(1);
});

test('after a choice it shows the choice, the receipt under which it is recorded, and how to withdraw', async () => {
  const page = await visit.open('shop');
  const told = page.evaluate(
    () =>
      new Promise<string>((resolve) => document.addEventListener('fairnotice:record', (event) => resolve((event as CustomEvent<{ id: string }>).detail.id))),
  );
  await page.getByRole('button', { name: 'Accept all' }).click();
  const id = await told;
  await page.getByRole('button', { name: 'Privacy choices' }).click();
  await page.getByRole('dialog').waitFor();
  expect(await page.getByRole('switch', { checked: true }).count()).toBe(4);
  expect(await wordsOf(page.locator('dialog section code').last())).toBe(id);
  const request = await page.getByRole('link', { name: 'Send a request about your data' }).getAttribute('href');
  expect(request).toBe('https://privacy.example/requests/');
  await page.getByRole('button', { name: 'Withdraw my consent' }).press('Enter');
  await expect.poll(() => chosen(page)).toBe('pame');
  expect(await page.evaluate(() => document.cookie)).toContain('.w.');
});

test('who never chose is told so in the place of a receipt, and has nothing to withdraw', async () => {
  const page = await openDialog();
  expect(await wordsOf(page.getByRole('dialog'))).toContain('You have not chosen yet.');
  expect(await page.locator('[part=withdraw]').count()).toBe(0);
});

describe('with Global Privacy Control', () => {
  test('a category that it opposes is off and says why, "accept all" leaves it off, and a switch turns it on', async () => {
    const page = await openDialog({ gpc: true });
    const off = 'Off, because your browser sends the Global Privacy Control signal.';
    expect(await wordsOf(page.locator('li:has([name=marketing]) > p'))).toContain(off);
    expect(await page.getByText(off).count()).toBe(1);
    await page.getByRole('dialog').locator('[part=accept]').press('Enter');
    await expect.poll(() => chosen(page)).toBe('PAmE');
    await page.getByRole('button', { name: 'Privacy choices' }).press('Enter');
    await page.getByRole('switch', { name: 'Marketing' }).press('Space');
    await page.locator('[part=save]').press('Enter');
    await expect.poll(() => chosen(page)).toBe('PAME');
    expect(await page.evaluate(() => window.fairnotice?.allowed('marketing'))).toBe(true);
  });
});

describe('where one opts out', () => {
  let california: HostVisit;
  beforeAll(async () => {
    california = await openHost({ place: 'US-CA' });
  });
  afterEach(() => california?.closePages());
  afterAll(() => california?.close());

  test('a switch shows what holds before a choice, and nothing that was never given can be withdrawn', async () => {
    const page = await openDialog({}, california);
    expect(await page.getByRole('switch', { checked: true }).count()).toBe(4);
    expect(await wordsOf(page.getByRole('dialog'))).toContain('You can turn off everything optional.');
    expect(await page.locator('[part=withdraw]').count()).toBe(0);
  });
});

describe('after a material change', () => {
  let later: HostVisit;
  beforeAll(async () => {
    later = await openHost({ now: LATER });
  });
  afterEach(() => later?.closePages());
  afterAll(() => later?.close());

  test('banner and dialog say what has changed since this visitor’s choice', async () => {
    const page = await later.open('small');
    const decided = Math.floor(Date.now() / 1000 - 3600).toString(36);
    await page.evaluate((at) => {
      // biome-ignore lint/suspicious/noDocumentCookie: the cookie of an earlier visit.
      document.cookie = `fairnotice=1.${at}.182.A.a.2025-12-16; Path=/`;
    }, decided);
    await page.reload();
    const changed = page.locator('[part=changes]');
    await changed.waitFor();
    expect(await wordsOf(changed)).toContain('1 January 2027: A consent banner now asks');
    await page.getByRole('button', { name: 'Choose' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await wordsOf(dialog)).toMatch(/What has changed since your choice\s+1 January 2027: A consent banner/);
  });
});

test('works under the strictest policy with Trusted Types, and breaks none of its rules', async () => {
  const headers = { 'Content-Security-Policy': strictPolicy(visit.privacy, visit.host) };
  const page = await visit.browser.newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(`${message.text()} ${message.location().url}`));
  page.on('pageerror', (error) => said.push(String(error)));
  const html = `<!doctype html><html lang="en"><title>Strict</title>${visit.tag('shop')}<main><h1>Strict</h1><iframe data-consent="media" data-src="https://www.youtube-nocookie.com/embed/x" title="Film"></iframe></main></html>`;
  await page.goto(visit.hostPage({ html, headers }));
  await page.getByRole('button', { name: 'Load once' }).waitFor();
  await page.getByRole('button', { name: 'Choose' }).press('Enter');
  await page.getByRole('switch', { name: 'Analytics' }).press('Space');
  await page.locator('summary').first().press('Enter');
  await page.locator('[part=save]').press('Enter');
  await expect.poll(() => chosen(page)).toBe('pAme');
  await page.evaluate(() => window.fairnotice?.debug());
  await page.getByRole('heading', { name: 'Fairnotice on this page' }).waitFor();
  expect(said.filter((text) => !text.includes('favicon'))).toEqual([]);
});

test('where it cannot be loaded, the button says so, and tries again', async () => {
  const page = await visit.open('shop');
  await page.route('**/pinned/dialog.*', (route) => route.abort());
  const choose = page.locator('[part=choose]');
  await choose.press('Enter');
  const words = 'Not loaded. Try again.';
  await expect.poll(() => wordsOf(choose)).toBe(words);
  expect(await page.getByRole('status').textContent()).toBe(words);
  await page.unroute('**/pinned/dialog.*');
  await choose.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.locator('[part=save]').press('Enter');
  await expect.poll(() => wordsOf(page.locator('[part=control]'))).toBe('Privacy choices');
});

test('comes back where the page has replaced its whole body', async () => {
  const page = await visit.open('shop');
  await page.getByRole('button', { name: 'Reject all' }).click();
  await page.evaluate(() => document.body.replaceChildren());
  await page.evaluate(() => window.fairnotice?.open());
  expect(await page.getByRole('dialog').count()).toBe(1);
});

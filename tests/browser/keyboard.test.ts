/** What hands on a keyboard meet, and in which order. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ALL_PAGES, openSites, type Visit } from '../support/page-kinds.ts';

let visit: Visit;
let page: Page;
beforeAll(async () => {
  visit = await openSites(['now', 'later', 'showcase', 'drafts']);
  page = await visit.browser.newPage({ viewport: { width: 1200, height: 900 } });
});
afterAll(() => visit?.close());

const FRAMED = ALL_PAGES.filter(({ name }) => !name.startsWith('archive'));

test.each(FRAMED)('$name ($path): Tab reaches the skip link first, and it leads to the text', async (kind) => {
  await page.goto(visit.at(kind));
  await page.keyboard.press('Tab');
  const skip = page.locator('a.skip');
  expect(await skip.evaluate((element) => element === document.activeElement)).toBe(true);
  const box = await skip.boundingBox();
  expect(box?.height ?? 0).toBeGreaterThan(20);
  await page.keyboard.press('Enter');
  await expect.poll(() => new URL(page.url()).hash).toBe('#content');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest('main, footer.colophon') !== null)).toBe(true);
});

test('whatever has the focus shows it, in the order of the page', async () => {
  await page.goto(visit.at({ site: 'now', path: '/privacy/' }));
  const seen: { tag: string; outline: string; order: number; hidden: boolean }[] = [];
  for (let index = 0; index < 45; index++) {
    await page.keyboard.press('Tab');
    seen.push(
      await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        const focusable = [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')];
        const { width, height } = element.getBoundingClientRect();
        return { tag: element.tagName, outline: `${outlineStyle} ${outlineWidth}`, order: focusable.indexOf(element), hidden: width < 2 || height < 2 };
      }),
    );
  }
  expect(seen.filter(({ outline }) => outline !== 'solid 3px')).toEqual([]);
  expect(seen.filter(({ hidden }) => hidden)).toEqual([]);
  const orders = seen.map(({ order }) => order);
  expect(orders).toEqual([...orders].sort((a, b) => a - b));
});

test('details open with Enter', async () => {
  await page.goto(visit.at({ site: 'now', path: '/privacy/history/' }));
  const details = page.locator('.timeline details').first();
  await details.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => details.evaluate((element) => (element as HTMLDetailsElement).open)).toBe(true);
});

test('a table that scrolls can be reached and scrolled with keys', async () => {
  const phone = await visit.browser.newPage({ viewport: { width: 390, height: 760 } });
  await phone.goto(visit.at({ site: 'now', path: '/privacy/2027-01-01/' }));
  const scroller = phone.locator('.scroll:has(table.deadlines)');
  await scroller.focus();
  for (let index = 0; index < 5; index++) await phone.keyboard.press('ArrowRight');
  await expect.poll(() => scroller.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
  expect(await scroller.getAttribute('aria-label')).toBe('Table, scrolls sideways');
  await phone.close();
});

test('targets are 24 px high at least, and 44 px where a form is sent', async () => {
  const phone = await visit.browser.newPage({ viewport: { width: 390, height: 760 } });
  for (const path of ['/', '/privacy/', '/privacy/history/', '/privacy/2027-01-01/']) {
    await phone.goto(visit.at({ site: 'now', path }));
    const small = await phone.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.masthead a, .colophon a, .ribbon a, .contents summary, .links a, .plain a, .button, input, select')]
        .filter((element) => element.checkVisibility())
        .map((element) => ({
          words: element.textContent || element.tagName,
          height: element.getBoundingClientRect().height,
          least: element.matches('button, input, select, .button') ? 44 : 24,
        }))
        .filter(({ height, least }) => height > 0 && height < least),
    );
    expect(small, path).toEqual([]);
  }
  await phone.close();
});

/** WCAG 2.2, 1.4.10: nothing scrolls sideways at 320 CSS pixels, which is also a window of 1280 at 400 %. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_PAGES, openSites, type Visit } from '../support/page-kinds.ts';

let visit: Visit;
const pages: Record<string, Page> = {};

beforeAll(async () => {
  visit = await openSites();
  pages['320 px'] = await visit.browser.newPage({ viewport: { width: 320, height: 640 } });
  pages['400 %'] = await visit.browser.newPage({ viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 });
  pages['768 px'] = await visit.browser.newPage({ viewport: { width: 768, height: 1024 } });
});
afterAll(() => visit?.close());

describe.each(['320 px', '400 %', '768 px'])('at %s', (width) => {
  test.each(ALL_PAGES)('$name ($path) does not scroll sideways', async (kind) => {
    const page = pages[width] as Page;
    await page.goto(visit.at(kind));
    const found = await page.evaluate(() => {
      const scrolled = document.scrollingElement as Element;
      const wide = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > innerWidth + 1 || element.getBoundingClientRect().left < -1);
      const culprits = wide.filter((element) => !element.closest('.scroll, .visually-hidden, .skip, pre')).map((element) => element.outerHTML.slice(0, 120));
      return { over: scrolled.scrollWidth - innerWidth, culprits };
    });
    expect(found.culprits).toEqual([]);
    expect(found.over).toBeLessThanOrEqual(0);
  });
});

test('a wide table scrolls inside itself, and its first column can be read at 320 px', async () => {
  const page = pages['320 px'] as Page;
  await page.goto(visit.at({ site: 'now', path: '/privacy/2027-01-01/' }));
  const { inner, outer } = await page.locator('.scroll:has(table.deadlines)').evaluate((element) => ({ inner: element.scrollWidth, outer: element.clientWidth }));
  expect(inner).toBeGreaterThan(outer);
  expect(outer).toBeLessThanOrEqual(320);
});

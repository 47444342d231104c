/** WCAG 2.2, 1.4.10: nothing scrolls sideways at 320 CSS pixels, which is also a window of 1280 at 400 %. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_PAGES, FRAGMENTS, openSites, type Visit } from '../support/page-kinds.ts';

let visit: Visit;
let page: Page;
/** A window of 1280 by 1024 at 400 %. */
let zoomed: Page;

beforeAll(async () => {
  visit = await openSites();
  page = await visit.browser.newPage();
  zoomed = await visit.browser.newPage({ viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 });
});
afterAll(() => visit?.close());

/** By how much a page is wider than its window, and what sticks out of it. */
function overflow(of: Page): Promise<{ over: number; culprits: string[] }> {
  return of.evaluate(() => {
    const wide = [...document.querySelectorAll('body *')].filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return right > innerWidth + 1 || left < -1;
    });
    const culprits = wide.filter((element) => !element.closest('.scroll, .visually-hidden, .skip')).map((element) => element.outerHTML.slice(0, 120));
    return { over: Math.max(0, (document.scrollingElement?.scrollWidth ?? 0) - innerWidth), culprits };
  });
}

describe.each(ALL_PAGES)('$name ($path)', (kind) => {
  test('does not scroll sideways at 320 px, nor on a tablet', async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(visit.at(kind));
    expect(await overflow(page)).toEqual({ over: 0, culprits: [] });
    await page.setViewportSize({ width: 768, height: 1024 });
    expect(await overflow(page)).toEqual({ over: 0, culprits: [] });
  });
  test('does not scroll sideways at 400 %', async () => {
    await zoomed.goto(visit.at(kind));
    expect(await overflow(zoomed)).toEqual({ over: 0, culprits: [] });
  });
});

test('a wide table scrolls inside itself, and its first column can be read at 320 px', async () => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(visit.at({ site: 'now', path: '/privacy/2027-01-01/' }));
  const { inner, outer } = await page
    .locator('.scroll:has(table.deadlines)')
    .evaluate((element) => ({ inner: element.scrollWidth, outer: element.clientWidth }));
  expect(inner).toBeGreaterThan(outer);
  expect(outer).toBeLessThanOrEqual(320);
});

test.each(FRAGMENTS)('$name makes no page of somebody else wider than 320 px', async (kind) => {
  // A page of its own: one that showed our site keeps that site's security policy.
  const host = await visit.browser.newPage({ viewport: { width: 320, height: 640 } });
  const fragment = await (await fetch(visit.at(kind))).text();
  await host.setContent(`<!doctype html><meta name="viewport" content="width=device-width"><main style="padding: 0 1rem">${fragment}</main>`);
  expect(await overflow(host)).toEqual({ over: 0, culprits: [] });
  await host.close();
});

/** All of it with scripts turned off in the browser: reading, the time machine, comparing any two versions. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSites, type Visit } from '../support/page-kinds.ts';

let visit: Visit;
let page: Page;
beforeAll(async () => {
  visit = await openSites(['now', 'showcase']);
  page = await (await visit.browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' })).newPage();
});
afterAll(() => visit?.close());

test('the time machine leads to the version that was in force on the day', async () => {
  await page.goto(visit.at({ site: 'showcase', path: '/legal/privacy/history/' }));
  await page.locator('input[name="at"]').fill('2025-03-01');
  await page.locator('.time-machine button').click();
  await page.waitForURL('**/legal/privacy/2025-02-01/');
  expect(await page.locator('.ribbon').getAttribute('data-standing')).toBe('superseded');
});

test('the time machine leads over a mistaken version while it was shown, and past it later', async () => {
  for (const [day, version] of [
    ['2025-06-02', '2025-06-01'],
    ['2025-07-01', '2025-02-01'],
  ]) {
    await page.goto(visit.at({ site: 'showcase', path: '/legal/privacy/history/' }));
    await page.locator('input[name="at"]').fill(day ?? '');
    await page.locator('.time-machine button').click();
    await page.waitForURL(`**/legal/privacy/${version}/`);
  }
});

test('the form for any two versions lands on their comparison, which the edge makes', async () => {
  await page.goto(visit.at({ site: 'showcase', path: '/legal/privacy/history/' }));
  await page.locator('select[name="a"]').selectOption('2024-03-01');
  await page.locator('select[name="b"]').selectOption('2027-01-01');
  await page.locator('form[action$="/compare/"] button').click();
  await page.waitForURL('**/legal/privacy/compare/2024-03-01..2027-01-01/');
  expect(await page.locator('.redline ins').count()).toBeGreaterThan(0);
  expect(await page.locator('.redline del').count()).toBeGreaterThan(0);
});

test('every link of the list of changes leads to its place in the redline', async () => {
  for (const path of ['/privacy/compare/2025-12-16..2027-01-01/', '/privacy/compare/2027-01-01..2025-12-16/']) {
    await page.goto(visit.at({ site: 'now', path }));
    const hrefs = await page.locator('.changes a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    expect(hrefs.length).toBeGreaterThan(10);
    for (const href of hrefs) expect(await page.locator(`[id="${decodeURIComponent(href.slice(1))}"]`).count(), href).toBe(1);
  }
});

test('contents and the hash open without a script', async () => {
  await page.setViewportSize({ width: 390, height: 760 });
  await page.goto(visit.at({ site: 'now', path: '/privacy/' }));
  await page.locator('.contents summary').click();
  await page.locator('.contents .narrow a', { hasText: 'How long we keep information' }).click();
  await expect.poll(() => new URL(page.url()).hash).toBe('#retention');
  await page.locator('.foot summary').click();
  expect(await page.locator('.foot .hash').nth(1).textContent()).toMatch(/^[0-9a-f]{64}$/);
});

/** That a page says the right thing about its version, and shows exactly the words that are hashed. */
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSites, serve, type Visit } from '../support/page-kinds.ts';
import { builtSite, KAIRO, NOW } from '../support/run-sites.ts';

let visit: Visit;
let page: Page;
beforeAll(async () => {
  visit = await openSites(['now', 'showcase']);
  page = await visit.browser.newPage();
});
afterAll(() => visit?.close());

describe('midnight, with nobody deploying', () => {
  test.each([
    ['2026-12-31T23:59:59Z', 'In force since 16 December 2025.', 'in-force', 'announced', 'In force since 16 December 2025'],
    ['2027-01-01T00:00:00Z', 'In force since 1 January 2027.', 'superseded', 'in-force', 'In force since 1 January 2027'],
  ])('at %s', async (now, current, old, next, start) => {
    const site = await serve(await builtSite({ content: KAIRO, now: NOW }), now);
    try {
      await page.goto(`${site.origin}/privacy/`);
      expect(await page.locator('.ribbon .standing').textContent()).toBe(current);
      expect(await page.locator('.ribbon .next').count()).toBe(old === 'in-force' ? 1 : 0);
      await page.goto(`${site.origin}/privacy/2025-12-16/`);
      expect(await page.locator('.ribbon').getAttribute('data-standing')).toBe(old);
      await page.goto(`${site.origin}/privacy/2027-01-01/de/`);
      expect(await page.locator('.ribbon').getAttribute('data-standing')).toBe(next);
      await page.goto(`${site.origin}/privacy/history/`);
      expect(await page.locator('.timeline > li[data-standing="in-force"] h2 time').getAttribute('datetime')).toBe(
        old === 'in-force' ? '2025-12-16' : '2027-01-01',
      );
      await page.goto(`${site.origin}/`);
      expect(await page.locator('main').textContent()).toContain(start);
    } finally {
      await site.close();
    }
  });
});

test('a version that was replaced cannot be taken for the one in force', async () => {
  await page.goto(visit.at({ site: 'showcase', path: '/legal/privacy/2025-02-01/' }));
  const [old] = await page.locator('.ribbon').evaluateAll((all) => all.map((element) => getComputedStyle(element).backgroundColor));
  expect(await page.locator('.ribbon a').first().getAttribute('href')).toBe('/legal/privacy/');
  await page.goto(visit.at({ site: 'showcase', path: '/legal/privacy/' }));
  const [current] = await page.locator('.ribbon').evaluateAll((all) => all.map((element) => getComputedStyle(element).backgroundColor));
  expect(old).not.toBe(current);
});

const EDITIONS = [
  { site: 'now', path: '/privacy/2025-12-16/', text: '/privacy/2025-12-16.txt' },
  { site: 'now', path: '/privacy/2027-01-01/', text: '/privacy/2027-01-01.txt' },
  { site: 'now', path: '/privacy/2027-01-01/de/', text: '/privacy/2027-01-01/de.txt' },
  { site: 'now', path: '/cookies/2027-01-01/', text: '/cookies/2027-01-01.txt' },
  { site: 'showcase', path: '/legal/privacy/2026-01-15/', text: '/legal/privacy/2026-01-15.txt' },
] as const;

test.each(EDITIONS)('the visible words of $path are those of its canonical text', async ({ site, path, text }) => {
  await page.goto(visit.at({ site, path }));
  await page.evaluate(() => {
    for (const note of document.querySelectorAll('article .since, article .gone')) note.remove();
  });
  const [shown = ''] = await page.locator('article').allInnerTexts();
  const canonical = await (await fetch(visit.at({ site, path: text }))).text();
  expect(wordsOf(shown)).toEqual(wordsOf(withoutStructure(canonical)));
});

/** Canonical text without its marks of headings, lists, quotations and tables. */
function withoutStructure(text: string): string {
  return text
    .split('\n')
    .map((line) => (/^(! )?\| /.test(line) ? line.replace(/^(! )?\| | \|$/g, '').replaceAll(' | ', ' ') : line.replace(/^ *(?:(?:#{1,6}|-|>|:|\d+\.) )*/, '')))
    .join('\n');
}

function wordsOf(text: string): string[] {
  return text.normalize('NFC').split(/\s+/).filter(Boolean);
}

test.each(EDITIONS)('beside its words, $path weighs less than 8 KB', async ({ site, path, text }) => {
  const address = visit.at({ site, path });
  const html = await (await fetch(address)).text();
  const sheets = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, href = '']) => new URL(href, address));
  const styles = await Promise.all(sheets.map(async (sheet) => (await fetch(sheet)).text()));
  const weigh = (of: string): number => gzipSync(of, { level: 9 }).length;
  const words = weigh(await (await fetch(visit.at({ site, path: text }))).text());
  expect(sheets.length).toBe(1);
  expect(weigh(html) + styles.map(weigh).reduce((sum, bytes) => sum + bytes, 0) - words).toBeLessThan(8 * 1024);
});

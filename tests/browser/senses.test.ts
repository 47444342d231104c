/** Pages as they are heard, printed, seen in forced colours, and with less motion. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSites, type Visit } from '../support/page-kinds.ts';

const REDLINE = { site: 'now', path: '/privacy/compare/2025-12-16..2027-01-01/' } as const;
let visit: Visit;
beforeAll(async () => {
  visit = await openSites(['now', 'showcase']);
});
afterAll(() => visit?.close());

async function open(path: { site: 'now' | 'showcase'; path: string }, options: Parameters<Visit['browser']['newPage']>[0] = {}): Promise<Page> {
  const page = await visit.browser.newPage(options);
  await page.goto(visit.at(path));
  return page;
}

test('nothing moves by itself', async () => {
  const page = await open(REDLINE, { reducedMotion: 'reduce' });
  const moving = await page.evaluate(
    () =>
      [...document.querySelectorAll('*')].filter((element) => {
        const { scrollBehavior, animationName, transitionDuration } = getComputedStyle(element);
        return scrollBehavior !== 'auto' || animationName !== 'none' || Number.parseFloat(transitionDuration) > 0;
      }).length,
  );
  expect(moving).toBe(0);
});

test('in forced colours added and removed words are told by their lines', async () => {
  const page = await open(REDLINE, { forcedColors: 'active' });
  const lineOf = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => getComputedStyle(element).textDecorationLine);
  expect(await lineOf('.redline ins')).toBe('underline');
  expect(await lineOf('.redline del')).toBe('line-through');
  const button = await open({ site: 'now', path: '/privacy/history/' }, { forcedColors: 'active' });
  expect(
    await button
      .locator('.button')
      .first()
      .evaluate((element) => getComputedStyle(element).borderTopStyle),
  ).toBe('solid');
});

test('added and removed words differ by more than their colour', async () => {
  const page = await open(REDLINE);
  expect(
    await page
      .locator('.redline ins, .redline del')
      .evaluateAll((all) => all.filter((element) => getComputedStyle(element).textDecorationLine === 'none').length),
  ).toBe(0);
  expect(await page.locator('.redline .is-inserted').evaluateAll((all) => all.filter((element) => !element.querySelector('.redline-note')).length)).toBe(0);
});

test('the redline is read aloud with "added:" and "removed:", list first, text after', async () => {
  const page = await open(REDLINE);
  const heard = await page.locator('main').ariaSnapshot();
  expect(heard).toMatch(/removed:[\s\S]*?says what we offer for questions and requests[\s\S]*?end of removed text/);
  expect(heard).toMatch(/added:[\s\S]*?leads to the request form, through which you reach us[\s\S]*?end of added text/);
  expect(heard.indexOf('Look at these first')).toBeLessThan(heard.indexOf('heading "Who we are"'));
});

test('a policy page has one main text, named sections, and its version before its words', async () => {
  const page = await open({ site: 'now', path: '/privacy/2027-01-01/' });
  const heard = await page.locator('body').ariaSnapshot();
  expect(heard.indexOf('Not in force yet')).toBeGreaterThan(-1);
  expect(heard.indexOf('Not in force yet')).toBeLessThan(heard.indexOf('heading "Privacy policy" [level=1]'));
  expect(await page.getByRole('region', { name: 'How long we keep information' }).count()).toBe(1);
  expect(await page.getByRole('main').count()).toBe(1);
});

test('on paper there is the text with its version and address, and no navigation', async () => {
  const page = await open({ site: 'now', path: '/privacy/2027-01-01/' });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  for (const hidden of ['.masthead', '.colophon', '.contents', '.ribbon ul', '.since']) {
    expect(await page.locator(hidden).evaluateAll((all) => all.filter((element) => (element as HTMLElement).checkVisibility()).length), hidden).toBe(0);
  }
  expect(await page.locator('.print-foot').textContent()).toBe('Privacy policy, 1 January 2027, https://privacy.example/privacy/2027-01-01/');
  expect(await page.locator('.foot .hash').nth(1).isVisible()).toBe(true);
  expect(await page.locator('.prose').evaluate((element) => getComputedStyle(element).color)).toBe('rgb(0, 0, 0)');
});

test('right to left, everything begins at the right', async () => {
  const page = await open({ site: 'showcase', path: '/legal/privacy/' }, { viewport: { width: 1360, height: 900 } });
  const left = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => element.getBoundingClientRect().left);
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
  expect(await left('.contents .wide')).toBeGreaterThan(await left('.prose'));
  expect(await left('.prose h2')).toBeGreaterThan(await left('.since'));
  expect(await page.locator('.ribbon').evaluate((element) => getComputedStyle(element).borderRightWidth)).toBe('4px');
  expect(
    await page
      .locator('.foot .hash')
      .first()
      .evaluate((element) => getComputedStyle(element).direction),
  ).toBe('ltr');
});

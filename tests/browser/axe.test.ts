/** Axe on every kind of page. Its script is put in past the page's own policy, which allows none. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_PAGES, FRAGMENTS, openSites, type Visit } from '../support/page-kinds.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const EVERYTHING: RunOptions = {
  // The house asks for 7:1, which is AAA.
  rules: { 'color-contrast-enhanced': { enabled: true } },
  resultTypes: ['violations'],
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
};
/** What depends on the scheme. */
const CONTRAST: RunOptions = { resultTypes: ['violations'], runOnly: { type: 'rule', values: ['color-contrast-enhanced'] } };

let visit: Visit;
let light: Page;
let dark: Page;

beforeAll(async () => {
  visit = await openSites();
  const open = (colorScheme: 'light' | 'dark') => visit.browser.newPage({ bypassCSP: true, colorScheme, viewport: { width: 1200, height: 900 } });
  light = await open('light');
  dark = await open('dark');
});
afterAll(() => visit?.close());

async function violations(page: Page, options: RunOptions): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(
    async (given) => await (globalThis as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run(given),
    options as unknown as Record<string, unknown>,
  );
  return found.violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`));
}

describe.each(ALL_PAGES)('$name ($path)', (kind) => {
  test('breaks no rule of axe on light ground', async () => {
    await light.goto(visit.at(kind));
    expect(await violations(light, EVERYTHING)).toEqual([]);
  });
  test('keeps its contrast on dark ground', async () => {
    await dark.goto(visit.at(kind));
    expect(await violations(dark, CONTRAST)).toEqual([]);
  });
});

test.each(FRAGMENTS)('$name breaks no rule in a page of somebody else', async (kind) => {
  const piece = await (await fetch(visit.at(kind))).text();
  await light.setContent(`<!doctype html><html lang="en"><title>Host</title><main><h1>Host</h1>${piece.replaceAll(/<(\/?)h1/g, '<$1h2')}</main></html>`);
  expect(await violations(light, EVERYTHING)).toEqual([]);
});

test.each(ALL_PAGES.slice(0, 3))('$name breaks no rule on a phone', async (kind) => {
  await light.setViewportSize({ width: 390, height: 760 });
  await light.goto(visit.at(kind));
  expect(await violations(light, EVERYTHING)).toEqual([]);
});

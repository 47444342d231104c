/** Axe on everything that the banner puts into a page, light and dark. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type HostSite, type HostVisit, openHost } from '../support/host-page.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const OPTIONS: RunOptions = {
  // The house asks for 7:1, which is AAA.
  rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } },
  resultTypes: ['violations'],
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
};
const FILM =
  '<main><h1>Films</h1><iframe data-consent="media" data-src="https://www.youtube-nocookie.com/embed/x" width="560" height="315" title="A film"></iframe></main>';

let visit: HostVisit;
beforeAll(async () => {
  visit = await openHost();
});
afterEach(() => visit?.closePages());
afterAll(() => visit?.close());

/** What in the banner's own shadow roots breaks a rule. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(
    async (given) => await (globalThis as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run(given),
    OPTIONS as unknown as Record<string, unknown>,
  );
  return found.violations.flatMap(({ id, nodes }) =>
    nodes
      .filter(({ target }) => JSON.stringify(target).includes('fairnotice-consent'))
      .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  );
}

const THINGS: [string, HostSite, (page: Page) => Promise<unknown>][] = [
  ['banner', 'shop', (page) => page.locator('[part=banner]').waitFor()],
  ['banner in a fixed dark scheme', 'dark', (page) => page.locator('[part=banner]').waitFor()],
  [
    'dialog with everything open',
    'shop',
    async (page) => {
      await page.locator('[part=choose]').click();
      await page.getByRole('switch').first().check();
      for (const summary of await page.locator('dialog summary').all()) await summary.press('Enter');
    },
  ],
  [
    'dialog after a choice',
    'shop',
    async (page) => {
      await page.locator('[part=accept]').click();
      await page.locator('[part=control]').click();
      await page.locator('[part=withdraw]').waitFor();
    },
  ],
  ['control', 'shop', (page) => page.locator('[part=reject]').click()],
  [
    'placeholder',
    'shop',
    async (page) => {
      await page.locator('[part=reject]').click();
      await page.locator('[part=placeholder]').waitFor();
    },
  ],
  ['debug view', 'shop', (page) => page.evaluate(() => window.fairnotice?.debug())],
];

describe.each(THINGS)('%s', (_name, site, show) => {
  test.each(['light', 'dark'] as const)('breaks no rule of axe on %s ground', async (colorScheme) => {
    const page = await visit.open(site, { body: FILM, head: '<style>:root{color-scheme:light dark}</style>', context: { colorScheme, bypassCSP: true } });
    await show(page);
    await page.waitForTimeout(150);
    expect(await violations(page)).toEqual([]);
  });
});

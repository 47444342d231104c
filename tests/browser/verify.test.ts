/** The page that checks receipts, as its readers meet it. Receipts here come from a log of the test's own. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '../../core/consent/receipt.ts';
import { wordsOf } from '../support/host-page.ts';
import { openSites, type Visit } from '../support/page-kinds.ts';
import { receiptFile, type TestLog, testLog } from '../support/receipts.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const EVERYTHING: RunOptions = {
  rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } },
  resultTypes: ['violations'],
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
};

let visit: Visit;
let log: TestLog;
let receipt: Receipt;
beforeAll(async () => {
  visit = await openSites(['now']);
  log = await testLog();
  receipt = await log.receipt(100_000, 70_001);
}, 600_000);
afterEach(async () => {
  for (const context of visit?.browser.contexts() ?? []) await context.close();
});
afterAll(() => visit?.close());

/** The page, which knows the key of the test's log as if the edge had put it there. */
async function open(context: BrowserContextOptions = {}, path = '/verify/', key = log.vkey): Promise<Page> {
  const page = await visit.browser.newPage(context);
  await page.route('**/verify/**', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/data-keys(="[^"]*")?/, `data-keys="${key}"`) });
  });
  await page.goto(visit.at({ site: 'now', path }));
  return page;
}

async function give(page: Page, text: string): Promise<void> {
  await page.setInputFiles('#file', { name: 'receipt-kairo-2026-11-24.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await page.locator('.verdict').waitFor();
}

/** The browser asks for the icon of the tab when it likes. */
const isOfTheTab = (address: string): boolean => address.endsWith('/icon.svg');

const verdict = async (page: Page): Promise<string> =>
  `${await page.locator('.verdict').getAttribute('data-verdict')}: ${await wordsOf(page.locator('.verdict h2'))}`;
const withRecord = (changes: (record: string) => string): string => receiptFile(receipt, { record: changes(receipt.record) });

describe('a genuine receipt', () => {
  test('says in words what was chosen, when, for which site, and what that proves and does not', async () => {
    const page = await open({ locale: 'en-GB', timezoneId: 'Europe/Berlin' });
    await give(page, receiptFile(receipt));
    expect(await verdict(page)).toMatch(/^good: .*This receipt is genuine$/s);
    const words = (await wordsOf(page.locator('#result'))).replace(/\s+/g, ' ');
    for (const said of [
      'Chosen one by one',
      'Allowed: Analytics',
      'Refused: Marketing',
      '24 November 2026',
      '13:00:00',
      'api.kairobot.qzz.io',
      'Entry 70,001 of 100,000',
      'What it does not prove',
      'Who it was.',
    ])
      expect(words).toContain(said);
    expect(await page.getByRole('link', { name: /banner’s words/ }).getAttribute('href')).toBe(`/notices/${'ab'.repeat(32)}.json`);
    expect(await page.getByRole('link', { name: /version of/ }).getAttribute('href')).toBe('/privacy/2025-12-16/');
    expect(await page.locator('.checks b').allInnerTexts()).toEqual(['Yes', 'Yes', 'Yes', 'Yes']);
  });

  test('draws the way to the top, with a text for who does not see it, and every hash in full', async () => {
    const page = await open();
    await give(page, receiptFile(receipt));
    const steps = 17;
    expect(
      await page
        .getByRole('img', { name: `From the entry 70,001 to the top of a tree of 100,000 entries, in ${steps} steps, each with its neighbour.` })
        .count(),
    ).toBe(1);
    expect(await page.locator('.way g.beside').count()).toBe(steps);
    expect(await page.locator('.way g.own').count()).toBe(steps + 1);
    await page.locator('.way summary').press('Enter');
    const hashes = await page.locator('.way li code').allInnerTexts();
    expect(hashes.filter((hash) => /^[0-9a-f]{64}$/.test(hash))).toHaveLength(1 + 2 * steps);
    const top = Buffer.from(receipt.proof.split('\n').at(-4) ?? '', 'base64').toString('hex');
    expect(hashes.at(-1)).toBe(top);
  });

  test('speaks German on the German page', async () => {
    const page = await open({ locale: 'de' }, '/verify/de/');
    await give(page, receiptFile(receipt));
    expect(await verdict(page)).toContain('Dieser Beleg ist echt');
    expect(await wordsOf(page.locator('#result'))).toContain('24. November 2026');
  });

  test('whose key came with the file alone is told apart, and nothing of this site is linked for it', async () => {
    const page = await open({}, '/verify/', '');
    await give(page, receiptFile(receipt));
    expect(await verdict(page)).toMatch(/^stranger: .*its key is not known here$/s);
    expect(await page.locator('#result a').count()).toBe(0);
    expect(await page.locator('.checks b').allInnerTexts()).toEqual(['Yes', 'Yes', 'Yes', 'No']);
  });
});

describe('is refused with the exact reason, and what it says is not shown', () => {
  test.each<[string, () => string, string]>([
    ['one letter of the record is another', () => withRecord((record) => record.replace('true', 'false')), 'ends at another top than the one that was signed'],
    ['the signature is of other words', () => receiptFile(receipt, { proof: receipt.proof.replace('\n100000\n', '\n100001\n') }), 'The signature does not fit'],
    ['the key is another', () => receiptFile(receipt, { vkey: 'x' }), 'its part “vkey” is missing or not written as it must be'],
    ['it is no receipt', () => 'hello', 'The file is no receipt'],
    ['it is far too long', () => ' '.repeat(70_000), 'longer than any receipt'],
  ])('%s', async (_name, text, reason) => {
    const page = await open();
    await give(page, text());
    expect(await verdict(page)).toMatch(/^refused: .*This receipt is refused$/s);
    const words = await wordsOf(page.locator('#result'));
    expect(words).toContain(reason);
    expect(words).not.toContain('Analytics');
    expect(await page.locator('.checks b').allInnerTexts()).toContain('No');
  });

  test('a record that was changed shows where its way ends, beside the top that was signed', async () => {
    const page = await open();
    await give(
      page,
      withRecord((record) => record.replace('true', 'false')),
    );
    expect(await wordsOf(page.locator('.way'))).toContain('The top that api.kairobot.qzz.io/log/kairo signed is another.');
    await page.locator('.way summary').press('Enter');
    expect(await wordsOf(page.locator('.way li').last())).toContain('The top that was signed:');
  });
});

test('no request leaves while a receipt is checked, and the page allows none', async () => {
  const page = await open();
  const policy = (await page.reload())?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("connect-src 'none'");
  const asked: string[] = [];
  const said: string[] = [];
  page.on('request', (request) => isOfTheTab(request.url()) || asked.push(request.url()));
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  await give(page, receiptFile(receipt));
  await give(page, 'hello');
  expect(asked).toEqual([]);
  expect(said).toEqual([]);
});

test('a file that is dropped anywhere on the page is checked', async () => {
  const page = await open();
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'receipt-kairo-2026-11-24.json', { type: 'application/json' }));
    return data;
  }, receiptFile(receipt));
  await page.dispatchEvent('h1', 'dragover', { dataTransfer: transfer });
  expect(await page.locator('.pick').getAttribute('data-over')).toBe('');
  await page.dispatchEvent('h1', 'drop', { dataTransfer: transfer });
  await page.locator('.verdict').waitFor();
  expect(await verdict(page)).toContain('genuine');
  expect(await page.locator('.pick').getAttribute('data-over')).toBeNull();
  expect(new URL(page.url()).pathname).toBe('/verify/');
});

test('by keys alone: the file is chosen, and the focus goes to what came of it', async () => {
  const page = await open();
  const chooser = page.waitForEvent('filechooser');
  for (let index = 0; index < 12 && (await page.evaluate(() => document.activeElement?.id)) !== 'file'; index++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles({ name: 'receipt.json', mimeType: 'application/json', buffer: Buffer.from(receiptFile(receipt)) });
  await page.locator('.verdict').waitFor();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('#result') !== null)).toBe(true);
});

describe('where the browser has no Ed25519', () => {
  const without = (page: Page): Promise<unknown> =>
    page.addInitScript(() => {
      const own = crypto.subtle.importKey.bind(crypto.subtle) as (...given: unknown[]) => Promise<CryptoKey>;
      Object.assign(crypto.subtle, {
        importKey: (...given: unknown[]) => (given[2] === 'Ed25519' ? Promise.reject(new DOMException('', 'NotSupportedError')) : own(...given)),
      });
    });

  test('one file of this site stands in, pinned by its hash, and only then', async () => {
    const page = await open();
    await without(page);
    const asked: string[] = [];
    page.on('request', (request) => isOfTheTab(request.url()) || asked.push(new URL(request.url()).pathname));
    await page.reload();
    asked.length = 0;
    await give(page, receiptFile(receipt));
    expect(await verdict(page)).toContain('genuine');
    expect(asked.map((path) => path.replace(/\.[^.]+\.js$/, ''))).toEqual(['/pinned/ed25519']);
    await give(page, receiptFile(receipt, { proof: receipt.proof.replace('\n100000\n', '\n100001\n') }));
    expect(await verdict(page)).toContain('refused');
    expect(asked).toHaveLength(1);
  });

  test('a file with another hash is not run, and the page says what it lacks', async () => {
    const page = await open();
    await without(page);
    await page.route('**/pinned/ed25519.*', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: 'document.currentScript.fairnotice(async () => true)' }),
    );
    await page.reload();
    await give(page, receiptFile(receipt));
    expect(await verdict(page)).toContain('refused');
    expect(await wordsOf(page.locator('.verdict'))).toContain('lacks the signature method Ed25519');
  });
});

test('without JavaScript it explains itself, and names the command that does the same', async () => {
  const page = await open({ javaScriptEnabled: false });
  const words = await wordsOf(page.locator('main'));
  expect(words).toContain('needs JavaScript');
  expect(words).toContain('npx fairnotice verify receipt FILE');
  expect(words).toContain('How a receipt proves something');
  expect(await page.locator('#pick').isVisible()).toBe(false);
});

describe.each(['light', 'dark'] as const)('on %s ground', (colorScheme) => {
  test.each<[string, () => string]>([
    ['genuine', () => receiptFile(receipt)],
    ['refused', () => withRecord((record) => record.replace('true', 'false'))],
  ])('the page of a receipt that is %s breaks no rule of axe', async (_name, text) => {
    const page = await open({ colorScheme, bypassCSP: true });
    await give(page, text());
    for (const summary of await page.locator('#result summary').all()) await summary.press('Enter');
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(
      async (given) => await (globalThis as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run(given),
      EVERYTHING as unknown as Record<string, unknown>,
    );
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))).toEqual([]);
  });
});

test.each(['ltr', 'rtl'])('nothing sticks out at 320 px, from %s, and the picture is not mirrored', async (dir) => {
  const page = await open({ viewport: { width: 320, height: 640 } });
  await page.evaluate((to) => document.documentElement.setAttribute('dir', to), dir);
  await give(page, receiptFile(receipt));
  for (const summary of await page.locator('#result summary').all()) await summary.press('Enter');
  const out = await page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 || element.getBoundingClientRect().left < -1)
      .filter((element) => !element.closest('.visually-hidden, .skip'))
      .map((element) => element.outerHTML.slice(0, 100)),
  );
  expect(out).toEqual([]);
  // An odd entry is the right one of its pair, in every language: hashes are put together from left to right.
  const [own, beside] = await Promise.all(['own', 'beside'].map((name) => page.locator(`.way g.${name}`).first().boundingBox()));
  expect((own?.x ?? 0) > (beside?.x ?? 0)).toBe(true);
});

/** A visitor's own records in the banner's dialog, against the real ledger: the receipt, what is stored, erasing it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseReceipt, verifyReceipt } from '../../core/consent/receipt.ts';
import type { ConsentRecord } from '../../core/consent/record.ts';
import { type HostVisit, openHost, strictPolicy, wordsOf } from '../support/host-page.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** On a busy machine. */
const SOON = { timeout: 15_000 };

let visit: HostVisit;
beforeAll(async () => {
  // The clock runs: the ledger takes up what is new every few seconds.
  visit = await openHost({ now: '' });
}, 600_000);
afterEach(() => visit?.closePages());
afterAll(() => visit?.close());

/** A page on which a visitor has answered, and the record has arrived. */
async function answered(part: 'accept' | 'reject', context = {}): Promise<Page> {
  const headers = { 'Content-Security-Policy': strictPolicy(visit.privacy, visit.host) };
  const page = await visit.open('shop', { headers, context });
  await page.evaluate(() => {
    const arrived = new Promise((resolve) => document.addEventListener('fairnotice:record', ({ detail }) => resolve(detail)));
    Object.assign(window, { arrived });
  });
  await page.locator(`[part=${part}]`).press('Enter');
  expect(await page.evaluate(() => (window as unknown as { arrived: Promise<unknown> }).arrived)).toMatchObject({ state: 'accepted' });
  return page;
}

async function openDialog(page: Page): Promise<void> {
  await page.locator('[part=control]').press('Enter');
  await page.getByRole('dialog').waitFor();
}

/** Presses a button of the dialog that saves a receipt. @returns the file's name and text. */
async function download(page: Page, index = 0): Promise<{ name: string; text: string }> {
  const saved = page.waitForEvent('download');
  await page.locator('[part=receipt]').nth(index).press('Enter');
  const file = await saved;
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}

function recordOf(text: string): ConsentRecord {
  const receipt = parseReceipt(text);
  if (!receipt.ok) throw new Error(`${receipt.reason}: ${receipt.part}`);
  return JSON.parse(receipt.record) as ConsentRecord;
}

/** What `/verify/` says of a receipt. */
async function verdictOf(text: string): Promise<string> {
  const page = await visit.browser.newPage();
  await page.goto(`${visit.privacy}/verify/`);
  await page.setInputFiles('#file', { name: 'receipt.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await page.locator('.verdict').waitFor();
  return `${await page.locator('.verdict').getAttribute('data-verdict')}: ${await wordsOf(page.locator('#result'))}`;
}

const status = (page: Page): Promise<string> => wordsOf(page.locator('[part=said]'));
const secret = (page: Page): Promise<string | null> => page.evaluate(() => localStorage.getItem('fairnotice:subject'));

test('who accepted downloads a receipt, with keys alone; the publishing site finds it genuine, and refuses it with one byte changed', async () => {
  const page = await answered('accept');
  await openDialog(page);
  const { name, text } = await download(page);
  expect(name).toMatch(/^receipt-shop-\d{4}-\d\d-\d\d\.json$/);
  await expect.poll(() => status(page), SOON).toBe(`Saved as ${name}.`);
  // Seen, too: the banner's own status is for screen readers alone.
  const isSeen = await page.locator('[part=said]').evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return (element.getRootNode() as ShadowRoot).elementFromPoint(left + width / 2, top + height / 2) === element;
  });
  expect(isSeen).toBe(true);
  expect(Buffer.byteLength(text)).toBeLessThan(3000);
  expect(recordOf(text)).toMatchObject({ action: 'accept', site: 'shop', choices: { analytics: true } });
  const said = await verdictOf(text);
  expect(said).toMatch(/^good: /);
  expect(said).toContain('Allowed: Analytics, Marketing, Embedded media, Preferences');
  expect(await verdictOf(text.replace('\\"site\\":\\"shop', '\\"site\\":\\"shoq'))).toMatch(/^refused: .*It is not in the tree/s);
});

describe('who refused', () => {
  test('downloads a receipt on that page, as often as wished, and is told that it is now or never', async () => {
    const page = await answered('reject');
    expect(await secret(page)).toBeNull();
    await openDialog(page);
    expect(await wordsOf(page.getByRole('dialog'))).toContain('Download it before you leave this page');
    const { text } = await download(page);
    expect(recordOf(text)).toMatchObject({ action: 'reject', subject: null, choices: { analytics: false } });
    // The token is good for one receipt: the page keeps that.
    expect((await download(page)).text).toBe(text);
    expect(await verdictOf(text)).toMatch(/^good: .*Refused all/s);
  });

  test('leaves with nothing on the device that leads to the record', async () => {
    const page = await answered('reject');
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).toBe('{}');
    await page.reload();
    await openDialog(page);
    expect(await page.locator('[part=receipt], [part=show], [part=erase]').count()).toBe(0);
  });
});

describe('what is stored', () => {
  test('is shown with each choice, its receipt too on a later page', async () => {
    const page = await answered('accept');
    await page.reload();
    await openDialog(page);
    await page.locator('[part=show]').press('Enter');
    await page.locator('section:has(> [part=records]) li').filter({ hasText: 'Allowed:' }).waitFor();
    // The focus stays in what was asked for.
    await expect.poll(() => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('part')), SOON).toBe('records');
    const { text } = await download(page);
    expect(recordOf(text).action).toBe('accept');
  });

  test('is erased in two steps; the secret goes, the choice stays, and the receipts of others still hold', async () => {
    const other = await answered('accept');
    await openDialog(other);
    const theirs = await download(other);
    const page = await answered('accept');
    const own = await secret(page);
    await openDialog(page);
    await page.locator('[part=erase]').press('Enter');
    const focus = () => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('part'));
    await expect.poll(focus, SOON).toBe('keep');
    expect(await wordsOf(page.getByRole('dialog'))).toContain('Afterwards nothing proves them but a receipt that you downloaded.');
    await page.locator('[part=keep]').press('Enter');
    await expect.poll(focus, SOON).toBe('erase');
    expect(await secret(page)).toBe(own);
    await page.locator('[part=erase]').press('Enter');
    await page.locator('[part=erase]').press('Enter');
    await expect.poll(() => status(page), SOON).toContain('Your records have been erased.');
    await expect.poll(focus, SOON).toBe('said');
    expect(await secret(page)).toBeNull();
    expect(await page.evaluate(() => window.fairnotice?.allowed('analytics'))).toBe(true);
    const ask = (path: string) =>
      page.evaluate(
        async ([address, body]) => (await fetch(address ?? '', { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body })).text(),
        [`${visit.privacy}/api/v1/${path}`, JSON.stringify({ site: 'shop', secret: own })],
      );
    expect(JSON.parse(await ask('subjects/history'))).toEqual({ records: [] });
    expect(await verdictOf(theirs.text)).toMatch(/^good: /);
    expect((await verifyReceipt(theirs.text)).ok).toBe(true);
  });
});

test.each<[number, string]>([
  [403, 'There is no such record any more.'],
  [500, 'Not loaded. Try again.'],
  [0, 'Not loaded. Try again.'],
])('an answer %i is told in plain words, and can be tried again', async (code, words) => {
  const page = await answered('reject');
  await openDialog(page);
  const headers = { 'Access-Control-Allow-Origin': visit.host };
  await page.route('**/receipt', (route) => (code ? route.fulfill({ status: code, headers, body: '{}' }) : route.abort()));
  await page.locator('[part=receipt]').press('Enter');
  await expect.poll(() => status(page), SOON).toBe(words);
  await page.unroute('**/receipt');
  expect((await download(page)).text).toContain('fairnotice-receipt');
});

test.each([503, 429])('an answer %i is told as one that comes soon, and asked for again by itself', async (code) => {
  const page = await answered('reject');
  await openDialog(page);
  const headers = { 'Access-Control-Allow-Origin': visit.host };
  await page.route('**/receipt', (route) => route.fulfill({ status: code, headers, body: '{}' }), { times: 1 });
  const saved = page.waitForEvent('download');
  await page.locator('[part=receipt]').press('Enter');
  await expect.poll(() => status(page), SOON).toBe('Your choice is still being entered. Please try again in a minute.');
  await saved;
  await expect.poll(() => status(page), SOON).toContain('Saved as receipt-shop-');
});

describe.each(['light', 'dark'] as const)('on %s ground', (colorScheme) => {
  test('the list and the question before erasing break no rule of axe, and fit a phone', async () => {
    const page = await answered('accept', { colorScheme, bypassCSP: true, viewport: { width: 320, height: 640 } });
    await openDialog(page);
    await page.locator('[part=show]').press('Enter');
    await page.locator('section:has(> [part=records]) li').first().waitFor();
    await page.locator('[part=erase]').press('Enter');
    const options: RunOptions = { rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } }, resultTypes: ['violations'] };
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(
      async (given) => await (globalThis as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run(given),
      options as unknown as Record<string, unknown>,
    );
    const ours = violations.flatMap(({ id, nodes }) =>
      nodes.filter(({ target }) => JSON.stringify(target).includes('fairnotice-consent')).map(({ html }) => `${id}: ${html.slice(0, 160)}`),
    );
    expect(ours).toEqual([]);
    expect(await page.locator('dialog .text').evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  });
});

/** The demo page under its strict policy, on the real edge: a choice runs what waited, and its withdrawal clears what that left. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestHarness } from 'wrangler';
import { launchChromium } from '../support/chromium.ts';
import { builtSite, KAIRO, NOW } from '../support/run-sites.ts';
import { serveSite } from '../support/worker-server.ts';

const content = mkdtempSync(join(tmpdir(), 'fairnotice-demo-'));
let server: TestHarness;
let browser: Browser;
let page: Page;
let address = '';
const violations: string[] = [];

beforeAll(async () => {
  cpSync(KAIRO, content, { recursive: true });
  const shop = { origins: ['https://shop.example'], policy: 'privacy', categories: ['analytics', 'media'], services: ['google-analytics', 'youtube'] };
  writeFileSync(join(content, 'sites', 'shop.json'), JSON.stringify(shop));
  writeFileSync(join(content, 'sites', 'quiet.json'), JSON.stringify({ ...shop, categories: [], services: [] }));
  server = await serveSite(await builtSite({ content, now: NOW, drafts: true }), NOW, 'DE');
  address = (await server.listen()).url.href.replace(/\/$/, '');
  browser = await launchChromium();
  page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  page.on('console', (message) => message.text().includes('Content Security Policy') && violations.push(message.text()));
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(content, { recursive: true, force: true });
});

const states = (): Promise<string[]> => page.locator('[data-mark] td:last-child').allTextContents();
const cookies = (): Promise<string> => page.evaluate(() => document.cookie);
const host = 'fairnotice-consent';

test('before a choice everything that is marked waits, and nothing is stored', async () => {
  await page.goto(`${address}/demo/shop/`);
  await page.locator(`${host} [part~=accept]`).waitFor();
  expect(new Set(await states())).toEqual(new Set(['waits']));
  expect(await cookies()).toBe('');
  expect(await page.locator('[data-show=events]').textContent()).toContain('The default was there before it.');
});

test('accepting runs it all: inline, external, image and frame', async () => {
  await page.locator(`${host} [part~=accept]`).click();
  await expect.poll(async () => new Set(await states())).toEqual(new Set(['ran']));
  expect(await cookies()).toMatch(/(?=.*fairnotice=)(?=.*_ga=demo)/);
  expect(await page.frameLocator('iframe').locator('h1').textContent()).toBe('A video of somebody else');
});

test('the receipt of that is downloaded in the dialog, and is genuine on /verify/', async () => {
  await page.locator(`${host} [part~=control]`).click();
  const saved = page.waitForEvent('download');
  await page.locator(`${host} [part~=receipt]`).click();
  const file = await (await saved).path();
  await page.keyboard.press('Escape');
  const verifier = await page.context().newPage();
  await verifier.goto(`${address}/verify/`);
  await verifier.setInputFiles('#file', file);
  await verifier.locator('.verdict').waitFor();
  expect(await verifier.locator('.verdict').getAttribute('data-verdict')).toBe('good');
  await verifier.close();
});

test('withdrawing clears what the stand-ins wrote, and empties the frame', async () => {
  await page.locator('[data-act=withdraw]').click();
  await expect.poll(cookies).toMatch(/^fairnotice=[^;]+$/);
  await expect.poll(async () => (await states()).at(-1)).toBe('waits');
});

test('another region is a page of its own', async () => {
  await page.locator('[data-act=forget]').click();
  await page.goto(`${address}/demo/shop/us-ca/`);
  await expect.poll(() => page.locator('[data-show=state]').textContent()).toContain('"model": "opt-out"');
});

test('a site that asks about nothing shows no banner, only the quiet control', async () => {
  await page.goto(`${address}/demo/quiet/`);
  await page.locator(`${host} [part~=control]`).waitFor();
  expect(await page.locator(`${host} [part~=banner]`).count()).toBe(0);
});

test('no part of it broke the policy of the page', () => {
  expect(violations).toEqual([]);
});

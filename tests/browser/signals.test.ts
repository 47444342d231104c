/** Signals on a real page: before any tag, once, and again after each choice. What each holds is told in tests/unit/widget. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HostVisit, html, openHosts, settled, tag } from '../support/host-server.ts';

let visit: HostVisit;
let address: string;
/** A tag that reads the layer as soon as it can, and tells what it found. */
const TAG = '<script>window.found = dataLayer.map((entry) => entry[0] + " " + entry[1]); window.first = JSON.stringify(dataLayer)</script>';
beforeAll(async () => {
  visit = await openHosts();
  address = visit.serve(html(tag('signals') + TAG));
});
afterAll(() => visit?.close());

type Layer = { dataLayer: IArguments[]; uetq: unknown[]; found: string[]; warned: string[] };
const consents = (page: Page): Promise<[string, Record<string, string>][]> =>
  page.evaluate(() =>
    (window as unknown as Layer).dataLayer.filter((entry) => entry[0] === 'consent').map((entry) => [entry[1] as string, entry[2] as Record<string, string>]),
  );

test('a tag right behind the script finds the defaults: those of regions, one for everybody, and the options', async () => {
  const { page, errors } = await visit.open(address);
  expect(await page.evaluate(() => (window as unknown as Layer).found)).toEqual([
    'consent default',
    'consent default',
    'set url_passthrough',
    'set ads_data_redaction',
  ]);
  const all = await consents(page);
  expect(all.map(([step]) => step)).toEqual(['default', 'default']);
  expect(all[0]?.[1]).toMatchObject({ region: ['US-TX'], analytics_storage: 'granted', ad_storage: 'granted', functionality_storage: 'denied' });
  expect(all[1]?.[1]).toMatchObject({ analytics_storage: 'denied', ad_storage: 'denied', wait_for_update: 700 });
  expect(await page.evaluate(() => (window as unknown as Layer).uetq)).toEqual(['consent', 'default', { ad_storage: 'denied' }]);
  expect(errors).toEqual([]);
});

test('a choice is an update; so is its withdrawal', async () => {
  const { page, accept } = await visit.open(address);
  await accept();
  await expect.poll(async () => (await consents(page)).at(-1)).toMatchObject(['update', { ad_user_data: 'granted', analytics_storage: 'granted' }]);
  await page.evaluate(() => window.fairnotice?.withdraw());
  await expect.poll(async () => (await consents(page)).at(-1)).toMatchObject(['update', { ad_user_data: 'denied', analytics_storage: 'denied' }]);
  expect((await consents(page)).map(([step]) => step)).toEqual(['default', 'default', 'update', 'update']);
});

test('for a visitor who returns the update follows the default before any tag, so that no region wins over the choice', async () => {
  const { page, reject } = await visit.open(address);
  await reject();
  await settled(200);
  await page.reload();
  expect(await page.evaluate(() => (window as unknown as Layer).found)).toEqual([
    'consent default',
    'consent default',
    'set url_passthrough',
    'set ads_data_redaction',
    'consent update',
  ]);
  expect((await consents(page)).at(-1)).toMatchObject(['update', { analytics_storage: 'denied', ad_storage: 'denied' }]);
});

test('Global Privacy Control: marketing stays off, said at once, and "accept all" does not undo it', async () => {
  const { page, asked, accept } = await visit.open(visit.serve(html(tag('signals', '', '?region=US-CA') + TAG)), { gpc: true });
  await asked();
  expect(await page.locator('[part~=gpc]').isVisible()).toBe(true);
  expect((await consents(page)).at(-1)).toMatchObject(['update', { ad_storage: 'denied', analytics_storage: 'granted' }]);
  expect(await page.evaluate(() => window.fairnotice?.get())).toMatchObject({ gpc: true, model: 'opt-out', allowed: { marketing: false, analytics: true } });
  await accept();
  await expect.poll(() => page.evaluate(() => window.fairnotice?.get().decided)).toBe(true);
  expect(await page.evaluate(() => window.fairnotice?.get().allowed)).toMatchObject({ marketing: false, analytics: true, media: true });
});

test('a signal that is sent after the choice wins over it', async () => {
  const { page, accept, context } = await visit.open(address);
  await accept();
  await page.waitForFunction(() => document.cookie.includes('fairnotice='));
  const later = await visit.open(address, { context, gpc: true });
  expect(await later.page.evaluate(() => window.fairnotice?.get())).toMatchObject({ allowed: { marketing: false, analytics: true } });
});

test('without the signal its line is not shown', async () => {
  const { page, asked } = await visit.open(address);
  await asked();
  expect(await page.locator('[part~=gpc]').isVisible()).toBe(false);
});

test.each([
  ['a configured tag', 'window.dataLayer = []; (function () { dataLayer.push(arguments) })("config", "G-1")'],
  ['the snippet of Tag Manager', 'window.dataLayer = [{ "gtm.start": 1, event: "gtm.js" }]'],
])('tags that ran first are told to the owner: %s', async (_, script) => {
  const watch = "window.warned = []; document.addEventListener('fairnotice:warning', ({ detail }) => warned.push(detail.reason));";
  const { page } = await visit.open(visit.serve(html(`<script>${watch}${script}</script>${tag('signals')}`)));
  expect(await page.evaluate(() => (window as unknown as Layer).warned)).toEqual(['tags-ran-first']);
});

/**
 * The operators' console in a real browser with scripts turned off, against the real Worker with its storage: a whole case by keyboard
 * alone, and every page by axe, on a phone at 320 px and on a wide screen, light and dark.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { edgeInBrowser } from '../support/edge-in-browser.ts';
import { type Entered, enterRequest, releaseAnswer, signIn } from '../support/operator-steps.ts';
import { NOW } from '../support/run-sites.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES: RunOptions = {
  rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } },
  resultTypes: ['violations'],
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
};

const edge = edgeInBrowser(NOW);

async function signedIn(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const own = await edge.browser.newContext({ javaScriptEnabled: false, locale: 'en-GB', ...options });
  const page = await own.newPage();
  await signIn(page, edge.origin);
  return page;
}

const enter = (page: Page, given: Entered = {}): Promise<string> => enterRequest(page, edge.origin, given);

/** Goes on with Tab until something of a name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab');
    const words = await page.evaluate(() => {
      const { activeElement: focused } = document;
      if (!focused) return '';
      const label =
        focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement || focused instanceof HTMLSelectElement
          ? focused.labels?.[0]?.textContent
          : '';
      return (label || focused.getAttribute('aria-label') || focused.textContent || '').trim();
    });
    if (name.test(words)) return;
  }
  throw new Error(`no way to ${String(name)} by Tab on ${page.url()}`);
}

/** Presses Enter where it leads to another page. */
async function enterKey(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}

test('a request is found, noted on, asked about and refused by keyboard alone, without scripts', async () => {
  const page = await signedIn();
  const reference = await enter(page, { kind: 'Erasure', email: 'keys@mail.example' });
  await page.goto(`${edge.origin}/operator/`);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Skip to the content');
  await tabTo(page, /^Reference or e-mail address/);
  await page.keyboard.type(reference.toLowerCase());
  await enterKey(page);
  await page.waitForURL(`**/operator/requests/${reference}/`);
  await tabTo(page, /^Internal note/);
  await page.keyboard.type('Looked into the shop: two orders.');
  await tabTo(page, /^Add the note/);
  await enterKey(page);
  await page.getByRole('status').getByText('The note was added.').waitFor();
  await tabTo(page, /^Refuse$/);
  await enterKey(page);
  await tabTo(page, /^Legal obligation/);
  await page.keyboard.press('Space');
  await tabTo(page, /^Write the letter/);
  await enterKey(page);
  await tabTo(page, /^Look at it/);
  await enterKey(page);
  expect(await page.locator('.preview').textContent()).toContain('You can also seek a remedy in court.');
  await tabTo(page, /^Send it and close the request/);
  await enterKey(page);
  await page.getByRole('status').getByText('The letter was sent.').waitFor();
  expect(await page.locator('.timeline').textContent()).toMatch(/Refused: legal obligation/);
  await page.context().close();
});

test('a reason that runs over several lines stays beside its box', async () => {
  const page = await signedIn({ viewport: { width: 360, height: 900 } });
  const reference = await enter(page, { kind: 'Erasure', email: 'lines@mail.example' });
  await page.goto(`${edge.origin}/operator/requests/${reference}/letters/refused/`);
  const lines = await page.evaluate(() => {
    const label = document.querySelector('label.choice');
    const input = label?.querySelector('input');
    if (!label || !input) return undefined;
    const range = document.createRange();
    range.selectNodeContents(label);
    range.setStartAfter(input);
    const starts = new Map<number, number>();
    for (const { bottom, left, width } of range.getClientRects()) {
      const line = Math.round(bottom / 12);
      if (width > 1) starts.set(line, Math.min(starts.get(line) ?? left, left));
    }
    return { starts: [...starts.values()].map(Math.round), box: input.getBoundingClientRect().right };
  });
  expect(lines?.starts.length).toBeGreaterThan(1);
  expect(new Set(lines?.starts).size).toBe(1);
  expect(lines?.starts[0]).toBeGreaterThan(lines?.box ?? 0);
});

test('an answer is put together from a file and data, released with its letter, and nothing of it is in an address', async () => {
  const page = await signedIn();
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  const reference = await enter(page, { email: 'answer@mail.example' });
  await page.getByRole('link', { name: 'Put the answer together' }).click();
  await page.getByLabel('Files').setInputFiles({ name: 'orders.txt', mimeType: 'text/plain', buffer: Buffer.from('two orders') });
  await page.getByLabel('Data as JSON').fill('{"orders": 2}');
  await page.getByRole('button', { name: 'Add to the answer' }).click();
  await page
    .getByRole('button', { name: /^Remove/ })
    .first()
    .waitFor();
  await releaseAnswer(page);
  expect(await page.locator('.timeline').textContent()).toMatch(/Answer released for download until 2026-12-01[\s\S]*Answered: complied/);
  await page.goto(`${edge.origin}/operator/`);
  await page.getByLabel('Reference or e-mail address').fill('answer@mail.example');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('link', { name: 'Access' }).first().waitFor();
  expect(addresses.filter((address) => /mail\.example|Jo|orders/i.test(decodeURIComponent(new URL(address).pathname + new URL(address).search)))).toEqual([]);
  expect(addresses.filter((address) => !address.startsWith(edge.origin))).toEqual([]);
  expect(reference).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await page.context().close();
});

test('a page of another site that holds the form cannot send it: the cookie stays away (CSRF)', async () => {
  const page = await signedIn();
  const reference = await enter(page, { email: 'csrf@mail.example' });
  await page.route('http://evil.localhost/**', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<form method="post" action="${edge.origin}/operator/requests/${reference}/do/"><input name="do" value="withdrawn"><button>Win</button></form>`,
    }),
  );
  await page.goto('http://evil.localhost/');
  await page.getByRole('button', { name: 'Win' }).click();
  expect(await page.locator('h1').textContent()).toBe('For operators');
  await page.goto(`${edge.origin}/operator/requests/${reference}/`);
  expect(await page.locator('.timeline').textContent()).not.toContain('Withdrawn');
  await page.context().close();
});

describe.each([
  ['on a phone, 320 px', { viewport: { width: 320, height: 640 }, hasTouch: true, colorScheme: 'light' as const }],
  ['on a wide screen, dark', { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' as const }],
])('%s', (name, options) => {
  let page: Page;
  let paths: Record<string, string>;

  beforeAll(async () => {
    // axe waits by timers, which a browser without scripts does not have; the pages bring none.
    page = await signedIn({ ...options, javaScriptEnabled: true });
    const late = await enter(page, { received: '2026-09-01', email: `late-${name.length}@mail.example`, channel: 'by telephone' });
    const again = await enter(page, { received: '2026-11-03', email: `again-${name.length}@mail.example` });
    await enter(page, { received: '2026-11-05', email: `again-${name.length}@mail.example` });
    const erasure = await enter(page, {
      kind: 'Erasure',
      received: '2026-11-20',
      place: 'US-CA',
      email: `again-${name.length}@mail.example`,
      details: `${'A very long word: '}${'x'.repeat(300)}`,
    });
    paths = {
      'sign-in': '/operator/sign-in/',
      queue: '/operator/',
      'queue filtered': '/operator/?kind=access&due=overdue',
      closed: '/operator/?queue=closed',
      enter: '/operator/enter/',
      overdue: `/operator/requests/${late}/`,
      duplicate: `/operator/requests/${again}/`,
      erasure: `/operator/requests/${erasure}/`,
      message: `/operator/requests/${again}/letters/message/`,
      extended: `/operator/requests/${again}/letters/extended/`,
      refused: `/operator/requests/${erasure}/letters/refused/`,
      answered: `/operator/requests/${erasure}/letters/answered/`,
      answer: `/operator/requests/${again}/answer/`,
      consents: '/operator/consents/',
      statistics: '/operator/consents/statistics/?site=kairo&by=day,action',
      'request statistics': '/operator/statistics/',
      approvals: '/operator/approvals/',
      audit: '/operator/audit/',
      health: '/operator/health/',
      'not found': '/operator/nothing/',
    };
  }, 120_000);
  afterAll(() => page?.context().close());

  async function check(of: string): Promise<void> {
    await page.evaluate(AXE);
    const results = await page.evaluate(
      (rules) => (globalThis as unknown as { axe: { run(rules: unknown): Promise<AxeResults> } }).axe.run(rules),
      RULES as unknown,
    );
    expect(
      results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`),
      of,
    ).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide, `${of} scrolls sideways`).toBeLessThanOrEqual(0);
    const folder = process.env.CONSOLE_PICTURES;
    if (folder) await page.screenshot({ path: join(folder, `${of.replaceAll(' ', '-')}-${options.viewport.width}.png`), fullPage: true });
  }

  test('every page passes axe, in full contrast and with targets of 24 px, and does not scroll sideways', async () => {
    for (const [of, path] of Object.entries(paths)) {
      await page.goto(edge.origin + path);
      await check(of);
    }
  }, 180_000);

  test('so do pages with faults, a letter to look at, a search and a question back', async () => {
    await page.goto(`${edge.origin}/operator/enter/`);
    await page.evaluate(() => {
      for (const field of document.querySelectorAll('[required]')) field.removeAttribute('required');
    });
    await page.getByRole('button', { name: 'Enter the request' }).click();
    await check('enter with faults');
    await page.goto(edge.origin + (paths.refused ?? ''));
    await page.getByLabel('Legal obligation').check();
    await page.getByLabel('The provision that the exception rests on').fill('Cal. Civ. Code 1798.105(d)');
    await page.getByRole('button', { name: 'Write the letter' }).click();
    await page.getByRole('button', { name: 'Look at it' }).click();
    await check('refused preview');
    await page.getByLabel(/^The letter/).fill('No.');
    await page.getByRole('button', { name: 'Look at it anew' }).click();
    await check('refused with faults');
    await page.goto(edge.origin);
    await page.goto(`${edge.origin}/operator/`);
    await page.getByRole('checkbox').first().check();
    await page.getByRole('button', { name: 'Close …' }).click();
    await check('close many');
    await page.goto(`${edge.origin}/operator/`);
    await page.getByText('Filters', { exact: true }).click();
    await check('queue with filters open');
    await page.getByLabel('Reference or e-mail address').fill('nobody@mail.example');
    await page.getByRole('button', { name: 'Search' }).click();
    await check('nothing found');
  }, 120_000);
});

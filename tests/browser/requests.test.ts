/**
 * A person's way in a real browser with scripts turned off, against the real Worker with its storage: from the list of rights to the
 * page of the request. And those pages by axe, on a phone, at 320 px and at 400 %.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../cli/local-edge.ts';
import { launchChromium } from '../support/chromium.ts';
import { freePort } from '../support/free-port.ts';
import { type RealEdge, startRealEdge } from '../support/real-edge.ts';
import { builtSite, KAIRO, NOW } from '../support/run-sites.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES: RunOptions = {
  rules: { 'color-contrast-enhanced': { enabled: true } },
  resultTypes: ['violations'],
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
};

/** Longer than it takes a program to fill a form in. */
const READING = 2200;

let state: string;
let edge: RealEdge;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), 'fairnotice-person-'));
  const assets = await builtSite({ content: KAIRO, now: NOW });
  await migrate(state);
  edge = await startRealEdge(assets, state, await freePort());
  browser = await launchChromium();
}, 300_000);
afterEach(() => context?.close());
afterAll(async () => {
  await browser?.close();
  await edge?.stop();
  rmSync(state, { recursive: true, force: true });
});

async function open(path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB', ...options });
  const page = await context.newPage();
  await page.goto(edge.origin + path);
  return page;
}

interface LocalMail {
  name: string;
  to: string;
  text: string;
}

/** The newest mail of link and code to an address, from the mailbox of the machine. */
async function newestMail(to: string, than?: string): Promise<{ code: string; link: string; notMe: string }> {
  const read = async (): Promise<string> => {
    const { mails } = (await (await fetch(`${edge.origin}/dev/mail/`, { headers: { accept: 'application/json' } })).json()) as { mails: LocalMail[] };
    return mails.find((mail) => mail.to === to && (mail.name === 'proof' || mail.name === 'step-up'))?.text ?? '';
  };
  await expect.poll(async () => codeIn(await read())).toMatch(than ? new RegExp(`^(?!${than})\\d{6}$`) : /^\d{6}$/);
  const text = await read();
  const path = (of: string): string => new RegExp(`/requests/${of}/[^/\\s]+/`).exec(text)?.[0] ?? '';
  return { code: codeIn(text), link: path('proof'), notMe: path('not-me') };
}

const codeIn = (text: string): string => /\b(\d{6})\b/.exec(text)?.[1] ?? '';

/** Each person of a test has an address of their own: no more than three mails go to one on a day. */
let people = 0;
function newAddress(): string {
  people += 1;
  return `person-${people}@mail.example`;
}

async function send(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

async function subscribed(page: Page, address: string): Promise<void> {
  await page.getByLabel('Your e-mail address').fill(address);
  await page.waitForTimeout(READING);
  await send(page, 'Send me the confirmation');
}

/** Path of the link that confirms a subscription, from the mailbox of the machine. */
async function confirmationLink(to: string): Promise<string> {
  let path = '';
  await expect
    .poll(async () => {
      const { mails } = (await (await fetch(`${edge.origin}/dev/mail/`, { headers: { accept: 'application/json' } })).json()) as { mails: LocalMail[] };
      path = /\/subscribe\/confirm\/[^/\s]+\//.exec(mails.find((mail) => mail.to === to)?.text ?? '')?.[0] ?? '';
      return path;
    })
    .not.toBe('');
  return path;
}

/** From the list to the page of an access request that waits for its proof. */
async function asked(options: Parameters<Browser['newContext']>[0] = {}, email = newAddress()): Promise<Page> {
  const page = await open('/requests/', options);
  await page.getByRole('link', { name: 'Get a copy of your data' }).click();
  await page.getByLabel('Where do you live?').selectOption({ label: 'Germany' });
  await page.getByLabel('E-mail address').fill(email);
  await send(page, 'Continue');
  await page.waitForTimeout(READING);
  await send(page, 'Send the request');
  return page;
}

test('a person in Germany asks for a copy, confirms by code, writes, corrects and withdraws, without a script', async () => {
  const address = newAddress();
  const page = await asked({}, address);
  expect(new URL(page.url()).pathname).toBe('/requests/status/');
  expect(await page.locator('.steps .next').innerText()).toBe('Next: you confirm your address');
  expect(await page.locator('.due strong').innerText()).toMatch(/^We answer by \w+day,? \d/);
  await page.getByText('Why this day?').click();
  expect(await page.locator('.due').innerText()).toContain('Art. 12(3)');
  await page.getByLabel('Code of six digits').fill('000000');
  await send(page, 'Confirm');
  expect(await page.locator('.faults').innerText()).toContain('The code is wrong');
  await page.getByLabel('Code of six digits').fill((await newestMail(address)).code);
  await send(page, 'Confirm');
  expect(await page.locator('.steps').innerText()).toContain('Address confirmed');
  await page.getByLabel('Message').fill('Only the invoices, please.\nThank you.');
  await page.getByLabel('Files (optional)').setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 x') });
  await send(page, 'Send the message');
  expect(await page.locator('.messages .words').innerText()).toBe('Only the invoices, please.\nThank you.');
  expect(await page.locator('main').innerText()).toContain('document-1.pdf');
  await page.getByText('Correct the request').click();
  await page.getByLabel('What is it about?').fill('Invoices of 2026.');
  await send(page, 'Save the correction');
  expect(await page.locator('.steps').innerText()).toContain('You corrected the request');
  await send(page, 'Withdraw the request');
  expect(await page.locator('.steps li').last().innerText()).toContain('You withdrew the request');
});

test('asked at a desk, confirmed on a telephone: the link shows a page, and takes the code of its own mail', async () => {
  const address = newAddress();
  const desk = await asked({}, address);
  const { link, code } = await newestMail(address);
  const telephone = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB', viewport: { width: 390, height: 760 } });
  const page = await telephone.newPage();
  await page.goto(edge.origin + link);
  expect(new URL(page.url()).pathname).toBe('/requests/proof/');
  await page.getByLabel('Code of six digits').fill(code);
  await send(page, 'Confirm');
  expect(await page.locator('.steps').innerText()).toContain('Address confirmed');
  await telephone.close();
  await desk.reload();
  expect(await desk.locator('.steps').innerText()).toContain('Address confirmed');
  expect(await desk.locator('main').innerText()).toContain('See what is personal');
});

test('"I asked nothing" is one link and one button', async () => {
  const address = newAddress();
  const page = await asked({}, address);
  const { notMe } = await newestMail(address);
  await page.goto(edge.origin + notMe);
  await send(page, 'I asked nothing');
  expect(await page.locator('main').innerText()).toContain('The request has ended.');
});

test('the acknowledgement is downloaded, and /verify/ says in words what it is', async () => {
  const page = await asked();
  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Signed acknowledgement of receipt' }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/^request-receipt-[0-9A-Z-]{9}\.json$/);
  const path = await file.path();
  const withScript = await browser.newPage();
  await withScript.goto(`${edge.origin}/verify/`);
  await withScript.setInputFiles('#file', { name: 'receipt.json', mimeType: 'application/json', buffer: readFileSync(path) });
  await withScript.locator('.verdict').waitFor();
  const words = await withScript.locator('#result').innerText();
  expect(words).toContain('This receipt is genuine');
  expect(words).toContain('A request was received');
  expect(words).not.toMatch(/undefined|choice/);
  await withScript.close();
});

test('a person in California opts out with one choice and one button, and the browser has the decision', async () => {
  const page = await open('/requests/withdraw-consent/');
  expect(await page.locator('form.request .field :is(input, select, textarea)').count()).toBe(2);
  await page.getByLabel('Where do you live?').selectOption({ label: 'United States: California' });
  await send(page, 'Withdraw now');
  expect(await page.locator('main').innerText()).toContain('Your choice holds');
  const cookie = (await context.cookies()).find(({ name }) => name === 'fairnotice');
  expect(cookie?.value).toMatch(/^1\.\w+\.\d+\.[a-z]+\.w\./);
  expect(cookie?.httpOnly).toBe(false);
  const session = (await context.cookies()).find(({ name }) => name === 'fairnotice-request');
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/requests/' });
});

test('an agent in California is asked for the mandate and the period on the next page, and errors come back with what was typed', async () => {
  const page = await open('/requests/access/');
  await send(page, 'Continue');
  expect(await page.locator('.faults').innerText()).toContain('Choose where you live');
  await page.getByLabel('Where do you live?').selectOption({ label: 'United States: California' });
  await page.getByLabel('For somebody else, who has authorised me').check();
  await page.getByLabel('E-mail address').fill('jo@mail.example');
  await send(page, 'Continue');
  await page.getByLabel('Your name or your firm').fill('Agents "Ltd"');
  await page.waitForTimeout(READING);
  await send(page, 'Send the request');
  expect(await page.getByLabel('Your name or your firm').inputValue()).toBe('Agents "Ltd"');
  await page.locator('.faults a').first().click();
  await page.getByLabel('Everything that you hold').check();
  await page.getByLabel('Name of the person for whom you ask').fill('Jo Visitor');
  await page.getByLabel('Your own e-mail address').fill('desk@agents.example');
  await page.getByLabel('Mandate (optional)').setInputFiles({ name: 'm.txt', mimeType: 'text/plain', buffer: Buffer.from('I authorise them.\n') });
  await page.waitForTimeout(READING);
  await send(page, 'Send the request');
  expect(new URL(page.url()).pathname).toBe('/requests/status/');
});

test('with the keyboard alone: the summary of faults has the focus, and leads to the field', async () => {
  const page = await open('/requests/access/');
  await page.getByRole('button', { name: 'Continue' }).press('Enter');
  const focused = () => page.evaluate(() => document.activeElement?.className || document.activeElement?.id || document.activeElement?.tagName);
  await expect.poll(focused).toBe('faults');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(new URL(page.url()).hash).toBe('#field-place');
});

describe('every page of it', () => {
  /** The pages by the way to them. */
  const pages: Record<string, (options: Parameters<Browser['newContext']>[0]) => Promise<Page>> = {
    list: (options) => open('/requests/', options),
    'list in German': (options) => open('/requests/de/', options),
    form: (options) => open('/requests/rectification/', options),
    'opt-out': (options) => open('/requests/limit-sensitive/', options),
    faults: async (options) => {
      const page = await open('/requests/access/', options);
      await send(page, 'Continue');
      return page;
    },
    'more questions': async (options) => {
      const page = await open('/requests/access/', options);
      await page.getByLabel('Where do you live?').selectOption({ label: 'United States: California' });
      await page.getByLabel('For somebody else, who has authorised me').check();
      await page.getByLabel('E-mail address').fill('jo@mail.example');
      await send(page, 'Continue');
      return page;
    },
    'status before proof': (options) => asked(options),
    'status after proof': async (options) => {
      const address = newAddress();
      const page = await asked(options, address);
      await page.getByLabel('Code of six digits').fill((await newestMail(address)).code);
      await send(page, 'Confirm');
      await page.getByLabel('Message').fill('Only the invoices, please.');
      await send(page, 'Send the message');
      return page;
    },
    'code that is wrong': async (options) => {
      const page = await asked(options);
      await page.getByLabel('Code of six digits').fill('000000');
      await send(page, 'Confirm');
      return page;
    },
    'link of a mail': async (options) => {
      const address = newAddress();
      await asked(options, address);
      const { link } = await newestMail(address);
      await context.close();
      return open(link, options);
    },
    'I asked nothing': async (options) => {
      const address = newAddress();
      const page = await asked(options, address);
      await page.goto(edge.origin + (await newestMail(address)).notMe);
      return page;
    },
    'status after an opt-out': async (options) => {
      const page = await open('/requests/withdraw-consent/', options);
      await page.getByLabel('Where do you live?').selectOption({ label: 'United States: California' });
      await send(page, 'Withdraw now');
      return page;
    },
    'mail when a policy changes': (options) => open('/subscribe/', options),
    'the same in German': (options) => open('/subscribe/de/', options),
    'an address that is none': async (options) => {
      const page = await open('/subscribe/', options);
      await page.getByLabel('Your e-mail address').fill('nobody');
      await send(page, 'Send me the confirmation');
      return page;
    },
    'a confirmation is on its way': async (options) => {
      const page = await open('/subscribe/', options);
      await subscribed(page, newAddress());
      return page;
    },
    'a subscription to confirm': async (options) => {
      const page = await open('/subscribe/', options);
      const address = newAddress();
      await subscribed(page, address);
      await page.goto(edge.origin + (await confirmationLink(address)));
      return page;
    },
    'a subscription that is confirmed': async (options) => {
      const page = await open('/subscribe/', options);
      const address = newAddress();
      await subscribed(page, address);
      await page.goto(edge.origin + (await confirmationLink(address)));
      await send(page, 'Yes, write to me');
      return page;
    },
    'a link of a subscription that is over': (options) => open('/subscribe/confirm/AAAAAAAAAAAAAAAAAAAAAA/', options),
    'no request here': (options) => open('/requests/status/', options),
    'link that is over': (options) => open('/requests/proof/AAAAAAAAAAAAAAAAAAAAAA/', options),
  };

  test.each(Object.keys(pages))(
    '%s: axe finds nothing on light and dark ground, and nothing sticks out at 320 px, which is 1280 at four times the size',
    async (name) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await pages[name]?.({ colorScheme, bypassCSP: true, javaScriptEnabled: true, viewport: { width: 1200, height: 900 } });
        if (!page) continue;
        for (const details of await page.locator('details').all()) await details.evaluate((element) => element.setAttribute('open', ''));
        await page.evaluate(AXE);
        const found = await page.evaluate(
          async (given) => await (globalThis as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run(given),
          RULES as unknown as Record<string, unknown>,
        );
        expect(
          found.violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ''}`)),
        ).toEqual([]);
        for (const [width, height] of [
          [320, 640],
          [320, 256],
          [768, 1024],
        ] as const) {
          await page.setViewportSize({ width, height });
          expect(await page.evaluate(() => (document.scrollingElement?.scrollWidth ?? 0) - innerWidth)).toBeLessThanOrEqual(0);
        }
        const small = await page.evaluate(() =>
          [...document.querySelectorAll<HTMLElement>('main :is(button, input, select, textarea, summary)')]
            .filter((element) => !element.closest('.trap') && element.offsetParent !== null && element.getAttribute('type') !== 'hidden')
            .map((element) => ({
              html: element.outerHTML.slice(0, 80),
              box: (element.matches('[type=radio]') ? (element.parentElement as HTMLElement) : element).getBoundingClientRect(),
            }))
            .filter(({ box }) => box.height < 24 || box.width < 24)
            .map(({ html }) => html),
        );
        expect(small).toEqual([]);
        if (process.env.PICTURES) {
          await page.setViewportSize({ width: 390, height: 844 });
          await page.screenshot({ path: join(process.env.PICTURES, `${name}-${colorScheme}-phone.png`), fullPage: true });
          await page.setViewportSize({ width: 1280, height: 900 });
          await page.screenshot({ path: join(process.env.PICTURES, `${name}-${colorScheme}-wide.png`), fullPage: true });
        }
        await context.close();
      }
    },
  );
});

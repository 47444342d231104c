/** What a person does in a browser without scripts, from the form to the page of their request; and the mails that they get. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll } from 'vitest';
import { type EdgeInBrowser, inMail } from './edge-in-browser.ts';

export type Options = Parameters<Browser['newContext']>[0];

/** Longer than it takes a program to fill a form in. */
export const READING = 2200;

/** Each person of a test has an address of their own: no more than three mails go to one on a day. */
let people = 0;
export function newAddress(): string {
  people += 1;
  return `person-${people}@mail.example`;
}

export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

export async function typeCode(page: Page, code: string): Promise<void> {
  await page.locator('[name=code]').first().fill(code);
  await page.locator('form:has([name=code]) button').first().click();
}

/** What the newest mail of link and code to an address holds; `than` is the code of the one before. */
export async function newestMail(origin: string, to: string, than?: string): Promise<{ code: string; link: string; notMe: string }> {
  const text = await inMail(origin, to, new RegExp(`^[\\s\\S]*\\b(?!${than ?? 'none'})\\d{6}\\b[\\s\\S]*$`));
  const path = (of: string): string => new RegExp(`/requests/${of}/[^/\\s]+/`).exec(text)?.[0] ?? '';
  return { code: /\b\d{6}\b/.exec(text)?.[0] ?? '', link: path('proof'), notMe: path('not-me') };
}

/** A browser of somebody: `open` begins a new one. Those that a test leaves open are closed at the end, for several tests may run at once. */
export function personBefore(edge: EdgeInBrowser) {
  const contexts: BrowserContext[] = [];
  afterAll(async () => {
    for (const context of contexts) await context.close();
  });

  async function open(path: string, options: Options = {}): Promise<Page> {
    const context = await edge.browser.newContext({ javaScriptEnabled: false, locale: 'en-GB', ...options });
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(edge.origin + path);
    return page;
  }

  /** From the form to the page of an access request that waits for its proof. */
  async function asked(options: Options = {}, email = newAddress(), locale = 'en'): Promise<Page> {
    const page = await open(`/requests/access/${locale === 'en' ? '' : `${locale}/`}`, options);
    await page.locator('[name=place]').selectOption('DE');
    await page.locator('[name=email]').fill(email);
    await page.locator('button[value=more]').click();
    await page.waitForTimeout(READING);
    await page.locator('#send').click();
    return page;
  }

  return { open, asked };
}

/** What pages do not do: run scripts, carry styles of their own, break their own policy, or fetch from elsewhere. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_PAGES, openSites, type Visit } from '../support/page-kinds.ts';

let visit: Visit;
beforeAll(async () => {
  visit = await openSites();
});
afterAll(() => visit?.close());

describe.each(ALL_PAGES)('$name ($path)', (kind) => {
  test('is quiet', async () => {
    const address = visit.at(kind);
    const context = await visit.browser.newContext();
    await context.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      document.addEventListener('securitypolicyviolation', (event) => seen.push(`${event.violatedDirective} ${event.blockedURI}`));
    });
    const page = await context.newPage();
    const heard: string[] = [];
    const expected = kind.name.startsWith('problem') || kind.name.startsWith('not-found') ? /status of 404/ : undefined;
    page.on('console', (message) => !expected?.test(message.text()) && heard.push(message.text()));
    page.on('pageerror', (error) => heard.push(String(error)));
    page.on('request', (request) => new URL(request.url()).origin === new URL(address).origin || heard.push(`request to ${request.url()}`));
    await page.goto(address, { waitUntil: 'load' });
    const carried = await page.evaluate(() => ({
      violations: (globalThis as unknown as { seen: string[] }).seen,
      scripts: document.querySelectorAll('script').length,
      styled: document.querySelectorAll('[style]').length,
      handlers: [...document.querySelectorAll('*')].filter((element) => [...element.attributes].some(({ name }) => name.startsWith('on'))).length,
      cookies: document.cookie,
    }));
    expect(heard).toEqual([]);
    expect(carried).toEqual({ violations: [], scripts: 0, styled: 0, handlers: 0, cookies: '' });
    await context.close();
  });
});

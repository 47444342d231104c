/** Records reach the ledger, whatever the network does: none is lost, none is sent twice under two ids. */
import type { BrowserContext, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOST, type HostVisit, html, openHosts, PRIVACY, settled, tag, UNLISTED } from '../support/host-server.ts';

let visit: HostVisit;
let address: string;
beforeAll(async () => {
  visit = await openHosts();
  address = visit.serve(html(tag()));
});
afterAll(() => visit?.close());

interface Sent {
  id: string;
  action: string;
  subject: string | null;
  choices: Record<string, boolean>;
  decided: string;
}
const CONSENTS = `${PRIVACY}/api/v1/consents`;
const outbox = (page: Page): Promise<Sent[]> => page.evaluate(() => JSON.parse(localStorage.getItem('fairnotice:outbox') ?? '[]'));

/** Every record that leaves the context. */
function watch(context: BrowserContext): Sent[] {
  const sent: Sent[] = [];
  context.on('request', (request) => {
    if (request.url() === CONSENTS && request.method() === 'POST') sent.push(request.postDataJSON() as Sent);
  });
  return sent;
}

const answer =
  (status: number, body = '{}') =>
  (route: Route) =>
    route.fulfill({ status, body, contentType: 'application/problem+json', headers: { 'Access-Control-Allow-Origin': HOST } });

test('a record is sent once, as text without credentials, is a UUIDv7 of its time, and leaves the outbox', async () => {
  const { page, context, accept, errors } = await visit.open(address);
  const sent = watch(context);
  await page.evaluate(() => {
    const said: unknown[] = [];
    Object.assign(window, { said });
    document.addEventListener('fairnotice:record', ({ detail }) => said.push(detail));
  });
  const response = page.waitForResponse(CONSENTS);
  await accept();
  const taken = await response;
  expect(taken.status()).toBe(201);
  expect(taken.request().headers()).toMatchObject({ 'content-type': 'text/plain' });
  expect(taken.request().headers().cookie).toBeUndefined();
  await expect.poll(() => page.evaluate(() => localStorage.getItem('fairnotice:outbox'))).toBeNull();
  const [record] = sent;
  expect(record).toMatchObject({ action: 'accept', site: 'shop', surface: 'banner', gpc: false, subject: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(record?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(record?.id.replace('-', '').slice(0, 12) ?? '', 16)).toBe(Date.parse(record?.decided ?? ''));
  expect(await page.evaluate(() => (window as unknown as { said: unknown[] }).said)).toEqual([{ id: record?.id, state: 'accepted' }]);
  await page.reload();
  await settled(300);
  expect(sent).toHaveLength(1);
  expect(errors).toEqual([]);
});

describe('an answer that says "not yet" keeps the record, and the next page sends it again under the same id', () => {
  test.each<[string, (route: Route) => Promise<void>]>([
    ...[408, 425, 429, 500, 502, 503, 504].map((status): [string, (route: Route) => Promise<void>] => [String(status), answer(status)]),
    ['no network', (route) => route.abort('internetdisconnected')],
    ['an answer of somebody else', answer(200, '<html>Sign in to the hotel</html>')],
    ['an answer without leave to read it', (route) => route.fulfill({ status: 201 })],
  ])('%s', async (_name, fail) => {
    const { page, context, accept, errors } = await visit.open(address);
    const sent = watch(context);
    await context.route(CONSENTS, fail);
    await accept();
    await expect.poll(() => sent.length).toBe(1);
    await settled();
    expect((await outbox(page)).map(({ id }) => id)).toEqual([sent[0]?.id]);
    await context.unroute(CONSENTS);
    await page.reload();
    await expect.poll(() => outbox(page)).toEqual([]);
    expect(new Set(sent.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(errors).toEqual([]);
  });
});

test.each([400, 401, 403, 404, 409, 410, 413, 422])('a refusal for good (%i) drops it, and an event says so', async (status) => {
  const { page, context, accept } = await visit.open(address);
  await context.route(CONSENTS, answer(status));
  const said = page.evaluate(() => new Promise((resolve) => document.addEventListener('fairnotice:record', ({ detail }) => resolve(detail))));
  await accept();
  expect(await said).toMatchObject({ state: 'refused', status });
  expect(await outbox(page)).toEqual([]);
});

test('what waits goes out in order: on the next page, and as soon as the network is back', async () => {
  const { page, context, accept, errors } = await visit.open(address);
  await settled(2300);
  const sent = watch(context);
  await context.setOffline(true);
  await accept();
  await page.evaluate(() => window.fairnotice?.withdraw());
  await settled(300);
  expect((await outbox(page)).map(({ action }) => action)).toEqual(['accept', 'withdraw']);
  sent.length = 0;
  await context.setOffline(false);
  await expect.poll(() => outbox(page)).toEqual([]);
  expect(sent.map(({ action }) => action)).toEqual(['accept', 'withdraw']);
  expect(sent[0]?.subject).toBe(sent[1]?.subject);
  expect(await page.evaluate(() => localStorage.getItem('fairnotice:subject'))).toBeNull();
  expect(errors).toEqual([]);
});

test('the outbox is bounded in number and in age', async () => {
  const { page, context } = await visit.open(address);
  const sent = watch(context);
  await context.route(CONSENTS, (route) => route.abort());
  await page.evaluate(() => {
    for (let index = 0; index < 30; index += 1) window.fairnotice?.withdraw();
  });
  await settled(300);
  expect(await outbox(page)).toHaveLength(20);
  await page.evaluate(() => {
    const records = JSON.parse(localStorage.getItem('fairnotice:outbox') ?? '[]') as { at: number }[];
    for (const record of records.slice(0, -1)) record.at -= 31 * 86_400_000;
    localStorage.setItem('fairnotice:outbox', JSON.stringify(records));
  });
  sent.length = 0;
  await page.reload();
  await expect.poll(() => sent.length).toBe(1);
  expect(await outbox(page)).toHaveLength(1);
});

test.each(['{', 'null', '7', '"x"', '[null]', '[{}]', '{"length":3}'])('an outbox that holds %s stops nothing', async (text) => {
  const { page, context, accept, errors } = await visit.open(address);
  await page.evaluate((value) => localStorage.setItem('fairnotice:outbox', value), text);
  const sent = watch(context);
  await page.reload();
  await accept();
  await expect.poll(() => sent.map(({ action }) => action)).toContain('accept');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('fairnotice:outbox'))).toBeNull();
  expect(errors).toEqual([]);
});

describe('closing the tab at once after the click', () => {
  test('in the very handler of the click: decision and record are there on the next visit', async () => {
    const { page, context } = await visit.open(address);
    const sent = watch(context);
    await page.evaluate(() => {
      const button = document.querySelector('fairnotice-consent')?.shadowRoot?.querySelector<HTMLElement>('[part~=accept]');
      button?.addEventListener('click', () => {
        window.location.href = 'about:blank';
      });
      button?.click();
    });
    await page.close();
    const next = await visit.open(address, { context });
    expect(await next.page.evaluate(() => window.fairnotice?.get().decided)).toBe(true);
    await expect.poll(() => sent.map(({ action }) => action)).toContain('accept');
    await expect.poll(() => outbox(next.page)).toEqual([]);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
  });

  test('by closing the page before the file on demand has come', async () => {
    const { page, context, accept } = await visit.open(address);
    const sent = watch(context);
    await context.route(`${PRIVACY}/pinned/rest*`, async (route) => {
      await settled(1000);
      await route.continue().catch(() => {});
    });
    await accept();
    await page.close();
    const next = await visit.open(address, { context });
    expect(await next.page.evaluate(() => window.fairnotice?.get().allowed.analytics)).toBe(true);
    await expect.poll(() => outbox(next.page), { timeout: 5000 }).toEqual([]);
    expect(sent.map(({ action }) => action)).toEqual(['accept']);
  });
});

test('two tabs never send one choice under two ids', async () => {
  const { page, context, accept } = await visit.open(address);
  const others = await Promise.all([1, 2, 3].map(() => visit.open(address, { context })));
  await settled(2300);
  const sent = watch(context);
  await accept();
  await Promise.all(others.map(({ page: other }) => other.evaluate(() => window.dispatchEvent(new Event('online')))));
  await expect.poll(() => outbox(page)).toEqual([]);
  await settled(300);
  // A tab may see late that another has sent it. The ledger takes the same record twice as one.
  expect(new Set(sent.map((one) => JSON.stringify(one))).size).toBe(1);
});

test('the Worker takes records from listed pages alone; from another the choice holds, and the record waits', async () => {
  const { page, accept, errors } = await visit.open(visit.serve(html(tag()), { origin: UNLISTED }));
  const failed = page.waitForEvent('requestfailed', (request) => request.url() === CONSENTS);
  await accept();
  await failed;
  await settled();
  expect(await outbox(page)).toHaveLength(1);
  expect(await page.evaluate(() => window.fairnotice?.get().decided)).toBe(true);
  expect(errors).toEqual([]);
});

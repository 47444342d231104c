/** The page of a request: what it shows to whom, and by which ways one comes to it. */
import { env } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import { takeCase } from '../../../../worker/requests/cases.ts';
import { statusPath } from '../../../../worker/requests/status-links.ts';
import { statusDoings } from '../../../../worker/routes/requests/status-doings.tsx';
import { ask } from '../../client.ts';
import { deskAt } from '../desk.ts';
import { last, WRITES } from './asked.ts';
import { Browser, countOf } from './browser.ts';
import { freshDesk, mails } from './mails.ts';
import { organisation, proved, theCase, types } from './proved.ts';

freshDesk();

const WAYS = '/requests/status/';

test('shows reference, steps, the day and why, and of the address no more than a hint to whoever has only the link (128 bits)', async () => {
  await proved();
  await organisation({ type: 'message-to-person', at: '2026-02-01T09:00:00Z' }, 'Dear Jo, is it Jo or Jo-Ann?');
  const { row } = await theCase();
  const path = await statusPath(await deskAt('2026-02-01T00:00:00Z'), row.id);
  const stranger = new Browser();
  const { path: shown, html, headers } = await stranger.open(`/${path}`);
  expect(shown).toBe(stranger.page);
  expect(html).toContain(row.reference);
  expect(html).toContain('Why this day?');
  expect(html).toContain('<bdi>j…@m….example</bdi>');
  expect(html).not.toMatch(/jo@mail|not Joe|Jo-Ann/);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-robots-tag')).toBe('noindex');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(path.split('.')[1]?.length).toBe(23);
});

test('the secret that was made with the request opens it too, and leaves the address at once', async () => {
  const { secret, opened } = await takeCase(await deskAt('2026-01-31T09:00:00Z'), {
    kind: 'access',
    place: 'DE',
    locale: 'de',
    behalf: 'self',
    channel: 'letter',
    content: { email: 'jo@mail.example' },
    actor: 'Kim',
  });
  const browser = new Browser();
  const { path, html } = await browser.open(`/requests/status/${secret}/`);
  expect(path).toBe(browser.page);
  expect(html).toContain(opened.row.reference);
  expect(html).toContain('Über einen Link geöffnet');
});

test.each(['message', 'again', 'files/0'])('what came of a form is the page of its request where it is loaded without the form (%s)', async (doing) => {
  const browser = await proved();
  const own = browser.page;
  const { path, html, headers } = await browser.open(own + doing);
  expect([path, headers.get('cache-control')]).toEqual([own, 'no-store']);
  expect(html).toMatch(WRITES);
  expect(await types()).toEqual(['received', 'proof-asked', 'proved']);
  expect((await new Browser().open(`/requests/status/ZZZZ-ZZZZ/${doing}`)).path).toBe('/requests/status/ZZZZ-ZZZZ/');
});

test('the ways to a request stand where their forms are sent to, too; nothing leads out of this site', async () => {
  for (const path of ['open', 'open-code', 'leave']) expect(await new Browser().open(WAYS + path)).toMatchObject({ path: WAYS, status: 200 });
  const { headers } = await ask('/requests/status/%2F%2Fevil.example%0D%0A/message');
  expect(headers.get('location')).toBe('/requests/status/%2F%2Fevil.example%0D%0A/');
});

test('the reference alone opens nothing', async () => {
  const browser = await proved();
  const prepare = vi.spyOn(env.INDEX, 'prepare');
  const shown = async (path: string): Promise<string> => (await new Browser().open(path)).html.replaceAll(/value="[^"]*"/g, '…');
  const html = await shown(browser.page);
  expect(html).toContain('type reference and address');
  // Whether there is such a request is not told, for it is not even looked up.
  expect(await shown('/requests/status/ZZZZ-ZZZZ/')).toBe(html);
  expect(prepare).not.toHaveBeenCalled();
  expect(await new Browser().open(WAYS)).toMatchObject({ status: 200, html: expect.stringContaining('type reference and address') });
});

/** Whatever the routes take: one that is new is tried by itself. */
const DOINGS = statusDoings.routes.filter(({ method }) => method === 'POST').map(({ path }) => path);

test('there are doings', () => expect(DOINGS).toContain('/requests/status/:reference/message'));

test.each(DOINGS)('POST %s takes a form of this site with its own token, and nothing else', async (path) => {
  const browser = await proved();
  const before = await types();
  const address = path.replace(`${WAYS}:reference/`, browser.page).replace(':file', 'x');
  const token = /name="token" value="([^"]*)"/.exec(browser.html)?.[1] ?? '';
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': '', origin: 'https://evil.example' }] as Record<string, string>[])
    expect((await browser.post(address, { token, message: 'x' }, { headers })).status).toBe(403);
  // An older browser, with a token of somebody else’s page.
  const stranger = new Browser();
  await stranger.open(WAYS);
  const theirs = /name="token" value="([^"]*)"/.exec(stranger.html)?.[1] ?? '';
  for (const made of [theirs, '', 'a.b.c']) await browser.post(address, { token: made, message: 'x', details: 'x' });
  expect(await types()).toEqual(before);
  expect(browser.sessions).toHaveLength(1);
  expect((await browser.post(address, { token }, { headers: { 'content-type': 'application/json' } })).status).toBe(400);
});

describe('by reference and address', () => {
  test('a code is mailed where the two belong together, and opens the request; the page is the same where they do not', async () => {
    await proved();
    const { row } = await theCase();
    const open = async (reference: string, email: string): Promise<Browser> => {
      const browser = new Browser();
      browser.later(3600);
      await browser.open(WAYS);
      await browser.send('/requests/status/open', { reference, email });
      return browser;
    };
    const shown = (html: string): string => html.replaceAll(/value="[^"]*"/g, '…');
    const nobody = await open('ZZZZ-ZZZZ', 'jo@mail.example');
    const stranger = await open(row.reference, 'eve@mail.example');
    expect(mails).toHaveLength(1);
    const own = await open(row.reference.toLowerCase(), 'JO@mail.example');
    expect(mails.at(-1)).toMatchObject({ name: 'step-up', to: 'jo@mail.example' });
    expect(shown(stranger.html)).toBe(shown(own.html));
    expect(shown(nobody.html)).toBe(shown(own.html));
    // Also where one was sent just now; the time is that of the page, and no other.
    const twice = await open(row.reference, 'jo@mail.example');
    expect(shown(twice.html)).toBe(shown(own.html));
    expect(mails).toHaveLength(2);
    expect(own.html).toMatch(
      /A code that was sent in the last 15 minutes still holds, and then no second one is sent\. From 10:15 UTC on you can ask for a new one\./,
    );
    const guess = await stranger.send('/requests/status/open-code', { code: '000000' });
    expect(guess).toMatchObject({ status: 422, html: expect.stringContaining('The code is wrong') });
    expect(guess.html).toContain('<a href="#field-code">');
    expect(guess.html).toContain('<a href="/requests/status/">Ask for a new code</a>');
    await own.send('/requests/status/open-code', { code: last().values.code ?? '' });
    expect(own.html).toMatch(WRITES);
  });

  test.each([
    ['open', 'value="jo@mail.example"'],
    ['open-code', 'name="code"'],
  ])('%s says what is wrong where the browser keeps no cookie, and does not blame the code', async (path, asked) => {
    await proved();
    const { row } = await theCase();
    const browser = new Browser();
    await browser.open(WAYS);
    const token = /name="token" value="([^"]*)"/.exec(browser.html)?.[1] ?? '';
    const fields = { token, reference: row.reference, email: 'jo@mail.example', code: last().values.code ?? '' };
    const { status, html } = await new Browser().post(WAYS + path, fields);
    expect(status).toBe(422);
    expect(html).toContain('your browser keeps no cookie of this site');
    expect(html).toContain(asked);
    expect(html).not.toContain('The code is wrong');
  });

  test('what cannot be right comes back with what was typed', async () => {
    const browser = new Browser();
    await browser.open(WAYS);
    const { status, html } = await browser.send('/requests/status/open', { reference: '12', email: 'jo' });
    expect(status).toBe(422);
    expect(html).toContain('<a href="#field-reference">');
    expect(html).toContain('value="jo"');
  });

  test.each([
    ['open', { reference: '7KQ2-M4XR', email: 'jo@mail.example' }, 'reference'],
    ['open-code', { code: '123456' }, 'code'],
  ])('a browser that keeps no cookie is told so at %s, and has what it typed', async (path, typed, field) => {
    const browser = new Browser();
    await browser.open(WAYS);
    if (path === 'open-code') await browser.send('/requests/status/open', { reference: '7KQ2-M4XR', email: 'jo@mail.example' });
    browser.cookies.clear();
    const { status, html } = await browser.send(`/requests/status/${path}`, typed);
    expect(status).toBe(422);
    expect(html).toContain(`<a href="#field-${field}">The page was open for too long, or your browser keeps no cookie`);
    for (const value of ['7KQ2-M4XR', 'jo@mail.example']) expect(html).toContain(`value="${value}"`);
  });
});

test('where the contents are gone the page tells so, and shows the steps alone', async () => {
  const browser = await proved();
  await env.INDEX.exec('UPDATE requests SET key = NULL, master = NULL, sealed = NULL');
  const { status, html } = await browser.open(browser.page);
  expect(status).toBe(200);
  expect(html).toContain('What you wrote has been erased.');
  expect((await browser.post(`${browser.page}message`, { token: /name="token" value="([^"]*)"/.exec(html)?.[1] ?? '', message: 'x' })).status).toBe(422);
});

test('where the master key is not here the link ends nothing: what cannot be read is not open to everybody', async () => {
  await proved();
  const { row } = await theCase();
  await env.INDEX.exec("UPDATE requests SET master = 'lost'");
  const stranger = new Browser();
  await stranger.open(`/${await statusPath(await deskAt('2026-02-01T00:00:00Z'), row.id)}`);
  const token = /name="token" value="([^"]*)"/.exec(stranger.html)?.[1] ?? '';
  expect((await stranger.post(`${stranger.page}withdraw`, { token })).status).toBe(422);
  expect((await theCase()).summary.state).toBe('open');
});

test('nothing personal, no secret and no query stands in a line of the log when something breaks', async () => {
  const browser = await proved();
  const { row } = await theCase();
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const path = await statusPath(await deskAt('2026-02-01T00:00:00Z'), row.id);
  const broken = {
    prepare: () => {
      throw new Error('down');
    },
  } as unknown as D1Database;
  expect((await browser.open(`/${path}`, { bindings: { INDEX: broken } })).status).toBe(500);
  const logged = JSON.stringify(log.mock.calls);
  expect(logged).toContain('/requests/status/…/');
  expect(logged).not.toContain(path.split('/')[2]);
  expect(await countOf('requests')).toBe(1);
});

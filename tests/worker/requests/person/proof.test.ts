/** Proof of an address by link and by code: in the browser that asked, in another one, and by whoever follows links. */
import { env } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import { openCase } from '../../../../worker/requests/cases.ts';
import { deskAt } from '../desk.ts';
import { alike, asked, eventsOf, last, pathOf, WRITES } from './asked.ts';
import { Browser, countOf, referenceIn } from './browser.ts';
import { freshDesk, mails } from './mails.ts';

freshDesk();

test('the mail goes to the typed address, with link, code and "I asked nothing", and holds nothing that anybody typed', async () => {
  const browser = await asked({ email: ' Jo@Mail.example ' });
  expect(mails).toHaveLength(1);
  const { name, to, locale, values } = last();
  expect({ name, to, locale }).toEqual({ name: 'proof', to: 'jo@mail.example', locale: 'en' });
  expect(values).toEqual({
    link: expect.stringMatching(/^https:\/\/privacy\.example\/requests\/proof\/[\w-]{22}\/$/),
    code: expect.stringMatching(/^\d{6}$/),
    lasting: '4 hours',
    notMe: expect.stringMatching(/^https:\/\/privacy\.example\/requests\/not-me\/[\w.-]{59}\/$/),
    reference: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/),
  });
  expect(browser.html).toContain('Next: you confirm your address');
});

test('only hashes of link and code are stored', async () => {
  await asked();
  const row = JSON.stringify(await env.INDEX.prepare('SELECT * FROM proofs').first());
  const bytes = (text: string): string => JSON.stringify([...new TextEncoder().encode(text)]).slice(1, -1);
  const { link = '', code = '' } = last().values;
  const token = pathOf(link).split('/')[3] ?? '';
  for (const secret of [token, code, 'jo@mail.example']) {
    expect(row).not.toContain(secret);
    expect(row).not.toContain(bytes(secret));
  }
});

test('the code proves the address in the browser that asked', async () => {
  const browser = await asked();
  const { status, html } = await browser.later(60).act('code', { code: last().values.code ?? '' });
  expect(status).toBe(200);
  expect(html).toContain('Address confirmed');
  expect(html).toContain('Next: we answer');
  expect(await eventsOf()).toEqual(['received', 'proof-asked', 'proved']);
});

test('what was withdrawn is not taken up again by a code that still holds: nobody is told of a new request', async () => {
  await env.INDEX.exec('DELETE FROM outbox');
  const browser = await asked();
  const page = browser.html;
  await browser.act('withdraw');
  // No code is of use any more, so none is asked for.
  expect(browser.html).not.toMatch(/action="\/requests\/status\/(code|again)"/);
  await Object.assign(browser, { html: page }).later(1000).act('again');
  expect(mails).toHaveLength(1);
  await Object.assign(browser, { html: page }).act('code', { code: last().values.code ?? '' });
  expect(await eventsOf()).toEqual(['received', 'proof-asked', 'withdrawn']);
  expect(await countOf('outbox')).toBe(0);
});

test('the link proves it there on a button', async () => {
  const browser = await asked();
  const { path, html } = await browser.later(60).open(pathOf(last().values.link));
  expect(path).toBe('/requests/proof/');
  expect(html).not.toContain('name="code"');
  await browser.send('/requests/proof/');
  expect(browser.at).toBe(browser.page);
  expect(browser.html).toContain('Address confirmed');
});

test('the link of a later code says what it opens; the page may lie open as long as the link lives', async () => {
  const browser = await asked();
  const { link } = last().values;
  const slow = new Browser();
  await slow.open(pathOf(link));
  await slow.later(3600).send('/requests/proof/', { code: last().values.code ?? '' });
  expect(slow.html).toContain('Address confirmed');
  await browser.later(7200).open(browser.page);
  await browser.act('again');
  const device = new Browser();
  device.now = browser.now;
  await device.open(pathOf(last().values.link));
  expect(device.html).toContain('<h1>See what is personal</h1>');
  expect(device.html).toContain('Somebody asked for a code to open a request of this address: Get a copy of your data. Was it you?');
  await device.send('/requests/proof/', { code: last().values.code ?? '' });
  expect(device.html).toMatch(WRITES);
});

test('a page that no request says the language of speaks that of the browser, and leads on in it', async () => {
  for (const path of ['/requests/proof/AAAAAAAAAAAAAAAAAAAAAA/', '/requests/not-me/x/', '/requests/status/']) {
    const browser = new Browser({ headers: { 'accept-language': 'de-AT,de;q=0.9' } });
    expect((await browser.open(path)).html, path).toContain('lang="de"');
  }
  const foreign = await new Browser({ headers: { 'accept-language': 'de' } }).post(
    '/requests/status/open',
    {},
    { headers: { 'sec-fetch-site': 'cross-site' } },
  );
  expect(foreign.html).toContain('href="/requests/de/"');
});

describe('who follows links', () => {
  test('a scanner that gets and heads the link, however often, changes nothing and uses nothing up', async () => {
    const browser = await asked();
    const dump = async (): Promise<string> =>
      JSON.stringify([await env.INDEX.prepare('SELECT * FROM proofs').all(), await eventsOf()].map((one) => (one as { results?: unknown }).results ?? one));
    const before = await dump();
    for (const method of ['GET', 'HEAD', 'GET']) {
      const scanner = new Browser();
      await scanner.open(pathOf(last().values.link), { method });
      await scanner.open(pathOf(last().values.notMe), { method });
    }
    expect(await dump()).toBe(before);
    expect((await browser.later(600).act('code', { code: last().values.code ?? '' })).html).toContain('Address confirmed');
  });

  test('a scanner that presses the button too is asked for the code, and proves nothing', async () => {
    await asked();
    const scanner = new Browser();
    await scanner.open(pathOf(last().values.link));
    const { status, html } = await scanner.send('/requests/proof/');
    expect(status).toBe(422);
    expect(html).toContain('name="code"');
    expect(await eventsOf()).toEqual(['received', 'proof-asked']);
  });

  test('on another device link and code together prove it, and open the request there', async () => {
    await asked();
    const telephone = new Browser();
    await telephone.open(pathOf(last().values.link));
    await telephone.send('/requests/proof/', { code: last().values.code ?? '' });
    expect(telephone.at).toBe(telephone.page);
    expect(telephone.html).toContain('Address confirmed');
    expect(telephone.html).toMatch(WRITES);
  });

  test('pressing a second time tells that it is confirmed already', async () => {
    const browser = await asked();
    await browser.open(pathOf(last().values.link));
    const page = browser.html;
    await browser.send('/requests/proof/');
    await browser.open(pathOf(last().values.link));
    expect(browser.html).toContain('This was confirmed already.');
    browser.html = page;
    expect((await browser.send('/requests/proof/')).html).toContain('This was confirmed already.');
  });

  test('whoever typed somebody else’s address learns nothing when that person confirms: the session is of the browser that proved', async () => {
    const attacker = await asked();
    const victim = new Browser();
    await victim.open(pathOf(last().values.link));
    await victim.send('/requests/proof/', { code: last().values.code ?? '' });
    await attacker.open(attacker.page);
    expect(attacker.html).toContain('See what is personal');
    expect(attacker.html).not.toMatch(WRITES);
    // A form of the page alone opens nothing: it is posted with a token of this browser.
    const token = /name="token" value="([^"]*)"/.exec(attacker.html)?.[1] ?? '';
    const posted = await attacker.post(`${attacker.page}message`, { token, message: 'Send it to me.' });
    expect(posted.html).toContain('This needs a code first');
    expect(await eventsOf()).not.toContain('message-from-person');
  });
});

test('known and unknown addresses: the same page, the same status, and nothing is looked up about them', async () => {
  const known = await asked({ email: 'known@mail.example' });
  await known.act('code', { code: last().values.code ?? '' });
  const prepare = vi.spyOn(env.INDEX, 'prepare');
  const statements = async (email: string): Promise<{ html: string; sql: string[] }> => {
    prepare.mockClear();
    const { html } = await asked({ email }, 'erasure');
    return { html: alike(html), sql: prepare.mock.calls.map(([sql]) => sql) };
  };
  const one = await statements('known@mail.example');
  const other = await statements('unknown@mail.example');
  expect(one.html).toBe(other.html);
  expect(one.sql).toEqual(other.sql);
});

test('an objection is not held up by any proof, and an erasure is only worked on when the address is proved', async () => {
  await asked({ details: 'No profiling, please.' }, 'objection');
  expect(mails).toHaveLength(0);
  await asked({}, 'erasure');
  const { results } = await env.INDEX.prepare('SELECT kind, queue FROM requests ORDER BY kind').all();
  expect(results).toEqual([
    { kind: 'erasure', queue: 'unproved' },
    { kind: 'objection', queue: 'active' },
  ]);
});

test('the clock runs from receipt, whenever the address is proved (CampusConnect#5162)', async () => {
  const browser = await asked();
  await browser.later(3600).act('code', { code: last().values.code ?? '' });
  const known = await openCase(await deskAt('2026-02-01T00:00:00Z'), { reference: referenceIn(browser.html) ?? '' });
  expect(known?.row).toMatchObject({ received: '2026-01-31', due: '2026-03-02', queue: 'active' });
});

test('no mail is a gate: where none can be sent the request is taken and counted from receipt all the same', async () => {
  vi.restoreAllMocks();
  const browser = await asked();
  expect(browser.at).toBe(browser.page);
  expect(await countOf('requests')).toBe(1);
});

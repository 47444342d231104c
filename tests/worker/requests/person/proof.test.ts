/** Proof of an address by link and by code, and what somebody tries who has neither. */
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Mail } from '../../../../core/requests/mails.ts';
import { openCase } from '../../../../worker/requests/cases.ts';
import { deskAt } from '../desk.ts';
import { Browser, countOf, emptyRequests } from './browser.ts';
import { caughtMails } from './mails.ts';

let mails: Mail[];
beforeEach(async () => {
  await emptyRequests();
  mails = caughtMails();
});
afterEach(() => vi.restoreAllMocks());

const ACCESS = { place: 'DE', behalf: 'self', email: 'jo@mail.example', step: 'more' };

async function asked(given: Record<string, string> = {}, kind = 'access', headers: Record<string, string> = {}): Promise<Browser> {
  const browser = new Browser({ headers });
  await browser.post(`/requests/${kind}/`, { ...ACCESS, ...given });
  await browser.later(10).send(`/requests/${kind}/`);
  return browser;
}

const last = (): Mail => mails.at(-1) as Mail;
const pathOf = (address = ''): string => new URL(address).pathname;
const wrong = (code = ''): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

async function eventsOf(): Promise<string[]> {
  const { results } = await env.INDEX.prepare('SELECT type FROM request_events ORDER BY request, number').all<{ type: string }>();
  // The acknowledgement is noted by itself when its mail has gone.
  return results.map(({ type }) => type).filter((type) => type !== 'acknowledged');
}

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
  const { status, html } = await browser.later(60).send('/requests/status/code', { code: last().values.code ?? '' });
  expect(status).toBe(200);
  expect(html).toContain('Address confirmed');
  expect(html).toContain('Next: we answer');
  expect(await eventsOf()).toEqual(['received', 'proof-asked', 'proved']);
});

test('what was withdrawn is not taken up again by a code that still holds: nobody is told of a new request', async () => {
  await env.INDEX.exec('DELETE FROM outbox');
  const browser = await asked();
  await browser.send('/requests/status/withdraw');
  await browser.send('/requests/status/code', { code: last().values.code ?? '' });
  expect(await eventsOf()).toEqual(['received', 'proof-asked', 'withdrawn']);
  expect(await env.INDEX.prepare("SELECT COUNT(*) AS n FROM outbox WHERE name IN ('acknowledged', 'operator-new')").first('n')).toBe(0);
});

test('the link proves it there on a button', async () => {
  const browser = await asked();
  const { path, html } = await browser.later(60).open(pathOf(last().values.link));
  expect(path).toBe('/requests/proof/');
  expect(html).not.toContain('name="code"');
  await browser.send('/requests/proof/');
  expect(browser.at).toBe('/requests/status/');
  expect(browser.html).toContain('Address confirmed');
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
    expect((await browser.later(600).send('/requests/status/code', { code: last().values.code ?? '' })).html).toContain('Address confirmed');
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
    expect(telephone.at).toBe('/requests/status/');
    expect(telephone.html).toContain('Address confirmed');
    expect(telephone.html).toContain('action="/requests/status/message"');
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
    await attacker.open('/requests/status/');
    expect(attacker.html).toContain('See what is personal');
    expect(attacker.html).not.toContain('action="/requests/status/message"');
    // A form of the page alone opens nothing: it is posted with a token of this browser.
    const token = /name="token" value="([^"]*)"/.exec(attacker.html)?.[1] ?? '';
    const posted = await attacker.post('/requests/status/message', { token, message: 'Send it to me.' });
    expect(posted.html).toContain('This needs a code first');
    expect(await eventsOf()).not.toContain('message-from-person');
  });
});

describe('guessing', () => {
  test('a code has five tries, and then not even the right one counts', async () => {
    const browser = await asked();
    const code = last().values.code ?? '';
    for (let tries = 1; tries <= 4; tries += 1)
      expect((await browser.send('/requests/status/code', { code: wrong(code) })).html).toContain('The code is wrong');
    expect((await browser.send('/requests/status/code', { code: wrong(code) })).html).toContain('tried too often');
    expect((await browser.send('/requests/status/code', { code })).html).toContain('tried too often');
    expect(await eventsOf()).toEqual(['received', 'proof-asked']);
  });

  test('guesses side by side are counted one by one', async () => {
    const browser = await asked();
    const code = last().values.code ?? '';
    const page = browser.html;
    const guesses = await Promise.all(
      Array.from({ length: 20 }, async (_none, at) => {
        const one = new Browser();
        for (const [name, kept] of browser.cookies) one.cookies.set(name, kept);
        Object.assign(one, { html: page, now: browser.now });
        return (await one.send('/requests/status/code', { code: String((Number(code) + at + 1) % 1_000_000).padStart(6, '0') })).html;
      }),
    );
    expect(guesses.filter((html) => html.includes('The code is wrong')).length).toBeLessThanOrEqual(5);
    expect(await env.INDEX.prepare('SELECT tries FROM proofs').first('tries')).toBe(5);
  });

  test('link and code are over after their time, and a new mail ends the former one', async () => {
    const browser = await asked();
    const first = last();
    await browser.later(14_500).send('/requests/status/code', { code: first.values.code ?? '' });
    expect(browser.html).toContain('Link and code are over');
    await browser.send('/requests/status/again');
    expect(mails).toHaveLength(2);
    expect((await browser.send('/requests/status/code', { code: first.values.code === last().values.code ? '' : (first.values.code ?? '') })).html).toContain(
      'The code is wrong',
    );
    await browser.open(pathOf(first.values.link));
    expect(browser.html).toContain('Link and code are over');
    await browser.open('/requests/status/');
    expect((await browser.send('/requests/status/code', { code: last().values.code ?? '' })).html).toContain('Address confirmed');
  });

  test.each([
    '/requests/proof/AAAAAAAAAAAAAAAAAAAAAA/',
    '/requests/not-me/0190aaaa-0000-7000-8000-000000000000.AAAAAAAAAAAAAAAAAAAAAA/',
    '/requests/status/AAAAAAAAAAAAAAAAAAAAAA/',
  ])('a link that was made up shows nothing (%s)', async (path) => {
    await asked();
    const { html } = await new Browser().open(path);
    expect(html).not.toMatch(/<code>[0-9A-Z]{4}-/);
    expect(html).toMatch(/There is no (such link|request)/);
  });

  test('a cookie that was made up, or whose level was raised, opens nothing', async () => {
    const browser = await asked();
    const kept = browser.cookies.get('fairnotice-request');
    for (const value of [kept?.value.replace('.asked.', '.proved.') ?? '', kept?.value.replace(/^./, 'f') ?? '', 'x']) {
      const other = new Browser();
      other.cookies.set('fairnotice-request', { value, path: '/requests/' });
      const { html } = await other.open('/requests/status/');
      expect(html).toContain('type reference and address');
    }
  });
});

describe('mails to strangers', () => {
  test('a repetition within a quarter of an hour shows the same page and sends nothing new; in another browser it opens nothing of the first', async () => {
    const one = await asked();
    const other = await asked();
    expect(mails).toHaveLength(1);
    const shown = (html: string): string => html.replaceAll(/[0-9A-Z]{4}-[0-9A-Z]{4}|[\w.-]{59}|value="[^"]*"/g, '…');
    expect(shown(other.html)).toBe(shown(one.html));
    const reference = (html: string): string | undefined => /<code>([^<]+)<\/code>/.exec(html)?.[1];
    expect(reference(other.html)).not.toBe(reference(one.html));
    await one.post('/requests/access/', ACCESS);
    await one.later(10).send('/requests/access/');
    expect(await countOf('requests')).toBe(2);
    expect(mails).toHaveLength(1);
  });

  test('no more than three mails go to an address on a day, and no more than ten are caused by a network in an hour', async () => {
    for (const kind of ['access', 'erasure', 'portability', 'third-party-list']) await asked({ place: kind === 'third-party-list' ? 'BR' : 'DE' }, kind);
    expect(mails).toHaveLength(3);
    for (let at = 0; at < 12; at += 1) await asked({ email: `a${at}@mail.example` }, 'access', { 'cf-connecting-ip': `2001:db8:7:7::${at}` });
    expect(mails).toHaveLength(13);
    expect(await countOf('requests')).toBe(16);
  }, 20_000);

  test('what needs no proof is acknowledged within the same limits: no form fills a stranger’s mailbox', async () => {
    await env.INDEX.exec('DELETE FROM outbox');
    for (let at = 0; at < 5; at += 1) await new Browser().post('/requests/opt-out-sale/', { place: 'US-CA', email: 'jo@mail.example', step: 'send' });
    expect(await countOf('requests')).toBe(5);
    expect(await env.INDEX.prepare("SELECT COUNT(*) AS n FROM outbox WHERE name = 'acknowledged'").first('n')).toBe(3);
  });

  test('over all there is a ceiling, and reaching it is told to the operator once', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await env.INDEX.prepare("INSERT INTO request_counters (key, span, count) VALUES (CAST('mails' AS BLOB), '2026-01-31T09', 499)").run();
    for (let at = 0; at < 4; at += 1) await asked({ email: `a${at}@mail.example` });
    expect(mails).toHaveLength(1);
    expect(log).toHaveBeenCalledOnce();
  });

  test('the header that a proxy or a caller writes does not count as the network', async () => {
    for (let at = 0; at < 12; at += 1)
      await asked({ email: `a${at}@mail.example` }, 'access', {
        'cf-connecting-ip': '203.0.113.9',
        'x-forwarded-for': `198.51.100.${at}`,
        'x-real-ip': `198.51.100.${at}`,
      });
    expect(mails).toHaveLength(10);
  });

  test('"I asked nothing" ends the request on a button, and no mail goes there for thirty days', async () => {
    await asked();
    const victim = new Browser();
    await victim.open(pathOf(last().values.notMe));
    expect(victim.at).toBe('/requests/not-me/');
    expect(await eventsOf()).toEqual(['received', 'proof-asked']);
    expect((await victim.send('/requests/not-me/')).html).toContain('The request has ended.');
    expect(await eventsOf()).toEqual(['received', 'proof-asked', 'disputed']);
    const later = async (days: number) => {
      const browser = new Browser();
      browser.later(days * 86_400);
      await browser.post('/requests/access/', ACCESS);
      return browser.later(10).send('/requests/access/');
    };
    const page = await later(29);
    expect(page.html).toContain('Next: you confirm your address');
    expect(mails).toHaveLength(1);
    await later(31);
    expect(mails).toHaveLength(2);
    expect(JSON.stringify(await env.INDEX.prepare('SELECT * FROM mail_blocks').all())).not.toContain('mail.example');
  });
});

test('known and unknown addresses: the same page, the same status, and nothing is looked up about them', async () => {
  const known = await asked({ email: 'known@mail.example' });
  await known.send('/requests/status/code', { code: last().values.code ?? '' });
  const prepare = vi.spyOn(env.INDEX, 'prepare');
  const statements = async (email: string): Promise<{ html: string; sql: string[] }> => {
    prepare.mockClear();
    const { html } = await asked({ email }, 'erasure');
    return { html: html.replaceAll(/[0-9A-Z]{4}-[0-9A-Z]{4}|[\w.-]{59}|value="[^"]*"/g, '…'), sql: prepare.mock.calls.map(([sql]) => sql) };
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
  await browser.later(3600).send('/requests/status/code', { code: last().values.code ?? '' });
  const reference = /<code>([^<]+)<\/code>/.exec(browser.html)?.[1] ?? '';
  const known = await openCase(await deskAt('2026-02-01T00:00:00Z'), { reference });
  expect(known?.row).toMatchObject({ received: '2026-01-31', due: '2026-03-02', queue: 'active' });
});

test('no mail is a gate: where none can be sent the request is taken and counted from receipt all the same', async () => {
  vi.restoreAllMocks();
  const browser = await asked();
  expect(browser.at).toBe('/requests/status/');
  expect(await countOf('requests')).toBe(1);
});

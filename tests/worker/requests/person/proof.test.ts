/** Proof of an address by link and by code, and what somebody tries who has neither. */
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Mail } from '../../../../core/requests/mails.ts';
import { openCase } from '../../../../worker/requests/cases.ts';
import { statusPath } from '../../../../worker/requests/status-links.ts';
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

async function idOf(): Promise<string> {
  return (await env.INDEX.prepare('SELECT id FROM requests ORDER BY rowid LIMIT 1').first<string>('id')) ?? '';
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
  const page = browser.html;
  await browser.send('/requests/status/withdraw');
  // No code is of use any more, so none is asked for.
  expect(browser.html).not.toMatch(/action="\/requests\/status\/(code|again)"/);
  await Object.assign(browser, { html: page }).later(1000).send('/requests/status/again');
  expect(mails).toHaveLength(1);
  await Object.assign(browser, { html: page }).send('/requests/status/code', { code: last().values.code ?? '' });
  expect(await eventsOf()).toEqual(['received', 'proof-asked', 'withdrawn']);
  expect(await countOf('outbox')).toBe(0);
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

test('the link of a later code says what it opens; the page may lie open as long as the link lives', async () => {
  const browser = await asked();
  const { link } = last().values;
  const slow = new Browser();
  await slow.open(pathOf(link));
  await slow.later(3600).send('/requests/proof/', { code: last().values.code ?? '' });
  expect(slow.html).toContain('Address confirmed');
  await browser.later(7200).open('/requests/status/');
  await browser.send('/requests/status/again');
  const device = new Browser();
  device.now = browser.now;
  await device.open(pathOf(last().values.link));
  expect(device.html).toContain('<h1>See what is personal</h1>');
  expect(device.html).toContain('Somebody asked for a code to open a request of this address: Get a copy of your data. Was it you?');
  await device.send('/requests/proof/', { code: last().values.code ?? '' });
  expect(device.html).toContain('action="/requests/status/message"');
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
    expect(browser.html).toContain('Link and code have expired');
    await browser.send('/requests/status/again');
    expect(mails).toHaveLength(2);
    expect((await browser.send('/requests/status/code', { code: first.values.code === last().values.code ? '' : (first.values.code ?? '') })).html).toContain(
      'The code is wrong',
    );
    await browser.open(pathOf(first.values.link));
    expect(browser.html).toContain('Link and code have expired');
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

describe('a mail that does not come', () => {
  test('is asked for again: while its code holds the page says from when on a new one is sent, and the first code opens the request', async () => {
    const browser = await asked();
    const { html } = await browser.later(300).send('/requests/status/again');
    expect(html).toContain(
      'A code that was sent in the last 15 minutes still holds, and then no second one is sent. From 09:20 UTC on you can ask for a new one.',
    );
    expect(mails).toHaveLength(1);
    expect((await browser.send('/requests/status/code', { code: last().values.code ?? '' })).html).toContain('Address confirmed');
  });

  test('is sent anew at the time that the page names', async () => {
    const browser = await asked();
    await browser.later(300).send('/requests/status/again');
    await browser.later(900).send('/requests/status/again');
    expect(mails).toHaveLength(2);
  });

  test('shows the same page whether one was sent, none was due, or none may be sent at all', async () => {
    const again = async (times: number): Promise<string> => {
      const browser = await asked({ email: `a${times}@mail.example` });
      let html = '';
      for (let at = 0; at < times; at += 1) ({ html } = await browser.later(at === 0 ? 14_500 : 900).send('/requests/status/again'));
      return html.replaceAll(/[0-9A-Z]{4}-[0-9A-Z]{4}|[\w.-]{59}|value="[^"]*"|\d\d:\d\d UTC/g, '…');
    };
    const [sent, used] = [await again(1), await again(5)];
    // Three went to the second address, and then no more on this day.
    expect(mails.filter(({ to }) => to === 'a5@mail.example')).toHaveLength(3);
    expect(used).toBe(sent);
  });

  test.each<[string, (browser: Browser) => Promise<unknown>]>([
    ['was used', (browser) => browser.send('/requests/status/code', { code: last().values.code ?? '' })],
    [
      'was tried too often',
      async (browser) => {
        for (let tries = 0; tries < 5; tries += 1) await browser.send('/requests/status/code', { code: wrong(last().values.code) });
      },
    ],
  ])('is not waited for where the code of the last quarter of an hour %s', async (_how, spend) => {
    const browser = await asked();
    await spend(browser);
    const device = new Browser().later(60);
    await device.open(`/${await statusPath(await deskAt(browser.now), await idOf())}`);
    await device.send('/requests/status/again');
    expect(mails).toHaveLength(2);
  });
});

describe('who is locked out', () => {
  const proved = async (): Promise<Browser> => {
    const browser = await asked();
    await browser.send('/requests/status/code', { code: last().values.code ?? '' });
    return browser;
  };
  /** The same request on a device that has the link alone. */
  const onDevice = async (seconds: number, id: string): Promise<Browser> => {
    const device = new Browser().later(seconds);
    await device.open(`/${await statusPath(await deskAt(device.now), id)}`);
    return device;
  };

  test('not the holder of a proved request, by forms that strangers send with the same address, nor by disowning those', async () => {
    await proved();
    const own = await idOf();
    for (const kind of ['erasure', 'portability', 'erasure', 'portability']) await asked({}, kind);
    const stranger = mails.findLast(({ name }) => name === 'proof');
    const holder = new Browser();
    await holder.open(pathOf(stranger?.values.notMe));
    await holder.send('/requests/not-me/');
    const sent = mails.length;
    const device = await onDevice(600, own);
    await device.send('/requests/status/again');
    expect(mails).toHaveLength(sent + 1);
    await device.send('/requests/status/code', { code: last().values.code ?? '' });
    expect(device.html).toContain('action="/requests/status/message"');
  });

  test('whoever has no more than reference and address has six codes a day mailed to a proved request, and no more', async () => {
    await proved();
    const own = await idOf();
    for (let at = 1; at <= 10; at += 1) await (await onDevice(at * 1000, own)).send('/requests/status/again');
    expect(mails.filter(({ name }) => name === 'step-up')).toHaveLength(6);
  });

  test('a request that needs no proof brings a stranger no more mails than the form: three a day, codes among them', async () => {
    await env.INDEX.exec('DELETE FROM outbox');
    for (let at = 0; at < 5; at += 1) {
      const browser = await asked({ details: `No profiling, please. ${at}` }, 'objection');
      await browser.send('/requests/status/again');
    }
    const acknowledged = await env.INDEX.prepare("SELECT COUNT(*) AS n FROM outbox WHERE name = 'acknowledged'").first<number>('n');
    expect(mails.length + (acknowledged ?? 0)).toBe(3);
  });

  test('nor does ending what nobody proved mail its address: that would be a mail for each form', async () => {
    await env.INDEX.exec('DELETE FROM outbox');
    for (let at = 0; at < 5; at += 1) await (await asked({}, at % 2 === 0 ? 'erasure' : 'access')).send('/requests/status/withdraw');
    expect(await countOf('outbox')).toBe(0);
    expect(mails).toHaveLength(3);
  });
});

describe('mails to strangers', () => {
  test('a form that is sent again shows the same page, and in another browser it opens nothing of the first', async () => {
    const one = await asked();
    const other = await asked();
    // Each browser gets the code that opens what it sent, within the limit of a day.
    expect(mails).toHaveLength(2);
    const shown = (html: string): string => html.replaceAll(/[0-9A-Z]{4}-[0-9A-Z]{4}|[\w.-]{59}|value="[^"]*"/g, '…');
    expect(shown(other.html)).toBe(shown(one.html));
    const reference = (html: string): string | undefined => /<code>([^<]+)<\/code>/.exec(html)?.[1];
    expect(reference(other.html)).not.toBe(reference(one.html));
    await one.post('/requests/access/', ACCESS);
    await one.later(10).send('/requests/access/');
    expect(await countOf('requests')).toBe(2);
    expect(mails).toHaveLength(2);
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

  test('"I asked nothing" without the page’s own token ends nothing, and says what to do', async () => {
    await asked();
    const victim = new Browser();
    await victim.open(pathOf(last().values.notMe));
    const { status, html } = await victim.send('/requests/not-me/', { token: 'a.b.c' });
    expect(status).toBe(422);
    expect(html).toContain('<a href="#own">The page was open for too long');
    expect(await eventsOf()).toEqual(['received', 'proof-asked']);
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

describe('"I did not ask for this code", in a request that was proved', () => {
  /** A proved request, and somebody who was let in by a code of a mail that was passed on. */
  async function intruded(): Promise<{ intruder: Browser; id: string; notMe: string }> {
    const browser = await asked();
    await browser.send('/requests/status/code', { code: last().values.code ?? '' });
    const id = await idOf();
    const intruder = new Browser().later(1200);
    await intruder.open(`/${await statusPath(await deskAt(intruder.now), id)}`);
    await intruder.send('/requests/status/again');
    await intruder.send('/requests/status/code', { code: last().values.code ?? '' });
    expect(intruder.html).toContain('action="/requests/status/message"');
    await env.INDEX.exec('DELETE FROM outbox');
    return { intruder, id, notMe: pathOf(last().values.notMe) };
  }

  test('does not end the request: whoever was let in is out, the code is over, operators are told, and no mail is stopped', async () => {
    const { intruder, id, notMe } = await intruded();
    const holder = new Browser().later(1260);
    await holder.open(notMe);
    expect(holder.html).toContain('The request itself goes on.');
    expect(await eventsOf()).not.toContain('code-disputed');
    expect((await holder.send('/requests/not-me/')).html).toContain('The code does nothing any more');
    expect(await eventsOf()).toEqual(['received', 'proof-asked', 'proved', 'code-disputed']);
    expect((await openCase(await deskAt(holder.now), { id }))?.summary).toMatchObject({ state: 'open', due: '2026-03-02' });
    expect(await countOf('mail_blocks')).toBe(0);
    expect((await env.INDEX.prepare('SELECT name FROM outbox').all()).results).toEqual([{ name: 'operator-code-disputed' }]);
    // The intruder's page still stands there, and does nothing.
    expect((await intruder.later(120).send('/requests/status/message', { message: 'x' })).html).toContain('This needs a code first');
    expect((await intruder.open('/requests/status/')).html).not.toContain('action="/requests/status/message"');
    // The holder gets in by a new code.
    const own = new Browser().later(1400);
    await own.open(`/${await statusPath(await deskAt(own.now), id)}`);
    await own.send('/requests/status/again');
    await own.send('/requests/status/code', { code: last().values.code ?? '' });
    expect(own.html).toContain('action="/requests/status/message"');
  });

  test('ends a code that was not used yet, and a link with it', async () => {
    await intruded();
    const id = await idOf();
    const device = new Browser().later(3000);
    await device.open(`/${await statusPath(await deskAt(device.now), id)}`);
    await device.send('/requests/status/again');
    const { code = '', link, notMe } = last().values;
    const holder = new Browser().later(3060);
    await holder.open(pathOf(notMe));
    await holder.send('/requests/not-me/');
    expect((await device.later(120).send('/requests/status/code', { code })).html).toContain('Link and code have expired');
    expect((await device.open(pathOf(link))).html).toContain('Link and code have expired');
  });

  test('pressed again and again, also from the first mail of all, it is one report for each code', async () => {
    const { notMe } = await intruded();
    const first = pathOf(mails[0]?.values.notMe);
    for (const path of [notMe, notMe, first, first]) {
      const holder = new Browser().later(1260);
      await holder.open(path);
      await holder.send('/requests/not-me/');
    }
    expect((await eventsOf()).filter((type) => type === 'code-disputed')).toHaveLength(1);
    expect(await countOf('outbox')).toBe(1);
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

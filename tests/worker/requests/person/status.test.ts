/** The page of a person's request: what it shows to whom, what one can do there, and the files of the answer. */
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { verifyReceipt } from '../../../../core/consent/receipt.ts';
import { addDays } from '../../../../core/deadlines/count.ts';
import { REQUESTS_LOG } from '../../../../core/ledger-settings.ts';
import type { CaseEvent } from '../../../../core/requests/events.ts';
import type { Mail } from '../../../../core/requests/mails.ts';
import { ledgerOf } from '../../../../worker/ledger/objects.ts';
import { addEvents, type Case, openCase, takeCase, wordsOf } from '../../../../worker/requests/cases.ts';
import { listFiles, storeFile } from '../../../../worker/requests/files.ts';
import { logEvents } from '../../../../worker/requests/log.ts';
import { statusPath } from '../../../../worker/requests/status-links.ts';
import { writtenThrough } from '../../written-database.ts';
import { deskAt } from '../desk.ts';
import { ASKED } from '../world.ts';
import { Browser, countOf, emptyRequests } from './browser.ts';
import { caughtMails } from './mails.ts';

let mails: Mail[];
beforeEach(async () => {
  await emptyRequests();
  mails = caughtMails();
});
afterEach(() => vi.restoreAllMocks());

const PAGE = '/requests/status/';
const FIRST = { place: 'DE', behalf: 'self', email: 'jo@mail.example', details: 'My name is Jo, not Joe.' };

/** A browser that sent a rectification, and proved its address. */
async function proved(): Promise<Browser> {
  const browser = new Browser();
  await browser.post('/requests/rectification/', { ...FIRST, step: 'more' });
  await browser.later(10).send('/requests/rectification/');
  await browser.send('/requests/status/code', { code: mails.at(-1)?.values.code ?? '' });
  return browser;
}

/** Has a code sent again, and types it. */
async function stepUp(browser: Browser): Promise<void> {
  await browser.open(PAGE);
  await browser.send('/requests/status/again');
  await browser.send('/requests/status/code', { code: mails.at(-1)?.values.code ?? '' });
}

async function theCase(now = '2026-01-31T10:00:00Z'): Promise<Case> {
  const id = (await env.INDEX.prepare('SELECT id FROM requests ORDER BY id DESC').first<string>('id')) ?? '';
  return (await openCase(await deskAt(now), { id })) as Case;
}

async function organisation(event: CaseEvent, words?: string): Promise<void> {
  const { row } = await theCase();
  await addEvents(await deskAt('2026-02-02T09:00:00Z'), row.id, () => [{ event, actor: 'Kim', ...(words === undefined ? {} : { words }) }]);
}

/** A database in which something else happens before the first transaction that writes. */
function beforeWriting(happens: () => Promise<void>): D1Database {
  let isFirst = true;
  return writtenThrough(env.INDEX, async (goOn) => {
    if (isFirst) {
      isFirst = false;
      await happens();
    }
    return goOn();
  });
}

/** What happened, but for the acknowledgement that is noted by itself when its mail has gone. */
const types = async (): Promise<string[]> => (await theCase()).events.map(({ event }) => event.type).filter((type) => type !== 'acknowledged');

test('shows reference, steps, the day and why, and nothing personal to whoever has only the link (128 bits)', async () => {
  await proved();
  await organisation({ type: 'message-to-person', at: '2026-02-01T09:00:00Z' }, 'Dear Jo, is it Jo or Jo-Ann?');
  const { row } = await theCase();
  const path = await statusPath(await deskAt('2026-02-01T00:00:00Z'), row.id);
  const stranger = new Browser();
  const { path: shown, html, headers } = await stranger.open(`/${path}`);
  expect(shown).toBe(PAGE);
  expect(html).toContain(row.reference);
  expect(html).toContain('Why this day?');
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
  expect(path).toBe(PAGE);
  expect(html).toContain(opened.row.reference);
  expect(html).toContain('Ihr Antrag');
});

test('the reference alone opens nothing', async () => {
  const browser = await proved();
  const reference = /<code>([^<]+)<\/code>/.exec(browser.html)?.[1] ?? '';
  const { html } = await new Browser().open(`/requests/status/${reference}/`);
  expect(html).not.toContain('Rectification');
  expect(await new Browser().open(PAGE)).toMatchObject({ status: 200, html: expect.stringContaining('type reference and address') });
});

describe('messages', () => {
  test('go both ways, as text, and only those that are meant for the person are shown', async () => {
    const browser = await proved();
    await browser.send('/requests/status/message', { message: 'One more thing:\n<b>hurry</b>' });
    await organisation({ type: 'message-to-person', at: '2026-02-01T09:00:00Z' }, 'We are on it.');
    await organisation({ type: 'note', at: '2026-02-01T09:00:00Z' }, 'Looks suspicious to me.');
    const { html } = await browser.open(PAGE);
    expect(html).toContain('One more thing:\n&lt;b&gt;hurry&lt;/b&gt;');
    expect(html).toContain('We are on it.');
    expect(html).not.toContain('suspicious');
    expect(html.indexOf('One more thing')).toBeLessThan(html.indexOf('We are on it'));
  });

  test('an answer to a question of ours lets the clock run on', async () => {
    const browser = await proved();
    await organisation({ type: 'clarification-asked', at: '2026-02-01T09:00:00Z' }, 'Which name?');
    expect((await browser.open(PAGE)).html).toContain('Next: you answer our question');
    await browser.send('/requests/status/message', { message: 'The first one.' });
    expect((await types()).at(-1)).toBe('clarification-answered');
    expect(browser.html).toContain('Next: we answer');
  });

  test('that is sent twice at once is one message, with its files once', async () => {
    const browser = await proved();
    const page = browser.html;
    const files = () => [new File(['%PDF-1.4'], 'a.pdf')];
    const sendIt = () => Object.assign(browser, { html: page }).send('/requests/status/message', { message: 'Please hurry.' }, { files: files() });
    for (const { status } of await Promise.all([sendIt(), sendIt()])) expect(status).toBe(200);
    await sendIt();
    expect(await types()).toEqual(['received', 'proof-asked', 'proved', 'message-from-person', 'file-added']);
    // Other words from the same page, gone back to, are another message.
    await Object.assign(browser, { html: page }).send('/requests/status/message', { message: 'And thank you.' });
    expect((await types()).at(-1)).toBe('message-from-person');
  });

  test('bring files, which are looked at like those of the form', async () => {
    const browser = await proved();
    const bad = await browser.send('/requests/status/message', { message: 'See here' }, { files: [new File(['<html>'], 'proof.pdf')] });
    expect(bad.status).toBe(422);
    expect(bad.html).toMatch(/>\s*See here<\/textarea>/);
    await browser.send('/requests/status/message', { message: 'See here' }, { files: [new File(['%PDF-1.4'], 'My Passport.pdf')] });
    expect(browser.html).toContain('document-1.pdf');
    expect(await types()).toEqual(['received', 'proof-asked', 'proved', 'message-from-person', 'file-added']);
  });

  test('an empty one comes back', async () => {
    const browser = await proved();
    const { status, html } = await browser.send('/requests/status/message', { message: '  ' });
    expect(status).toBe(422);
    expect(html).toContain('<a href="#field-message">');
  });
});

describe('correcting and ending', () => {
  test('the words can be corrected, and what stood there before is kept beside; the address cannot be changed', async () => {
    const browser = await proved();
    await browser.send('/requests/status/correct', { details: 'My name is Jo-Ann.', identifiers: 'customer 7', email: 'eve@evil.example' });
    const known = await theCase();
    expect(known.content).toEqual({ email: 'jo@mail.example', details: 'My name is Jo-Ann.', identifiers: 'customer 7' });
    const event = known.events.at(-1);
    expect(event?.event.type).toBe('corrected');
    expect(event && (await wordsOf(known, event))).toBe('My name is Jo, not Joe.');
    const empty = await browser.send('/requests/status/correct', { details: '' });
    expect(empty.status).toBe(422);
    await browser.open(PAGE);
    await browser.send('/requests/status/correct', { details: 'Jo-Ann', identifiers: '' });
    const again = (await theCase()).events.at(-1);
    expect(again && (await wordsOf(await theCase(), again))).toBe('My name is Jo-Ann.\n\ncustomer 7');
  });

  test('a form that is sent as it stands, or twice, corrects nothing more', async () => {
    const browser = await proved();
    const page = browser.html;
    for (const details of ['My name is Jo, not Joe.', 'My name is Jo-Ann.', 'My name is Jo-Ann.'])
      await Object.assign(browser, { html: page }).send('/requests/status/correct', { details });
    expect((await types()).filter((type) => type === 'corrected')).toHaveLength(1);
  });

  // Art. 12A(1) and (2) UK GDPR: the days between question and answer do not count, so whoever answers must not be kept waiting.
  test.each<[string, Record<string, string>]>([
    ['message', { message: 'All of it.' }],
    ['correct', { details: 'All of it.' }],
  ])('a question that is answered by %s ends the pause, and the clock runs on', async (path, fields) => {
    const browser = new Browser();
    browser.now = '2026-08-03T09:00:00Z';
    await browser.post('/requests/access/', { ...FIRST, place: 'GB', step: 'more' });
    await browser.later(10).send('/requests/access/');
    await browser.send('/requests/status/code', { code: mails.at(-1)?.values.code ?? '' });
    const summary = async () => (await theCase()).summary;
    const { due } = await summary();
    await organisation({ type: 'clarification-asked', at: '2026-08-04T09:00:00Z' }, 'Which of it?');
    expect((await summary()).state).toBe('waiting');
    browser.now = '2026-08-13T09:00:00Z';
    await stepUp(browser);
    await browser.send(`/requests/status/${path}`, fields);
    expect((await types()).at(-1)).toBe('clarification-answered');
    expect(browser.html).toContain('Next: we answer');
    const after = await summary();
    expect(after.state).toBe('open');
    // From 4 to 13 August, both among them.
    expect(after.due && after.due >= addDays(due ?? '', 10)).toBe(true);
  });

  describe.each(['since the page was opened', 'in this very moment'])('a request that an operator closes %s', (when) => {
    test.each<[string, Record<string, string>]>([
      ['message', { message: 'Long <b>words</b> of mine.' }],
      ['correct', { details: 'Long <b>words</b> of mine.', identifiers: 'customer 7' }],
      ['withdraw', {}],
      ['not-mine', {}],
    ])('takes no %s any more: the page says so, and gives back what was typed', async (path, fields) => {
      const browser = await proved();
      const close = () => organisation({ type: 'answered', at: '2026-01-31T09:00:10Z', outcome: 'complied' }, 'Here it is.');
      if (when === 'since the page was opened') await close();
      const bindings = when === 'in this very moment' ? { INDEX: beforeWriting(close) } : {};
      const files = path === 'message' ? { files: [new File(['%PDF-1.4'], 'a.pdf')] } : {};
      const { status, html } = await browser.send(`/requests/status/${path}`, fields, { bindings, ...files });
      expect(status).toBe(422);
      expect(html).toContain('The request was closed before this reached us');
      expect(html).toContain('<title>That was too late: ');
      for (const typed of Object.values(fields))
        expect(html).toMatch(new RegExp(`<textarea[^>]*readonly[^>]*>\\s*${typed.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}<`));
      // The summary leads to something that is there.
      expect(html).toContain(`id="${/class="faults"[\s\S]*?href="#([^"]+)"/.exec(html)?.[1]}"`);
      expect(await types()).toEqual(['received', 'proof-asked', 'proved', 'answered']);
      expect((await theCase()).content).toEqual({ email: 'jo@mail.example', details: 'My name is Jo, not Joe.' });
      expect(await countOf('request_files')).toBe(0);
    });
  });

  test('what was typed while the session ran out comes back, with the way to a new code', async () => {
    const browser = await proved();
    const { html } = await browser.later(13 * 3600).send('/requests/status/message', { message: 'Twelve hours of words.' });
    expect(html).toContain('This needs a code first');
    expect(html).toMatch(/readonly[^>]*>\s*Twelve hours of words\./);
  });

  test('withdrawing twice is no fault', async () => {
    const browser = await proved();
    const page = browser.html;
    for (let twice = 0; twice < 2; twice += 1)
      expect(await Object.assign(browser, { html: page }).send('/requests/status/withdraw')).toMatchObject({ status: 200, path: PAGE });
    expect((await types()).filter((type) => type === 'withdrawn')).toHaveLength(1);
  });

  test('the browser that asked does not withdraw what somebody proves in this very moment', async () => {
    const browser = new Browser();
    await browser.post('/requests/access/', { ...FIRST, step: 'more' });
    await browser.later(10).send('/requests/access/');
    const prove = () => organisation({ type: 'proved', at: '2026-01-31T09:00:10Z', by: 'code' });
    const { status } = await browser.send('/requests/status/withdraw', {}, { bindings: { INDEX: beforeWriting(prove) } });
    expect(status).toBe(422);
    expect((await theCase()).summary.state).toBe('open');
  });

  test('the person withdraws', async () => {
    const browser = await proved();
    await browser.send('/requests/status/withdraw');
    expect(browser.html).toContain('You withdrew the request');
    expect((await theCase()).row).toMatchObject({ queue: 'closed', state: 'withdrawn' });
    expect(browser.html).not.toContain('action="/requests/status/message"');
  });

  test('whoever has only the link of a proved request neither withdraws nor disputes it', async () => {
    await proved();
    const { row } = await theCase();
    const stranger = new Browser();
    await stranger.open(`/${await statusPath(await deskAt('2026-02-01T00:00:00Z'), row.id)}`);
    // Nothing is offered that would be refused.
    expect(stranger.html).not.toMatch(/I asked nothing|Withdraw the request/);
    const token = /name="token" value="([^"]*)"/.exec(stranger.html)?.[1] ?? '';
    for (const path of ['withdraw', 'not-mine', 'correct', 'message', `files/${row.id}`]) {
      const { status } = await stranger.post(`/requests/status/${path}`, { token, message: 'x', details: 'x' });
      expect(status).toBe(422);
    }
    expect(await types()).toEqual(['received', 'proof-asked', 'proved']);
  });

  test('an unproved one is withdrawn by the browser that asked, and disputed by whoever got its link', async () => {
    const browser = new Browser();
    await browser.post('/requests/access/', { ...FIRST, step: 'more' });
    await browser.later(10).send('/requests/access/');
    const stranger = new Browser();
    await stranger.open(`/${await statusPath(await deskAt('2026-02-01T00:00:00Z'), (await theCase()).row.id)}`);
    expect(stranger.html).not.toContain('Withdraw the request');
    await stranger.send('/requests/status/not-mine');
    expect((await theCase()).row.state).toBe('disputed');
  });

  test('the browser forgets it on a button', async () => {
    const browser = await proved();
    await browser.send('/requests/status/leave');
    expect(browser.cookies.has('fairnotice-request')).toBe(false);
    expect(browser.html).toContain('type reference and address');
  });
});

test.each(['code', 'again', 'message', 'correct', 'withdraw', 'not-mine', 'leave', 'files/x', 'open', 'open-code'])(
  'POST %s takes a form of this site with its own token, and nothing else',
  async (path) => {
    const browser = await proved();
    const before = await types();
    const token = /name="token" value="([^"]*)"/.exec(browser.html)?.[1] ?? '';
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': '', origin: 'https://evil.example' }] as Record<string, string>[])
      expect((await browser.post(`/requests/status/${path}`, { token, message: 'x' }, { headers })).status).toBe(403);
    // An older browser, with a token of somebody else’s page.
    const stranger = new Browser();
    await stranger.open(PAGE);
    const theirs = /name="token" value="([^"]*)"/.exec(stranger.html)?.[1] ?? '';
    for (const made of [theirs, '', 'a.b.c']) await browser.post(`/requests/status/${path}`, { token: made, message: 'x', details: 'x' });
    expect(await types()).toEqual(before);
    expect(browser.cookies.has('fairnotice-request')).toBe(true);
    expect((await browser.post(`/requests/status/${path}`, { token }, { headers: { 'content-type': 'application/json' } })).status).toBe(400);
  },
);

describe('by reference and address', () => {
  test('a code is mailed where the two belong together, and opens the request; the page is the same where they do not', async () => {
    await proved();
    const { row } = await theCase();
    const open = async (reference: string, email: string): Promise<Browser> => {
      const browser = new Browser();
      browser.later(3600);
      await browser.open(PAGE);
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
    await own.send('/requests/status/open-code', { code: mails.at(-1)?.values.code ?? '' });
    expect(own.html).toContain('action="/requests/status/message"');
  });

  test('what cannot be right comes back with what was typed', async () => {
    const browser = new Browser();
    await browser.open(PAGE);
    const { status, html } = await browser.send('/requests/status/open', { reference: '12', email: 'jo' });
    expect(status).toBe(422);
    expect(html).toContain('<a href="#field-reference">');
    expect(html).toContain('value="jo"');
  });
});

describe('the answer', () => {
  async function released(): Promise<{ browser: Browser; file: string }> {
    const browser = await proved();
    const desk = await deskAt('2026-02-02T09:00:00Z');
    const known = await theCase();
    const stored = await storeFile(desk, known, 'answer', {
      name: 'Jo Visitor.json',
      type: 'application/json',
      bytes: new TextEncoder().encode('{"name":"Jo"}'),
    });
    await addEvents(
      desk,
      known.row.id,
      () => [
        { event: stored.event, actor: 'Kim' },
        { event: { type: 'answer-released', at: '2026-02-02T09:00:00Z', until: '2026-02-09' }, actor: 'Kim' },
        { event: { type: 'answered', at: '2026-02-02T09:00:00Z', outcome: 'complied' }, actor: 'Kim', words: 'Here it is.' },
      ],
      { also: () => [stored.statement] },
    );
    return { browser, file: stored.id };
  }

  test('is fetched after a code of the last half hour, three times at most, and each time is an event', async () => {
    const { browser, file } = await released();
    browser.later(2 * 86_400);
    await browser.open(PAGE);
    expect(browser.html).not.toContain(`/requests/status/files/${file}`);
    await stepUp(browser);
    expect(mails.at(-1)?.name).toBe('step-up');
    expect(browser.html).toContain('Here it is.');
    const page = browser.html;
    for (let times = 1; times <= 3; times += 1) {
      const { status, html, headers } = await browser.send(`/requests/status/files/${file}`);
      expect(status).toBe(200);
      expect(html).toBe('{"name":"Jo"}');
      expect(headers.get('content-disposition')).toMatch(/^attachment; filename="answer-[0-9A-Z]{4}-[0-9A-Z]{4}-1\.json"$/);
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toContain('sandbox');
    }
    browser.html = page;
    expect(await browser.send(`/requests/status/files/${file}`)).toMatchObject({ status: 422, html: expect.stringContaining('fetched three times') });
    expect((await types()).filter((type) => type === 'file-fetched')).toHaveLength(3);
  });

  test('fetches side by side are counted one by one', async () => {
    const { browser, file } = await released();
    browser.later(3600);
    await stepUp(browser);
    const token = /name="token" value="([^"]*)"/.exec(browser.html)?.[1] ?? '';
    const all = await Promise.all(Array.from({ length: 8 }, () => browser.post(`/requests/status/files/${file}`, { token })));
    expect(all.filter(({ headers }) => headers.get('content-type') === 'application/octet-stream')).toHaveLength(3);
    expect(all.filter(({ status }) => status === 422)).toHaveLength(5);
    expect((await types()).filter((type) => type === 'file-fetched')).toHaveLength(3);
  });

  test('a fetch that could not be noted is none, and uses up none of the three', async () => {
    const { browser, file } = await released();
    browser.later(3600);
    await stepUp(browser);
    const page = browser.html;
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const INDEX = writtenThrough(env.INDEX, () => Promise.reject(new Error('D1_ERROR: internal error')));
    expect((await browser.send(`/requests/status/files/${file}`, {}, { bindings: { INDEX } })).status).toBe(500);
    browser.html = page;
    for (let times = 1; times <= 3; times += 1) expect((await browser.send(`/requests/status/files/${file}`)).status).toBe(200);
  });

  test('a code that is older than half an hour does not do, nor does the link alone', async () => {
    const { browser, file } = await released();
    browser.later(3600);
    await stepUp(browser);
    const page = browser.html;
    browser.later(1900);
    expect((await browser.send(`/requests/status/files/${file}`)).html).toContain('need a code of the last half hour');
    const stranger = new Browser();
    await stranger.open(`/${await statusPath(await deskAt('2026-02-03T00:00:00Z'), (await theCase()).row.id)}`);
    const token = /name="token" value="([^"]*)"/.exec(stranger.html)?.[1] ?? '';
    expect((await stranger.post(`/requests/status/files/${file}`, { token })).status).toBe(422);
    expect(page).toContain(file);
  });

  test('after its last day it is not there any more', async () => {
    const { browser, file } = await released();
    browser.later(10 * 86_400);
    await stepUp(browser);
    const token = /name="token" value="([^"]*)"/.exec(browser.html)?.[1] ?? '';
    expect((await browser.post(`/requests/status/files/${file}`, { token })).html).toContain('not any more');
  });

  test('the session of one request does not fetch the file of another, nor the person’s own', async () => {
    const { file } = await released();
    const other = new Browser();
    other.later(3600);
    await other.post('/requests/rectification/', { ...FIRST, email: 'eve@mail.example', step: 'more' });
    await other.later(10).send('/requests/rectification/', {}, { files: [new File(['%PDF-1'], 'a.pdf')] });
    await other.send('/requests/status/code', { code: mails.at(-1)?.values.code ?? '' });
    const known = await theCase();
    await addEvents(await deskAt('2026-01-31T12:00:00Z'), known.row.id, () => [
      { event: { type: 'answer-released', at: '2026-01-31T12:00:00Z', until: '2026-02-09' }, actor: 'Kim' },
    ]);
    await other.open(PAGE);
    const token = /name="token" value="([^"]*)"/.exec(other.html)?.[1] ?? '';
    const [own] = await listFiles(await deskAt('2026-02-01T00:00:00Z'), known);
    for (const id of [file, own?.id]) expect((await other.post(`/requests/status/files/${id}`, { token })).status).toBe(404);
    expect(await env.INDEX.prepare("SELECT count(*) AS n FROM request_events WHERE type = 'file-fetched'").first('n')).toBe(0);
  });
});

test('the signed acknowledgement of receipt is downloaded, checked by anybody, and names nobody', async () => {
  const browser = await proved();
  const { html, headers, status } = await browser.open('/requests/status/receipt.json');
  expect(status).toBe(200);
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="request-receipt-[0-9A-Z-]{9}\.json"$/);
  const checked = await verifyReceipt(html);
  expect(checked).toMatchObject({ ok: true });
  expect(JSON.parse(checked.ok ? checked.record : '{}')).toMatchObject({ type: 'request-event', number: 1, event: { type: 'received' } });
  expect(html).not.toMatch(/jo@mail|Joe/);
  expect((await new Browser().open('/requests/status/receipt.json')).status).toBe(404);
});

describe('asking for the acknowledgement again and again', () => {
  const RECEIPT = '/requests/status/receipt.json';
  const ledger = () => ledgerOf(env, REQUESTS_LOG);

  /** A browser that was led to a request of its own, which the log has or has not. */
  async function led(isLogged = true): Promise<Browser> {
    const desk = await deskAt('2026-01-31T09:00:00Z');
    const { opened } = await takeCase(desk, ASKED);
    if (isLogged) await logEvents(desk);
    const browser = new Browser();
    await browser.open(`/${await statusPath(desk, opened.row.id)}`);
    return browser;
  }

  /** A database that keeps what it was asked. */
  function listening(): { INDEX: D1Database; asked: string[] } {
    const asked: string[] = [];
    const INDEX = new Proxy(env.INDEX, {
      get(db, name: keyof D1Database) {
        if (name === 'prepare')
          return (query: string) => {
            asked.push(query);
            return db.prepare(query);
          };
        return typeof db[name] === 'function' ? (db[name] as (...given: unknown[]) => unknown).bind(db) : db[name];
      },
    });
    return { INDEX, asked };
  }

  test('makes one tree in five seconds at most, whoever asks, and then says when to come back', async () => {
    await ledger().seal();
    const browsers = [await led(), await led(), await led()];
    // Whatever was asked a moment ago: now somebody has asked.
    await browsers[0]?.open(RECEIPT);
    const { size } = await ledger().checkpoint();
    const late = await led();
    for (let times = 0; times < 20; times += 1) {
      const { status, headers } = await late.open(RECEIPT);
      expect([status, Number(headers.get('retry-after'))]).toEqual([503, expect.toSatisfy((seconds: number) => seconds >= 1 && seconds <= 5)]);
    }
    expect((await ledger().checkpoint()).size).toBe(size);
    await ledger().seal();
    for (const browser of [...browsers, late]) expect((await browser.open(RECEIPT)).status).toBe(200);
  });

  test('asks the database two questions, writes nothing and enters nothing into the log', async () => {
    await ledger().seal();
    const browser = await led(false);
    const before = await ledger().health();
    for (let times = 0; times < 5; times += 1) {
      const { INDEX, asked } = listening();
      const { status, headers } = await browser.open(RECEIPT, { bindings: { INDEX } });
      expect([status, headers.get('retry-after')]).toEqual([503, '60']);
      expect([asked.length, asked.filter((query) => !query.startsWith('SELECT'))]).toEqual([2, []]);
    }
    expect(await ledger().health()).toEqual(before);
    expect((await theCase()).events[0]?.leaf).toBeNull();
  });

  test('is of use at once after the form, for what is written is entered after the answer', async () => {
    await proved();
    expect((await theCase()).events.map(({ leaf }) => leaf !== null)).not.toContain(false);
  });
});

test('where the contents are gone the page tells so, and shows the steps alone', async () => {
  const browser = await proved();
  await env.INDEX.exec('UPDATE requests SET key = NULL, master = NULL, sealed = NULL');
  const { status, html } = await browser.open(PAGE);
  expect(status).toBe(200);
  expect(html).toContain('What you wrote has been erased.');
  expect((await browser.post('/requests/status/message', { token: /name="token" value="([^"]*)"/.exec(html)?.[1] ?? '', message: 'x' })).status).toBe(422);
});

test('where the master key is not here the link ends nothing: what cannot be read is not open to everybody', async () => {
  await proved();
  const { row } = await theCase();
  await env.INDEX.exec("UPDATE requests SET master = 'lost'");
  const stranger = new Browser();
  await stranger.open(`/${await statusPath(await deskAt('2026-02-01T00:00:00Z'), row.id)}`);
  const token = /name="token" value="([^"]*)"/.exec(stranger.html)?.[1] ?? '';
  expect((await stranger.post('/requests/status/withdraw', { token })).status).toBe(422);
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

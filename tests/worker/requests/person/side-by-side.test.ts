/**
 * Several requests in one browser. A link that a stranger sends opens their request beside one's own, never in its place, so that nothing
 * that is meant for the one lands in the other (login CSRF, session fixation).
 */
import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { type NewCase, takeCase } from '../../../../worker/requests/cases.ts';
import { statusPath } from '../../../../worker/requests/status-links.ts';
import { ask } from '../../client.ts';
import { deskAt } from '../desk.ts';
import { ASKED } from '../world.ts';
import { asked, eventsOf, last, pathOf, WRITES } from './asked.ts';
import { Browser, countOf } from './browser.ts';
import { freshDesk } from './mails.ts';
import { FIRST, proved, theCase } from './proved.ts';

freshDesk();

interface Stranger {
  id: string;
  /** What they send around. */
  link: string;
  page: string;
}

/** A request of somebody who would like others to write into it. */
async function stranger(made: Partial<NewCase> = {}): Promise<Stranger> {
  const desk = await deskAt('2026-01-31T09:00:00Z');
  const { row } = (await takeCase(desk, { ...ASKED, content: { email: 'eve@evil.example' }, ...made })).opened;
  return { id: row.id, link: `/${await statusPath(desk, row.id)}`, page: `/requests/status/${row.reference}/` };
}

/** One whose link opens it whole, for nobody can prove who asked. */
const withoutAddress = (): Promise<Stranger> => stranger({ kind: 'opt-out-sale', place: 'US-CA', content: {} });

async function typesIn(id: string): Promise<string[]> {
  const { results } = await env.INDEX.prepare('SELECT type FROM request_events WHERE request = ? ORDER BY number').bind(id).all<{ type: string }>();
  return results.map(({ type }) => type).filter((type) => type !== 'acknowledged');
}

const tokenIn = (html: string): string => /name="token" value="([^"]*)"/.exec(html)?.[1] ?? '';

describe('a stranger’s link', () => {
  test('opens their request at its own address, and says which it is; one’s own stays open, and proved', async () => {
    const browser = await proved();
    const own = browser.page;
    const { link, page } = await stranger();
    const seen = await browser.open(link);
    expect(seen.path).toBe(page);
    expect(seen.html).toContain('Opened by a link');
    expect(seen.html).toContain('<time datetime="2026-01-31">');
    expect(seen.html).toContain('<bdi>e…@e….example</bdi>');
    expect(seen.html).not.toMatch(WRITES);
    const mine = await browser.open(own);
    expect(mine.html).toContain('Your request');
    expect(mine.html).toContain('<bdi>jo@mail.example</bdi>');
    expect(mine.html).toMatch(WRITES);
  });

  test.each<[string, Record<string, string>, string]>([
    ['message', { message: 'For the shop alone.' }, 'message-from-person'],
    ['correct', { details: 'For the shop alone.' }, 'corrected'],
    ['withdraw', {}, 'withdrawn'],
    ['not-mine', {}, 'disputed'],
  ])('that is opened meanwhile changes nothing for the page that lay open: its %s goes to its own request', async (doing, fields, type) => {
    const browser = await proved();
    const { row } = await theCase();
    const { html } = browser;
    const other = await withoutAddress();
    await browser.open(other.link);
    await Object.assign(browser, { html }).act(doing, fields);
    expect((await typesIn(row.id)).at(-1)).toBe(type);
    expect(await typesIn(other.id)).toEqual(['received']);
  });

  test.each(['message', 'correct', 'withdraw', 'not-mine', 'code', 'again'])('what was opened by it takes no form of another request (%s)', async (doing) => {
    const browser = await proved();
    const token = tokenIn(browser.html);
    const other = await withoutAddress();
    await browser.open(other.link);
    const { status, html } = await browser.post(other.page + doing, { token, message: 'For the shop alone.', details: 'x', code: last().values.code ?? '' });
    expect(status).toBe(422);
    expect(html).toContain('The page was open for too long');
    expect(await typesIn(other.id)).toEqual(['received']);
  });

  test('that opens a request whole says that whoever has the link reads along', async () => {
    const browser = new Browser();
    const { html } = await browser.open((await withoutAddress()).link);
    expect(html).toMatch(WRITES);
    expect(html).toContain('<dd>none</dd>');
    expect(html).toContain('whoever has its link reads what you write here');
    expect(html).toContain('Give it to nobody');
    expect((await proved()).html).not.toMatch(/whoever has its link|Give it to nobody/);
  });

  test('sets one cookie, for pages of requests alone, over https and for no script; neither it nor the address names anybody', async () => {
    const { link, page } = await stranger();
    const { headers } = await ask(link, { now: '2026-01-31T09:00:00Z' });
    const reference = page.split('/')[3];
    expect(headers.get('location')).toBe(page);
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(
        new RegExp(
          `^fairnotice-request-${reference}=[0-9a-f-]{36}\\.link\\.\\w+\\.[\\w-]{43}; Max-Age=7776000; Path=/requests/; HttpOnly; Secure; SameSite=Lax$`,
        ),
      ),
    ]);
  });

  test('takes no code that was mailed for one’s own request', async () => {
    const browser = await asked();
    const { code = '' } = last().values;
    const own = browser.page;
    await browser.open((await stranger()).link);
    expect((await browser.act('code', { code })).html).not.toMatch(WRITES);
    await browser.open(own);
    expect((await browser.act('code', { code })).html).toMatch(WRITES);
  });

  test('that is followed twenty times displaces nothing of one’s own; of either sort the newest six are remembered', async () => {
    const browser = await proved();
    const own = browser.page;
    const links: Stranger[] = [];
    for (let at = 0; at < 20; at += 1) links.push(await stranger());
    for (const { link } of links) await browser.later(10).open(link);
    expect((await browser.open(own)).html).toMatch(WRITES);
    expect(browser.sessions.map((reference) => `/requests/status/${reference}/`)).toEqual([own, ...links.slice(-6).map(({ page }) => page)].sort());
    for (let at = 0; at < 7; at += 1) await browser.later(60).post('/requests/opt-out-sale/', { place: 'US-CA', email: `a${at}@mail.example`, step: 'send' });
    expect(browser.sessions).toHaveLength(12);
  });
});

describe('the list of what is open in this browser', () => {
  test('names each by kind, reference and day, marks what a link opened, and says nothing of addresses', async () => {
    const browser = await proved();
    const own = browser.page;
    const other = await stranger();
    await browser.open(other.link);
    const { html } = await browser.open('/requests/status/');
    expect(html).toContain(`<a href="${own}">Have data corrected</a>`);
    expect(html).toContain(`<a href="${other.page}">Get a copy of your data</a>`);
    expect(html.match(/<time datetime="2026-01-31">/g)).toHaveLength(2);
    expect(html.match(/Opened by a link/g)).toHaveLength(1);
    expect(html).not.toMatch(/mail\.example|evil\.example|….example/);
    // And the way to others is there all the same.
    expect(html).toContain('type reference and address');
  });

  test('calls one’s own a request of one’s own also when the proof is over', async () => {
    const browser = await proved();
    await browser.later(13 * 3600).open(browser.page);
    expect(browser.html).not.toMatch(WRITES);
    expect(browser.html).toContain('Your request');
    expect((await browser.open('/requests/status/')).html).not.toContain('Opened by a link');
  });

  test('loses the one that is closed in this browser, and no other', async () => {
    const browser = await proved();
    const own = browser.page;
    const other = await stranger();
    await browser.open(other.link);
    await browser.act('leave');
    expect(browser.at).toBe('/requests/status/');
    expect(browser.html).toContain(own);
    expect(browser.html).not.toContain(other.page);
    expect((await browser.open(own)).html).toMatch(WRITES);
  });

  test('loses all by one button, and with them the secrets of mails that were not used', async () => {
    const browser = await proved();
    await browser.open((await stranger()).link);
    await browser.open(pathOf(last().values.notMe));
    await browser.open('/requests/status/');
    await browser.send('/requests/status/leave');
    expect([...browser.cookies.keys()]).toEqual(['fairnotice-form']);
    expect(browser.html).not.toContain('status/leave');
  });

  test('loses none by a form that lay open for too long, and says so', async () => {
    const browser = await proved();
    await browser.open('/requests/status/');
    const { status, html } = await browser.later(2 * 86_400).send('/requests/status/leave');
    expect(status).toBe(422);
    expect(html).toContain('The page was open for too long');
    expect(html).toContain(browser.page);
  });

  test('is empty for whoever has no cookie, and the words of a form come back that was sent without one, with the reference to go on', async () => {
    const browser = await proved();
    const { html } = await new Browser().post(`${browser.page}message`, { token: tokenIn(browser.html), message: 'Long words.' });
    expect(html).toContain('type reference and address');
    expect(html).toMatch(new RegExp(`name="reference"[^>]* value="${browser.page.split('/')[3]}"`));
    expect(html).toMatch(/readonly[^>]*>\s*Long words\./);
  });
});

test('a form that is sent again within minutes is the same request, whatever else this browser sent or opened in between', async () => {
  const browser = new Browser();
  const send = async (kind: string): Promise<string> => {
    await browser.post(`/requests/${kind}/`, { place: 'DE', behalf: 'self', email: 'jo@mail.example', step: 'more' });
    await browser.later(10).send(`/requests/${kind}/`);
    return browser.page;
  };
  const access = await send('access');
  const erasure = await send('erasure');
  await browser.open((await stranger()).link);
  expect([await send('access'), await send('erasure')]).toEqual([access, erasure]);
  expect(await countOf('requests')).toBe(3);
});

test('a form that is sent again after the address was proved, or after its link was followed, shuts nothing', async () => {
  const browser = new Browser();
  await browser.post('/requests/rectification/', { ...FIRST, step: 'more' });
  const { html } = browser.later(10);
  await browser.send('/requests/rectification/');
  const link = /href="([^"]*)">https:/.exec(browser.html)?.[1] ?? '';
  await browser.act('code', { code: last().values.code ?? '' });
  expect((await browser.open(link)).html).toMatch(WRITES);
  await Object.assign(browser, { html }).send('/requests/rectification/');
  expect(browser.html).toMatch(WRITES);
  expect(await countOf('requests')).toBe(1);
});

describe('a link of a mail, after another one was opened in the same browser', () => {
  /** Somebody with a mail of their own, and the mail of somebody else's request. */
  async function two(link: 'link' | 'notMe') {
    const browser = await asked();
    const [own, code = ''] = [pathOf(last().values[link]), last().values.code];
    const other = await asked({ email: 'eve@evil.example' });
    const theirs = pathOf(last().values[link]);
    await browser.open(own);
    const { html } = browser;
    await browser.open(theirs);
    return { browser, own, code, html, other };
  }

  test('confirms nothing by its page: the page says which request it is about now, and the link is opened anew', async () => {
    const { browser, own, code, html, other } = await two('link');
    const sent = await Object.assign(browser, { html }).send('/requests/proof/', { code });
    expect(sent.status).toBe(422);
    expect(sent.html).toMatch(/<section class="faults"[^>]*>.*<a href="#field-code">[^<]*another link was opened in this browser since/);
    expect(sent.html).toContain('<bdi>e…@e….example</bdi>');
    expect(`/requests/status/${/<code>([^<]+)/.exec(sent.html)?.[1]}/`).toBe(other.page);
    expect(await eventsOf()).not.toContain('proved');
    await browser.open(own);
    await browser.send('/requests/proof/');
    expect(browser.html).toContain('Address confirmed');
  });

  test('ends nothing by its page of "I asked nothing"', async () => {
    const { browser, own, html } = await two('notMe');
    const sent = await Object.assign(browser, { html }).send('/requests/not-me/');
    expect(sent.status).toBe(422);
    expect(sent.html).toContain('another link was opened in this browser since');
    expect(await eventsOf()).not.toContain('disputed');
    await browser.open(own);
    expect(browser.html).toContain('<dd>Get a copy of your data</dd>');
    await browser.send('/requests/not-me/');
    expect((await eventsOf()).filter((type) => type === 'disputed')).toHaveLength(1);
  });

  test('"I asked nothing" to one request leaves every other of this browser as it is', async () => {
    const browser = await proved();
    const own = browser.page;
    await browser.post('/requests/access/', { place: 'DE', behalf: 'self', email: 'ann@mail.example', step: 'more' });
    await browser.later(10).send('/requests/access/');
    await browser.open(pathOf(last().values.notMe));
    await browser.send('/requests/not-me/');
    expect(browser.html).toContain('The request has ended.');
    expect((await browser.open(own)).html).toMatch(WRITES);
  });
});

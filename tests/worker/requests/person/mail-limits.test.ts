/** How many mails the form and the page of a request send: enough for whoever waits for one, and none that a stranger could make many of. */
import { env } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import { statusPath } from '../../../../worker/requests/status-links.ts';
import { deskAt } from '../desk.ts';
import { ACCESS, alike, asked, idOf, last, pathOf, WRITES, wrong } from './asked.ts';
import { Browser, countOf } from './browser.ts';
import { freshDesk, mails } from './mails.ts';

freshDesk();

describe('a mail that does not come', () => {
  test('is asked for again: while its code holds the page says from when on a new one is sent, and the first code opens the request', async () => {
    const browser = await asked();
    const { html } = await browser.later(300).act('again');
    expect(html).toContain(
      'A code that was sent in the last 15 minutes still holds, and then no second one is sent. From 09:20 UTC on you can ask for a new one.',
    );
    expect(mails).toHaveLength(1);
    expect((await browser.act('code', { code: last().values.code ?? '' })).html).toContain('Address confirmed');
  });

  test('is sent anew at the time that the page names', async () => {
    const browser = await asked();
    await browser.later(300).act('again');
    await browser.later(900).act('again');
    expect(mails).toHaveLength(2);
  });

  test('shows the same page whether one was sent, none was due, or none may be sent at all', async () => {
    const again = async (times: number): Promise<string> => {
      const browser = await asked({ email: `a${times}@mail.example` });
      let html = '';
      for (let at = 0; at < times; at += 1) ({ html } = await browser.later(at === 0 ? 14_500 : 900).act('again'));
      return alike(html);
    };
    const [sent, used] = [await again(1), await again(5)];
    // Three went to the second address, and then no more on this day.
    expect(mails.filter(({ to }) => to === 'a5@mail.example')).toHaveLength(3);
    expect(used).toBe(sent);
  });

  test.each<[string, (browser: Browser) => Promise<unknown>]>([
    ['was used', (browser) => browser.act('code', { code: last().values.code ?? '' })],
    [
      'was tried too often',
      async (browser) => {
        for (let tries = 0; tries < 5; tries += 1) await browser.act('code', { code: wrong(last().values.code) });
      },
    ],
  ])('is not waited for where the code of the last quarter of an hour %s', async (_how, spend) => {
    const browser = await asked();
    await spend(browser);
    const device = new Browser().later(60);
    await device.open(`/${await statusPath(await deskAt(browser.now), await idOf())}`);
    await device.act('again');
    expect(mails).toHaveLength(2);
  });
});

describe('who is locked out', () => {
  const proved = async (): Promise<Browser> => {
    const browser = await asked();
    await browser.act('code', { code: last().values.code ?? '' });
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
    await device.act('again');
    expect(mails).toHaveLength(sent + 1);
    await device.act('code', { code: last().values.code ?? '' });
    expect(device.html).toMatch(WRITES);
  });

  test('whoever has no more than reference and address has six codes a day mailed to a proved request, and no more', async () => {
    await proved();
    const own = await idOf();
    for (let at = 1; at <= 10; at += 1) await (await onDevice(at * 1000, own)).act('again');
    expect(mails.filter(({ name }) => name === 'step-up')).toHaveLength(6);
  });

  test('a request that needs no proof brings a stranger no more mails than the form: three a day, codes among them', async () => {
    await env.INDEX.exec('DELETE FROM outbox');
    for (let at = 0; at < 5; at += 1) {
      const browser = await asked({ details: `No profiling, please. ${at}` }, 'objection');
      await browser.act('again');
    }
    const acknowledged = await env.INDEX.prepare("SELECT COUNT(*) AS n FROM outbox WHERE name = 'acknowledged'").first<number>('n');
    expect(mails.length + (acknowledged ?? 0)).toBe(3);
  });

  test('nor does ending what nobody proved mail its address: that would be a mail for each form', async () => {
    await env.INDEX.exec('DELETE FROM outbox');
    for (let at = 0; at < 5; at += 1) await (await asked({}, at % 2 === 0 ? 'erasure' : 'access')).act('withdraw');
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
    expect(alike(other.html)).toBe(alike(one.html));
    expect(other.page).not.toBe(one.page);
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
});

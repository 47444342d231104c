/** The signed acknowledgement of receipt, and asking for it again and again. */
import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { verifyReceipt } from '../../../../core/consent/receipt.ts';
import { REQUESTS_LOG } from '../../../../core/ledger-settings.ts';
import { ledgerOf } from '../../../../worker/ledger/objects.ts';
import { takeCase } from '../../../../worker/requests/cases.ts';
import { logEvents } from '../../../../worker/requests/log.ts';
import { statusPath } from '../../../../worker/requests/status-links.ts';
import type { Asked } from '../../client.ts';
import { deskAt } from '../desk.ts';
import { ASKED } from '../world.ts';
import { Browser } from './browser.ts';
import { freshDesk } from './mails.ts';
import { proved, theCase } from './proved.ts';

freshDesk();

const download = (browser = new Browser(), more: Asked = {}) => browser.open(`${browser.page}receipt.json`, more);

test('the signed acknowledgement of receipt is downloaded, checked by anybody, and names nobody', async () => {
  const browser = await proved();
  const { html, headers, status } = await download(browser);
  expect(status).toBe(200);
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="request-receipt-[0-9A-Z-]{9}\.json"$/);
  const checked = await verifyReceipt(html);
  expect(checked).toMatchObject({ ok: true });
  expect(JSON.parse(checked.ok ? checked.record : '{}')).toMatchObject({ type: 'request-event', number: 1, event: { type: 'received' } });
  expect(html).not.toMatch(/jo@mail|Joe/);
  expect((await download()).status).toBe(404);
});

describe('asking for the acknowledgement again and again', () => {
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
    await download(browsers[0]);
    const { size } = await ledger().checkpoint();
    const late = await led();
    for (let times = 0; times < 20; times += 1) {
      const { status, headers } = await download(late);
      expect([status, Number(headers.get('retry-after'))]).toEqual([503, expect.toSatisfy((seconds: number) => seconds >= 1 && seconds <= 5)]);
    }
    expect((await ledger().checkpoint()).size).toBe(size);
    await ledger().seal();
    for (const browser of [...browsers, late]) expect((await download(browser)).status).toBe(200);
  });

  test('asks the database two questions, writes nothing and enters nothing into the log', async () => {
    await ledger().seal();
    const browser = await led(false);
    const before = await ledger().health();
    for (let times = 0; times < 5; times += 1) {
      const { INDEX, asked } = listening();
      const { status, headers } = await download(browser, { bindings: { INDEX } });
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

/** Statistics and health, over HTTP. */
import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { healthAnswer, statisticsAnswer } from '../../../core/consent/operator-api.ts';
import type { ConsentLedger } from '../../../worker/ledger/consent-ledger.ts';
import { countBatch } from '../../../worker/store/counts.ts';
import { recordOf } from '../../unit/consent/samples.ts';
import { emptyIndex } from '../database.ts';
import { emptyLedgers, noticeOf, recordWith, send } from '../records.ts';
import { askAsOperator } from './asked.ts';

describe('statistics', () => {
  beforeEach(async () => {
    const db = await emptyIndex();
    const records = ['2026-11-24', '2026-11-25', '2026-11-25'].map((day, index) => ({ index, record: recordOf({ received: `${day}T10:00:00.000Z` }) }));
    await countBatch(db, 'shop', 0, records, 3);
  });

  const asked = async (query: string) => statisticsAnswer.parse(await (await askAsOperator(`/statistics?${query}`)).json());

  test('of everything are one line', async () => {
    expect(await asked('')).toEqual({ site: null, from: null, to: null, by: [], lines: [{ records: 3 }] });
  });

  test('are told apart by what is named, and held to a site and a span', async () => {
    expect(await asked('site=shop&from=2026-11-25&to=2026-11-30&by=day,category')).toEqual({
      site: 'shop',
      from: '2026-11-25',
      to: '2026-11-30',
      by: ['day', 'category'],
      lines: [
        { day: '2026-11-25', category: 'analytics', records: 2, allowed: 2, refused: 0 },
        { day: '2026-11-25', category: 'marketing', records: 2, allowed: 0, refused: 2 },
      ],
    });
  });

  test('of a span without records are nought', async () => {
    expect((await asked('from=2027-01-01')).lines).toEqual([{ records: 0 }]);
    expect((await asked('from=2027-01-01&by=day')).lines).toEqual([]);
    expect((await asked('site=blog')).lines).toEqual([{ records: 0 }]);
  });

  test('of a site that the build has lost are there still; one that never was is refused, for nought would pass for an answer', async () => {
    await countBatch(env.INDEX, 'gone', 0, [{ index: 0, record: recordOf({ site: 'gone' }) }], 1);
    expect((await asked('site=gone')).lines).toEqual([{ records: 1 }]);
    const refused = await askAsOperator('/statistics?site=shpo');
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ errors: [{ pointer: '/site', detail: 'one of blog, shop' }] });
  });

  test.each([
    'by=id',
    'by=day;DROP TABLE counts',
    'from=2026-13-01',
    'to=yesterday',
    'from=2026-02-01&to=2026-01-01',
    'site=No+site',
    'where=1',
    'by=day&by=site',
  ])('by ?%s are refused', async (query) => {
    expect((await askAsOperator(`/statistics?${query}`)).status).toBe(400);
  });
});

describe('health', () => {
  test('tells of each log of each site, and of the log over all', async () => {
    const { state, logs } = healthAnswer.parse(await (await askAsOperator('/health')).json());
    expect(state).toBe('open');
    expect(logs.map(({ log }) => log)).toEqual(['shop', 'blog', 'requests', 'root']);
  });

  test('without a key says that nothing is taken', async () => {
    expect(healthAnswer.parse(await (await askAsOperator('/health', { bindings: { LOG_KEY: '' } })).json()).state).toBe('closed');
  });

  test('tells of the others where one log does not answer', async () => {
    const broken = { getByName: () => ({ health: () => Promise.reject(new Error('overloaded')) }) } as unknown as Cloudflare.Env['LEDGER'];
    const { state, logs } = healthAnswer.parse(await (await askAsOperator('/health', { bindings: { LEDGER: broken } })).json());
    expect(state).toBe('unreachable');
    expect(logs).toEqual(['shop', 'blog', 'requests', 'root'].map((log) => ({ log, unreachable: true })));
  });
});

test('what was taken and sealed is counted, once, however often the ledger’s alarm rings', async () => {
  await emptyIndex();
  const ledger = env.LEDGER.getByName('shop');
  for (let sent = 0; sent < 3; sent += 1) expect((await send(await recordWith())).status).toBe(201);
  const counted = async () => statisticsAnswer.parse(await (await askAsOperator('/statistics?site=shop&by=action,notice')).json()).lines;
  expect(await counted()).toEqual([]);
  for (let rung = 0; rung < 3; rung += 1) await runInDurableObject(ledger, (object: ConsentLedger) => object.alarm());
  expect(await counted()).toEqual([{ action: 'save', notice: await noticeOf(), records: 3 }]);
  // A restored index begins anew by itself.
  await emptyIndex();
  for (let rung = 0; rung < 2; rung += 1) {
    expect((await send(await recordWith())).status).toBe(201);
    await runInDurableObject(ledger, (object: ConsentLedger) => object.alarm());
  }
  expect(await counted()).toEqual([{ action: 'save', notice: await noticeOf(), records: 5 }]);
  await emptyLedgers();
});

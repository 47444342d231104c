/** Counts of consents in a real D1: each record once, whatever comes twice; and questions that read no more than they must. */
import { beforeEach, describe, expect, test } from 'vitest';
import { DIMENSIONS, type Dimension } from '../../../core/consent/operator-api.ts';
import type { ConsentRecord } from '../../../core/consent/record.ts';
import { countBatch, countedUpTo, type IndexedRecord, MARK, statistics, statisticsQuery } from '../../../worker/store/counts.ts';
import { recordOf } from '../../unit/consent/samples.ts';
import { emptyIndex } from '../database.ts';

let db: D1Database;
beforeEach(async () => {
  db = await emptyIndex();
});

const consents = (from: number, to: number, given: (index: number) => Partial<ConsentRecord> = () => ({})): IndexedRecord[] =>
  Array.from({ length: to - from }, (_none, place) => ({ index: from + place, record: recordOf(given(from + place)) }));
const total = async (): Promise<number> => (await statistics(db, { by: [] }))?.[0]?.records ?? 0;

describe('a batch', () => {
  test('is counted, and the mark says so', async () => {
    expect(await countBatch(db, 'shop', 0, consents(0, 256), 256)).toBe(256);
    expect([await countedUpTo(db, 'shop'), await countedUpTo(db, 'blog'), await total()]).toEqual([256, 0, 256]);
  });

  test('that comes again counts nothing', async () => {
    for (let times = 0; times < 3; times += 1) expect(await countBatch(db, 'shop', 0, consents(0, 10), 10)).toBe(10);
    expect(await total()).toBe(10);
  });

  test('that comes again with more counts just what is new, for the answer to the first may have been lost', async () => {
    await countBatch(db, 'shop', 0, consents(0, 10), 10);
    expect(await countBatch(db, 'shop', 0, consents(0, 25), 25)).toBe(25);
    expect(await total()).toBe(25);
  });

  test('that comes many times at once counts once', async () => {
    const marks = await Promise.all(Array.from({ length: 8 }, () => countBatch(db, 'shop', 0, consents(0, 10), 10)));
    expect(new Set(marks)).toEqual(new Set([10]));
    expect(await total()).toBe(10);
  });

  test('after a gap counts nothing, and says where to go on', async () => {
    await countBatch(db, 'shop', 0, consents(0, 10), 10);
    expect(await countBatch(db, 'shop', 20, consents(20, 30), 30)).toBe(10);
    expect(await total()).toBe(10);
  });

  test('without a consent, such as of published texts alone, moves the mark', async () => {
    expect(await countBatch(db, 'shop', 0, [], 7)).toBe(7);
    expect([await countedUpTo(db, 'shop'), await total()]).toEqual([7, 0]);
  });

  test('of records that all differ is one batch too', async () => {
    const records = consents(0, 1000, (index) => ({ notice: index.toString(16).padStart(64, '0') }));
    expect(await countBatch(db, 'shop', 0, records, 1000)).toBe(1000);
    expect(await total()).toBe(1000);
    expect(await statistics(db, { by: ['notice'] })).toHaveLength(1000);
  });

  test('holds nothing of a person: no id, no subject, no instant', async () => {
    await countBatch(db, 'shop', 0, consents(0, 3), 3);
    const rows = JSON.stringify([(await db.prepare('SELECT * FROM counts').all()).results, (await db.prepare('SELECT * FROM counted').all()).results]);
    const { id, subject, decided, received } = recordOf();
    for (const value of [id, subject, decided, received]) expect(rows).not.toContain(value);
  });
});

describe('statistics', () => {
  beforeEach(async () => {
    await countBatch(
      db,
      'shop',
      0,
      [
        { index: 0, record: recordOf({ action: 'accept', choices: { analytics: true, marketing: true } }) },
        { index: 1, record: recordOf({ action: 'reject', choices: { analytics: false, marketing: false }, regime: null }) },
        { index: 2, record: recordOf({ action: 'save', choices: { analytics: true, marketing: false }, received: '2026-11-25T23:59:59.999Z', secGpc: true }) },
      ],
      3,
    );
    await countBatch(db, 'blog', 0, [{ index: 0, record: recordOf({ site: 'blog', choices: { media: false }, action: 'reject', locale: 'en' }) }], 1);
  });

  test.each<[Dimension[], unknown]>([
    [[], [{ records: 4 }]],
    [
      ['site'],
      [
        { site: 'blog', records: 1 },
        { site: 'shop', records: 3 },
      ],
    ],
    [
      ['day'],
      [
        { day: '2026-11-24', records: 3 },
        { day: '2026-11-25', records: 1 },
      ],
    ],
    [
      ['action'],
      [
        { action: 'accept', records: 1 },
        { action: 'reject', records: 2 },
        { action: 'save', records: 1 },
      ],
    ],
    [
      ['category'],
      [
        { category: 'analytics', records: 3, allowed: 2, refused: 1 },
        { category: 'marketing', records: 3, allowed: 1, refused: 2 },
        { category: 'media', records: 1, allowed: 0, refused: 1 },
      ],
    ],
    [
      ['regime'],
      [
        { regime: null, records: 1 },
        { regime: 'eu-gdpr', records: 3 },
      ],
    ],
    [['version'], [{ version: 'privacy 2026-03-01', records: 4 }]],
    [
      ['locale'],
      [
        { locale: 'de', records: 3 },
        { locale: 'en', records: 1 },
      ],
    ],
    [
      ['gpc'],
      [
        { gpc: false, records: 3 },
        { gpc: true, records: 1 },
      ],
    ],
    [
      ['site', 'action'],
      [
        { site: 'blog', action: 'reject', records: 1 },
        { site: 'shop', action: 'accept', records: 1 },
        { site: 'shop', action: 'reject', records: 1 },
        { site: 'shop', action: 'save', records: 1 },
      ],
    ],
  ])('by %j', async (by, lines) => {
    expect(await statistics(db, { by })).toEqual(lines);
  });

  test.each(DIMENSIONS.map((dimension) => [dimension]))('by %s add up to all records', async (dimension) => {
    const lines = (await statistics(db, { by: [dimension] })) ?? [];
    if (dimension === 'category') for (const line of lines) expect((line.allowed ?? 0) + (line.refused ?? 0)).toBe(line.records);
    else expect(lines.reduce((sum, { records }) => sum + records, 0)).toBe(4);
  });

  test('of a site and a span count both ends', async () => {
    const of = async (from: string, to: string) => (await statistics(db, { site: 'shop', from, to, by: [] }))?.[0]?.records;
    expect(await Promise.all([of('2026-11-24', '2026-11-24'), of('2026-11-24', '2026-11-25'), of('2026-11-26', '2026-12-01')])).toEqual([2, 3, 0]);
  });

  test.each<[string, Parameters<typeof statisticsQuery>[0], RegExp]>([
    ['a site', { site: 'shop', by: ['day'] }, /SEARCH counts USING PRIMARY KEY \(site=\?\)/],
    [
      'a site and a span',
      { site: 'shop', from: '2026-01-01', to: '2026-12-31', by: ['action'] },
      /SEARCH counts USING PRIMARY KEY \(site=\? AND day>\? AND day<\?\)/,
    ],
    ['a span of all sites', { from: '2026-01-01', to: '2026-12-31', by: ['site'] }, /SEARCH counts USING INDEX counts_by_day \(day>\? AND day<\?\)/],
  ])('of %s read no row beyond it', async (_name, question, plan) => {
    const { sql, values } = statisticsQuery(question);
    const { results } = await db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .bind(...values)
      .all<{ detail: string }>();
    expect(results.map(({ detail }) => detail).join('\n')).toMatch(plan);
  });

  test('of how far a log is counted read one row of it', async () => {
    const { results } = await db.prepare(`EXPLAIN QUERY PLAN ${MARK}`).bind('shop').all<{ detail: string }>();
    // Nothing is sorted: the order is that of the key, so the first row found is the answer.
    expect(results.map(({ detail }) => detail)).toEqual(['SEARCH counted USING PRIMARY KEY (log=?)']);
  });
});

/** Exports of real ledgers with thousands of records: whole, in order, and read only as fast as they are taken. */
import { env } from 'cloudflare:workers';
import { parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, test } from 'vitest';
import { COLUMNS } from '../../../core/consent/exports/columns.ts';
import { type ConsentDraft, recordText } from '../../../core/consent/record.ts';
import { recordOf } from '../../unit/consent/samples.ts';
import { askAsOperator } from './asked.ts';

const DAYS = ['2026-11-20', '2026-11-21', '2026-11-22'] as const;
const A_DAY = 1500;
const idOf = (number: number): string => `019aae2c-5400-7000-8000-${number.toString(16).padStart(12, '0')}`;

/** As the edge hands it to a ledger. */
function draftOf(number: number, day: string): ConsentDraft {
  const {
    v: _v,
    previous: _previous,
    ...draft
  } = recordOf({ id: idOf(number), received: `${day}T12:00:00.000Z`, subject: number.toString(16).padStart(64, '0') });
  return draft;
}

beforeAll(async () => {
  const ledger = env.LEDGER.getByName('shop');
  for (const [place, day] of DAYS.entries())
    for (let first = 0; first < A_DAY; first += 500) {
      const drafts = Array.from({ length: 500 }, (_none, number) => draftOf(place * A_DAY + first + number, day));
      expect(await ledger.accept(drafts)).toMatchObject({ ok: true });
    }
  await ledger.erase({ id: idOf(7) }, 'operator');
}, 120_000);

const bytesOf = async (path: string): Promise<ArrayBuffer> => (await askAsOperator(path)).arrayBuffer();
const textOf = async (path: string): Promise<string> => new TextDecoder().decode(await bytesOf(path));
const all = Array.from({ length: DAYS.length * A_DAY }, (_none, number) => idOf(number)).filter((id) => id !== idOf(7));

// Thousands of records on a busy machine take their time.
describe('an export', { timeout: 60_000 }, () => {
  test('as JSON Lines has every record but the erased one, in order', async () => {
    const lines = (await textOf('/exports/consents.jsonl?site=shop'))
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
    expect(lines.map(({ record }) => record.id)).toEqual(all);
    const indexes = lines.map(({ index }) => index);
    expect(indexes).toEqual([...indexes].sort((a, b) => a - b));
  });

  test('as CSV has the same', async () => {
    const [header, ...lines] = (await textOf('/exports/consents.csv?site=shop')).split('\r\n').slice(0, -1);
    expect(header).toBe(COLUMNS.map(({ name }) => `"${name}"`).join(','));
    expect(lines.map((line) => line.split(',')[2])).toEqual(all.map((id) => `"${id}"`));
  });

  test('as Parquet has the same', async () => {
    const rows = await parquetReadObjects({ file: await bytesOf('/exports/consents.parquet?site=shop') });
    expect(rows.map(({ id }) => id)).toEqual(all);
  });

  test.each([
    ['from=2026-11-21', all.slice(A_DAY - 1)],
    ['to=2026-11-20', all.slice(0, A_DAY - 1)],
    ['from=2026-11-21&to=2026-11-21', all.slice(A_DAY - 1, 2 * A_DAY - 1)],
    ['from=2026-11-23', []],
    ['to=2026-11-19', []],
  ])('of ?%s has the days of that span', async (span, ids) => {
    const text = await textOf(`/exports/consents.jsonl?site=shop&${span}`);
    expect(
      text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line).record.id),
    ).toEqual(ids);
  });

  test.each([
    ['jsonl', 'application/jsonl', ''],
    ['csv', 'text/csv; charset=utf-8; header=present', `${COLUMNS.map(({ name }) => `"${name}"`).join(',')}\r\n`],
  ])('of a site without records is an empty table as %s', async (format, type, text) => {
    const response = await askAsOperator(`/exports/consents.${format}?site=blog&from=2026-01-01`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="consents.blog.2026-01-01.${format}"`);
    expect(new TextDecoder().decode(await response.arrayBuffer())).toBe(text);
  });

  test('of a site without records is a file without rows as Parquet', async () => {
    expect(await parquetReadObjects({ file: await bytesOf('/exports/consents.parquet?site=blog') })).toEqual([]);
  });

  test.each(['consents.jsonl', 'consents.jsonl?site=shop&from=yesterday', 'consents.csv?site=shop&from=2026-12-01&to=2026-11-01', 'consents.csv?site=nowhere'])(
    '%s is refused',
    async (path) => {
      expect((await askAsOperator(`/exports/${path}`)).status).toBe(400);
    },
  );

  test.each(['consents.xml?site=shop', 'consents?site=shop', 'subjects.csv?site=shop'])('%s is no address', async (path) => {
    expect((await askAsOperator(`/exports/${path}`)).status).toBe(404);
  });
});

/** A ledger of any length that counts how often it is looked at. */
function longLedger(length: number) {
  const looks = { pages: 0 };
  const text = recordText(recordOf());
  const page = (from: number, limit: number) => {
    looks.pages += 1;
    const to = Math.min(from + limit, length);
    return Promise.resolve({
      records: Array.from({ length: to - from }, (_none, place) => ({ index: from + place, record: text })),
      next: to < length ? to : null,
    });
  };
  return { looks, LEDGER: { getByName: () => ({ page }) } as unknown as Cloudflare.Env['LEDGER'] };
}

test.each(['jsonl', 'csv', 'parquet'])('a long export as %s is read from the ledger no faster than it is taken', async (format) => {
  const { looks, LEDGER } = longLedger(50_000);
  const response = await askAsOperator(`/exports/consents.${format}?site=shop`, { bindings: { LEDGER } });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  // 50 pages lie ahead; a few may be on the way.
  for (let taken = 1; taken <= 5; taken += 1) {
    expect((await reader.read()).done).toBe(false);
    expect(looks.pages).toBeLessThanOrEqual(taken + 2);
  }
  await reader.cancel();
  const after = looks.pages;
  expect(after).toBeLessThan(10);
});

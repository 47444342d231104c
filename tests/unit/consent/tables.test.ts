/** Records as CSV, JSON Lines and Parquet: what goes in comes out again. */
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { COLUMNS, rowOf } from '../../../core/consent/exports/columns.ts';
import { csvField, csvHeader, csvLine, csvOf } from '../../../core/consent/exports/csv.ts';
import { jsonLinesOf } from '../../../core/consent/exports/json-lines.ts';
import { parquetPieces } from '../../../core/consent/exports/parquet.ts';
import { loggedOf, recordOf } from './samples.ts';

/** Reads CSV by the grammar of RFC 4180, section 2. */
function readCsv(text: string): string[][] {
  const lines: string[][] = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/y;
  while (field.lastIndex < text.length) {
    const [, quoted, plain = '', end] = field.exec(text) ?? [];
    if (end === undefined) throw new Error('not CSV');
    lines.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') lines.push([]);
  }
  return lines.slice(0, -1);
}

const RECORDS = [
  loggedOf(0),
  loggedOf(3, { subject: null, regime: null, choices: { media: false }, action: 'reject', surface: 'banner' }),
  loggedOf(4, { previous: '019aae2c-5400-7000-8000-000000000001', gpc: true, secGpc: true, locale: 'zh-Hant' }),
];

describe('CSV', () => {
  test('has a header, CRLF, and a line for each record (RFC 4180)', () => {
    const lines = readCsv(csvHeader() + csvOf(RECORDS));
    expect(lines[0]).toEqual(COLUMNS.map(({ name }) => name));
    expect(lines).toHaveLength(RECORDS.length + 1);
    const [first = {}, second] = lines.slice(1).map((line) => Object.fromEntries(line.map((cell, column) => [COLUMNS[column]?.name, cell])));
    expect(first).toMatchObject({
      log: 'shop',
      index: '0',
      decided: '2026-11-23T23:59:58.123Z',
      analytics: 'true',
      marketing: 'false',
      media: '',
      version: '2026-03-01',
    });
    expect(second).toMatchObject({ index: '3', subject: '', regime: '', analytics: '', media: 'false' });
  });

  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '＝1',
    '＋1',
    '－1',
    '＠a',
    '\0=1',
    ' =1',
    '\u00a0-1',
    '\u200b@a',
    '\n',
    '=HYPERLINK("https://x.example","y")',
  ])('%j is a text to a spreadsheet, not a formula', (text) => {
    expect(readCsv(`${csvField(text)}\r\n`)).toEqual([[`'${text}`]]);
  });

  test('any texts come out as they went in, but for the apostrophe before what looks like a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (texts) => {
        const [line = []] = readCsv(csvLine(texts));
        expect(line.map((cell) => cell.replace(/^'(?=[\t\r\n\0]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u, ''))).toEqual(texts);
        for (const cell of line) expect(cell).not.toMatch(/^[\s\p{Cc}\p{Cf}]*[=+\-@]/u);
      }),
    );
  });
});

test('JSON Lines hold the very bytes that a leaf commits to', () => {
  const text = jsonLinesOf(RECORDS);
  const lines = text.split('\n').slice(0, -1);
  expect(lines.map((line) => JSON.parse(line))).toEqual(RECORDS.map(({ log, index, text: own }) => ({ log, index, record: JSON.parse(own) })));
  for (const [place, { text: own }] of RECORDS.entries()) expect(lines[place]).toContain(`"record":${own}}`);
});

describe('Parquet', () => {
  async function read(groups: (typeof RECORDS)[]): Promise<Record<string, unknown>[]> {
    const pieces = parquetPieces();
    const parts = [...groups.map((group) => pieces.add(group)), pieces.end()];
    const file = await new Blob(parts).arrayBuffer();
    expect(parquetMetadata(file).row_groups).toHaveLength(groups.filter(({ length }) => length > 0).length);
    return parquetReadObjects({ file });
  }

  const expected = (records: typeof RECORDS) =>
    records.map((logged) =>
      Object.fromEntries(
        rowOf(logged).map((cell, column) => {
          const { name = '', type } = COLUMNS[column] ?? {};
          if (cell === null) return [name, undefined];
          return [name, type === 'TIMESTAMP' ? new Date(String(cell)) : type === 'INT64' ? BigInt(cell) : cell];
        }),
      ),
    );
  const bare = (rows: Record<string, unknown>[]) =>
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? undefined])));

  test('comes out as it went in, over several row groups', async () => {
    expect(bare(await read([RECORDS, [], RECORDS.slice(1), [recordOf()].map(() => RECORDS[0] as never)]))).toEqual(
      expected([...RECORDS, ...RECORDS.slice(1), RECORDS[0] as never]),
    );
  });

  test('of nothing is a file without rows', async () => {
    expect(await read([])).toEqual([]);
  });

  test('gives each row group away: what it holds does not grow with the rows', () => {
    const pieces = parquetPieces();
    const group = Array.from({ length: 500 }, (_none, index) => loggedOf(index, { subject: index.toString(16).padStart(64, '0') }));
    const sizes = Array.from({ length: 20 }, () => pieces.add(group).byteLength);
    expect(new Set(sizes.slice(1)).size).toBe(1);
    // The end says where the groups lie, and no more.
    expect(pieces.end().byteLength).toBeLessThan(20 * COLUMNS.length * 250);
  });
});

/** Tables of requests as files: whatever stands in a cell, it ends no line and runs nowhere. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TABLE_FORMATS, type TableRow, tableText } from '../../../core/requests/records.ts';

const COLUMNS = ['reference', 'assignee', 'days'];
const HOSTILE = [
  '=1+1',
  '+1',
  '-1',
  '@x',
  '\t=1',
  '\r=1',
  '＝1',
  '＋1',
  '－1',
  '＠x',
  '"',
  ',',
  '\n',
  '\r\n',
  '\u2028',
  '\u2029',
  '\u0085',
  '\0',
  '\ud800',
  'é',
];
const ROWS: TableRow[] = HOSTILE.map((assignee, days) => ({ reference: '7K2M-9QXD', assignee, days }));

const whole = (format: (typeof TABLE_FORMATS)[number], pages: readonly TableRow[][]): string => {
  const table = tableText(format, COLUMNS);
  return [table.begin, ...pages.map((rows) => table.rows(rows)), table.end].join('');
};

describe('JSON Lines', () => {
  test('one line for each row, and in it what went in, a lone surrogate and line separators too', () => {
    const text = whole('jsonl', [ROWS]);
    expect(text.endsWith('\n')).toBe(true);
    expect(text).not.toContain('\r');
    expect(
      text
        .slice(0, -1)
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(ROWS);
  });
});

describe('CSV', () => {
  test('a text that begins like a formula has an apostrophe before it, and a figure has none', () => {
    const line = whole('csv', [[{ reference: 'R', assignee: '=1', days: -1 }]]).split('\r\n')[1];
    expect(line).toBe(`"R","'=1","-1"`);
  });
});

test.each(TABLE_FORMATS)('%s is the same however its rows come in pages, and whole without any', (format) => {
  fc.assert(
    fc.property(fc.array(fc.subarray(ROWS), { maxLength: 4 }), (pages) => {
      expect(whole(format, pages)).toBe(whole(format, [pages.flat()]));
      if (format === 'json') expect(JSON.parse(whole(format, pages))).toEqual(pages.flat());
    }),
  );
});

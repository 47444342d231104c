/** Tables of requests and figures as CSV, JSON or JSON Lines. Pure. JSON is the faithful form; CSV cannot be run by a spreadsheet. */
import type { Cell } from '../consent/exports/columns.ts';
import { csvLine } from '../consent/exports/csv.ts';

/** All requests, and the counts behind the statistics. */
export const TABLE_NAMES = ['requests', 'figures'] as const;
export const TABLE_FORMATS = ['csv', 'json', 'jsonl'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

export const TABLE_TYPES: Record<TableFormat, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json',
  jsonl: 'application/jsonl',
};

export type TableRow = Record<string, Cell>;

/** A table in pieces of text: its beginning, rows as they come, its end. */
export function tableText(format: TableFormat, columns: readonly string[]): { begin: string; rows(rows: readonly TableRow[]): string; end: string } {
  const cellsOf = (row: TableRow): Cell[] => columns.map((name) => row[name] ?? null);
  const objectOf = (row: TableRow): string => JSON.stringify(Object.fromEntries(columns.map((name) => [name, row[name] ?? null])));
  if (format === 'csv') return { begin: csvLine([...columns]), rows: (rows) => rows.map((row) => csvLine(cellsOf(row))).join(''), end: '' };
  if (format === 'jsonl') return { begin: '', rows: (rows) => rows.map((row) => `${objectOf(row)}\n`).join(''), end: '' };
  let first = true;
  return {
    begin: '[',
    rows(rows) {
      const text = rows.map((row) => `\n${objectOf(row)}`).join(',');
      const comma = first || text === '' ? '' : ',';
      first &&= text === '';
      return comma + text;
    },
    end: '\n]\n',
  };
}

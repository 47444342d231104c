/** Comma-separated values after RFC 4180: CRLF, a header line, quotes where needed; and nothing that a spreadsheet would run. Pure. */
import { type Cell, COLUMNS, type LoggedRecord, rowOf } from './columns.ts';

/** What makes spreadsheets take a text for a formula (OWASP, CSV injection), also in full-width letters. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** One field. A text that begins like a formula gets an apostrophe before it, which spreadsheets read as "this is text". */
export function csvField(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvField).join(',')}\r\n`;
}

export function csvHeader(): string {
  return csvLine(COLUMNS.map(({ name }) => name));
}

export function csvOf(records: readonly LoggedRecord[]): string {
  return records.map((record) => csvLine(rowOf(record))).join('');
}

/** Comma-separated values after RFC 4180: CRLF, a header line, quotes; and nothing that a spreadsheet would run. Pure. */
import { type Cell, COLUMNS, type LoggedRecord, rowOf } from './columns.ts';

/**
 * What makes spreadsheets take a text for a formula (OWASP, CSV injection): a sign of one, full-width too, at the beginning or behind
 * spaces and signs that are not seen, which some trim first; and the signs that end a cell.
 */
const FORMULA = /^(?:[\t\r\n\0]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u;

/** One field. A text that begins like a formula gets an apostrophe before it, which spreadsheets read as "this is text". What is not there is empty, all else stands in quotes. */
export function csvField(cell: Cell): string {
  if (cell === null) return '';
  const text = String(cell);
  const safe = typeof cell === 'string' && FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
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

/** JSON Lines: one object a line, with the record as its leaf commits to it, byte for byte. Pure. */
import type { LoggedRecord } from './columns.ts';

export function jsonLinesOf(records: readonly LoggedRecord[]): string {
  // Put together as text, for the record's own bytes must not be written anew.
  return records.map(({ log, index, text }) => `{"log":${JSON.stringify(log)},"index":${index},"record":${text}}\n`).join('');
}

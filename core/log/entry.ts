/** The entries of a log as bytes, and the bundles that hold 256 of them (c2sp.org/tlog-tiles, section "Log Entries"). */
import canonicalize from 'canonicalize';
import { sha256Bytes } from '../digest.ts';
import { concat, equalBytes, fromUtf8, HASH_BYTES, utf8 } from './bytes.ts';
import { COMMITMENT } from './commitment.ts';
import { type Statement, statementSchema } from './statements.ts';
import { TILE_WIDTH } from './tiles.ts';

/** First byte of an entry that says something in public. */
export const STATEMENT = 2;
/** What two bytes of length can say. */
const MAX_ENTRY_BYTES = 65_535;

export type Entry = { ok: true; kind: 'commitment'; commitment: Uint8Array } | { ok: true; kind: 'statement'; statement: Statement } | EntryFault;
export type EntryFault = { ok: false; reason: 'entry-unknown-kind' | 'entry-bad-length' | 'statement-not-canonical' | 'statement-unknown' };

export type Bundle = { ok: true; entries: Uint8Array[] } | { ok: false; reason: 'bundle-truncated' | 'bundle-too-many-entries' };

/** The entry of a private record: 33 bytes that say nothing about it to whoever has neither record nor salt. */
export function commitmentEntry(salt: Uint8Array, recordBytes: Uint8Array): Uint8Array {
  return concat(new Uint8Array([COMMITMENT]), sha256Bytes(salt, recordBytes));
}

/** @throws where the statement is none, or longer than an entry can be. */
export function statementEntry(statement: Statement): Uint8Array {
  const text = canonicalize(statementSchema.parse(statement)) ?? '';
  const entry = concat(new Uint8Array([STATEMENT]), utf8(text));
  if (entry.length > MAX_ENTRY_BYTES) throw new Error(`A statement of ${entry.length} bytes is longer than an entry can be.`);
  return entry;
}

/** What an entry is. One that would be written otherwise is refused. */
export function readEntry(bytes: Uint8Array): Entry {
  if (bytes.length > MAX_ENTRY_BYTES) return { ok: false, reason: 'entry-bad-length' };
  const rest = bytes.subarray(1);
  if (bytes[0] === COMMITMENT)
    return rest.length === HASH_BYTES ? { ok: true, kind: 'commitment', commitment: rest } : { ok: false, reason: 'entry-bad-length' };
  if (bytes[0] === STATEMENT) return readStatement(rest);
  return { ok: false, reason: 'entry-unknown-kind' };
}

function readStatement(bytes: Uint8Array): Entry {
  const value = parseJson(fromUtf8(bytes));
  const parsed = statementSchema.safeParse(value);
  if (!parsed.success) return { ok: false, reason: 'statement-unknown' };
  const same = equalBytes(utf8(canonicalize(parsed.data) ?? ''), bytes);
  return same ? { ok: true, kind: 'statement', statement: parsed.data } : { ok: false, reason: 'statement-not-canonical' };
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** @throws where there are more entries than a bundle holds, or one is too long. */
export function bundleOf(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length > TILE_WIDTH) throw new Error(`A bundle holds ${TILE_WIDTH} entries, not ${entries.length}.`);
  return concat(
    ...entries.flatMap((entry) => {
      if (entry.length > MAX_ENTRY_BYTES) throw new Error(`An entry of ${entry.length} bytes is longer than a bundle can say.`);
      return [new Uint8Array([entry.length >> 8, entry.length & 255]), entry];
    }),
  );
}

/** The entries of a bundle. They share its memory. */
export function readBundle(bytes: Uint8Array): Bundle {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [high, low] = [bytes[at], bytes[at + 1]];
    const end = at + 2 + ((high ?? 0) << 8) + (low ?? 0);
    if (low === undefined || end > bytes.length) return { ok: false, reason: 'bundle-truncated' };
    if (entries.length === TILE_WIDTH) return { ok: false, reason: 'bundle-too-many-entries' };
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return { ok: true, entries };
}

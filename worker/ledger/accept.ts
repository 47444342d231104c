/** Taking records: one transaction for a batch, each told by its id. Synchronous, so nothing comes between looking and writing. */
import { type ConsentDraft, type ConsentRecord, recordText, sameChoice } from '../../core/consent/record.ts';
import { commitmentEntry } from '../../core/log/entry.ts';
import { leafHash } from '../../core/log/hash.ts';
import { bytesOfId, bytesOfSubject, idOfBytes } from './ids.ts';
import type { EntryRow, Keyed, Tables, Tail } from './tables.ts';

/** A record as it is in the ledger now. */
export interface Taken {
  id: string;
  index: number;
  /** Leaf hash (RFC 6962, 2.1). */
  leaf: Uint8Array;
  /** When it was taken the first time. */
  received: string;
  /** It was there already. */
  again: boolean;
  /** It was there, and has been erased since: it is not taken again. */
  erased: boolean;
}

export type Accepted = { ok: true; taken: Taken[] } | { ok: false; reason: 'record-differs'; id: string };

/** The end of the log with what was taken, so that nobody has to look again. */
export type Batch = { ok: true; taken: Taken[]; end: Tail } | Exclude<Accepted, { ok: true }> | Moved;

/** Records come again that lie in the archive alone: they have to be brought before the batch can be taken. */
export interface Moved {
  ok: false;
  reason: 'moved';
  rows: EntryRow[];
}

const SALT_BYTES = 32;

/**
 * Takes a batch whole or not at all. Runs inside a transaction.
 *
 * @param moved Records that are in the archive by now, by their index, of those that are known.
 */
export function takeBatch(
  tables: Tables,
  drafts: readonly ConsentDraft[],
  moved: ReadonlyMap<number, ConsentRecord>,
  random: (n: number) => Uint8Array,
): Batch {
  const keys = new Map(drafts.map(({ id }) => [id, tables.keyed(bytesOfId(id))]));
  const rows = new Map(Array.from(keys, ([id, key]) => [id, tables.find(key)]));
  const away = [...rows.values()].filter((row) => row && !row.erased && !row.record && !moved.has(row.index)) as EntryRow[];
  if (away.length > 0) return { ok: false, reason: 'moved', rows: away };
  const met = new Map<string, ConsentDraft>();
  for (const draft of drafts) {
    const row = rows.get(draft.id);
    const former = row ? knownRecord(row, moved) : met.get(draft.id);
    if (former && !sameChoice(former, draft)) return { ok: false, reason: 'record-differs', id: draft.id };
    met.set(draft.id, draft);
  }
  const fresh = new Map<string, Taken>();
  let end = tables.tail();
  const taken = drafts.map((draft) => {
    const row = rows.get(draft.id);
    const first = fresh.get(draft.id);
    if (row) return known(draft, row);
    // The same record once more in this batch.
    if (first) return { ...first, again: true };
    const own = take(tables, draft, keys.get(draft.id) as Keyed, end, random);
    const received = Date.parse(own.received);
    end = { ...end, next: own.index + 1, received, waitingSince: end.waitingSince ?? received };
    fresh.set(draft.id, own);
    return own;
  });
  return { ok: true, taken, end };
}

/** Nothing of an erased record is left to compare with. */
function knownRecord({ index, record, erased }: EntryRow, moved: ReadonlyMap<number, ConsentRecord>): ConsentRecord | undefined {
  if (erased) return undefined;
  return record ? readRecord(record) : moved.get(index);
}

function known({ id }: ConsentDraft, { index, entry, received, erased }: EntryRow): Taken {
  return { id, index, leaf: leafHash(entry), received: new Date(received).toISOString(), again: true, erased };
}

function take(tables: Tables, draft: ConsentDraft, key: Keyed, end: Tail, random: (n: number) => Uint8Array): Taken {
  const id = bytesOfId(draft.id);
  const subject = draft.subject === null ? undefined : tables.keyed(bytesOfSubject(draft.subject));
  const former = subject && tables.lastIdOf(subject);
  // Clocks of machines differ; within a log, time goes one way.
  const received = Math.max(Date.parse(draft.received), end.received);
  const said: ConsentRecord = { v: 1, ...draft, received: new Date(received).toISOString(), previous: former ? idOfBytes(former) : null };
  const record = new TextEncoder().encode(recordText(said));
  const salt = random(SALT_BYTES);
  const entry = commitmentEntry(salt, record);
  const index = tables.append({ key, id, subject, entry, salt, record, received }, end);
  return { id: draft.id, index, leaf: leafHash(entry), received: said.received, again: false, erased: false };
}

/** A record of our own writing. */
export function readRecord(bytes: Uint8Array): ConsentRecord {
  return JSON.parse(new TextDecoder().decode(bytes)) as ConsentRecord;
}

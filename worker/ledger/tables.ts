/**
 * The tables of a ledger: the only place with its SQL. Nobody else may write to them; losing them loses the records that
 * are not yet in the archive, and stops the log (docs/storage.md).
 *
 * Erasing overwrites a row in place with as many bytes, for SQLite does not clear what it frees. So that no other copy of a
 * row's bytes can lie in the file, rows never grow, indexes hold only hashes under a secret of the log, and tables are two
 * pages deep before their first record.
 *
 * Records and salts, which are most of the bytes, leave their tables for the archive. SQLite gives a page back only where
 * its rows are deleted, and then copies what lies beside them. So there are two tables that take turns: one takes what is
 * new, while in the other one record after another moves out, until all its bytes are noughts and its rows can go.
 */
import { sha256Bytes } from '../../core/digest.ts';
import type { Edge } from '../../core/log/tree.ts';
import type { Sql, SqlValue } from './world.ts';

/** An entry as it lies in its row. A record that has moved to the archive has neither salt nor record here. */
export interface EntryRow {
  index: number;
  id: Uint8Array | undefined;
  entry: Uint8Array;
  salt: Uint8Array | undefined;
  /** Canonical JSON, the very bytes that the leaf commits to. */
  record: Uint8Array | undefined;
  received: number;
  erased: boolean;
}

/** What indexes hold of an id or a subject: nothing that one could read, or try out without the log's secret. Made by `keyed`. */
export type Keyed = Uint8Array & { readonly keyed: unique symbol };

export interface NewEntry {
  /** Under which it is found again: an id, or a statement's hash. */
  key?: Keyed | undefined;
  id?: Uint8Array | undefined;
  subject?: Keyed | undefined;
  entry: Uint8Array;
  salt?: Uint8Array | undefined;
  record?: Uint8Array | undefined;
  received: number;
}

/** The end of a log. */
export interface Tail {
  /** Leaves of the tree that is out, and since when the first entry after it waits. */
  size: number;
  waitingSince: number | null;
  /** The next entry's index, and when the last one came. */
  next: number;
  received: number;
  /** Which table takes what is new. */
  turn: 0 | 1;
}

/** A tree that was signed: its size, its right edge and the note. */
export interface Tree {
  size: number;
  edge: Edge;
  note: string;
}

/** Facts beside the tables. */
export interface Facts {
  /** How many erasures the archive's journal has, as far as this ledger knows. */
  journal: number;
  /** Index below which records were given up, and below which they are gone from the archive too. */
  minimum: number;
  dropped: number;
  /** Index below which records lie in the archive alone. */
  cold: number;
  /** Index below which records are counted. */
  counted: number;
  /** Something was erased since free pages were written over. */
  scrub: boolean;
  /** For the operator: why and when it stopped the last time. */
  frozen: { reason: string; at: string };
  /** And which entry the archive could not give as its leaf commits to it, the last time. */
  damaged: { entry: number; at: string };
  /** Outside witnesses, by name: the size that each knows. */
  witnesses: Record<string, number>;
  /** The last tree of this log that the root log knows, and where. */
  rooted: Rooted;
  /** When it was told last, milliseconds since 1970. */
  rootedAt: number;
}

export interface Rooted {
  size: number;
  note: string;
  /** The statement's JSON in the root log, and its index there. */
  statement: string;
  index: number;
}

const SECRET = 'secret';

const KEY_BYTES = 16;
/** Where records and salts lie: in either of two tables. */
const RECORDS = ['records_a', 'records_b'] as const;
const COLUMNS = 'idx, id, entry, coalesce(a.salt, b.salt) AS salt, coalesce(a.record, b.record) AS record, received, erased';
const ROWS = 'entries LEFT JOIN records_a AS a USING (idx) LEFT JOIN records_b AS b USING (idx)';
const TURN = 'turn';
/** Rows that are deleted for each one that moves out: more, so that a table is empty before it has its turn. */
const FASTER = 4;
const PADDING_ROWS = 8;

export class Tables {
  readonly #sql: Sql;
  #secret: Uint8Array | undefined;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Makes what is not there yet. */
  create(random: (length: number) => Uint8Array): void {
    const { exec } = this;
    exec(`CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID`);
    exec(`CREATE TABLE IF NOT EXISTS entries (
      idx INTEGER PRIMARY KEY, key BLOB, subject BLOB, id BLOB, entry BLOB NOT NULL,
      received INTEGER NOT NULL, erased INTEGER NOT NULL DEFAULT 0)`);
    // No release ever made such a table: it is a developer's own.
    if (exec("SELECT 1 FROM sqlite_master WHERE name = 'entries' AND sql LIKE '% salt BLOB%'").length > 0)
      throw new Error('This ledger keeps its records as no release does. Remove the folder that `npm start` names under "Logs, archive and databases".');
    for (const table of RECORDS) exec(`CREATE TABLE IF NOT EXISTS ${table} (idx INTEGER PRIMARY KEY, salt BLOB, record BLOB NOT NULL)`);
    exec('CREATE UNIQUE INDEX IF NOT EXISTS entries_by_key ON entries (key) WHERE key IS NOT NULL');
    exec('CREATE INDEX IF NOT EXISTS entries_by_subject ON entries (subject) WHERE subject IS NOT NULL');
    exec(`CREATE TABLE IF NOT EXISTS tree (
      one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, edge BLOB NOT NULL, note TEXT,
      staged_size INTEGER, staged_edge BLOB, staged_note TEXT)`);
    exec('CREATE TABLE IF NOT EXISTS redeemed (idx INTEGER PRIMARY KEY, at INTEGER NOT NULL)');
    exec('CREATE TABLE IF NOT EXISTS erasures (number INTEGER PRIMARY KEY, indexes TEXT NOT NULL, journaled INTEGER NOT NULL)');
    if (this.#meta(SECRET) !== undefined) return;
    for (let row = 1; row <= PADDING_ROWS; row += 1) {
      exec('INSERT INTO entries (idx, entry, received) VALUES (?, zeroblob(1000), 0)', -row);
      for (const table of RECORDS) exec(`INSERT INTO ${table} (idx, record) VALUES (?, zeroblob(1000))`, -row);
    }
    exec('INSERT INTO tree (one, size, edge) VALUES (1, 0, ?)', new Uint8Array());
    this.#setMeta(SECRET, random(32));
  }

  exec = <Row extends Record<string, SqlValue>>(query: string, ...bindings: (SqlValue | Uint8Array)[]): Row[] =>
    this.#sql.exec<Row>(query, ...bindings).toArray();

  #meta(key: string): Uint8Array | undefined {
    const [row] = this.exec<{ value: ArrayBuffer }>('SELECT value FROM meta WHERE key = ?', key);
    return row && new Uint8Array(row.value);
  }

  #setMeta(key: string, value: Uint8Array): void {
    this.exec('INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2', key, value);
  }

  fact<K extends keyof Facts>(key: K): Facts[K] | undefined {
    const bytes = this.#meta(key);
    return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as Facts[K]);
  }

  setFact<K extends keyof Facts>(key: K, value: Facts[K]): void {
    this.#setMeta(key, new TextEncoder().encode(JSON.stringify(value)));
  }

  keyed(bytes: Uint8Array): Keyed {
    this.#secret ??= this.#meta(SECRET);
    return sha256Bytes(this.#secret ?? new Uint8Array(), bytes).subarray(0, KEY_BYTES) as Keyed;
  }

  /** The end of the log in one look. */
  tail(): Tail {
    type Row = { size: number; waitingSince: number | null; last: number | null; received: number | null; turn: ArrayBuffer | null };
    const [row] = this.exec<Row>(
      `SELECT size, (SELECT received FROM entries WHERE idx = size) AS waitingSince,
       (SELECT idx FROM entries WHERE idx >= 0 ORDER BY idx DESC LIMIT 1) AS last,
       (SELECT received FROM entries ORDER BY idx DESC LIMIT 1) AS received, (SELECT value FROM meta WHERE key = '${TURN}') AS turn FROM tree`,
    );
    const { size = 0, waitingSince = null, last, received, turn } = row ?? {};
    // Retention may have taken the last one too.
    return { size, waitingSince, next: Math.max((last ?? -1) + 1, size), received: received ?? 0, turn: turn && new Uint8Array(turn)[0] === 1 ? 1 : 0 };
  }

  /** How many entries there are: the index of the next one. */
  count(): number {
    return this.tail().next;
  }

  lastReceived(): number {
    return this.tail().received;
  }

  append({ key, subject, id, entry, salt, record, received }: NewEntry, { next, turn }: Pick<Tail, 'next' | 'turn'> = this.tail()): number {
    const values = [key, subject, id, entry].map((value) => value ?? null);
    this.exec('INSERT INTO entries (idx, key, subject, id, entry, received) VALUES (?, ?, ?, ?, ?, ?)', next, ...values, received);
    if (salt && record) this.exec(`INSERT INTO ${RECORDS[turn]} (idx, salt, record) VALUES (?, ?, ?)`, next, salt, record);
    return next;
  }

  find(key: Keyed): EntryRow | undefined {
    return this.#rows('WHERE key = ?', key)[0];
  }

  at(index: number): EntryRow | undefined {
    return this.#rows('WHERE idx = ?', index)[0];
  }

  range(from: number, to: number): EntryRow[] {
    return this.#rows('WHERE idx >= ? AND idx < ? ORDER BY idx', from, to);
  }

  /** The rows of a subject, newest first. */
  ofSubject(subject: Keyed, limit: number): EntryRow[] {
    return this.#rows('WHERE subject = ? ORDER BY idx DESC LIMIT ?', subject, limit);
  }

  /** The id of a subject's newest record. The limit stands in the text: SQLite plans a statement anew each time where it is bound. */
  lastIdOf(subject: Keyed): Uint8Array | undefined {
    const [row] = this.exec<{ id: ArrayBuffer | null }>('SELECT id FROM entries WHERE subject = ? ORDER BY idx DESC LIMIT 1', subject);
    return row?.id ? new Uint8Array(row.id) : undefined;
  }

  #rows(where: string, ...bindings: (SqlValue | Uint8Array)[]): EntryRow[] {
    type Row = {
      idx: number;
      id: ArrayBuffer | null;
      entry: ArrayBuffer;
      salt: ArrayBuffer | null;
      record: ArrayBuffer | null;
      received: number;
      erased: number;
    };
    return this.exec<Row>(`SELECT ${COLUMNS} FROM ${ROWS} ${where}`, ...bindings).map(({ idx, id, entry, salt, record, received, erased }) => {
      const opening = salt && record && erased === 0 ? { salt: new Uint8Array(salt), record: new Uint8Array(record) } : undefined;
      return {
        index: idx,
        id: id ? new Uint8Array(id) : undefined,
        entry: new Uint8Array(entry),
        // A record is JSON: one that begins with a nought has been overwritten.
        ...(opening?.record[0] ? opening : { salt: undefined, record: undefined }),
        received,
        erased: erased === 1,
      };
    });
  }

  /** How many leaves the last tree has that is out. */
  size(): number {
    return this.exec<{ size: number }>('SELECT size FROM tree')[0]?.size ?? 0;
  }

  /** The last tree that is out. */
  published(): Tree {
    const [row] = this.exec<{ size: number; edge: ArrayBuffer; note: string | null }>('SELECT size, edge, note FROM tree');
    return { size: row?.size ?? 0, edge: readEdge(row?.edge), note: row?.note ?? '' };
  }

  /** A tree that was signed and may be out: it is never taken back. */
  staged(): Tree | undefined {
    const [row] = this.exec<{ size: number; edge: ArrayBuffer; note: string }>(
      'SELECT staged_size AS size, staged_edge AS edge, staged_note AS note FROM tree WHERE staged_note IS NOT NULL',
    );
    return row && { ...row, edge: readEdge(row.edge) };
  }

  stage({ size, edge, note }: Tree): void {
    this.exec('UPDATE tree SET staged_size = ?, staged_edge = ?, staged_note = ?', size, edgeBytes(edge), note);
  }

  publishStaged(): void {
    this.exec(
      `UPDATE tree SET size = staged_size, edge = staged_edge, note = staged_note, staged_size = NULL, staged_edge = NULL, staged_note = NULL
       WHERE staged_note IS NOT NULL`,
    );
  }

  /** Overwrites what entries say, each in place. What stays is the leaf. */
  overwrite(indexes: readonly number[]): void {
    for (const index of indexes) {
      this.exec('UPDATE entries SET erased = 1, subject = zeroblob(length(subject)), id = zeroblob(length(id)) WHERE idx = ? AND erased = 0', index);
      this.#overwriteRecords(index, index + 1);
    }
  }

  #overwriteRecords(from: number, to: number): void {
    for (const table of RECORDS)
      this.exec(`UPDATE ${table} SET salt = zeroblob(length(salt)), record = zeroblob(length(record)) WHERE idx >= ? AND idx < ?`, from, to);
  }

  /** Takes out records and salts of entries whose bundle is in the archive. All before `from` have moved. */
  moveOut(from: number, to: number): void {
    this.#overwriteRecords(from, to);
    const { turn } = this.tail();
    const [own, other] = [RECORDS[turn], RECORDS[1 - turn] as string];
    const last = this.#edgeOf(other, 'DESC');
    if (last === undefined) {
      // Empty, so it takes what is new as soon as this one begins to move out.
      if ((this.#edgeOf(own, 'ASC') ?? to) < to) this.#setMeta(TURN, new Uint8Array([1 - turn]));
    } else if (last < from) {
      // Noughts of an earlier transaction: SQLite does not write a page that is overwritten and freed in one.
      const first = this.#edgeOf(other, 'ASC') ?? 0;
      this.exec(`DELETE FROM ${other} WHERE idx >= ? AND idx < ?`, first, first + FASTER * (to - from));
    }
  }

  /** The first or the last index that a table of records has; nothing where it is empty. */
  #edgeOf(table: string, order: 'ASC' | 'DESC'): number | undefined {
    return this.exec<{ idx: number }>(`SELECT idx FROM ${table} WHERE idx >= 0 ORDER BY idx ${order} LIMIT 1`)[0]?.idx;
  }

  /** Overwrites the rows of leaves that the log will not serve any more. */
  blank(from: number, to: number): void {
    this.exec('UPDATE entries SET subject = zeroblob(length(subject)), id = zeroblob(length(id)) WHERE idx >= ? AND idx < ?', from, to);
  }

  /** Gives them up. In a later transaction: SQLite does not write a page that is overwritten and freed in one. */
  drop(from: number, to: number): void {
    this.exec('DELETE FROM entries WHERE idx >= ? AND idx < ?', from, to);
    this.exec('DELETE FROM redeemed WHERE idx >= ? AND idx < ?', from, to);
  }

  /** Erasures that the archive does not show yet. */
  erasures(): { number: number; indexes: number[]; journaled: boolean }[] {
    type Row = { number: number; indexes: string; journaled: number };
    return this.exec<Row>('SELECT number, indexes, journaled FROM erasures ORDER BY number').map(({ number, indexes, journaled }) => ({
      number,
      indexes: JSON.parse(indexes) as number[],
      journaled: journaled === 1,
    }));
  }

  addErasure(indexes: readonly number[], journaled: boolean): void {
    const text = JSON.stringify(indexes);
    this.exec('DELETE FROM erasures WHERE indexes = ?', text);
    this.exec('INSERT INTO erasures (indexes, journaled) VALUES (?, ?)', text, journaled ? 1 : 0);
  }

  endErasure(number: number): void {
    this.exec('DELETE FROM erasures WHERE number = ?', number);
  }

  /** When the token of an entry was used first. */
  redeemedAt(index: number): number | undefined {
    return this.exec<{ at: number }>('SELECT at FROM redeemed WHERE idx = ?', index)[0]?.at;
  }

  redeem(index: number, at: number): void {
    this.exec('INSERT INTO redeemed (idx, at) VALUES (?, ?) ON CONFLICT DO NOTHING', index, at);
  }

  /** Writes over what SQLite has freed: two megabytes at a time, a row each. */
  fill(rows: number): void {
    this.exec('CREATE TABLE IF NOT EXISTS filling (bytes BLOB)');
    for (let row = 0; row < rows; row += 1) this.exec('INSERT INTO filling VALUES (zeroblob(2000000))');
  }

  endFill(): void {
    this.exec('DELETE FROM filling');
  }
}

/** A right edge in one value: for each level how many hashes, then the hashes. */
export function edgeBytes(edge: Edge): Uint8Array {
  const parts = edge.flatMap((hashes) => [new Uint8Array([hashes.length / 32]), hashes]);
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export function readEdge(value: ArrayBuffer | undefined): Edge {
  const bytes = new Uint8Array(value ?? new ArrayBuffer());
  const edge: Edge = [];
  for (let at = 0; at < bytes.length; ) {
    const length = (bytes[at] ?? 0) * 32;
    edge.push(bytes.slice(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return edge;
}

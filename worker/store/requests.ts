/** Rights requests in D1, and every word of SQL about them. Nothing here encrypts, derives or decides. */
import type { CaseEvent, NotedEvent } from '../../core/requests/events.ts';
import type { Behalf, Channel, Kind } from '../../core/requests/kinds.ts';
import type { Queue, Summary } from '../../core/requests/summary.ts';
import { type Question, rowsOf } from './together.ts';

/** A request as it is kept. */
export interface RequestRow {
  id: string;
  reference: string;
  kind: Kind;
  place: string;
  locale: string;
  behalf: Behalf;
  channel: Channel;
  parent: string | null;
  policy: string | null;
  rules: string;
  contact: ArrayBuffer | null;
  master: string | null;
  key: ArrayBuffer | null;
  sealed: ArrayBuffer | null;
  status_hash: ArrayBuffer | null;
  version: number;
  queue: Queue;
  state: Summary['state'];
  regime: string;
  received: string;
  due: string | null;
  acknowledge_by: string | null;
  acknowledged: 0 | 1;
  closed: string | null;
  assignee: string | null;
  outcome: string | null;
  purge_contents: string | null;
  purge_record: string | null;
}

export interface EventRow extends NotedEvent {
  sealed: Uint8Array | null;
  wordsHash: Uint8Array | null;
  /** Nothing where it went with the contents: then nobody can show any more what the leaf commits to. */
  salt: Uint8Array | null;
  leaf: number | null;
}

export interface FileRow {
  id: string;
  request: string;
  source: 'person' | 'answer';
  added: string;
  bytes: number;
  sealed: Uint8Array;
}

export type NewEvent = Omit<EventRow, 'leaf' | 'salt'> & { salt: Uint8Array };

/** What was known when it came and stays so. */
const KNOWN = ['id', 'reference', 'kind', 'place', 'locale', 'behalf', 'channel', 'parent', 'policy'] as const;
/** Where it stands: made anew of the events at each event. */
const STANDING = ['queue', 'state', 'regime', 'received', 'due', 'acknowledge_by', 'acknowledged', 'closed', 'assignee', 'outcome'] as const;
const SUMMARY = ['version', ...STANDING, 'purge_contents', 'purge_record'] as const;
/** What lists may show: nothing that is encrypted, and nothing by which somebody could be found. */
export const LISTED = [...KNOWN, ...STANDING] as const;

export function summaryColumns(summary: Summary, version: number): Pick<RequestRow, (typeof SUMMARY)[number]> {
  return {
    version,
    queue: summary.queue,
    state: summary.state,
    regime: summary.regime,
    received: summary.received,
    due: summary.due ?? null,
    acknowledge_by: summary.acknowledgeBy ?? null,
    acknowledged: summary.acknowledged ? 1 : 0,
    closed: summary.closed ?? null,
    assignee: summary.assignee ?? null,
    outcome: summary.outcome ?? null,
    purge_contents: summary.purgeContents ?? null,
    purge_record: summary.purgeRecord ?? null,
  };
}

/** Statements that write a new request. For a batch, which is one transaction. */
export function insertRequest(db: D1Database, row: RequestRow, events: readonly NewEvent[]): D1PreparedStatement[] {
  const names = Object.keys(row);
  const statement = db.prepare(`INSERT INTO requests (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`).bind(...Object.values(row));
  return [statement, ...events.map((event) => insertEvent(db, row.id, event))];
}

/**
 * Statements that add events. Two that are noted at once meet in `number`, which is there once: the second batch fails as a whole.
 *
 * @param row The request as it stands after them.
 * @param changed Do they change the contents too?
 */
export function insertEvents(db: D1Database, row: RequestRow, events: readonly NewEvent[], changed: boolean): D1PreparedStatement[] {
  const names = changed ? ([...SUMMARY, 'sealed'] as const) : SUMMARY;
  const update = db
    .prepare(`UPDATE requests SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`)
    .bind(...names.map((name) => row[name]), row.id);
  return [...events.map((event) => insertEvent(db, row.id, event)), update];
}

function insertEvent(db: D1Database, request: string, { number, noted, actor, event, sealed, wordsHash, salt }: NewEvent): D1PreparedStatement {
  return db
    .prepare('INSERT INTO request_events (request, number, type, noted, actor, event, sealed, words_hash, salt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .bind(request, number, event.type, noted, actor, JSON.stringify(event), sealed, wordsHash, salt);
}

export async function findRequest(db: D1Database, by: { id: string } | { reference: string } | { statusHash: Uint8Array }): Promise<RequestRow | null> {
  const [column, value] = columnOf(by);
  return db.prepare(`SELECT * FROM requests WHERE ${column} = ?`).bind(value).first<RequestRow>();
}

/** Those of some requests that are there, in no order: what lists may show of them. */
export async function findListed(db: D1Database, ids: readonly string[]): Promise<Pick<RequestRow, (typeof LISTED)[number]>[]> {
  if (ids.length === 0) return [];
  const sql = `SELECT ${LISTED.join(', ')} FROM requests WHERE id IN (SELECT value FROM json_each(?))`;
  return rowsOf(await db.prepare(sql).bind(JSON.stringify(ids)).all());
}

function columnOf(by: { id: string } | { reference: string } | { statusHash: Uint8Array }): [string, string | Uint8Array] {
  return 'id' in by ? ['id', by.id] : 'reference' in by ? ['reference', by.reference] : ['status_hash', by.statusHash];
}

/** A request with its events. */
export function findCase(
  db: D1Database,
  by: { id: string } | { reference: string } | { statusHash: Uint8Array },
): Question<{ row: RequestRow; events: EventRow[] } | undefined> {
  const [column, value] = columnOf(by);
  return {
    statements: [
      db.prepare(`SELECT * FROM requests WHERE ${column} = ?`).bind(value),
      db.prepare(`SELECT * FROM request_events WHERE request = (SELECT id FROM requests WHERE ${column} = ?) ORDER BY number`).bind(value),
    ],
    answer: ([requests, events]) => {
      const [row] = rowsOf<RequestRow>(requests);
      return row && { row, events: rowsOf<EventColumns>(events).map(eventRow) };
    },
  };
}

interface EventColumns {
  request: string;
  number: number;
  noted: string;
  actor: string;
  event: string;
  sealed: ArrayBuffer | null;
  words_hash: ArrayBuffer | null;
  salt: ArrayBuffer;
  leaf: number | null;
}

/** D1 gives bytes as lists of numbers or as buffers, by where it runs. */
export function bytesOf(value: ArrayBuffer | ArrayLike<number> | null): Uint8Array | null {
  return value === null ? null : new Uint8Array(value as ArrayBuffer);
}

function eventRow({ salt, ...row }: EventColumns): EventRow {
  const kept = bytesOf(salt);
  return { ...newEventRow({ ...row, salt }), salt: kept?.length ? kept : null, leaf: row.leaf };
}

function newEventRow({ number, noted, actor, event, sealed, words_hash, salt }: EventColumns): NewEvent {
  return {
    number,
    noted,
    actor,
    event: JSON.parse(event) as CaseEvent,
    sealed: bytesOf(sealed),
    wordsHash: bytesOf(words_hash),
    salt: bytesOf(salt) ?? new Uint8Array(),
  };
}

/** Events that no leaf commits to yet, oldest first. Their salts are there: see `forgetHashes`. */
export async function eventsToLog(db: D1Database, limit: number): Promise<{ request: string; event: NewEvent }[]> {
  const { results } = await db.prepare('SELECT * FROM request_events WHERE leaf IS NULL ORDER BY noted LIMIT ?').bind(limit).all<EventColumns>();
  return results.map((row) => ({ request: row.request, event: newEventRow(row) }));
}

/**
 * The places that events have in the log, all at once. Where the contents of a request went before its events got there, what could
 * confirm a guess of them goes now, in the same statement.
 */
export function setLeaves(db: D1Database, leaves: readonly { request: string; number: number; leaf: number }[]): D1PreparedStatement {
  const forgotten = Object.entries(HASHES_GONE).map(([column, gone]) => `${column} = iif(r.key IS NULL AND ${HOLDS_HASH}, ${gone}, ${column})`);
  return db
    .prepare(
      `UPDATE request_events SET leaf = l.value ->> 'leaf', ${forgotten.join(', ')} FROM json_each(?) AS l, requests AS r
       WHERE request_events.request = l.value ->> 'request' AND request_events.number = l.value ->> 'number' AND r.id = request_events.request`,
    )
    .bind(JSON.stringify(leaves));
}

/** An event by which somebody could confirm a guess: of the words beside it, or of a file. */
const HOLDS_HASH = "(words_hash IS NOT NULL OR request_events.type = 'file-added')";
/** Without the salt the leaf says nothing; an empty one stands for none. */
const HASHES_GONE = { salt: "x''", words_hash: 'NULL', event: "json_remove(event, '$.sha256')" };

/** Drops the hashes and salts of requests, given as a JSON list of ids. An event that no leaf commits to yet keeps its own until `setLeaves`. */
export function forgetHashes(db: D1Database, ids: string): D1PreparedStatement {
  const set = Object.entries(HASHES_GONE).map(([column, gone]) => `${column} = ${gone}`);
  return db
    .prepare(`UPDATE request_events SET ${set.join(', ')} WHERE leaf IS NOT NULL AND ${HOLDS_HASH} AND request IN (SELECT value FROM json_each(?))`)
    .bind(ids);
}

export function insertFile(db: D1Database, { id, request, source, added, bytes, sealed }: FileRow): D1PreparedStatement {
  return db
    .prepare('INSERT INTO request_files (id, request, source, added, bytes, sealed) VALUES (?, ?, ?, ?, ?, ?)')
    .bind(id, request, source, added, bytes, sealed);
}

export async function filesOf(db: D1Database, request: string): Promise<FileRow[]> {
  const { results } = await db
    .prepare('SELECT * FROM request_files WHERE request = ? ORDER BY added, id')
    .bind(request)
    .all<FileRow & { sealed: ArrayBuffer }>();
  return results.map((row) => ({ ...row, sealed: bytesOf(row.sealed) ?? new Uint8Array() }));
}

export function deleteFile(db: D1Database, id: string): D1PreparedStatement {
  return db.prepare('DELETE FROM request_files WHERE id = ?').bind(id);
}

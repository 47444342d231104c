/**
 * Forgetting in bulk, and every word of SQL about it. Each statement takes a whole list, so that ten thousand requests cost some
 * hundred queries: D1 allows a thousand in one invocation. What lists hold is bound as JSON, bytes as hexadecimal digits.
 */
import type { RuleSet } from '../../core/deadlines/rule-set.ts';
import { toHex } from '../../core/log/bytes.ts';
import type { CaseEvent } from '../../core/requests/events.ts';
import type { Summary } from '../../core/requests/summary.ts';
import { forgetHashes } from './requests.ts';

/** A recourse that is open needs what it is about: neither the contents nor the record of its first request go before it is over. */
const NO_OPEN_RECOURSE = "NOT EXISTS (SELECT 1 FROM requests AS recourse WHERE recourse.parent = requests.id AND recourse.queue <> 'closed')";

export interface Purgeable {
  id: string;
  kind: string;
  state: Summary['state'];
  outcome: string | null;
  rules: RuleSet[];
  events: CaseEvent[];
  /** Files in R2. */
  files: string[];
}

/** Requests whose contents are due to go, with what is needed to say where they stand then. Three queries. */
export async function contentsToPurge(db: D1Database, today: string, limit: number): Promise<Purgeable[]> {
  const { results } = await db
    .prepare(
      `SELECT id, kind, state, outcome, rules FROM requests
       WHERE key IS NOT NULL AND purge_contents <= ?1 AND ${NO_OPEN_RECOURSE} ORDER BY purge_contents LIMIT ?2`,
    )
    .bind(today, limit)
    .all<PurgeableColumns>();
  return withEvents(db, results);
}

/** The same for requests that are named. */
export async function contentsOf(db: D1Database, ids: readonly string[]): Promise<Purgeable[]> {
  const { results } = await db
    .prepare('SELECT id, kind, state, outcome, rules FROM requests WHERE key IS NOT NULL AND id IN (SELECT value FROM json_each(?))')
    .bind(JSON.stringify(ids))
    .all<PurgeableColumns>();
  return withEvents(db, results);
}

type PurgeableColumns = Pick<Purgeable, 'id' | 'kind' | 'state' | 'outcome'> & { rules: string };

async function withEvents(db: D1Database, rows: readonly PurgeableColumns[]): Promise<Purgeable[]> {
  if (rows.length === 0) return [];
  const ids = JSON.stringify(rows.map(({ id }) => id));
  const [events, files] = await db.batch<{ request: string; event?: string; id?: string }>([
    db.prepare('SELECT request, event FROM request_events WHERE request IN (SELECT value FROM json_each(?)) ORDER BY request, number').bind(ids),
    db.prepare('SELECT request, id FROM request_files WHERE request IN (SELECT value FROM json_each(?))').bind(ids),
  ]);
  const eventsOf = Map.groupBy(events?.results ?? [], ({ request }) => request);
  const filesOf = Map.groupBy(files?.results ?? [], ({ request }) => request);
  return rows.map(({ rules, ...row }) => ({
    ...row,
    rules: JSON.parse(rules) as RuleSet[],
    events: (eventsOf.get(row.id) ?? []).map(({ event = '{}' }) => JSON.parse(event) as CaseEvent),
    files: (filesOf.get(row.id) ?? []).flatMap(({ id }) => id ?? []),
  }));
}

export interface Purged {
  id: string;
  /** Of the event that says so. */
  number: number;
  event: CaseEvent;
  salt: Uint8Array;
  summary: Summary;
  /** Also the hash of the address goes: it is on the list of those who stay forgotten. */
  forgetContact: boolean;
}

/** Statements that drop keys and everything they open, and note it. For a batch, which is one transaction. */
export function purgeContents(db: D1Database, purged: readonly Purged[], now: string): D1PreparedStatement[] {
  const rows = JSON.stringify(
    purged.map(({ id, number, event, salt, summary, forgetContact }) => ({
      id,
      number,
      type: event.type,
      event: JSON.stringify(event),
      salt: toHex(salt),
      forget: forgetContact ? 1 : 0,
      queue: summary.queue,
      state: summary.state,
      closed: summary.closed ?? null,
      purge_contents: summary.purgeContents ?? null,
      purge_record: summary.purgeRecord ?? null,
    })),
  );
  const ids = JSON.stringify(purged.map(({ id }) => id));
  const named = 'IN (SELECT value FROM json_each(?1))';
  return [
    // Two notes at once meet in `number`, and then nothing of this happens.
    db
      .prepare(
        `INSERT INTO request_events (request, number, type, noted, actor, event, salt)
         SELECT value ->> 'id', value ->> 'number', value ->> 'type', ?2, 'system', value ->> 'event', unhex(value ->> 'salt') FROM json_each(?1)`,
      )
      .bind(rows, now),
    db
      .prepare(
        `UPDATE requests SET key = NULL, master = NULL, sealed = NULL, contact = iif(p.value ->> 'forget', NULL, contact),
           version = p.value ->> 'number', queue = p.value ->> 'queue', state = p.value ->> 'state', closed = p.value ->> 'closed',
           purge_contents = p.value ->> 'purge_contents', purge_record = p.value ->> 'purge_record'
         FROM json_each(?1) AS p WHERE requests.id = p.value ->> 'id'`,
      )
      .bind(rows),
    db.prepare(`UPDATE request_events SET sealed = NULL WHERE sealed IS NOT NULL AND request ${named}`).bind(ids),
    forgetHashes(db, ids),
    db.prepare(`DELETE FROM request_files WHERE request ${named}`).bind(ids),
    db.prepare(`DELETE FROM outbox WHERE request ${named}`).bind(ids),
  ];
}

/** Requests of which nothing may be left. Contents go first: their files in R2 would be nobody's. */
export async function recordsToPurge(db: D1Database, today: string, limit: number): Promise<string[]> {
  const { results } = await db
    .prepare(`SELECT id FROM requests WHERE purge_record <= ?1 AND key IS NULL AND ${NO_OPEN_RECOURSE} ORDER BY purge_record LIMIT ?2`)
    .bind(today, limit)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}

/** Statements that remove every row of requests, salts among them: what is left in the log says nothing to anybody. */
export function purgeRecords(db: D1Database, ids: readonly string[]): D1PreparedStatement[] {
  const bound = JSON.stringify(ids);
  const tables = ['request_events', 'request_files', 'outbox', 'reminders', 'webhook_deliveries', 'suppressions', 'proofs', 'sent_forms'];
  return [
    ...tables.map((table) => db.prepare(`DELETE FROM ${table} WHERE request IN (SELECT value FROM json_each(?))`).bind(bound)),
    db.prepare('DELETE FROM requests WHERE id IN (SELECT value FROM json_each(?))').bind(bound),
  ];
}

/** Which of these files no row names. */
export async function unknownFiles(db: D1Database, ids: readonly string[]): Promise<string[]> {
  const { results } = await db
    .prepare('SELECT value AS id FROM json_each(?) WHERE value NOT IN (SELECT id FROM request_files)')
    .bind(JSON.stringify(ids))
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}

export async function readRound(db: D1Database, name: string): Promise<{ at: string; value: string } | null> {
  return db.prepare('SELECT at, value FROM rounds WHERE name = ?').bind(name).first<{ at: string; value: string }>();
}

export function writeRound(db: D1Database, name: string, at: string, value: string): D1PreparedStatement {
  return db
    .prepare('INSERT INTO rounds (name, at, value) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET at = excluded.at, value = excluded.value')
    .bind(name, at, value);
}

/** How many requests wait for a proof, and how many were erased for want of one. They are told apart in every figure. */
export async function unprovedFigures(db: D1Database): Promise<{ unproved: number; expired: number }> {
  const row = await db
    .prepare(
      `SELECT (SELECT count(*) FROM requests WHERE queue = 'unproved') AS unproved,
         (SELECT count(*) FROM requests WHERE queue = 'closed' AND state = 'expired') AS expired`,
    )
    .first<{ unproved: number; expired: number }>();
  return row ?? { unproved: 0, expired: 0 };
}

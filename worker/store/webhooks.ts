/** Where webhooks go, what is on its way there and what became of it, and every word of SQL about them. */
import type { Attempt, WebhookType } from '../../core/requests/webhooks.ts';
import { bytesOf } from './requests.ts';

export interface EndpointRow {
  id: string;
  url: string;
  events: WebhookType[];
  created: string;
  createdBy: string;
  state: 'on' | 'off';
  master: string;
  wrapped: Uint8Array;
  sealed: Uint8Array;
}

interface EndpointColumns {
  id: string;
  url: string;
  events: string;
  created: string;
  created_by: string;
  state: 'on' | 'off';
  master: string;
  wrapped: ArrayBuffer;
  sealed: ArrayBuffer;
}

export async function endpoints(db: D1Database, id?: string): Promise<EndpointRow[]> {
  const { results } = await db
    .prepare('SELECT * FROM webhook_endpoints WHERE ?1 IS NULL OR id = ?1 ORDER BY created, id')
    .bind(id ?? null)
    .all<EndpointColumns>();
  return results.map(({ events, created_by, wrapped, sealed, ...row }) => ({
    ...row,
    events: JSON.parse(events) as WebhookType[],
    createdBy: created_by,
    wrapped: bytesOf(wrapped) ?? new Uint8Array(),
    sealed: bytesOf(sealed) ?? new Uint8Array(),
  }));
}

export async function insertEndpoint(
  db: D1Database,
  { id, url, events, created, createdBy, master, wrapped, sealed }: Omit<EndpointRow, 'state'>,
): Promise<void> {
  await db
    .prepare("INSERT INTO webhook_endpoints (id, url, events, created, created_by, state, master, wrapped, sealed) VALUES (?, ?, ?, ?, ?, 'on', ?, ?, ?)")
    .bind(id, url, JSON.stringify(events), created, createdBy, master, wrapped, sealed)
    .run();
}

export async function setEndpointSecrets(db: D1Database, id: string, sealed: Uint8Array): Promise<void> {
  await db.prepare('UPDATE webhook_endpoints SET sealed = ? WHERE id = ?').bind(sealed, id).run();
}

/** Nothing goes there any more; what waits for it is given up. */
export function turnOffEndpoint(db: D1Database, id: string): D1PreparedStatement[] {
  return [
    db.prepare("UPDATE webhook_endpoints SET state = 'off' WHERE id = ?").bind(id),
    db.prepare("UPDATE webhook_deliveries SET state = 'dead', claim = NULL WHERE endpoint = ? AND state = 'waiting'").bind(id),
  ];
}

export interface NewMessage {
  /** `webhook-id`: the same for every attempt and endpoint, by which a receiver knows what it has seen. */
  message: string;
  type: WebhookType;
  request: string | null;
  made: string;
  body: string;
}

/** A statement that sends messages to every endpoint that wants them. What is there already is left as it is. */
export function insertDeliveries(db: D1Database, messages: readonly NewMessage[]): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO webhook_deliveries (message, endpoint, type, request, made, body, state, due)
       SELECT m.value ->> 'message', e.id, m.value ->> 'type', m.value ->> 'request', m.value ->> 'made', m.value ->> 'body', 'waiting', m.value ->> 'made'
       FROM json_each(?) AS m JOIN webhook_endpoints AS e
       WHERE e.state = 'on' AND (e.events = '[]' OR EXISTS (SELECT 1 FROM json_each(e.events) AS wanted WHERE wanted.value = m.value ->> 'type'))
       ON CONFLICT (message, endpoint) DO NOTHING`,
    )
    .bind(JSON.stringify(messages));
}

export interface ClaimedDelivery {
  message: string;
  endpoint: string;
  type: WebhookType;
  body: string;
  attempts: number;
}

/** Takes deliveries that are due, until an instant: one that is not settled by then may be taken by somebody else. */
export async function claimDeliveries(
  db: D1Database,
  { claim, now, until, limit }: { claim: string; now: string; until: string; limit: number },
): Promise<ClaimedDelivery[]> {
  const { results } = await db
    .prepare(
      `UPDATE webhook_deliveries SET claim = ?1, due = ?2, attempts = attempts + 1
       WHERE rowid IN (SELECT rowid FROM webhook_deliveries WHERE state = 'waiting' AND due <= ?3 ORDER BY due LIMIT ?4)
       RETURNING message, endpoint, type, body, attempts`,
    )
    .bind(claim, until, now, limit)
    .all<ClaimedDelivery>();
  return results;
}

/** What came of an attempt. `due`: when it is tried again; without, it is delivered or given up. */
export function settleDelivery(
  db: D1Database,
  { message, endpoint }: Pick<ClaimedDelivery, 'message' | 'endpoint'>,
  claim: string,
  attempt: Attempt,
  { state, due }: { state: 'waiting' | 'delivered' | 'dead'; due?: string },
): D1PreparedStatement {
  return db
    .prepare(
      `UPDATE webhook_deliveries SET state = ?4, due = coalesce(?5, due), claim = NULL, log = json_insert(log, '$[#]', json(?6))
       WHERE message = ?1 AND endpoint = ?2 AND claim = ?3`,
    )
    .bind(message, endpoint, claim, state, due ?? null, JSON.stringify(attempt));
}

export interface DeliveryRow {
  message: string;
  endpoint: string;
  type: string;
  request: string | null;
  made: string;
  state: 'waiting' | 'delivered' | 'dead';
  due: string;
  log: Attempt[];
}

/** Newest first; of one endpoint or of all, of one state or of all. */
export async function deliveries(
  db: D1Database,
  { endpoint, state }: { endpoint?: string; state?: DeliveryRow['state'] },
  limit: number,
): Promise<DeliveryRow[]> {
  const { results } = await db
    .prepare(
      `SELECT message, endpoint, type, request, made, state, due, log FROM webhook_deliveries
       WHERE (?1 IS NULL OR endpoint = ?1) AND (?2 IS NULL OR state = ?2) ORDER BY made DESC, message DESC LIMIT ?3`,
    )
    .bind(endpoint ?? null, state ?? null, limit)
    .all<Omit<DeliveryRow, 'log'> & { log: string }>();
  return results.map((row) => ({ ...row, log: JSON.parse(row.log) as Attempt[] }));
}

/** Sends to an endpoint again: one message, or everything that was made since an instant. @returns how many. */
export async function replayDeliveries(db: D1Database, endpoint: string, now: string, what: { message: string } | { since: string }): Promise<number> {
  const [column, value] = 'message' in what ? ['message = ', what.message] : ['made >= ', what.since];
  const { meta } = await db
    .prepare(`UPDATE webhook_deliveries SET state = 'waiting', due = ?1, attempts = 0, claim = NULL WHERE endpoint = ?2 AND ${column} ?3`)
    .bind(now, endpoint, value)
    .run();
  return meta.changes;
}

export interface WebhookFigures {
  waiting: number;
  waitingSince: string | null;
  dead: number;
}

export async function webhookFigures(db: D1Database): Promise<WebhookFigures> {
  const row = await db
    .prepare(
      `SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, min(made) FILTER (WHERE state = 'waiting') AS waitingSince,
         count(*) FILTER (WHERE state = 'dead') AS dead
       FROM webhook_deliveries WHERE state IN ('waiting', 'dead')`,
    )
    .first<WebhookFigures>();
  return row ?? { waiting: 0, waitingSince: null, dead: 0 };
}

export function forgetDeliveries(db: D1Database, before: string): D1PreparedStatement {
  return db.prepare("DELETE FROM webhook_deliveries WHERE state <> 'waiting' AND made < ?").bind(before);
}

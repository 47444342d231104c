/** Keyed hashes of addresses that must stay forgotten, and every word of SQL about them. */
import { toHex } from '../../core/log/bytes.ts';
import { bytesOf } from './requests.ts';

export interface Suppression {
  contact: Uint8Array;
  what: 'erased' | 'unsubscribed';
  /** The request that asked for it; empty where none did. */
  request: string;
  at: string;
}

export function insertSuppressions(db: D1Database, suppressions: readonly Suppression[], copied = false): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO suppressions (contact, what, request, at, copied)
       SELECT unhex(value ->> 'contact'), value ->> 'what', value ->> 'request', value ->> 'at', ?2 FROM json_each(?1) WHERE true
       ON CONFLICT (contact, what, request) DO NOTHING`,
    )
    .bind(JSON.stringify(suppressions.map((one) => ({ ...one, contact: toHex(one.contact) }))), copied ? 1 : 0);
}

/** Those that are not yet where no restore reaches. */
export async function suppressionsToCopy(db: D1Database, limit: number): Promise<Suppression[]> {
  const { results } = await db
    .prepare('SELECT contact, what, request, at FROM suppressions WHERE copied = 0 ORDER BY at LIMIT ?')
    .bind(limit)
    .all<Omit<Suppression, 'contact'> & { contact: ArrayBuffer }>();
  return results.map((row) => ({ ...row, contact: bytesOf(row.contact) ?? new Uint8Array() }));
}

export function noteCopied(db: D1Database, copied: readonly Suppression[]): D1PreparedStatement {
  return db
    .prepare(
      `UPDATE suppressions SET copied = 1 WHERE (contact, what, request) IN
         (SELECT unhex(value ->> 'contact'), value ->> 'what', value ->> 'request' FROM json_each(?))`,
    )
    .bind(JSON.stringify(copied.map(({ contact, what, request }) => ({ contact: toHex(contact), what, request }))));
}

/**
 * Requests of erased people that hold contents, as after a backup was restored: of those received before the erasure. One that is
 * open is the operators' to look at, for its end may have been lost with what came after the backup.
 */
export async function requestsThatCameBack(
  db: D1Database,
  suppressions: readonly Suppression[],
  limit: number,
): Promise<{ id: string; reference: string; open: 0 | 1 }[]> {
  const { results } = await db
    .prepare(
      `SELECT DISTINCT requests.id, reference, requests.queue <> 'closed' AS open
       FROM json_each(?1) AS s JOIN requests ON requests.contact = unhex(s.value ->> 'contact')
       WHERE s.value ->> 'what' = 'erased' AND requests.key IS NOT NULL AND requests.received <= substr(s.value ->> 'at', 1, 10)
       ORDER BY open, requests.id LIMIT ?2`,
    )
    .bind(JSON.stringify(suppressions.map((one) => ({ ...one, contact: toHex(one.contact) }))), limit)
    .all<{ id: string; reference: string; open: 0 | 1 }>();
  return results;
}

/** Ends the subscriptions of suppressed people that are older than the suppression. */
export function endSubscriptionsAgain(db: D1Database, suppressions: readonly Suppression[]): D1PreparedStatement[] {
  const bound = JSON.stringify(suppressions.map((one) => ({ ...one, contact: toHex(one.contact) })));
  const ended = `SELECT subscriptions.id FROM json_each(?1) AS s JOIN subscriptions ON subscriptions.contact = unhex(s.value ->> 'contact') WHERE subscriptions.asked <= s.value ->> 'at'`;
  return [
    db.prepare(`DELETE FROM outbox WHERE subscription IN (${ended})`).bind(bound),
    db.prepare(`DELETE FROM subscriptions WHERE id IN (${ended})`).bind(bound),
  ];
}

/** The suppressions that requests asked for. */
export async function suppressionsOf(db: D1Database, requests: readonly string[]): Promise<Suppression[]> {
  const { results } = await db
    .prepare("SELECT contact, what, request, at FROM suppressions WHERE request <> '' AND request IN (SELECT value FROM json_each(?))")
    .bind(JSON.stringify(requests))
    .all<Omit<Suppression, 'contact'> & { contact: ArrayBuffer }>();
  return results.map((row) => ({ ...row, contact: bytesOf(row.contact) ?? new Uint8Array() }));
}

/** Those that no request asked for, and that are older than any backup. */
export async function oldSuppressions(db: D1Database, before: string, limit: number): Promise<Suppression[]> {
  const { results } = await db
    .prepare("SELECT contact, what, request, at FROM suppressions WHERE request = '' AND at < ? LIMIT ?")
    .bind(before, limit)
    .all<Omit<Suppression, 'contact'> & { contact: ArrayBuffer }>();
  return results.map((row) => ({ ...row, contact: bytesOf(row.contact) ?? new Uint8Array() }));
}

export function deleteSuppressions(db: D1Database, gone: readonly Suppression[]): D1PreparedStatement {
  return db
    .prepare(
      `DELETE FROM suppressions WHERE (contact, what, request) IN
         (SELECT unhex(value ->> 'contact'), value ->> 'what', value ->> 'request' FROM json_each(?))`,
    )
    .bind(JSON.stringify(gone.map(({ contact, what, request }) => ({ contact: toHex(contact), what, request }))));
}

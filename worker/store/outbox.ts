/** Mails that wait, were sent or were given up, and every word of SQL about them. Nothing here encrypts or decides. */

import { toHex } from '../../core/log/bytes.ts';
import type { MailName } from '../../core/requests/mails.ts';
import type { Within } from './proofs.ts';
import { bytesOf } from './requests.ts';

export interface NewMail {
  id: string;
  key: string;
  name: MailName;
  locale: string;
  /** Instant; also when it may be sent first. */
  made: string;
  request?: string;
  subscription?: string;
  /** Instant at which what it says is over. */
  expires?: string;
  /** The mail's own key where it belongs to nobody's request or subscription. */
  own?: { master: string; wrapped: Uint8Array };
  sealed: Uint8Array;
}

export interface ClaimedMail {
  id: string;
  key: string;
  name: MailName;
  locale: string;
  made: string;
  request: string | null;
  subscription: string | null;
  expires: string | null;
  attempts: number;
  /** The key that it is sealed with, as it is kept; nothing where that is gone. */
  kept: { owner: string; master: string; wrapped: Uint8Array } | undefined;
  sealed: Uint8Array | null;
}

/**
 * A statement that stores mails; one whose key is there already is left as it is.
 *
 * @param within A count of the same transaction: where it is more than it may be, nothing is stored.
 */
export function insertMails(db: D1Database, mails: readonly NewMail[], within?: Within): D1PreparedStatement {
  const rows = mails.map(({ own, sealed, ...mail }) => ({
    ...mail,
    master: own?.master ?? null,
    wrapped: own ? toHex(own.wrapped) : null,
    sealed: toHex(sealed),
  }));
  return db
    .prepare(
      `INSERT INTO outbox (id, key, name, locale, made, request, subscription, expires, master, wrapped, sealed, state, due)
       SELECT value ->> 'id', value ->> 'key', value ->> 'name', value ->> 'locale', value ->> 'made', value ->> 'request',
         value ->> 'subscription', value ->> 'expires', value ->> 'master', unhex(value ->> 'wrapped'), unhex(value ->> 'sealed'), 'waiting', value ->> 'made'
       FROM json_each(?1) WHERE ?2 IS NULL OR (SELECT count FROM request_counters WHERE request_counters.key = ?2 AND span = ?3) <= ?4
       ON CONFLICT (key) DO NOTHING`,
    )
    .bind(JSON.stringify(rows), within?.key ?? null, within?.span ?? null, within?.most ?? null);
}

interface MailColumns extends Omit<ClaimedMail, 'kept' | 'sealed'> {
  master: string | null;
  wrapped: ArrayBuffer | null;
  sealed: ArrayBuffer | null;
}

/** Takes mails that are due, until an instant: one that is not settled by then may be taken by somebody else. */
export async function claimMails(
  db: D1Database,
  { claim, now, until, limit }: { claim: string; now: string; until: string; limit: number },
): Promise<ClaimedMail[]> {
  const { results } = await db
    .prepare(
      `UPDATE outbox SET claim = ?1, due = ?2, attempts = attempts + 1
       WHERE id IN (SELECT id FROM outbox WHERE state = 'waiting' AND due <= ?3 ORDER BY due LIMIT ?4)
       RETURNING id, key, name, locale, made, request, subscription, expires, master, wrapped, sealed, attempts`,
    )
    .bind(claim, until, now, limit)
    .all<MailColumns>();
  return withKeys(db, results);
}

/** The mails of a laptop, newest first. */
export async function latestMails(db: D1Database, limit: number): Promise<(ClaimedMail & { state: string; sent: string | null })[]> {
  const { results } = await db
    .prepare('SELECT * FROM outbox ORDER BY made DESC, rowid DESC LIMIT ?')
    .bind(limit)
    .all<MailColumns & { state: string; sent: string | null }>();
  const mails = await withKeys(db, results);
  return mails.map((mail, at) => ({ ...mail, state: results[at]?.state ?? '', sent: results[at]?.sent ?? null }));
}

async function withKeys(db: D1Database, rows: readonly MailColumns[]): Promise<ClaimedMail[]> {
  const [requests, subscriptions] = await Promise.all([
    keysIn(
      db,
      'SELECT id, master, key AS wrapped FROM requests WHERE key IS NOT NULL AND id IN (SELECT value FROM json_each(?))',
      rows.flatMap(({ request }) => request ?? []),
    ),
    keysIn(
      db,
      'SELECT id, master, wrapped FROM subscriptions WHERE id IN (SELECT value FROM json_each(?))',
      rows.flatMap(({ subscription }) => subscription ?? []),
    ),
  ]);
  return rows.map(({ master, wrapped, sealed, ...row }) => {
    const own = bytesOf(wrapped);
    const owned = row.request !== null ? requests.get(row.request) : row.subscription !== null ? subscriptions.get(row.subscription) : undefined;
    return { ...row, sealed: bytesOf(sealed), kept: own && master !== null ? { owner: row.id, master, wrapped: own } : owned };
  });
}

async function keysIn(db: D1Database, query: string, ids: readonly string[]): Promise<Map<string, { owner: string; master: string; wrapped: Uint8Array }>> {
  if (ids.length === 0) return new Map();
  const { results } = await db
    .prepare(query)
    .bind(JSON.stringify([...new Set(ids)]))
    .all<{ id: string; master: string; wrapped: ArrayBuffer }>();
  return new Map(results.map(({ id, master, wrapped }) => [id, { owner: id, master, wrapped: bytesOf(wrapped) ?? new Uint8Array() }]));
}

/** A mail that was sent. What it said goes at once, but for a laptop's mailbox. */
export function settleSent(db: D1Database, id: string, claim: string, at: string, keep: boolean): D1PreparedStatement {
  return db
    .prepare(
      `UPDATE outbox SET state = 'sent', sent = ?3, claim = NULL, problem = NULL,
         master = iif(?4, master, NULL), wrapped = iif(?4, wrapped, NULL), sealed = iif(?4, sealed, NULL)
       WHERE id = ?1 AND claim = ?2`,
    )
    .bind(id, claim, at, keep ? 1 : 0);
}

/** A mail that waits on. `counts`: whether it was an attempt at all. */
export function settleLater(db: D1Database, id: string, claim: string, due: string, problem: string, counts: boolean): D1PreparedStatement {
  return db
    .prepare('UPDATE outbox SET due = ?3, problem = ?4, claim = NULL, attempts = attempts - ?5 WHERE id = ?1 AND claim = ?2')
    .bind(id, claim, due, problem, counts ? 0 : 1);
}

/** A mail that is given up. It keeps what it says, so that an operator can have it sent after all. */
export function settleDead(db: D1Database, id: string, claim: string, problem: string): D1PreparedStatement {
  return db.prepare("UPDATE outbox SET state = 'dead', problem = ?3, claim = NULL WHERE id = ?1 AND claim = ?2").bind(id, claim, problem);
}

/** A letter that was given up, as operators see it: without address and words. */
export interface DeadMail {
  id: string;
  name: MailName;
  request: string | null;
  /** Of the request. */
  reference: string | null;
  made: string;
  /** When what it says is over, where it ever is: from then on it is not tried anew. */
  expires: string | null;
  attempts: number;
  problem: string | null;
}

export async function deadMails(db: D1Database, limit: number): Promise<DeadMail[]> {
  const { results } = await db
    .prepare(
      `SELECT outbox.id, name, request, reference, made, expires, attempts, problem
       FROM outbox LEFT JOIN requests ON requests.id = outbox.request
       WHERE outbox.state = 'dead' ORDER BY made DESC LIMIT ?`,
    )
    .bind(limit)
    .all<DeadMail>();
  return results;
}

/** Has mails that were given up tried anew: one, or all. What they say may be over: those stay where they are. @returns how many of each. */
export async function reviveMails(db: D1Database, now: string, id?: string): Promise<{ waiting: number; expired: number }> {
  const asked = "state = 'dead' AND sealed IS NOT NULL AND (?2 IS NULL OR id = ?2)";
  const [expired, revived] = await db.batch<{ expired: number }>([
    db.prepare(`SELECT count(*) AS expired FROM outbox WHERE ${asked} AND expires <= ?1`).bind(now, id ?? null),
    db
      .prepare(`UPDATE outbox SET state = 'waiting', due = ?1, made = ?1, attempts = 0, problem = NULL WHERE ${asked} AND (expires IS NULL OR expires > ?1)`)
      .bind(now, id ?? null),
  ]);
  return { waiting: revived?.meta.changes ?? 0, expired: expired?.results[0]?.expired ?? 0 };
}

export interface MailFigures {
  waiting: number;
  /** When the oldest of those was made. */
  waitingSince: string | null;
  /** Of those, what stands in the way of the latest, as a code. */
  problem: string | null;
  dead: number;
}

export async function mailFigures(db: D1Database): Promise<MailFigures> {
  const row = await db
    .prepare(
      `SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, min(made) FILTER (WHERE state = 'waiting') AS waitingSince,
         max(problem) FILTER (WHERE state = 'waiting') AS problem, count(*) FILTER (WHERE state = 'dead') AS dead
       FROM outbox WHERE state IN ('waiting', 'dead')`,
    )
    .first<MailFigures>();
  return row ?? { waiting: 0, waitingSince: null, problem: null, dead: 0 };
}

/** Mails that were given up, and whose words were over before an instant: nobody can do anything about them any more. */
export function forgetExpiredMails(db: D1Database, before: string): D1PreparedStatement {
  return db.prepare("DELETE FROM outbox WHERE state = 'dead' AND expires < ?").bind(before);
}

/** Rows of mails that were sent before an instant: their keys are needed no longer. */
export function forgetSentMails(db: D1Database, before: string): D1PreparedStatement {
  return db.prepare("DELETE FROM outbox WHERE state = 'sent' AND made < ?").bind(before);
}

/** Small things that the console keeps: keys of forms that were sent, and approvals. Every word of SQL about them. */

export const KEY_USED = 'SELECT 1 AS used FROM console_keys WHERE key = ?';

export async function isKeyUsed(db: D1Database, key: string): Promise<boolean> {
  return (await db.prepare(KEY_USED).bind(key).first('used')) === 1;
}

/** Fails the transaction where the form was sent before. */
export function useKey(db: D1Database, key: string, at: string): D1PreparedStatement {
  return db.prepare('INSERT INTO console_keys (key, at) VALUES (?, ?)').bind(key, at);
}

export const OLD_KEYS = 'DELETE FROM console_keys WHERE at < ?';

/** Keys older than any form that could still be sent. */
export function dropKeys(db: D1Database, before: string): D1PreparedStatement {
  return db.prepare(OLD_KEYS).bind(before);
}

export interface ApprovalRow {
  id: string;
  at: string;
  asked_by: string;
  what: string;
  approved_by: string | null;
  approved_at: string | null;
  used_at: string | null;
}

export function insertApproval(db: D1Database, { id, at, asked_by, what }: Pick<ApprovalRow, 'id' | 'at' | 'asked_by' | 'what'>): D1PreparedStatement {
  return db.prepare('INSERT INTO console_approvals (id, at, asked_by, what) VALUES (?, ?, ?, ?)').bind(id, at, asked_by, what);
}

export const OLD_APPROVALS = 'DELETE FROM console_approvals WHERE id < ?';

/** Approvals that are too old to be used. */
export function dropApprovals(db: D1Database, before: string): D1PreparedStatement {
  return db.prepare(OLD_APPROVALS).bind(before);
}

/** An approval that has not come to anything yet. */
export interface OpenApproval extends ApprovalRow {
  /** When somebody began to do it; nothing while nobody has, and again once it was given back. */
  begun: string | null;
}

/** The key that whoever does what was approved holds. Of two at the same time one gets it. */
const BEGUN = 'begun ';
const begunKey = (id: string): string => BEGUN + id;
const OPEN = 'SELECT one.*, held.at AS begun FROM console_approvals AS one';
const WITH_KEY = `LEFT JOIN console_keys AS held ON held.key = '${BEGUN}' || one.id WHERE`;

export const OPEN_APPROVALS = `${OPEN} INDEXED BY console_approvals_open ${WITH_KEY} one.used_at IS NULL AND one.id > ? ORDER BY one.id DESC LIMIT 50`;

/** Those that were asked for since, newest first. */
export async function openApprovals(db: D1Database, since: string): Promise<OpenApproval[]> {
  return (await db.prepare(OPEN_APPROVALS).bind(since).all<OpenApproval>()).results;
}

/** More than are shown, for one may have been proposed often. */
export const PROPOSED = `SELECT one.id FROM request_events AS asked INDEXED BY request_events_by_type CROSS JOIN requests AS one ON one.id = asked.request
  WHERE asked.type = 'approval-asked' AND asked.noted > ? AND one.queue = 'active' ORDER BY asked.noted DESC LIMIT 1000`;

/** Ids of open requests for which something was proposed since, the latest proposal first, 50 at most. */
export async function proposedSince(db: D1Database, since: string): Promise<string[]> {
  const { results } = await db.prepare(PROPOSED).bind(since).all<{ id: string }>();
  return [...new Set(results.map(({ id }) => id))].slice(0, 50);
}

export const APPROVALS_FOR = `${OPEN} INDEXED BY console_approvals_by_what ${WITH_KEY} one.asked_by = ? AND one.what = ? AND one.id > ? AND one.used_at IS NULL
  ORDER BY one.id DESC LIMIT 50`;

/** Those that somebody asked for to do exactly this, approved or not, newest first. */
export async function approvalsFor(db: D1Database, askedBy: string, what: string, since: string): Promise<OpenApproval[]> {
  return (await db.prepare(APPROVALS_FOR).bind(askedBy, what, since).all<OpenApproval>()).results;
}

export const APPROVAL_BY_ID = 'SELECT * FROM console_approvals WHERE id = ?';

export async function findApproval(db: D1Database, id: string): Promise<ApprovalRow | null> {
  return db.prepare(APPROVAL_BY_ID).bind(id).first<ApprovalRow>();
}

/** The approval, for a transaction that fails where somebody else approved the same in between. */
export function approve(db: D1Database, id: string, by: string, at: string): D1PreparedStatement[] {
  return [
    useKey(db, `approve ${id}`, at),
    db.prepare('UPDATE console_approvals SET approved_by = ?, approved_at = ? WHERE id = ? AND approved_by IS NULL AND used_at IS NULL').bind(by, at, id),
  ];
}

/** Did a transaction fail because its form's key was used before? */
export function isUsedKey(error: unknown): boolean {
  return String(error).includes('UNIQUE constraint failed: console_keys');
}

/**
 * The beginning of what was approved, for a transaction that fails where somebody else began it. What was begun before `stale` and
 * has not ended is begun anew.
 */
export function beginApproved(db: D1Database, id: string, at: string, stale: string): D1PreparedStatement[] {
  return [
    db
      .prepare('DELETE FROM console_keys WHERE key = ? AND at < ? AND EXISTS (SELECT 1 FROM console_approvals WHERE id = ? AND used_at IS NULL)')
      .bind(begunKey(id), stale, id),
    useKey(db, begunKey(id), at),
  ];
}

/** The end of it: the approval is used. What it was for is forgotten then, for it may name a subject that is erased. */
export function useApproval(db: D1Database, id: string, at: string): D1PreparedStatement {
  return db.prepare("UPDATE console_approvals SET used_at = ?, what = '' WHERE id = ? AND approved_by IS NOT NULL AND used_at IS NULL").bind(at, id);
}

/** As it was before it was begun at this instant; nothing where somebody began it anew since. */
export function returnApproval(db: D1Database, { id, what }: Pick<ApprovalRow, 'id' | 'what'>, begun: string): D1PreparedStatement[] {
  const key = begunKey(id);
  return [
    db
      .prepare('UPDATE console_approvals SET used_at = NULL, what = ? WHERE id = ? AND EXISTS (SELECT 1 FROM console_keys WHERE key = ? AND at = ?)')
      .bind(what, id, key, begun),
    db.prepare('DELETE FROM console_keys WHERE key = ? AND at = ?').bind(key, begun),
  ];
}

export interface MailRow {
  name: string;
  /** `waiting`, `sent`, or `dead`. */
  state: string;
  made: string;
  sent: string | null;
  attempts: number;
  problem: string | null;
}

export const MAILS_OF = 'SELECT name, state, made, sent, attempts, problem FROM outbox INDEXED BY outbox_by_request WHERE request = ? LIMIT 50';

/** Mails about a request, without address and words. */
export async function mailsOf(db: D1Database, request: string): Promise<MailRow[]> {
  return (await db.prepare(MAILS_OF).bind(request).all<MailRow>()).results;
}

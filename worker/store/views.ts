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

export const OPEN_APPROVALS = 'SELECT * FROM console_approvals INDEXED BY console_approvals_open WHERE used_at IS NULL AND id > ? ORDER BY id DESC LIMIT 50';

/** Those that were asked for since, newest first. */
export async function openApprovals(db: D1Database, since: string): Promise<ApprovalRow[]> {
  return (await db.prepare(OPEN_APPROVALS).bind(since).all<ApprovalRow>()).results;
}

export const APPROVAL_FOR =
  'SELECT * FROM console_approvals INDEXED BY console_approvals_by_what WHERE asked_by = ? AND what = ? AND id > ? AND used_at IS NULL ORDER BY id DESC LIMIT 1';

/** The newest one that somebody asked for, approved or not. */
export async function approvalFor(db: D1Database, askedBy: string, what: string, since: string): Promise<ApprovalRow | null> {
  return db.prepare(APPROVAL_FOR).bind(askedBy, what, since).first<ApprovalRow>();
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

/** Used once: of two at the same time one gets it. What it was for is forgotten then, for it may name a subject that is erased. */
export async function useApproval(db: D1Database, id: string, at: string): Promise<boolean> {
  const { meta } = await db
    .prepare("UPDATE console_approvals SET used_at = ?, what = '' WHERE id = ? AND approved_by IS NOT NULL AND used_at IS NULL")
    .bind(at, id)
    .run();
  return meta.changes === 1;
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

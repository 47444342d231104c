/** Proofs of addresses, counters, blocks and sent forms in D1, and every word of SQL about them. Only keyed hashes come here. */
import { bytesOf } from './requests.ts';
import { type Question, rowsOf } from './together.ts';

export type ProofPurpose = 'proof' | 'step-up';

export interface ProofRow {
  id: string;
  request: string;
  purpose: ProofPurpose;
  tries: number;
  made: string;
  expires: string;
  used: string | null;
  codeHash: Uint8Array;
}

export type NewProof = Pick<ProofRow, 'id' | 'request' | 'purpose' | 'made' | 'expires' | 'codeHash'> & { linkHash: Uint8Array };

const COLUMNS = 'id, request, purpose, tries, made, expires, used, code_hash AS codeHash';

export function insertProof(db: D1Database, { id, request, purpose, linkHash, codeHash, made, expires }: NewProof): D1PreparedStatement {
  return db
    .prepare('INSERT INTO proofs (id, request, purpose, link_hash, code_hash, made, expires) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .bind(id, request, purpose, linkHash, codeHash, made, expires);
}

/** A new mail makes the former ones of the same request worthless: one link and one code are live. */
export function endProofs(db: D1Database, request: string, now: string): D1PreparedStatement {
  return db.prepare('UPDATE proofs SET expires = ? WHERE request = ? AND used IS NULL AND expires > ?').bind(now, request, now);
}

export async function findProof(db: D1Database, linkHash: Uint8Array): Promise<ProofRow | undefined> {
  const row = await db.prepare(`SELECT ${COLUMNS} FROM proofs WHERE link_hash = ?`).bind(linkHash).first<ProofRow>();
  return row ? read(row) : undefined;
}

/** The newest proof of a request. */
export async function newestProof(db: D1Database, request: string): Promise<ProofRow | undefined> {
  const row = await db.prepare(`SELECT ${COLUMNS} FROM proofs WHERE request = ? ORDER BY made DESC, id DESC LIMIT 1`).bind(request).first<ProofRow>();
  return row ? read(row) : undefined;
}

/** Takes one of the tries of a code. Counted before the code is looked at, so that guesses side by side are counted too. */
export async function takeTry(db: D1Database, id: string, now: string, most: number): Promise<boolean> {
  const { meta } = await db
    .prepare('UPDATE proofs SET tries = tries + 1 WHERE id = ? AND tries < ? AND used IS NULL AND expires > ?')
    .bind(id, most, now)
    .run();
  return meta.changes === 1;
}

export function useProof(db: D1Database, id: string, now: string): D1PreparedStatement {
  return db.prepare('UPDATE proofs SET used = ? WHERE id = ? AND used IS NULL').bind(now, id);
}

export interface Counter {
  key: Uint8Array;
  span: string;
}

/** A count that is made sure of elsewhere in the same transaction, and the most that it may be. */
export interface Within extends Counter {
  most: number;
}

/**
 * Counts up in one step each, in one place for all isolates. The answer is the counts, this time among them; none where nothing was
 * counted, for mails to that contact are blocked.
 */
export function countUp(db: D1Database, counters: readonly Counter[], unless?: { contact: Uint8Array; now: string }): Question<number[]> {
  return {
    statements: counters.map((counter) =>
      unless
        ? counted(db, counter, 'NOT EXISTS (SELECT 1 FROM mail_blocks WHERE contact = ? AND until > ?)', unless.contact, unless.now)
        : countOne(db, counter),
    ),
    answer: (results) => results.flatMap((result) => rowsOf<{ count: number }>(result).map(({ count }) => count)),
  };
}

export function countOne(db: D1Database, counter: Counter): D1PreparedStatement {
  return counted(db, counter, 'true');
}

/** Counts where another count, made before in the same transaction, is more than it may be. */
export function countBeyond(db: D1Database, counter: Counter, { key, span, most }: Within): D1PreparedStatement {
  return counted(db, counter, '(SELECT count FROM request_counters WHERE key = ? AND span = ?) > ?', key, span, most);
}

function counted(db: D1Database, { key, span }: Counter, condition: string, ...values: (Uint8Array | string | number)[]): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO request_counters (key, span, count) SELECT ?, ?, 1 WHERE ${condition}
       ON CONFLICT (key, span) DO UPDATE SET count = count + 1 RETURNING count`,
    )
    .bind(key, span, ...values);
}

/** What was counted under names before a span, and the statement that forgets it. */
export async function countsBefore(db: D1Database, names: readonly string[], span: string): Promise<{ name: string; count: number }[]> {
  const { results } = await db
    .prepare(
      `SELECT CAST(key AS TEXT) AS name, sum(count) AS count FROM request_counters
       WHERE key IN (SELECT CAST(value AS BLOB) FROM json_each(?)) AND span < ? GROUP BY key`,
    )
    .bind(JSON.stringify(names), span)
    .all<{ name: string; count: number }>();
  return results;
}

export function dropCounts(db: D1Database, names: readonly string[], span: string): D1PreparedStatement {
  return db.prepare('DELETE FROM request_counters WHERE key IN (SELECT CAST(value AS BLOB) FROM json_each(?)) AND span < ?').bind(JSON.stringify(names), span);
}

export function blockMails(db: D1Database, contact: Uint8Array, until: string): D1PreparedStatement {
  return db.prepare('INSERT INTO mail_blocks (contact, until) VALUES (?, ?) ON CONFLICT (contact) DO UPDATE SET until = excluded.until').bind(contact, until);
}

/** Fails where the form was sent before, and with it the transaction. */
export function insertForm(db: D1Database, form: Uint8Array, request: string, sent: string): D1PreparedStatement {
  return db.prepare('INSERT INTO sent_forms (form, request, sent) VALUES (?, ?, ?)').bind(form, request, sent);
}

/** The request that a form made or added to. */
export function requestOfForm(db: D1Database, form: Uint8Array): Question<{ id: string; reference: string } | undefined> {
  return {
    statements: [db.prepare('SELECT id, reference FROM sent_forms JOIN requests ON id = request WHERE form = ?').bind(form)],
    answer: ([result]) => rowsOf<{ id: string; reference: string }>(result)[0],
  };
}

/** Forgets what is over. `before` is an instant; spans of counters begin with their day. */
export function dropOver(db: D1Database, before: string): D1PreparedStatement[] {
  return [
    db.prepare('DELETE FROM proofs WHERE expires < ?').bind(before),
    db.prepare('DELETE FROM request_counters WHERE span < ?').bind(before.slice(0, 10)),
    db.prepare('DELETE FROM mail_blocks WHERE until < ?').bind(before),
    db.prepare('DELETE FROM sent_forms WHERE sent < ?').bind(before),
  ];
}

function read(row: ProofRow): ProofRow {
  return { ...row, codeHash: bytesOf(row.codeHash as unknown as ArrayBuffer) ?? new Uint8Array() };
}

/** Tokens of the interface for requests in D1, what they were answered, and every word of SQL about both. */

export interface TokenRow {
  prefix: string;
  hash: Uint8Array;
  name: string;
  scopes: string;
  created: string;
  created_by: string;
  expires: string;
  revoked: string | null;
  revoked_by: string | null;
  used: string | null;
}

type Columns = Omit<TokenRow, 'hash'> & { hash: ArrayBuffer };

const rowOf = ({ hash, ...row }: Columns): TokenRow => ({ ...row, hash: new Uint8Array(hash) });

export function insertToken(db: D1Database, row: Omit<TokenRow, 'revoked' | 'revoked_by' | 'used'>): D1PreparedStatement {
  return db
    .prepare('INSERT INTO api_tokens (prefix, hash, name, scopes, created, created_by, expires) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .bind(row.prefix, row.hash, row.name, row.scopes, row.created, row.created_by, row.expires);
}

export async function findToken(db: D1Database, prefix: string): Promise<TokenRow | undefined> {
  const row = await db.prepare('SELECT * FROM api_tokens WHERE prefix = ?').bind(prefix).first<Columns>();
  return row ? rowOf(row) : undefined;
}

/** Newest first. */
export async function listTokens(db: D1Database): Promise<TokenRow[]> {
  const { results } = await db.prepare('SELECT * FROM api_tokens ORDER BY created DESC, prefix').all<Columns>();
  return results.map(rowOf);
}

/** For ever: what is revoked is not given back. */
export function revokeToken(db: D1Database, prefix: string, at: string, by: string): D1PreparedStatement {
  return db.prepare('UPDATE api_tokens SET revoked = ?, revoked_by = ? WHERE prefix = ? AND revoked IS NULL').bind(at, by, prefix);
}

export function noteUse(db: D1Database, prefix: string, day: string): D1PreparedStatement {
  return db.prepare('UPDATE api_tokens SET used = ? WHERE prefix = ? AND (used IS NULL OR used < ?)').bind(day, prefix, day);
}

export interface KeptAnswer {
  token: string;
  key: string;
  asked: string;
  at: string;
  status: number;
  answer: string;
}

export async function findAnswer(db: D1Database, token: string, key: string): Promise<KeptAnswer | null> {
  return db.prepare('SELECT * FROM api_answers WHERE token = ? AND key = ?').bind(token, key).first<KeptAnswer>();
}

/** Fails its transaction where the key was used in between. */
export function keepAnswer(db: D1Database, { token, key, asked, at, status, answer }: KeptAnswer): D1PreparedStatement {
  return db.prepare('INSERT INTO api_answers (token, key, asked, at, status, answer) VALUES (?, ?, ?, ?, ?, ?)').bind(token, key, asked, at, status, answer);
}

export function dropAnswers(db: D1Database, before: string): D1PreparedStatement {
  return db.prepare('DELETE FROM api_answers WHERE at < ?').bind(before);
}

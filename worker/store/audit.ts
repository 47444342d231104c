/** What operators saw and did, in D1, and every word of SQL about it. */

export interface AuditRow {
  id: string;
  at: string;
  actor: string;
  action: string;
  request: string | null;
  /** The JSON that the leaf commits to. */
  entry: string;
  salt: Uint8Array;
  leaf: number | null;
}

type Columns = Omit<AuditRow, 'salt'> & { salt: ArrayBuffer };

const rowOf = ({ salt, ...row }: Columns): AuditRow => ({ ...row, salt: new Uint8Array(salt) });

export function insertAudit(db: D1Database, { id, at, actor, action, request, entry, salt }: Omit<AuditRow, 'leaf'>): D1PreparedStatement {
  return db
    .prepare('INSERT INTO audit (id, at, actor, action, request, entry, salt) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .bind(id, at, actor, action, request, entry, salt);
}

export interface AuditFilter {
  actor?: string | undefined;
  /** The id of a request. */
  request?: string | undefined;
}

/** Pages through the audit, newest first or oldest first. The id of the last row is where the next page goes on. */
export function auditQuery(
  { actor, request }: AuditFilter,
  order: 'newest' | 'oldest',
  from: string | undefined,
  limit: number,
): { sql: string; values: (string | number)[] } {
  const [sign, direction] = order === 'newest' ? ['<', 'DESC'] : ['>', 'ASC'];
  const [index, column, value] =
    request !== undefined
      ? ['INDEXED BY audit_by_request', 'request', request]
      : actor !== undefined
        ? ['INDEXED BY audit_by_actor', 'actor', actor]
        : ['', '', ''];
  const both = request !== undefined && actor !== undefined;
  const where = [...(column ? [`${column} = ?`] : []), ...(both ? ['actor = ?'] : []), `id ${sign} ?`].join(' AND ');
  const end = from ?? (order === 'newest' ? '~' : '');
  return {
    sql: `SELECT * FROM audit ${index} WHERE ${where} ORDER BY id ${direction} LIMIT ?`,
    values: [...(column ? [value] : []), ...(both ? [actor] : []), end, limit],
  };
}

export async function auditPage(db: D1Database, filter: AuditFilter, order: 'newest' | 'oldest', from: string | undefined, limit: number): Promise<AuditRow[]> {
  const { sql, values } = auditQuery(filter, order, from, limit);
  const { results } = await db
    .prepare(sql)
    .bind(...values)
    .all<Columns>();
  return results.map(rowOf);
}

export const AUDIT_BY_ID = 'SELECT * FROM audit WHERE id = ?';

export async function findAudit(db: D1Database, id: string): Promise<AuditRow | undefined> {
  const row = await db.prepare(AUDIT_BY_ID).bind(id).first<Columns>();
  return row ? rowOf(row) : undefined;
}

export const AUDIT_TO_LOG = "SELECT * FROM audit INDEXED BY audit_to_log WHERE leaf IS NULL AND id > '' ORDER BY id LIMIT ?";

/** What no leaf commits to yet, oldest first. */
export async function auditToLog(db: D1Database, limit: number): Promise<AuditRow[]> {
  const { results } = await db.prepare(AUDIT_TO_LOG).bind(limit).all<Columns>();
  return results.map(rowOf);
}

/** The places that entries have in the log, all at once: each statement counts towards what one invocation may ask. */
export function setAuditLeaves(db: D1Database, leaves: readonly { id: string; leaf: number }[]): D1PreparedStatement {
  return db.prepare("UPDATE audit SET leaf = l.value ->> 'leaf' FROM json_each(?) AS l WHERE audit.id = l.value ->> 'id'").bind(JSON.stringify(leaves));
}

/** Keys that are wrapped by master keys, wherever they lie, and every word of SQL about wrapping them anew. */
import { toHex } from '../../core/log/bytes.ts';
import { bytesOf } from './requests.ts';

/** Each table with wrapped keys, and the name of its column. */
export const WRAPPED = { requests: 'key', outbox: 'wrapped', webhook_endpoints: 'wrapped', subscriptions: 'wrapped' } as const;
export type WrappedTable = keyof typeof WRAPPED;
export const WRAPPED_TABLES = Object.keys(WRAPPED) as WrappedTable[];

/** How many keys each master key wraps in a table. */
export async function mastersOf(db: D1Database, table: WrappedTable): Promise<{ master: string; keys: number }[]> {
  const { results } = await db
    .prepare(`SELECT master, count(*) AS keys FROM ${table} WHERE ${WRAPPED[table]} IS NOT NULL GROUP BY master ORDER BY master`)
    .all<{ master: string; keys: number }>();
  return results;
}

export interface WrappedKey {
  id: string;
  wrapped: Uint8Array;
}

export async function keysUnder(db: D1Database, table: WrappedTable, master: string, limit: number): Promise<WrappedKey[]> {
  const column = WRAPPED[table];
  const { results } = await db
    .prepare(`SELECT id, ${column} AS wrapped FROM ${table} WHERE master = ? AND ${column} IS NOT NULL ORDER BY id LIMIT ?`)
    .bind(master, limit)
    .all<{ id: string; wrapped: ArrayBuffer }>();
  return results.map(({ id, wrapped }) => ({ id, wrapped: bytesOf(wrapped) ?? new Uint8Array() }));
}

/** Writes keys as they are wrapped by another master key. A row that was changed in between stays as it is. */
export function rewrapKeys(db: D1Database, table: WrappedTable, from: string, to: string, keys: readonly WrappedKey[]): D1PreparedStatement {
  const column = WRAPPED[table];
  return db
    .prepare(
      `UPDATE ${table} SET master = ?3, ${column} = unhex(k.value ->> 'wrapped')
       FROM json_each(?1) AS k WHERE ${table}.id = k.value ->> 'id' AND ${table}.master = ?2 AND ${table}.${column} IS NOT NULL`,
    )
    .bind(JSON.stringify(keys.map(({ id, wrapped }) => ({ id, wrapped: toHex(wrapped) }))), from, to);
}

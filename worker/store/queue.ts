/**
 * The queue in D1, and every word of SQL about it. Each filter has an index that begins with the queue and ends with the due date,
 * so that any page costs as much as its rows and nothing is sorted: which index, is said, not left to a planner without statistics.
 */
import type { Queue } from '../../core/requests/summary.ts';
import type { RequestRow } from './requests.ts';

/** What a line of the queue shows: nothing that is encrypted. */
export type QueueRow = Pick<
  RequestRow,
  | 'id'
  | 'reference'
  | 'kind'
  | 'place'
  | 'channel'
  | 'behalf'
  | 'regime'
  | 'state'
  | 'received'
  | 'due'
  | 'acknowledge_by'
  | 'acknowledged'
  | 'closed'
  | 'assignee'
  | 'outcome'
  | 'queue'
  | 'contact'
  | 'parent'
>;

const COLUMNS =
  'id, reference, kind, place, channel, behalf, regime, state, received, due, acknowledge_by, acknowledged, closed, assignee, outcome, queue, contact, parent';

export interface QueueFilter {
  queue: Queue;
  state?: string | undefined;
  kind?: string | undefined;
  regime?: string | undefined;
  /** Null: nobody's. */
  assignee?: string | null | undefined;
  /** Due before this day. */
  dueBefore?: string | undefined;
  /** Those alone that have no date. */
  undated?: true | undefined;
}

/** Where a page goes on: after this row. */
export interface Cursor {
  due: string | null;
  id: string;
}

/** Of several filters, the index of the one that leaves the fewest rows as a rule. */
const INDEXES = [
  ['assignee', 'requests_by_assignee'],
  ['kind', 'requests_by_kind'],
  ['regime', 'requests_by_regime'],
  ['state', 'requests_by_state'],
] as const;

export interface Query {
  sql: string;
  values: (string | number)[];
}

/** The part of a page with due dates: soonest first; in the queue of closed ones the latest first. */
export function datedQuery(filter: QueueFilter, cursor: Cursor | undefined, limit: number): Query {
  const back = filter.queue === 'closed';
  const [sign, direction, end] = back ? ['<', 'DESC', { due: '~', id: '' }] : ['>', 'ASC', { due: '', id: '' }];
  const { due, id } = cursor ?? end;
  const rest = { sql: ` AND (due, id) ${sign} (?, ?)`, values: [due ?? '', id] };
  const until = filter.dueBefore === undefined ? { sql: '', values: [] } : { sql: ' AND due < ?', values: [filter.dueBefore] };
  return select(filter, `${rest.sql}${until.sql}`, [...rest.values, ...until.values], `due ${direction}, id ${direction}`, limit);
}

/** The part without: it comes after, by age. */
export function undatedQuery(filter: QueueFilter, after: string | undefined, limit: number): Query {
  return select(filter, ' AND due IS NULL AND id > ?', [after ?? ''], 'id', limit);
}

/** How many there are, counted no further than `most`. */
export function countQuery(filter: QueueFilter, most: number): Query {
  const { sql, values } = filter.undated ? undatedQuery(filter, undefined, most) : datedQuery(filter, undefined, most);
  return { sql: `SELECT count(*) AS count FROM (${sql.replace(COLUMNS, '1').replace(/ORDER BY .* LIMIT/, 'LIMIT')})`, values };
}

function select(filter: QueueFilter, range: string, bounds: string[], order: string, limit: number): Query {
  const used = INDEXES.find(([name]) => filter[name] !== undefined)?.[1] ?? 'requests_by_due';
  const equal = (['state', 'kind', 'regime', 'assignee'] as const).flatMap((name) => {
    const value = filter[name];
    return value === undefined ? [] : value === null ? [{ sql: ` AND ${name} IS NULL`, values: [] }] : [{ sql: ` AND ${name} = ?`, values: [value] }];
  });
  return {
    sql: `SELECT ${COLUMNS} FROM requests INDEXED BY ${used} WHERE queue = ?${equal.map(({ sql }) => sql).join('')}${range} ORDER BY ${order} LIMIT ?`,
    values: [filter.queue, ...equal.flatMap(({ values }) => values), ...bounds, limit],
  };
}

async function run<T>(db: D1Database, { sql, values }: Query): Promise<T[]> {
  const { results } = await db
    .prepare(sql)
    .bind(...values)
    .all<T>();
  return results;
}

/** A page of the queue, and one row more where there is another page. */
export async function queuePage(db: D1Database, filter: QueueFilter, cursor: Cursor | undefined, size: number): Promise<QueueRow[]> {
  const begun = cursor !== undefined && cursor.due === null;
  const dated = begun || filter.undated ? [] : await run<QueueRow>(db, datedQuery(filter, cursor, size + 1));
  if (dated.length > size || filter.dueBefore !== undefined) return dated;
  return [...dated, ...(await run<QueueRow>(db, undatedQuery(filter, begun ? cursor.id : undefined, size + 1 - dated.length)))];
}

export async function countUpTo(db: D1Database, filters: readonly QueueFilter[], most: number): Promise<number[]> {
  const results = await db.batch<{ count: number }>(
    filters.map((filter) => {
      const { sql, values } = countQuery(filter, most);
      return db.prepare(sql).bind(...values);
    }),
  );
  return results.map((result) => result.results[0]?.count ?? 0);
}

const MOST_CONTACTS = 90;
const MOST_OF_CONTACT = 50;

export function contactsQuery(count: number): string {
  return `SELECT ${COLUMNS} FROM requests INDEXED BY requests_by_contact WHERE contact IN (${Array.from({ length: count }, () => '?').join(', ')}) LIMIT ?`;
}

/** Every request of these contacts, as far as a page needs them. */
export async function ofContacts(db: D1Database, contacts: readonly Uint8Array[]): Promise<QueueRow[]> {
  const asked = contacts.slice(0, MOST_CONTACTS);
  if (asked.length === 0) return [];
  const { results } = await db
    .prepare(contactsQuery(asked.length))
    .bind(...asked, asked.length * MOST_OF_CONTACT)
    .all<QueueRow>();
  return results;
}

export const BY_PARENT = `SELECT ${COLUMNS} FROM requests INDEXED BY requests_by_parent WHERE parent = ? LIMIT 50`;

/** Complaints and appeals about a request. */
export async function ofParent(db: D1Database, parent: string): Promise<QueueRow[]> {
  return (await db.prepare(BY_PARENT).bind(parent).all<QueueRow>()).results;
}

export function referencesQuery(count: number): string {
  return `SELECT id, reference FROM requests WHERE id IN (${Array.from({ length: count }, () => '?').join(', ')})`;
}

/** References of requests by their ids, as far as they are still there. */
export async function referencesOf(db: D1Database, ids: readonly string[]): Promise<Map<string, string>> {
  const asked = [...new Set(ids)].slice(0, 100);
  if (asked.length === 0) return new Map();
  const { results } = await db
    .prepare(referencesQuery(asked.length))
    .bind(...asked)
    .all<{ id: string; reference: string }>();
  return new Map(results.map(({ id, reference }) => [id, reference]));
}

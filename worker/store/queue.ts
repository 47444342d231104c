/**
 * The queue in D1, and every word of SQL about it. Each filter has an index that begins with the queue and the filter, goes on with
 * the due date and ends with what the other filters ask for (migration 8): a page reads the rows that it shows, and nothing is
 * sorted. Which index is said, not left to a planner without statistics.
 */
import { COMPARED, type Comparable } from '../../core/requests/duplicates.ts';
import { type HeldRequest, HOLDING_KINDS } from '../../core/requests/holds.ts';
import type { Queue } from '../../core/requests/summary.ts';
import { LISTED, type RequestRow } from './requests.ts';

/** What lists show of a request: nothing that is encrypted. `kept`: are its contents still there? */
export type QueueRow = Pick<RequestRow, (typeof LISTED)[number]> & { kept: 0 | 1 };

const COLUMNS = `${LISTED.join(', ')}, key IS NOT NULL AS kept`;

export interface QueueFilter {
  queue: Queue;
  state?: string | undefined;
  kind?: string | undefined;
  regime?: string | undefined;
  place?: string | undefined;
  /** Null: nobody's. */
  assignee?: string | null | undefined;
  /** Due before this day. */
  dueBefore?: string | undefined;
  /** Those alone that have no date. */
  undated?: true | undefined;
  /** Both days included. */
  receivedFrom?: string | undefined;
  receivedTo?: string | undefined;
}

/** Where a page goes on: after this row. */
export interface Cursor {
  due: string | null;
  id: string;
}

export interface Page {
  after?: Cursor | undefined;
  size: number;
  /** As it fits what is closed; else what is due soonest comes first. */
  latestFirst: boolean;
}

export interface Query {
  sql: string;
  values: (string | number)[];
}

interface Condition {
  sql: string;
  values: string[];
}

/** Of several filters, the index of the one that leaves the fewest rows as a rule; it knows the columns of those after it. */
function indexFor({ kind, assignee, state, regime }: QueueFilter): string {
  if (kind !== undefined) return 'requests_by_kind';
  if (assignee !== undefined) return 'requests_by_assignee';
  if (state !== undefined) return 'requests_by_state';
  return regime === undefined ? 'requests_by_due' : 'requests_by_regime';
}

const EQUAL = ['kind', 'assignee', 'state', 'regime', 'place'] as const;

function conditionsOf(filter: QueueFilter): Condition[] {
  const { queue, receivedFrom, receivedTo } = filter;
  const equal = EQUAL.flatMap((name): Condition[] => {
    const value = filter[name];
    return value === undefined ? [] : [value === null ? { sql: `${name} IS NULL`, values: [] } : { sql: `${name} = ?`, values: [value] }];
  });
  return [
    { sql: 'queue = ?', values: [queue] },
    ...equal,
    ...(receivedFrom === undefined ? [] : [{ sql: 'received >= ?', values: [receivedFrom] }]),
    ...(receivedTo === undefined ? [] : [{ sql: 'received <= ?', values: [receivedTo] }]),
  ];
}

function select(columns: string, filter: QueueFilter, more: Condition[], order: string, limit: number): Query {
  const conditions = [...conditionsOf(filter), ...more];
  const where = conditions.map(({ sql }) => sql).join(' AND ');
  return {
    sql: `SELECT ${columns} FROM requests INDEXED BY ${indexFor(filter)} WHERE ${where}${order} LIMIT ?`,
    values: [...conditions.flatMap(({ values }) => values), limit],
  };
}

/** Before all dates and ids, and after all of them. */
const [FIRST, LAST] = ['', '~'];

/** The part of a page with due dates, and one row more where there is another page. */
export function datedQuery(filter: QueueFilter, { after, size, latestFirst }: Page): Query {
  const { dueBefore } = filter;
  const [sign, direction] = latestFirst ? ['<', 'DESC'] : ['>', 'ASC'];
  const begin: Cursor = latestFirst ? { due: dueBefore ?? LAST, id: FIRST } : { due: FIRST, id: FIRST };
  const { due, id } = after && (!latestFirst || (after.due ?? LAST) < (begin.due ?? LAST)) ? after : begin;
  const range = [
    { sql: `(due, id) ${sign} (?, ?)`, values: [due ?? FIRST, id] },
    ...(dueBefore === undefined || latestFirst ? [] : [{ sql: 'due < ?', values: [dueBefore] }]),
  ];
  return select(COLUMNS, filter, range, ` ORDER BY due ${direction}, id ${direction}`, size + 1);
}

/** The part without: it comes after, by age. */
export function undatedQuery(filter: QueueFilter, { after, size, latestFirst }: Page): Query {
  const [sign, direction, begin] = latestFirst ? ['<', 'DESC', LAST] : ['>', 'ASC', FIRST];
  const range = [{ sql: `due IS NULL AND id ${sign} ?`, values: [after?.due === null ? after.id : begin] }];
  return select(COLUMNS, filter, range, ` ORDER BY id ${direction}`, size + 1);
}

/** How many there are, counted no further than `most`. */
export function countQuery(filter: QueueFilter, most: number): Query {
  const { undated, dueBefore } = filter;
  const range = [...(undated ? [{ sql: 'due IS NULL', values: [] }] : []), ...(dueBefore === undefined ? [] : [{ sql: 'due < ?', values: [dueBefore] }])];
  const { sql, values } = select('1', filter, range, '', most);
  return { sql: `SELECT count(*) AS count FROM (${sql})`, values };
}

function prepared(db: D1Database, queries: readonly Query[]): D1PreparedStatement[] {
  return queries.map(({ sql, values }) => db.prepare(sql).bind(...values));
}

/** A page of the queue, and one row more where there is another page. */
export async function queuePage(db: D1Database, filter: QueueFilter, page: Page): Promise<QueueRow[]> {
  const isPast = page.after?.due === null;
  const parts = [...(isPast || filter.undated ? [] : [datedQuery(filter, page)]), ...(filter.dueBefore === undefined ? [undatedQuery(filter, page)] : [])];
  if (parts.length === 0) return [];
  // Both at once: to ask for the second part only where the first leaves room would be another way to the database and back.
  const results = await db.batch<QueueRow>(prepared(db, parts));
  return results.flatMap((result) => result.results).slice(0, page.size + 1);
}

export async function countUpTo(db: D1Database, filters: readonly QueueFilter[], most: number): Promise<number[]> {
  const queries = filters.map((filter) => countQuery(filter, most));
  const results = await db.batch<{ count: number }>(prepared(db, queries));
  return results.map((result) => result.results[0]?.count ?? 0);
}

/** Requests of one contact that are looked at: the newest. */
export const MOST_OF_CONTACT = 50;

export const OF_CONTACT = `SELECT ${COLUMNS} FROM requests INDEXED BY requests_by_contact WHERE contact = ? ORDER BY received DESC LIMIT ${MOST_OF_CONTACT}`;

/** Requests of a contact, newest first. */
export async function ofContact(db: D1Database, contact: Uint8Array): Promise<QueueRow[]> {
  return (await db.prepare(OF_CONTACT).bind(contact).all<QueueRow>()).results;
}

/** `queue` stands here as a word, for the index holds what is open alone. */
export const HOLDING = `SELECT one.id, one.reference, one.kind, one.queue, one.regime, one.channel, one.parent, about.kind AS parentKind, about.state AS parentState
  FROM requests AS one INDEXED BY requests_open_by_contact
  LEFT JOIN requests AS about ON about.id = one.parent AND about.contact = one.contact
  WHERE one.contact = ? AND one.queue = 'active' AND one.kind IN (${HOLDING_KINDS.map((kind) => `'${kind}'`).join(', ')})`;

/** What may hold an erasure of a contact up: every one of them, for a limit would let newer requests hide the one that does. */
export async function holdingOf(db: D1Database, contact: Uint8Array): Promise<HeldRequest[]> {
  return (await db.prepare(HOLDING).bind(contact).all<HeldRequest>()).results;
}

/** What the rule for duplicates compares, of everybody who asked for one of some requests. */
export const BESIDE = `SELECT ${COMPARED.map((name) => `one.${name}`).join(', ')}, hex(one.contact) AS contact
  FROM (SELECT DISTINCT contact FROM requests WHERE id IN (SELECT value FROM json_each(?))) AS shown
  JOIN requests AS one ON one.rowid IN
    (SELECT rowid FROM requests INDEXED BY requests_by_contact WHERE contact = shown.contact ORDER BY received DESC LIMIT ${MOST_OF_CONTACT})`;

/** Requests of the contacts of these ones, contact by contact. */
export async function besideThese(db: D1Database, ids: readonly string[]): Promise<Comparable[][]> {
  const { results } = await db.prepare(BESIDE).bind(JSON.stringify(ids)).all<Comparable & { contact: string }>();
  return [...Map.groupBy(results, ({ contact }) => contact).values()];
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

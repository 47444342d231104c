/** Pages through the requests of a queue by due date. Each filter has its index; docs/requests.md. */
import type { ListQuery } from '../../core/requests/api.ts';
import type { RequestRow } from './requests.ts';

/** Everything but what is encrypted. */
const SKELETON = [
  'id',
  'reference',
  'kind',
  'place',
  'locale',
  'behalf',
  'channel',
  'parent',
  'policy',
  'version',
  'queue',
  'state',
  'regime',
  'received',
  'due',
  'acknowledge_by',
  'acknowledged',
  'closed',
  'assignee',
  'outcome',
] as const;

export type SkeletonRow = Pick<RequestRow, (typeof SKELETON)[number]> & { kept: 0 | 1 };

export function listStatement({ queue, state, kind, regime, place, assignee, dueBy, receivedFrom, receivedTo, after, limit }: ListQuery): {
  sql: string;
  values: (string | number)[];
} {
  const conditions: [string, ...string[]][] = [['queue = ?', queue]];
  for (const [column, value] of Object.entries({ state, kind, regime, assignee, place })) if (value !== undefined) conditions.push([`${column} = ?`, value]);
  if (dueBy !== undefined) conditions.push(['due <= ?', dueBy]);
  if (receivedFrom !== undefined) conditions.push(['received >= ?', receivedFrom]);
  if (receivedTo !== undefined) conditions.push(['received <= ?', receivedTo]);
  if (after !== undefined) conditions.push(beyond(after));
  const where = conditions.map(([condition]) => condition).join(' AND ');
  return {
    sql: `SELECT ${SKELETON.join(', ')}, key IS NOT NULL AS kept FROM requests WHERE ${where} ORDER BY due, id LIMIT ?`,
    values: [...conditions.flatMap(([, ...values]) => values), limit + 1],
  };
}

/** Those without a due date come first, as SQLite orders them. */
function beyond(after: string): [string, ...string[]] {
  const [due = '', id = ''] = after.split('~');
  return due === '' ? ['(due IS NOT NULL OR id > ?)', id] : ['due >= ? AND (due > ? OR id > ?)', due, due, id];
}

/** One more than asked for, where there is one: then there is a next page. */
export async function listRequests(db: D1Database, query: ListQuery): Promise<SkeletonRow[]> {
  const { sql, values } = listStatement(query);
  const { results } = await db
    .prepare(sql)
    .bind(...values)
    .all<SkeletonRow>();
  return results;
}

/** Counts of requests in D1, and every word of SQL about them. Nothing that is encrypted is read, and nobody is found through them. */
import type { FiguresLine } from '../../core/requests/statistics.ts';
import type { RequestRow } from './requests.ts';

const HAS = (types: string): string => `EXISTS (SELECT 1 FROM request_events WHERE request = requests.id AND type IN (${types}))`;
const PROOF = `CASE WHEN ${HAS("'proved', 'identity-confirmed'")} THEN 'verified' WHEN ${HAS("'proof-asked'")} THEN 'unverified' ELSE 'not-asked' END`;
const DECIDED = "state IN ('answered', 'refused')";
const DAYS = `CASE WHEN ${DECIDED} THEN CAST(julianday(closed) - julianday(received) AS INTEGER) END`;
const LATE = `CASE WHEN ${DECIDED} THEN closed > due WHEN queue = 'closed' THEN 0 ELSE due < ? END`;

/** The same as `lineOf` makes of events, for all requests that were received in a span; both days are included. */
export const LINES = `SELECT substr(received, 1, 7) AS month, kind, regime, place = 'US-CA' AS california, state, outcome, ${PROOF} AS proof, ${DAYS} AS days,
  coalesce(${LATE}, 0) AS late, count(*) AS requests
  FROM requests WHERE received >= ? AND received <= ? GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9`;

export async function readLines(db: D1Database, { from, to, today }: { from: string; to: string; today: string }): Promise<FiguresLine[]> {
  const { results } = await db.prepare(LINES).bind(today, from, to).all<Omit<FiguresLine, 'california' | 'late'> & { california: 0 | 1; late: 0 | 1 }>();
  return results.map(({ california, late, ...line }) => ({ ...line, california: california === 1, late: late === 1 }));
}

/** What is told of one request for record keeping (11 CCR 7101(b)): no name, no address, no word of anybody. */
export type RecordRow = Pick<
  RequestRow,
  'id' | 'reference' | 'kind' | 'regime' | 'place' | 'channel' | 'behalf' | 'received' | 'due' | 'closed' | 'state' | 'outcome' | 'assignee'
> & { proof: FiguresLine['proof']; days: number | null };

export const RECORD_COLUMNS = [
  'reference',
  'kind',
  'regime',
  'place',
  'channel',
  'behalf',
  'received',
  'due',
  'closed',
  'days',
  'state',
  'outcome',
  'proof',
  'assignee',
  'id',
] as const satisfies (keyof RecordRow)[];

const RECORDS = `SELECT id, reference, kind, regime, place, channel, behalf, received, due, closed, state, outcome, assignee, ${PROOF} AS proof, ${DAYS} AS days
  FROM requests WHERE received >= ? AND received <= ? AND (received > ? OR id > ?) ORDER BY received, id LIMIT ?`;

/** A page of records by day of receipt; `after` is the last one of the page before. */
export async function readRecords(
  db: D1Database,
  { from, to }: { from: string; to: string },
  after: Pick<RecordRow, 'received' | 'id'> | undefined,
  limit: number,
): Promise<RecordRow[]> {
  const begin = after?.received ?? from;
  const { results } = await db
    .prepare(RECORDS)
    .bind(begin, to, begin, after?.id ?? '', limit)
    .all<RecordRow>();
  return results;
}

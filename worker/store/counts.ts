/**
 * Counts of consent records in D1, and every word of SQL about them. They are fed by the ledgers after sealing and answer
 * statistics; nobody's record is found through them. What is lost here is counted anew from the ledgers.
 */
import canonicalize from 'canonicalize';
import type { Dimension, StatisticsLine } from '../../core/consent/operator-api.ts';
import type { ConsentRecord } from '../../core/consent/record.ts';

export interface Question {
  site?: string | undefined;
  /** Calendar dates in UTC, both included. */
  from?: string | undefined;
  to?: string | undefined;
  by: readonly Dimension[];
}

/** A record as it lies in its log. */
export interface IndexedRecord {
  index: number;
  record: ConsentRecord;
}

/** How often a batch is tried when another one got in first. */
const TRIES = 3;

/**
 * Counts the records of a log, once: whatever was counted before is left out, however the batches were cut.
 *
 * @param first Index of the first leaf that may not be counted yet.
 * @param records The consents among the leaves from there on, in order.
 * @param next Index after the last leaf that `records` covers.
 * @returns The index up to which the log is counted now, where the caller goes on. It lies before `first` where D1 has lost
 *   counts: then nothing was counted.
 * @throws where D1 fails.
 */
export async function countBatch(db: D1Database, log: string, first: number, records: readonly IndexedRecord[], next: number): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const done = await countedUpTo(db, log);
    // Beyond: somebody else was here. Before: what lies between would never be counted.
    if (done >= next || done < first) return done;
    try {
      await db.batch([
        // Fails the whole batch where somebody else has counted from there.
        db.prepare('INSERT INTO counted (log, first, next) VALUES (?, ?, ?)').bind(log, done, next),
        db.prepare(ADD).bind(JSON.stringify(groupsOf(records.filter(({ index }) => index >= done)))),
      ]);
      return next;
    } catch (error) {
      if (tries === TRIES || !String(error).includes('UNIQUE constraint failed')) throw error;
    }
  }
}

/** The index after the last leaf that is counted. */
export async function countedUpTo(db: D1Database, log: string): Promise<number> {
  return (await db.prepare(MARK).bind(log).first<number>('next')) ?? 0;
}

/** The newest batch is the one that begins last: they follow one another without gaps. */
export const MARK = 'SELECT next FROM counted WHERE log = ? ORDER BY first DESC LIMIT 1';

const KEY = ['site', 'day', 'notice', 'action', 'regime', 'surface', 'gpc', 'choices'] as const;
const COLUMNS = [...KEY, 'policy', 'version', 'locale', 'model', 'records'] as const;

/** All groups in one statement and one parameter: a statement takes 100 of them at most. */
const ADD = `INSERT INTO counts (${COLUMNS.join(', ')})
  SELECT ${COLUMNS.map((name) => `value ->> '${name}'`).join(', ')} FROM json_each(?) WHERE true
  ON CONFLICT (${KEY.join(', ')}) DO UPDATE SET records = records + excluded.records`;

type Group = Record<(typeof COLUMNS)[number], string | number>;

function groupsOf(records: readonly IndexedRecord[]): Group[] {
  const groups = new Map<string, Group & { records: number }>();
  for (const { record } of records) {
    const group = { ...groupOf(record), records: 1 };
    const key = JSON.stringify(KEY.map((name) => group[name]));
    const known = groups.get(key);
    if (known) known.records += 1;
    else groups.set(key, group);
  }
  return [...groups.values()];
}

function groupOf({ site, received, notice, action, regime, surface, gpc, secGpc, choices, policy, locale, model }: ConsentRecord): Omit<Group, 'records'> {
  return {
    site,
    day: received.slice(0, 10),
    notice,
    action,
    regime: regime ?? '',
    surface,
    gpc: gpc || secGpc ? 1 : 0,
    choices: canonicalize(choices) ?? '{}',
    policy: policy.id,
    version: policy.version,
    locale,
    model,
  };
}

/** The most lines of one answer. */
export const MOST_LINES = 10_000;

/** What the records of a span count up to. @returns nothing where there are more than `MOST_LINES` lines. */
export async function statistics(db: D1Database, question: Question): Promise<StatisticsLine[] | undefined> {
  const { sql, values } = statisticsQuery(question);
  const { results } = await db
    .prepare(sql)
    .bind(...values)
    .all<Record<string, string | number>>();
  return results.length > MOST_LINES ? undefined : results.map((row) => lineOf(row, question.by));
}

/** Was a record of this site ever counted? */
export async function isCounted(db: D1Database, site: string): Promise<boolean> {
  return (await db.prepare('SELECT 1 FROM counts WHERE site = ? LIMIT 1').bind(site).first()) !== null;
}

/** How a dimension is read from a row. `category` stands for each of the choices. */
const READ: Record<Dimension, string> = {
  site: 'site',
  day: 'day',
  action: 'action',
  category: 'choice.key',
  version: "policy || ' ' || version",
  notice: 'notice',
  locale: 'locale',
  model: 'model',
  regime: 'regime',
  surface: 'surface',
  gpc: 'gpc',
};

/** The statement of a question and its values. Nothing of what is asked becomes a part of the statement's text but names of the list above. */
export function statisticsQuery({ site, from, to, by }: Question): { sql: string; values: string[] } {
  const conditions = { 'site = ?': site, 'day >= ?': from, 'day <= ?': to };
  const held = Object.entries(conditions).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const categories = by.includes('category');
  const sums = ['sum(records) AS records', ...(categories ? ['sum(records * choice.value) AS allowed', 'sum(records * (1 - choice.value)) AS refused'] : [])];
  const sql = [
    `SELECT ${[...by.map((dimension) => `${READ[dimension]} AS ${dimension}`), ...sums].join(', ')}`,
    `FROM counts${categories ? ', json_each(choices) AS choice' : ''}`,
    ...(held.length > 0 ? [`WHERE ${held.map(([condition]) => condition).join(' AND ')}`] : []),
    ...(by.length > 0
      ? [`GROUP BY ${by.map((_dimension, place) => place + 1).join(', ')} ORDER BY ${by.map((_dimension, place) => place + 1).join(', ')}`]
      : []),
    `LIMIT ${MOST_LINES + 1}`,
  ].join(' ');
  return { sql, values: held.map(([, value]) => value) };
}

function lineOf(row: Record<string, string | number>, by: readonly Dimension[]): StatisticsLine {
  const told = Object.fromEntries(by.map((dimension) => [dimension, toldAs(dimension, row[dimension])]));
  const sums = Object.fromEntries(['records', 'allowed', 'refused'].filter((name) => name in row).map((name) => [name, Number(row[name] ?? 0)]));
  return { ...told, ...sums } as StatisticsLine;
}

function toldAs(dimension: Dimension, value: string | number | undefined): string | boolean | null {
  if (dimension === 'gpc') return value === 1;
  return value === undefined || value === '' ? null : String(value);
}

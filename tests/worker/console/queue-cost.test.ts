/** What a page of the queue costs the database, in rows and in ways there and back, with thousands of requests stored: counts, not times. */
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { KINDS } from '../../../core/requests/kinds.ts';
import { QUEUES } from '../../../core/requests/summary.ts';
import { besideThese, countUpTo, type Page, type QueueFilter, queuePage } from '../../../worker/store/queue.ts';
import { countedDatabase } from '../counted-database.ts';
import { emptyTables, open, signIn, taken } from './client.ts';

const STORED = 4000;
const SIZE = 50;
const TODAY = '2026-11-24';
/** Values of the stored requests, and one that none of them has. */
const VALUES = {
  state: ['open', 'waiting', 'unproved', 'answered', 'refused', 'disputed'],
  kind: [...KINDS.slice(0, 4), 'nomination'],
  regime: ['eu-gdpr', 'uk-gdpr', 'us-ca-ccpa', '', 'ch-fadp'],
  place: ['DE', 'US-CA', 'JP'],
  assignee: ['Kim', 'Ada', null],
} as const;
const DUE: Partial<QueueFilter>[] = [{ dueBefore: TODAY }, { undated: true }, { receivedFrom: '2026-11-01', receivedTo: '2026-11-10' }];

/** Of every value that goes with every other one of another filter. */
const one = (name: keyof typeof VALUES): Partial<QueueFilter>[] => VALUES[name].map((value) => ({ [name]: value }));
const GROUPS = [...(Object.keys(VALUES) as (keyof typeof VALUES)[]).map(one), DUE];
const SINGLE = GROUPS.flat();
const PAIRS = GROUPS.flatMap((group, at) => group.flatMap((first) => GROUPS.slice(at + 1).flatMap((other) => other.map((second) => [first, second] as const))));

beforeAll(async () => {
  await emptyTables();
  const { row } = await taken();
  const pick = (values: readonly (string | null)[], by: string): string =>
    `CASE ${by} % ${values.length} ${values.map((value, at) => `WHEN ${at} THEN ${value === null ? 'NULL' : `'${value}'`}`).join(' ')} END`;
  const queue = "CASE WHEN n % 20 < 6 THEN 'active' WHEN n % 20 < 8 THEN 'unproved' ELSE 'closed' END";
  const made: Record<string, string> = {
    id: "printf('%08x-0000-7000-8000-000000000000', n)",
    reference: "printf('R%08d', n)",
    status_hash: 'NULL',
    contact: "CASE WHEN n % 10 = 0 THEN CAST(printf('again %d', n % 50) AS BLOB) ELSE CAST(printf('once %d', n) AS BLOB) END",
    queue,
    state: `CASE ${queue} WHEN 'active' THEN ${pick(['open', 'open', 'waiting'], 'n')} WHEN 'unproved' THEN 'unproved' ELSE ${pick(['answered', 'answered', 'refused'], 'n')} END`,
    kind: pick(KINDS.slice(0, 4), 'n / 3'),
    regime: pick(['eu-gdpr', 'uk-gdpr', 'us-ca-ccpa', ''], 'n / 7'),
    place: pick(['DE', 'GB', 'US-CA', 'JP'], 'n / 7'),
    assignee: pick(['Kim', 'Ada', null], 'n / 2'),
    received: "date('2026-11-24', (-n % 300) || ' days')",
    due: `CASE WHEN n / 7 % 4 = 3 THEN NULL ELSE date('${TODAY}', (30 - n % 300) || ' days') END`,
  };
  const columns = Object.keys((await env.INDEX.prepare('SELECT * FROM requests').first()) ?? {});
  await env.INDEX.prepare(
    `INSERT INTO requests (${columns.join(', ')}) WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ${STORED})
     SELECT ${columns.map((name) => made[name] ?? name).join(', ')} FROM c, (SELECT * FROM requests WHERE id = '${row.id}')`,
  ).run();
  await env.INDEX.prepare('DELETE FROM requests WHERE id = ?').bind(row.id).run();
}, 60_000);

const counted = () => countedDatabase(env.INDEX);
const pageOf = (filter: QueueFilter): Page => ({ size: SIZE, latestFirst: filter.queue === 'closed' });

async function readFor(filter: QueueFilter): Promise<{ rows: number; read: number; calls: number }> {
  const { db, asked } = counted();
  const rows = await queuePage(db, filter, pageOf(filter));
  return { rows: rows.length, read: asked.rowsRead, calls: asked.calls };
}

describe.each(QUEUES)('the queue %s', (queue) => {
  test.each([{}, ...SINGLE.filter((filter) => !('place' in filter) && !('receivedFrom' in filter))])(
    '%o reads the rows that it shows, in one call',
    async (filter) => {
      const { rows, read, calls } = await readFor({ queue, ...filter });
      // Both parts of a page, each with its row more, which tells that there is another page.
      expect(read).toBeLessThanOrEqual(2 * (SIZE + 1));
      expect(read).toBeGreaterThanOrEqual(rows);
      expect(calls).toBe(1);
    },
  );

  test('two filters read no more than one that has an index lets through', async () => {
    const hasIndex = (filter: Partial<QueueFilter>): boolean => !('place' in filter) && !('receivedFrom' in filter);
    const matches = new Map(await Promise.all([{}, ...SINGLE].map(async (own) => [own, await matching({ queue, ...own })] as const)));
    const whole = await matching({ queue });
    for (const pair of PAIRS) {
      const both = Object.assign({ queue }, ...pair) as QueueFilter;
      const most = pair.some(hasIndex) ? Math.max(...pair.filter(hasIndex).map((own) => matches.get(own) ?? 0)) : whole;
      expect((await readFor(both)).read, JSON.stringify(both)).toBeLessThanOrEqual(most + 2 * (SIZE + 1));
    }
  }, 60_000);
});

/** How many there are. */
async function matching(filter: QueueFilter): Promise<number> {
  return (await countUpTo(env.INDEX, [filter], STORED))[0] ?? 0;
}

test('what one filter lets through and another does not is passed over within the index', async () => {
  const { results } = await env.INDEX.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'requests'").all<{
    name: string;
    sql: string;
  }>();
  const columnsOf = new Map(results.map(({ name, sql }) => [name, sql?.match(/\w+/g) ?? []]));
  for (const pair of PAIRS) {
    const filter = Object.assign({ queue: 'closed' as const }, ...pair) as QueueFilter;
    const { db, sent } = recorded();
    await queuePage(db, filter, pageOf(filter));
    for (const sql of sent) {
      const index = /INDEXED BY (\w+)/.exec(sql)?.[1] ?? '';
      const asked = Object.keys(filter).map((name) => (name.startsWith('received') ? 'received' : name === 'dueBefore' || name === 'undated' ? 'due' : name));
      expect(columnsOf.get(index), `${index} for ${JSON.stringify(filter)}`).toEqual(expect.arrayContaining(asked));
    }
  }
});

/** A database that answers nothing and remembers what it was asked. */
function recorded(): { db: D1Database; sent: string[] } {
  const sent: string[] = [];
  const prepare = (sql: string) => {
    sent.push(sql);
    return { bind: () => ({}) };
  };
  return { db: { prepare, batch: async () => [] } as unknown as D1Database, sent };
}

test('a count goes no further than it is shown', async () => {
  const { db, asked } = counted();
  expect(await countUpTo(db, [{ queue: 'closed' }, { queue: 'closed', state: 'answered' }, { queue: 'unproved' }], 100)).toEqual([100, 100, 100]);
  expect(asked.rowsRead).toBeLessThanOrEqual(2 * 300);
});

test('what may be a duplicate is looked for among fifty of each contact, whoever asks how often', async () => {
  const rows = await queuePage(env.INDEX, { queue: 'closed' }, { size: SIZE, latestFirst: true });
  const { db, asked } = counted();
  const groups = await besideThese(
    db,
    rows.map(({ id }) => id),
  );
  expect(Math.max(...groups.map(({ length }) => length))).toBe(50);
  expect(groups.every((group) => group.length <= 50)).toBe(true);
  expect(asked.calls).toBe(1);
  const found = groups.reduce((sum, { length }) => sum + length, 0);
  expect(asked.rowsRead).toBeLessThanOrEqual(3 * rows.length + 4 * found);
});

test('a page is two ways to the database after another, and what the log asks once it is answered', async () => {
  const { db, asked } = counted();
  const signed = await signIn('viewer', 'Kim', { now: `${TODAY}T12:00:00Z`, bindings: { INDEX: db } });
  Object.assign(asked, { calls: 0, statements: 0, rowsRead: 0 });
  const { html } = await open(signed, '/operator/?queue=closed');
  expect(html.match(/<span class="reference">/g)).toHaveLength(SIZE);
  // Page and counts; what may be a duplicate and the note of the view. Then the log: what is to be entered, and where it stands.
  expect(asked.calls).toBeLessThanOrEqual(4 + 4);
});

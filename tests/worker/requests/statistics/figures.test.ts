/** Figures of requests in D1 against those that their events give, and how long they take. */
import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import type { CaseEvent } from '../../../../core/requests/events.ts';
import { type FiguresLine, lineOf } from '../../../../core/requests/statistics.ts';
import { addEvents, type Case } from '../../../../worker/requests/cases.ts';
import { LINES, readLines, readRecords } from '../../../../worker/store/statistics.ts';
import { emptyRequests, taken } from '../api/systems.ts';
import { deskAt } from '../desk.ts';

beforeEach(emptyRequests);

const TODAY = '2027-03-01';
const SPAN = { from: '2026-01-01', to: TODAY, today: TODAY };

/** One request for each way in which it can go. */
async function everyWay(): Promise<Case[]> {
  const at = (day: string): string => `${day}T09:00:00Z`;
  const ways: [Parameters<typeof taken>[0], CaseEvent[]][] = [
    [{}, [{ type: 'answered', at: at('2026-12-20'), outcome: 'complied' }]],
    [{}, [{ type: 'answered', at: at('2027-02-20'), outcome: 'complied-in-part' }]],
    [{ kind: 'erasure', place: 'US-CA' }, [{ type: 'refused', at: at('2026-12-05'), reasons: ['excessive', 'legal-obligation'] }]],
    [{ kind: 'erasure', place: 'US-CA' }, []],
    [{ kind: 'opt-out-sale', place: 'US-CA', content: {} }, [{ type: 'answered', at: at('2026-12-01'), outcome: 'complied' }]],
    [{ place: 'XX' }, [{ type: 'withdrawn', at: at('2026-12-09') }]],
    [{ received: '2026-11-02' }, [{ type: 'extended', at: at('2026-12-01'), reason: 'complexity' }]],
    [{ received: '2026-11-20' }, [{ type: 'receipt-corrected', at: at('2026-12-02'), received: '2026-10-30' }]],
    [{}, [{ type: 'disputed', at: at('2026-12-02') }]],
  ];
  const cases: Case[] = [];
  for (const [more, events] of ways) {
    const none = more?.kind === 'opt-out-sale';
    const opened = await taken(more, none ? [] : undefined);
    const desk = await deskAt('2027-03-01T09:00:00Z');
    cases.push((await addEvents(desk, opened.row.id, () => events.map((event) => ({ event, actor: 'Kim' })))) ?? opened);
  }
  cases.push(await taken({}, [{ event: { type: 'proof-asked', at: at('2026-12-01') }, actor: 'system' }]));
  return cases;
}

const inOrder = (lines: FiguresLine[]): string[] => lines.map((line) => JSON.stringify(Object.entries(line).sort())).sort();

test('what D1 counts is what the events give, request by request', async () => {
  const cases = await everyWay();
  const fromEvents = cases.map(({ row: { kind, place }, summary, events }) =>
    lineOf({ kind, place, summary, events: events.map(({ event }) => event), today: TODAY }),
  );
  const counted = (await readLines(env.INDEX, SPAN)).flatMap((line) => Array.from({ length: line.requests }, () => ({ ...line, requests: 1 })));
  expect(inOrder(counted)).toEqual(inOrder(fromEvents));
});

test('a span counts both of its days and nothing beyond', async () => {
  await everyWay();
  const received = async (from: string, to: string): Promise<number> =>
    (await readLines(env.INDEX, { from, to, today: TODAY })).reduce((sum, { requests }) => sum + requests, 0);
  expect(await received('2026-10-30', '2026-10-30')).toBe(1);
  expect(await received('2026-10-31', '2026-11-01')).toBe(0);
  expect(await received('2026-11-02', '2026-12-01')).toBe(9);
});

test('records follow one another page by page, and say nothing of anybody', async () => {
  const cases = await everyWay();
  const seen: string[] = [];
  for (let after: Parameters<typeof readRecords>[2]; ; ) {
    const rows = await readRecords(env.INDEX, SPAN, after, 3);
    seen.push(...rows.map(({ id }) => id));
    expect(JSON.stringify(rows)).not.toMatch(/jo@|everything/i);
    after = rows.at(-1);
    if (rows.length < 3) break;
  }
  expect(seen.sort()).toEqual(cases.map(({ row }) => row.id).sort());
});

test('the figures of a year of 100,000 requests are counted through an index', async () => {
  const { row } = await taken();
  const columns = Object.keys((await env.INDEX.prepare('SELECT * FROM requests').first()) ?? {});
  const own = columns.map((name) =>
    name === 'id'
      ? "printf('%08d', n)"
      : name === 'reference'
        ? "printf('R%08d', n)"
        : name === 'status_hash'
          ? 'NULL'
          : name === 'received'
            ? "date('2026-01-01', (n % 365) || ' days')"
            : name,
  );
  await env.INDEX.prepare(
    `INSERT INTO requests (${columns.join(', ')}) WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 100000)
     SELECT ${own.join(', ')} FROM c, (SELECT * FROM requests WHERE id = '${row.id}')`,
  ).run();
  const { results } = await env.INDEX.prepare(`EXPLAIN QUERY PLAN ${LINES}`).bind(TODAY, SPAN.from, SPAN.to).all<{ detail: string }>();
  expect(results.map(({ detail }) => detail).join('\n')).toContain('requests_by_received (received>? AND received<?)');
  const lines = await readLines(env.INDEX, SPAN);
  expect(lines.reduce((sum, { requests }) => sum + requests, 0)).toBe(100_001);
}, 60_000);

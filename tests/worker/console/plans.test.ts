/** Every question that the console asks of the database is answered by an index: nothing is scanned, and nothing sorted. */
import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { QUEUES } from '../../../core/requests/summary.ts';
import { AUDIT_BY_ID, AUDIT_TO_LOG, auditQuery } from '../../../worker/store/audit.ts';
import {
  BESIDE,
  BY_PARENT,
  countQuery,
  datedQuery,
  HOLDING,
  OF_CONTACT,
  type Query,
  type QueueFilter,
  referencesQuery,
  undatedQuery,
} from '../../../worker/store/queue.ts';
import { APPROVAL_BY_ID, APPROVALS_FOR, KEY_USED, MAILS_OF, OLD_APPROVALS, OLD_KEYS, OPEN_APPROVALS, PROPOSED } from '../../../worker/store/views.ts';

const ID = '019aae2c-5400-7000-8000-000000000001';

/** Every filter by itself, and every pair. */
const PARTS: Partial<QueueFilter>[] = [
  {},
  { state: 'open' },
  { kind: 'access' },
  { regime: 'eu-gdpr' },
  { assignee: 'Kim' },
  { assignee: null },
  { dueBefore: '2026-11-24' },
  { place: 'US-CA' },
  { receivedFrom: '2026-01-01', receivedTo: '2026-06-30' },
];
const FILTERS: QueueFilter[] = QUEUES.flatMap((queue) => PARTS.flatMap((one) => PARTS.map((other) => ({ queue, ...one, ...other }))));
const PAGES = [
  { size: 50, latestFirst: false },
  { size: 50, latestFirst: true },
];
const DATED = { due: '2026-12-01', id: ID };
const UNDATED = { due: null, id: ID };

const QUERIES: [string, Query][] = [
  ...FILTERS.flatMap((filter): [string, Query][] => {
    const name = JSON.stringify(filter);
    return [
      ...PAGES.flatMap((page): [string, Query][] => {
        const order = page.latestFirst ? 'latest first' : 'soonest first';
        return [
          [`page of ${name}, ${order}`, datedQuery(filter, page)],
          [`next page of ${name}, ${order}`, datedQuery(filter, { ...page, after: DATED })],
          [`undated of ${name}, ${order}`, undatedQuery(filter, page)],
          [`next undated of ${name}, ${order}`, undatedQuery(filter, { ...page, after: UNDATED })],
        ];
      }),
      [`count of ${name}`, countQuery(filter, 1000)],
      [`count of undated ${name}`, countQuery({ ...filter, undated: true }, 1000)],
    ];
  }),
  ...([{}, { actor: 'Kim' }, { request: ID }, { actor: 'Kim', request: ID }] as const).flatMap((filter): [string, Query][] => [
    [`audit of ${JSON.stringify(filter)}`, auditQuery(filter, 'newest', undefined, 100)],
    [`audit from the first of ${JSON.stringify(filter)}`, auditQuery(filter, 'oldest', ID, 100)],
  ]),
  ['requests of a contact', { sql: OF_CONTACT, values: ['a'] }],
  ['what holds an erasure of a contact up', { sql: HOLDING, values: ['a'] }],
  ['what is beside those of a page', { sql: BESIDE, values: ['[]'] }],
  ['complaints about one', { sql: BY_PARENT, values: [ID] }],
  ['references', { sql: referencesQuery(2), values: [ID, ID] }],
  ['an entry of the audit', { sql: AUDIT_BY_ID, values: [ID] }],
  ['what is not in the log', { sql: AUDIT_TO_LOG, values: [100] }],
  ['a key', { sql: KEY_USED, values: ['x'] }],
  ['old keys', { sql: OLD_KEYS, values: ['2026'] }],
  ['open approvals', { sql: OPEN_APPROVALS, values: [ID] }],
  ['open proposals', { sql: PROPOSED, values: ['2026'] }],
  ['mails of one', { sql: MAILS_OF, values: [ID] }],
  ['old approvals', { sql: OLD_APPROVALS, values: [ID] }],
  ['an approval by its id', { sql: APPROVAL_BY_ID, values: [ID] }],
  ['an approval', { sql: APPROVALS_FOR, values: ['Kim', '{}', ID] }],
  ['a request by its reference', { sql: 'SELECT * FROM requests WHERE reference = ?', values: ['AAAA-AAAA'] }],
  ['its events', { sql: 'SELECT * FROM request_events WHERE request = ? ORDER BY number', values: [ID] }],
];

describe('the plan', () => {
  test.each(QUERIES)('%s', async (_name, { sql, values }) => {
    const { results } = await env.INDEX.prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .bind(...values)
      .all<{ detail: string }>();
    const steps = results.map(({ detail }) => detail);
    // The outer half of a count reads what the inner one found.
    const own = steps.filter(
      (detail) =>
        !/^(CO-ROUTINE|SCAN \(subquery|SCAN SUBQUERY|MULTI-INDEX|(CORRELATED )?LIST SUBQUERY|SCAN shown|SCAN json_each|USE TEMP B-TREE FOR DISTINCT)/.test(
          detail,
        ),
    );
    expect(own.length).toBeGreaterThan(0);
    for (const detail of own) expect(detail).toMatch(/^SEARCH .* USING (COVERING |INTEGER )?(INDEX|PRIMARY KEY)/);
    expect(steps.join('\n')).not.toContain('TEMP B-TREE FOR ORDER');
  });

  test('an overdue page stops at the day: both ends are ends of the index', async () => {
    const { sql, values } = datedQuery({ queue: 'active', dueBefore: '2026-11-24' }, { size: 50, latestFirst: false });
    const { results } = await env.INDEX.prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .bind(...values)
      .all<{ detail: string }>();
    expect(results[0]?.detail).toMatch(/queue=\? AND .*due<\?/);
  });
});

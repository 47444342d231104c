/** What holds an erasure up is seen however much the same contact sent since: fifty newer requests, or thousands, hide nothing. */
import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { openCase } from '../../../worker/requests/cases.ts';
import { holdingOf } from '../../../worker/store/queue.ts';
import { countedDatabase } from '../counted-database.ts';
import { deskAt } from '../requests/desk.ts';
import { emptyTables, letterPath, open, sendLetter, signIn, submit, taken, typesOf, wordsIn } from './client.ts';

beforeEach(emptyTables);

const NOW = '2026-02-10T12:00:00Z';
const kim = () => signIn('operator', 'Kim', { now: NOW });

/** Copies of a request that came later, answered unless something else is said of them. */
async function newer(id: string, count: number, more: Record<string, string> = {}): Promise<void> {
  const made: Record<string, string> = {
    id: "printf('%08x-0000-7000-8000-000000000000', n)",
    reference: "printf('R%08d', n)",
    status_hash: 'NULL',
    queue: "'closed'",
    state: "'answered'",
    received: "date('2026-02-02', (n % 5) || ' days')",
    ...more,
  };
  const columns = Object.keys((await env.INDEX.prepare('SELECT * FROM requests').first()) ?? {});
  await env.INDEX.prepare(
    `INSERT INTO requests (${columns.join(', ')}) WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ${count})
     SELECT ${columns.map((name) => made[name] ?? name).join(', ')} FROM c, (SELECT * FROM requests WHERE id = ?)`,
  )
    .bind(id)
    .run();
}

async function answerErasure(reference: string): Promise<string> {
  const signed = await kim();
  const page = await submit(signed, (await open(signed, letterPath(reference, 'answered'))).html, 'Answer', { outcome: 'complied', do: 'compose' });
  return wordsIn(page.html);
}

test('an open access request, older than fifty others of the contact (PIPEDA s. 8(8))', async () => {
  const access = await taken({ place: 'CA-ON' }, '2026-02-01T09:00:00Z');
  await newer(access.row.id, 60);
  const erasure = await taken({ kind: 'erasure', place: 'CA-ON' }, '2026-02-08T09:00:00Z');
  const page = await open(await kim(), `/operator/requests/${erasure.row.reference}/`);
  expect(wordsIn(page.html)).toContain('Erasure is blocked: the same person has an access request open');
  expect(await answerErasure(erasure.row.reference)).toContain(`Erasure is blocked while the request ${access.row.reference} is open (s. 8(8)).`);
  expect(await typesOf(erasure.row.id)).toEqual(['received']);
  await sendLetter(await kim(), access.row.reference, 'answered', 'Answer', { outcome: 'complied' });
  await sendLetter(await kim(), erasure.row.reference, 'answered', 'Answer', { outcome: 'complied' });
  expect(await typesOf(erasure.row.id)).toEqual(['received', 'answered']);
});

test('an open access request under complaints that a stranger sent in the person’s name; what blocks stands first on the page', async () => {
  const access = await taken({ place: 'CA-ON' }, '2026-02-01T09:00:00Z');
  await newer(access.row.id, 60, { kind: "'complaint'", queue: "'active'", state: "'open'" });
  const erasure = await taken({ kind: 'erasure', place: 'CA-ON' }, '2026-02-08T09:00:00Z');
  const { html } = await open(await kim(), `/operator/requests/${erasure.row.reference}/`);
  expect(wordsIn(html)).toMatch(
    new RegExp(`Erasure is blocked: the same person has an access request open, ${access.row.reference} \\..*Mind this before you erase`),
  );
  expect(wordsIn(html)).toContain('And 51 more of this contact that are open.');
  expect(await answerErasure(erasure.row.reference)).toContain(`Erasure is blocked while the request ${access.row.reference} is open`);
});

test('recourse about a request that was answered before fifty others came (PIPEDA s. 8(8))', async () => {
  const first = await taken({ place: 'CA-ON' }, '2026-01-01T09:00:00Z');
  await sendLetter(await signIn('operator', 'Kim', { now: '2026-01-05T09:00:00Z' }), first.row.reference, 'answered', 'Answer', { outcome: 'complied' });
  await newer(first.row.id, 60);
  const complaint = await taken({ kind: 'complaint', place: 'CA-ON', parent: first.row.id }, '2026-02-07T09:00:00Z');
  const erasure = await taken({ kind: 'erasure', place: 'CA-ON' }, '2026-02-08T09:00:00Z');
  expect(await answerErasure(erasure.row.reference)).toContain(`Erasure is blocked while the request ${complaint.row.reference} is open (s. 8(8)).`);
});

test('a complaint that names the request of somebody else blocks nothing', async () => {
  const theirs = await taken({ place: 'CA-ON', content: { email: 'sam@other.example' } }, '2026-02-01T09:00:00Z');
  await taken({ kind: 'complaint', place: 'CA-ON', parent: theirs.row.id }, '2026-02-02T09:00:00Z');
  const erasure = await taken({ kind: 'erasure', place: 'CA-ON' }, '2026-02-03T09:00:00Z');
  const { html } = await open(await kim(), `/operator/requests/${erasure.row.reference}/`);
  expect(wordsIn(html)).toContain('Mind this before you erase: the same person has a complaint or appeal open');
  expect(html).not.toContain('Erasure is blocked');
});

test('costs the rows that are open, whatever else is stored of the contact', async () => {
  const access = await taken({ place: 'CA-ON' }, '2026-02-01T09:00:00Z');
  await newer(access.row.id, 2000);
  const opened = await openCase(await deskAt(NOW), { id: access.row.id });
  const { db, asked } = countedDatabase(env.INDEX);
  const found = await holdingOf(db, new Uint8Array(opened?.row.contact ?? new ArrayBuffer(0)));
  expect(found.map(({ reference }) => reference)).toEqual([access.row.reference]);
  expect(asked.rowsRead).toBeLessThan(10);
});

/** Records leave no bytes behind: neither in their tables, which give their pages back, nor as a copy beside them (docs/scale.md). */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { checkLog } from '../../support/check-log.ts';
import { draftsWith } from '../../support/drafts.ts';
import { type NodeWorld, nodeWorld, recordsIn } from '../../support/node-world.ts';

const DAY = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), 'fairnotice-turns-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A world whose database is a file that keeps what was freed, as the platform's does. */
function onDisk(name: string): { world: NodeWorld; bytes(): Buffer } {
  const file = join(folder, name);
  const db = new DatabaseSync(file);
  db.exec('PRAGMA secure_delete = OFF; PRAGMA journal_mode = WAL');
  return {
    world: nodeWorld({}, db),
    bytes() {
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      return readFileSync(file);
    },
  };
}

function pagesOf({ db }: NodeWorld): number {
  const of = (pragma: string): number => Number(Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
  return of('page_count') - of('freelist_count');
}

const instantOf = ({ now }: NodeWorld): string => new Date(now).toISOString();

/** How often a text stands in a file. */
const timesIn = (bytes: Buffer, text: string): number => bytes.toString('latin1').split(text).length - 1;

test('over half a year each record that is new lies in the file once, and each that moved not at all', async () => {
  const { world, bytes } = onDisk('turns.sqlite');
  const subjects: string[] = [];
  const sizes: number[] = [];
  for (let week = 0; week < 26; week += 1) {
    const from = subjects.length;
    subjects.push(...Array.from({ length: 300 }, (_none, at) => (from + at + 1).toString(16).padStart(64, '0')));
    for (let at = 0; at < 300; at += 20)
      await world.ledger.accept(draftsWith(20, (n) => ({ subject: subjects[from + at + n] ?? null, received: instantOf(world) })));
    world.now += 7 * DAY;
    await world.ledger.alarm();
    sizes.push(pagesOf(world));
    const { cold } = await world.ledger.health();
    expect(recordsIn(world)).toBe(subjects.length - cold);
    // The text of a record names its subject; its row holds a hash of it.
    const times = Map.groupBy(
      bytes()
        .toString('latin1')
        .matchAll(/"subject":"([0-9a-f]{64})"/g),
      ([, subject]) => subject,
    );
    expect(subjects.filter((subject, index) => (times.get(subject)?.length ?? 0) !== (index < cold ? 0 : 1))).toEqual([]);
  }
  // Five weeks of records lie in their tables, at most as many again wait for theirs to be empty; what stays for ever is a quarter.
  const growth = ((sizes.at(-1) ?? 0) - (sizes[12] ?? 0)) * 4096;
  expect(growth / (13 * 300)).toBeLessThan(300);
  await checkLog(world);
  // Nothing was lost on the way.
  for (const index of [0, 2999, subjects.length - 1]) expect(await world.ledger.history(subjects[index] ?? '')).toMatchObject([{ index }]);
}, 60_000);

test('what is erased is gone from either table', async () => {
  const { world, bytes } = onDisk('erased.sqlite');
  const subject = 'dead'.repeat(16);
  const ids: string[] = [];
  for (let week = 0; week < 10; week += 1) {
    const drafts = draftsWith(300, (at) => ({ subject: at === 7 ? subject : null, received: instantOf(world) }));
    ids.push(drafts[7]?.id ?? '');
    await world.ledger.accept(drafts);
    world.now += 7 * DAY;
    await world.ledger.alarm();
  }
  const hot = (table: string): number => Number(world.db.prepare(`SELECT count(*) AS n FROM ${table} WHERE hex(substr(record, 1, 1)) <> '00'`).get()?.n);
  expect([hot('records_a') > 0, hot('records_b') > 0]).toEqual([true, true]);
  expect(await world.ledger.erase({ subject }, 'subject')).toMatchObject({ erased: 10, everywhere: true });
  await world.ledger.alarm();
  const text = bytes();
  expect(ids.map((id) => [timesIn(text, id), text.includes(Buffer.from(id.replaceAll('-', ''), 'hex'))])).toEqual(ids.map(() => [0, false]));
  expect(timesIn(text, subject)).toBe(0);
  await checkLog(world);
});

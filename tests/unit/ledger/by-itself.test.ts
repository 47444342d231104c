/** A log looks after itself: its own alarms move, give up and tell the log over all logs. Nobody goes round and asks (C8). */
import { expect, test } from 'vitest';
import { checkLog } from '../../support/check-log.ts';
import { draftsWith } from '../../support/drafts.ts';
import { type NodeWorld, nodeWorld, recordsIn } from '../../support/node-world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A world whose root log takes what it is told, or fails. */
function withRoot(world: NodeWorld): { entered: string[]; fails: boolean } {
  const root = { entered: [] as string[], fails: false };
  world.world.enterRoot = async (note) => {
    if (root.fails) throw new Error('away');
    root.entered.push(note);
    return { statement: '{}', index: root.entered.length - 1 };
  };
  return root;
}

test('a checkpoint is entered when it is sealed, the next one an hour later, and then the log sleeps', async () => {
  const world = nodeWorld();
  const root = withRoot(world);
  await world.ledger.accept(draftsWith(3));
  await world.ring();
  const first = world.now;
  expect([root.entered.length, world.alarmAt]).toEqual([1, null]);
  await world.ledger.accept(draftsWith(2));
  await world.ring();
  expect([root.entered.length, world.alarmAt]).toEqual([1, first + HOUR]);
  await world.ring();
  expect([root.entered.length, world.alarmAt]).toEqual([2, null]);
  expect(root.entered[1]).toBe(world.ledger.checkpoint().note);
});

test('a root log that is away hinders no seal, and is told again', async () => {
  const world = nodeWorld();
  const root = withRoot(world);
  root.fails = true;
  await world.ledger.accept(draftsWith(3));
  await world.ring();
  expect(world.ledger.checkpoint().size).toBe(3);
  root.fails = false;
  await world.ring();
  expect([root.entered.length, world.alarmAt]).toEqual([1, null]);
});

test('full bundles leave their rows after 35 days and are given up by the retention rule, each by an alarm that was set for it', async () => {
  const world = nodeWorld({ retentionDays: 100 });
  await world.ledger.accept(draftsWith(600));
  await world.ring();
  const [moved, given] = [world.alarmAt ?? 0, 100 * DAY];
  const begun = world.now;
  expect(Math.round((moved - begun) / DAY)).toBe(35);
  await world.ring();
  expect(recordsIn(world)).toBe(88);
  expect(Math.round(((world.alarmAt ?? 0) - begun - given) / HOUR)).toBe(0);
  await world.ring();
  expect(world.db.prepare('SELECT count(*) AS n FROM entries WHERE idx >= 0 AND idx < 512').get()).toEqual({ n: 0 });
  while (world.alarmAt !== null) await world.ring();
  await checkLog(world);
});

/** C6: looking up what lies in the archive. */
import { expect, test } from 'vitest';
import { draftsWith } from '../../support/drafts.ts';
import { nodeWorld } from '../../support/node-world.ts';

const DAY = 86_400_000;

test('a history whose records have moved to the archive reads each bundle once', async () => {
  const world = nodeWorld();
  await world.ledger.accept(draftsWith(300));
  await world.ring();
  world.now += 36 * DAY;
  await world.ledger.tidy();
  world.counts.gets = 0;
  const kept = await world.ledger.history('cd'.repeat(32));
  expect(kept.map(({ index }) => index)).toEqual(Array.from({ length: 300 }, (_one, at) => 299 - at));
  expect(world.counts.gets).toBe(1);
});

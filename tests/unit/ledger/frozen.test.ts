/** C3, C13: what cannot be true at the same time stops the ledger, says why, and is never published. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { formatCheckpoint } from '../../../core/log/checkpoint.ts';
import { formatNote, signNote } from '../../../core/log/note.ts';
import { signersOf } from '../../../worker/ledger/signers.ts';
import { checkLog } from '../../support/check-log.ts';
import { draftsWith, draftWith } from '../../support/drafts.ts';
import { type NodeWorld, nodeWorld } from '../../support/node-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairnotice-ledger-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function grown(count = 600): Promise<NodeWorld> {
  const world = nodeWorld();
  await world.ledger.accept(draftsWith(count));
  await world.ring();
  return world;
}

async function checkpointOf(world: NodeWorld, size: number, root: Uint8Array): Promise<Uint8Array> {
  const text = formatCheckpoint({ origin: world.settings.origin, size, root });
  const signers = await signersOf(world.keys, world.settings.origin);
  return new TextEncoder().encode(formatNote(text, await Promise.all(signers.map((signer) => signNote(text, signer)))));
}

const flip = (bytes: Uint8Array | undefined): Uint8Array => Uint8Array.from(bytes ?? [], (byte, at) => (at === 100 ? byte ^ 1 : byte));
const ZERO = new Uint8Array(32);

const FAULTS: [string, string, (world: NodeWorld) => unknown][] = [
  ['F5 a later checkpoint in the archive', 'archive-newer', async (world) => world.objects.set('log/shop/checkpoint', await checkpointOf(world, 601, ZERO))],
  ['F6 another root at the same size', 'fork', async (world) => world.objects.set('log/shop/checkpoint', await checkpointOf(world, 600, ZERO))],
  ['F7 a smaller tree that is not its beginning', 'fork', async (world) => world.objects.set('log/shop/checkpoint', await checkpointOf(world, 300, ZERO))],
  ['F8 a checkpoint that nobody can read', 'archive-unreadable', (world) => world.objects.set('log/shop/checkpoint', new Uint8Array([1, 2, 3]))],
  ['F9 another origin', 'origin-changed', (world) => Object.assign(world.settings, { origin: 'elsewhere.example/log/shop' })],
  ['F10 a full tile that is another', 'tile-differs', (world) => world.objects.set('log/shop/tile/0/001', flip(world.objects.get('log/shop/tile/0/001')))],
  [
    'F10 a full bundle that is another',
    'tile-differs',
    (world) => world.objects.set('log/shop/tile/entries/001', flip(world.objects.get('log/shop/tile/entries/001'))),
  ],
  ['F11 a full tile that is gone', 'tile-missing', (world) => world.objects.delete('log/shop/tile/0/001')],
  ['F11 a full bundle that is gone', 'tile-missing', (world) => world.objects.delete('log/shop/tile/entries/001')],
  ['F12 an entry of the last tile that is another', 'entries-differ', (world) => world.db.exec('UPDATE entries SET entry = zeroblob(33) WHERE idx = 599')],
  ['F12 an entry of the last tile that is gone', 'entries-differ', (world) => world.db.exec('DELETE FROM entries WHERE idx = 550')],
  ['F13 a right edge that is another', 'edge-differs', (world) => world.db.exec('UPDATE tree SET edge = CAST(edge AS BLOB) || zeroblob(33)')],
];

test.each(FAULTS)('%s freezes it (%s)', async (_name, reason, spoil) => {
  const world = await grown();
  const before = world.objects.get('log/shop/checkpoint');
  await spoil(world);
  const spoilt = world.objects.get('log/shop/checkpoint');
  world.restart();
  const draft = draftWith();
  expect(await world.ledger.accept([draft])).toMatchObject({ ok: false, reason: 'ledger-frozen', why: expect.any(String) });
  expect(await world.ledger.publish([])).toMatchObject({ ok: false, reason: 'ledger-frozen' });
  expect((await world.ledger.health()).frozen).toMatchObject({ reason });
  expect(await world.ledger.find(draft.id)).toBeUndefined();
  await world.ledger.alarm();
  await world.ledger.seal();
  expect(world.objects.get('log/shop/checkpoint')).toEqual(spoilt);
  expect(world.ledger.checkpoint().note).toBe(new TextDecoder().decode(before));
  // It looks again by itself.
  expect(world.alarmAt).toBe(world.now + 3_600_000);
});

test('what was a passing fault is over when it looks again', async () => {
  const world = await grown();
  const tile = world.objects.get('log/shop/tile/0/001') ?? new Uint8Array();
  world.objects.delete('log/shop/tile/0/001');
  await world.restart().accept([draftWith()]);
  world.objects.set('log/shop/tile/0/001', tile);
  await world.ring();
  expect(await world.ledger.accept([draftWith()])).toMatchObject({ ok: true });
  expect(await world.ledger.health()).toMatchObject({ frozen: null, lastFrozen: { reason: 'tile-missing' } });
});

describe('a backup that was put back', () => {
  test('F14 freezes the ledger, and what it had published stays', async () => {
    const file = join(folder, 'a.sqlite');
    const world = nodeWorld({}, new DatabaseSync(file));
    await world.ledger.accept(draftsWith(300));
    await world.ring();
    world.db.exec(`VACUUM INTO '${join(folder, 'backup.sqlite')}'`);
    await world.ledger.accept(draftsWith(300));
    await world.ring();
    const seen = await checkLog(world);
    copyFileSync(join(folder, 'backup.sqlite'), join(folder, 'restored.sqlite'));
    const restored = nodeWorld({}, new DatabaseSync(join(folder, 'restored.sqlite')), world.objects);
    expect(await restored.ledger.accept([draftWith()])).toMatchObject({ ok: false, reason: 'ledger-frozen' });
    expect((await restored.ledger.health()).frozen?.reason).toBe('archive-newer');
    expect((await checkLog(world, seen)).size).toBe(600);
  });

  test('F15 to before the first record is one too', async () => {
    const world = await grown(5);
    const empty = nodeWorld({}, new DatabaseSync(':memory:'), world.objects);
    expect(await empty.ledger.accept([draftWith()])).toMatchObject({ ok: false, reason: 'ledger-frozen' });
  });

  test('F16 of the archive alone is mended: the checkpoint is put out again', async () => {
    const world = await grown(300);
    const old = world.objects.get('log/shop/checkpoint') ?? new Uint8Array();
    await world.ledger.accept(draftsWith(5));
    await world.ring();
    const newest = world.objects.get('log/shop/checkpoint');
    for (const put of [() => world.objects.set('log/shop/checkpoint', old), () => world.objects.delete('log/shop/checkpoint')]) {
      put();
      expect(await world.restart().accept([])).toMatchObject({ ok: true });
      expect(world.objects.get('log/shop/checkpoint')).toEqual(newest);
    }
  });
});

test('F17 a second sequencer cannot publish over the first', async () => {
  const file = join(folder, 'one.sqlite');
  const first = nodeWorld({}, new DatabaseSync(file));
  await first.ledger.accept(draftsWith(3));
  await first.ring();
  first.db.exec(`VACUUM INTO '${join(folder, 'two.sqlite')}'`);
  const second = nodeWorld({}, new DatabaseSync(join(folder, 'two.sqlite')), first.objects);
  await second.ledger.health();
  await first.ledger.accept(draftsWith(3));
  await second.ledger.accept(draftsWith(2));
  await first.ring();
  const seen = await checkLog(first);
  await second.ring();
  expect((await second.ledger.health()).frozen?.reason).toBe('archive-newer');
  expect((await checkLog(first, seen)).size).toBe(6);
});

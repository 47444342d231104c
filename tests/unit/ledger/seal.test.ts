/** C3: sealing. The shipped ledger class on SQLite in Node; docs/ledger.md names the failures by the numbers here. */
import { describe, expect, test } from 'vitest';
import { formatReceipt, verifyReceipt } from '../../../core/consent/receipt.ts';
import { equalBytes } from '../../../core/log/bytes.ts';
import { parseNote } from '../../../core/log/note.ts';
import { signersOf, vkeysOf } from '../../../worker/ledger/signers.ts';
import { checkLog, keysOf, type SeenLog } from '../../support/check-log.ts';
import { draftsWith, draftWith } from '../../support/drafts.ts';
import { type NodeWorld, nodeWorld, recordsIn } from '../../support/node-world.ts';

const subject = (n: number): string => n.toString(16).padStart(64, '0');
const keysIn = (objects: Map<string, Uint8Array>): string[] => [...objects.keys()].sort();

describe('when a log is sealed', () => {
  test.each([
    [1, 300_000],
    [7, 300_000],
    [8, 10_000],
    [255, 10_000],
    [256, 0],
  ])('%i waiting: after %i ms', async (count, wait) => {
    const world = nodeWorld();
    await world.ledger.accept(draftsWith(count));
    expect((world.alarmAt ?? Number.NaN) - world.now).toBe(wait);
  });

  test('five minutes count from the first, however many come later', async () => {
    const world = nodeWorld();
    await world.ledger.accept([draftWith()]);
    const first = world.alarmAt;
    world.now += 200_000;
    await world.ledger.accept([draftWith()]);
    expect(world.alarmAt).toBe(first);
  });

  test('a quiet log has no alarm, so that its object can sleep', async () => {
    const world = nodeWorld();
    await world.ledger.accept([draftWith()]);
    await world.ring();
    expect([world.alarmAt, (await world.ledger.health()).waiting]).toEqual([null, 0]);
  });

  test('nothing that is known already wakes it', async () => {
    const world = nodeWorld();
    const draft = draftWith();
    await world.ledger.accept([draft]);
    await world.ring();
    await world.ledger.accept([draft]);
    expect(world.alarmAt).toBeNull();
  });

  test('an object that lost its alarm gets another one with the next record', async () => {
    const world = nodeWorld();
    await world.ledger.accept([draftWith()]);
    world.alarmAt = null;
    await world.restart().accept([draftWith()]);
    await world.ring();
    expect((await checkLog(world)).size).toBe(2);
  });
});

test('a log of any size is the tree of its entries, tile by tile, and each one continues the one before', async () => {
  const world = nodeWorld();
  let seen: SeenLog | undefined;
  for (const count of [1, 1, 5, 248, 1, 1, 300, 260]) {
    await world.ledger.accept(draftsWith(count, (at) => ({ subject: at % 3 === 0 ? null : subject(at % 5) })));
    await world.ring();
    seen = await checkLog(world, seen);
  }
  expect(seen?.size).toBe(817);
  // Only full tiles go to the archive.
  expect(keysIn(world.objects).filter((key) => key.startsWith('log/'))).toEqual([
    'log/shop/checkpoint',
    ...['0/000', '0/001', '0/002', 'entries/000', 'entries/001', 'entries/002'].map((name) => `log/shop/tile/${name}`),
  ]);
});

test('parts of tiles that were once published stay what they were', async () => {
  const world = nodeWorld();
  await world.ledger.accept(draftsWith(20));
  await world.ring();
  const part = world.ledger.tile('entries', 0, 20);
  await world.ledger.accept(draftsWith(100));
  await world.ring();
  expect(world.ledger.tile('entries', 0, 20)).toEqual(part);
  // And nobody sees what no checkpoint covers.
  await world.ledger.accept(draftsWith(3));
  expect([world.ledger.tile('entries', 0, 121), world.ledger.tile(0, 0, 121), world.ledger.tile(0, 1, 1), world.ledger.tile(1, 0, 1)]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

describe('a call of the archive that fails', () => {
  const calls = ['get', 'put'] as const;
  test.each([
    ['F1 before it took effect', false],
    ['F2 after it took effect', true],
  ])(
    '%s leaves a log that the next round completes, at each of its places',
    async (_name, takesEffect) => {
      for (let place = 1; ; place += 1) {
        const world = nodeWorld();
        await world.ledger.accept(draftsWith(300));
        await world.ring();
        const seen = await checkLog(world);
        await world.ledger.accept(draftsWith(300));
        let count = 0;
        const { archive } = world.world;
        const broken = { ...archive };
        for (const name of calls)
          broken[name] = (async (...parts: unknown[]) => {
            count += 1;
            if (count !== place) return (archive[name] as (...all: unknown[]) => Promise<unknown>)(...parts);
            if (takesEffect) await (archive[name] as (...all: unknown[]) => Promise<unknown>)(...parts);
            throw new Error('the archive is away');
          }) as never;
        world.world.archive = broken;
        await world.ring().catch(() => undefined);
        world.world.archive = archive;
        // What is public is always a whole log, and the alarm goes on by itself.
        await checkLog(world, seen);
        world.restart();
        if (world.alarmAt !== null) await world.ring();
        expect((await checkLog(world, seen)).size).toBe(600);
        expect((await world.ledger.health()).frozen).toBeNull();
        if (count < place) return;
      }
    },
    120_000,
  );
});

test('F3 a checkpoint that was staged and perhaps put out is the one that is published after a crash', async () => {
  const world = nodeWorld();
  await world.ledger.accept(draftsWith(5));
  const { archive } = world.world;
  world.world.archive = { ...archive, put: () => Promise.reject(new Error('the archive is away')) };
  await world.ring().catch(() => undefined);
  world.world.archive = archive;
  // More comes in before it is out; tiles of the staged tree are served already.
  expect(world.ledger.tile('entries', 0, 5)).toBeInstanceOf(Uint8Array);
  await world.restart().accept(draftsWith(5));
  await world.ring();
  expect((await checkLog(world)).size).toBe(10);
});

describe('a new key beside the old one', () => {
  const NEW = 'CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk';

  async function rotated(rooted: boolean): Promise<{ world: NodeWorld; id: string }> {
    const world = nodeWorld();
    if (rooted) world.world.enterRoot = () => Promise.resolve({ statement: '{}', index: 0 });
    const draft = draftWith({ subject: subject(1) });
    await world.ledger.accept([draft]);
    await world.ring();
    expect(world.alarmAt).toBeNull();
    world.keys = `${NEW} ${world.keys}`;
    world.restart();
    return { world, id: draft.id };
  }

  test('signs a log in which nothing waits, as soon as anything is asked of it', async () => {
    const { world } = await rotated(false);
    await world.ledger.health();
    await world.ring();
    const note = parseNote(world.ledger.checkpoint().note);
    expect(note.ok && note.signatures.length).toBe(2);
    expect((await checkLog(world)).size).toBe(1);
    expect(world.alarmAt).toBeNull();
  });

  test('takes nothing away of what witnesses have put under the checkpoint', async () => {
    const { world } = await rotated(false);
    const before = world.ledger.checkpoint().note;
    const line = `— witness.example ${'A'.repeat(100)}\n`;
    await world.ledger.cosigned('witness.example', before, line);
    expect(world.ledger.checkpoint().note).toBe(before + line);
    await world.ledger.health();
    await world.ring();
    const { note } = world.ledger.checkpoint();
    const parsed = parseNote(note);
    expect(parsed.ok && parsed.signatures.length).toBe(3);
    expect(note).toContain(line);
  });

  test.each([
    ['of a tree that it has not signed yet', false],
    ['of the tree that the root log knows', true],
  ])('signs receipts %s', async (_, rooted) => {
    const { world, id } = await rotated(rooted);
    const parts = await world.ledger.receipt(id, { by: 'subject', subject: subject(1) });
    if (!parts.ok) throw new Error(parts.reason);
    expect(parts.rooted !== undefined).toBe(rooted);
    const [vkey = ''] = vkeysOf(await signersOf(world.keys, world.settings.origin));
    const receipt = formatReceipt({ type: 'fairnotice-receipt', v: 1, record: parts.record, salt: parts.salt, proof: parts.proof, vkey });
    expect(await verifyReceipt(receipt, await keysOf({ ...world, keys: NEW }))).toMatchObject({ ok: true, trusted: true });
  });
});

test('without a key nothing is taken', async () => {
  const world = nodeWorld();
  world.keys = '';
  expect(await world.ledger.accept([draftWith()])).toEqual({ ok: false, reason: 'ledger-closed' });
});

describe('group commit', () => {
  test('writes what comes within its time together, and answers each by itself', async () => {
    const world = nodeWorld({ groupCommitMilliseconds: 5 });
    const known = draftWith();
    await world.ledger.accept([known]);
    const before = world.counts.commits;
    const batches = [...Array.from({ length: 30 }, () => draftsWith(2)), [{ ...known, gpc: true }], [known]];
    const answers = await Promise.all(batches.map((batch) => world.ledger.accept(batch)));
    expect(world.counts.commits - before).toBe(1);
    expect(answers.map(({ ok }) => ok)).toEqual([...Array.from({ length: 30 }, () => true), false, true]);
    await world.ring();
    expect((await checkLog(world)).size).toBe(61);
  });

  test('takes a repeat whose record moves to the archive meanwhile, and whatever comes beside it', async () => {
    const world = nodeWorld({ groupCommitMilliseconds: 5 });
    const [known, changed, ...others] = draftsWith(256);
    if (!known || !changed) throw new Error('two are needed');
    const first = await world.ledger.accept([known, changed, ...others]);
    await world.ring();
    world.now += 36 * 86_400_000;
    world.world.wait = async () => {
      await world.ledger.tidy();
    };
    const answers = await Promise.all([[known], [{ ...changed, gpc: true }], draftsWith(1)].map((batch) => world.ledger.accept(batch)));
    expect(recordsIn(world)).toBe(1);
    expect(answers).toMatchObject([
      { ok: true, taken: [{ ...(first.ok && first.taken[0]), again: true }] },
      { ok: false, reason: 'record-differs', id: changed.id },
      { ok: true, taken: [{ index: 256, again: false }] },
    ]);
  });

  test('F4 a commit that fails is told to all who waited', async () => {
    const world = nodeWorld({ groupCommitMilliseconds: 5 });
    await world.ledger.accept([draftWith()]);
    const { transaction } = world.world;
    world.world.transaction = () => {
      throw new Error('the disk is full');
    };
    const answers = await Promise.allSettled([world.ledger.accept([draftWith()]), world.ledger.accept([draftWith()])]);
    world.world.transaction = transaction;
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await world.ledger.health()).waiting).toBe(1);
  });
});

test('statements are entries once, with the time at which they were first said', async () => {
  const world = nodeWorld();
  const said = (at: string) => ({ type: 'published' as const, kind: 'notice' as const, path: 'notices/a.json', sha256: 'a'.repeat(64), at });
  const first = await world.ledger.publish([said('2026-11-24T00:00:00Z'), { ...said('2026-11-24T00:00:00Z'), path: 'notices/b.json' }]);
  const again = await world.ledger.publish([said('2026-12-24T00:00:00Z')]);
  expect([first, again]).toMatchObject([{ indexes: [0, 1] }, { indexes: [0], statements: [expect.stringContaining('2026-11-24')] }]);
  await world.ring();
  const { entries } = await checkLog(world);
  expect(equalBytes(entries[0] ?? new Uint8Array(), new TextEncoder().encode(`\u0002${first.ok ? first.statements[0] : ''}`))).toBe(true);
});

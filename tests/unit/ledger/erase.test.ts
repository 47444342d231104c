/** C5, GDPR Art. 17: what is erased is gone from every live place, also after a backup is put back; everybody else's proofs stay valid. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { formatReceipt, verifyReceipt } from '../../../core/consent/receipt.ts';
import { signersOf, vkeysOf } from '../../../worker/ledger/signers.ts';
import { checkLog, keysOf } from '../../support/check-log.ts';
import { draftsWith, draftWith } from '../../support/drafts.ts';
import { type NodeWorld, nodeWorld, recordsIn } from '../../support/node-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairnotice-erase-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const GONE = 'aa'.repeat(32);
const STAYS = 'bb'.repeat(32);
const MARK = '2031-07-09T01:02:03.456Z';

/** A log in which one subject has records in full bundles and in the last, partial one. */
async function mixed(db = new DatabaseSync(':memory:')): Promise<{ world: NodeWorld; gone: string[]; stays: string }> {
  const world = nodeWorld({}, db);
  const drafts = draftsWith(700, (at) => (at % 50 === 7 ? { subject: GONE, decided: MARK } : { subject: STAYS }));
  await world.ledger.accept(drafts);
  await world.ring();
  return { world, gone: drafts.filter(({ subject }) => subject === GONE).map(({ id }) => id), stays: drafts[8]?.id ?? '' };
}

/** Every place where something of a record may lie: rows and objects. */
function everywhere({ db, objects }: NodeWorld): string {
  const rows = ['entries', 'records_a', 'records_b', 'meta', 'erasures', 'redeemed', 'tree'].flatMap((table) => db.prepare(`SELECT * FROM ${table}`).all());
  const shown = rows.map((row) =>
    Object.values(row as object)
      .map((value) => (value instanceof Uint8Array ? `${Buffer.from(value).toString('latin1')} ${Buffer.from(value).toString('hex')}` : String(value)))
      .join('|'),
  );
  return [...shown, ...[...objects.values()].map((bytes) => Buffer.from(bytes).toString('latin1'))].join('\n');
}

function expectNothingOf(world: NodeWorld, gone: readonly string[]): void {
  const all = everywhere(world);
  for (const id of gone) for (const text of [id, id.replaceAll('-', '')]) expect(all).not.toContain(text);
  expect(all).not.toContain(GONE);
  expect(all).not.toContain(MARK);
}

async function receiptOf(world: NodeWorld, id: string, subject: string) {
  const parts = await world.ledger.receipt(id, { by: 'subject', subject });
  if (!parts.ok) return parts;
  const [vkey = ''] = vkeysOf(await signersOf(world.keys, world.settings.origin));
  return verifyReceipt(
    formatReceipt({ type: 'fairnotice-receipt', v: 1, record: parts.record, salt: parts.salt, proof: parts.proof, vkey }),
    await keysOf(world),
  );
}

describe('a subject that is erased', () => {
  test('is gone from rows and bundles; leaves, tree and the others’ receipts stay', async () => {
    const { world, gone, stays } = await mixed();
    const seen = await checkLog(world);
    expect(everywhere(world)).toContain(MARK);
    expect(await world.ledger.erase({ subject: GONE }, 'subject')).toEqual({ ok: true, erased: gone.length, everywhere: true });
    expectNothingOf(world, gone);
    await world.ring();
    expectNothingOf(world, gone);
    // The erasure is a leaf itself, and says nothing in public.
    const after = await checkLog(world, seen);
    expect([after.size, after.entries.at(-1)?.[0]]).toEqual([701, 1]);
    expect(await receiptOf(world, stays, STAYS)).toMatchObject({ ok: true });
    expect(await receiptOf(world, gone[0] ?? '', GONE)).toEqual({ ok: false, reason: 'not-yours' });
    expect(await world.ledger.history(GONE)).toEqual([]);
    expect(await world.ledger.find(gone[0] ?? '')).toMatchObject({ state: 'erased' });
    expect((await world.ledger.page(0, 1000)).records).toHaveLength(700 - gone.length);
    expect(await world.ledger.erase({ subject: GONE }, 'subject')).toMatchObject({ erased: 0 });
  });

  test('is not taken again when an old page sends its record late', async () => {
    const world = nodeWorld();
    const draft = draftWith({ subject: GONE });
    await world.ledger.accept([draft]);
    await world.ledger.erase({ id: draft.id }, 'operator');
    expect(await world.ledger.accept([draft])).toMatchObject({ ok: true, taken: [{ again: true, erased: true }] });
    expectNothingOf(world, [draft.id]);
    // A new choice is a new record, and follows nothing.
    const next = draftWith({ subject: GONE });
    await world.ledger.accept([next]);
    const [kept] = await world.ledger.history(GONE);
    expect(JSON.parse(kept?.record ?? '{}')).toMatchObject({ id: next.id, previous: null });
  });

  test('before its record is sealed never reaches the archive', async () => {
    const world = nodeWorld();
    const draft = draftWith({ subject: GONE, decided: MARK });
    await world.ledger.accept([draft, ...draftsWith(300)]);
    await world.ledger.erase({ subject: GONE }, 'subject');
    await world.ring();
    expect((await checkLog(world)).size).toBe(302);
    expectNothingOf(world, [draft.id]);
  });
});

test.each([
  ['F18 before it took effect', false],
  ['F19 after it took effect', true],
])(
  '%s, a call of the archive that fails leaves an erasure that the next round completes',
  async (_name, takesEffect) => {
    for (let place = 1; ; place += 1) {
      const { world, gone } = await mixed();
      const { archive } = world.world;
      let count = 0;
      const broken = { ...archive };
      for (const name of ['get', 'put'] as const)
        broken[name] = (async (...parts: unknown[]) => {
          count += 1;
          if (count !== place) return (archive[name] as (...all: unknown[]) => Promise<unknown>)(...parts);
          if (takesEffect) await (archive[name] as (...all: unknown[]) => Promise<unknown>)(...parts);
          throw new Error('the archive is away');
        }) as never;
      world.world.archive = broken;
      const answer = await world.ledger.erase({ subject: GONE }, 'subject').catch(() => undefined);
      world.world.archive = archive;
      world.restart();
      if (answer === undefined) await world.ledger.erase({ subject: GONE }, 'subject');
      await world.ring();
      expectNothingOf(world, gone);
      await checkLog(world);
      expect(await world.ledger.health()).toMatchObject({ erasing: 0, frozen: null });
      if (count < place) return;
    }
  },
  120_000,
);

test('F20 a backup from before an erasure erases again what the journal says, even where it freezes', async () => {
  const { world, gone } = await mixed(new DatabaseSync(join(folder, 'a.sqlite')));
  world.db.exec(`VACUUM INTO '${join(folder, 'before.sqlite')}'`);
  await world.ledger.erase({ subject: GONE }, 'subject');
  await world.ring();
  const restored = nodeWorld({}, new DatabaseSync(join(folder, 'before.sqlite')), world.objects);
  expect(everywhere(restored)).toContain(MARK);
  expect((await restored.ledger.health()).frozen?.reason).toBe('archive-newer');
  expectNothingOf(restored, gone);
});

test('F21 an erasure beside a round that is writing bundles is not undone by it', async () => {
  const world = nodeWorld();
  const draft = draftWith({ subject: GONE, decided: MARK });
  await world.ledger.accept([draft, ...draftsWith(600)]);
  const { archive } = world.world;
  let erasing: Promise<unknown> | undefined;
  world.world.archive = {
    ...archive,
    async put(key, bytes, condition) {
      // The bundle is on its way when the erasure comes.
      if (key === 'records/shop/0.json' && !erasing) erasing = world.ledger.erase({ subject: GONE }, 'subject');
      await new Promise((resolve) => setTimeout(resolve, 1));
      return archive.put(key, bytes, condition);
    },
  };
  await world.ring();
  expect(await erasing).toMatchObject({ erased: 1, everywhere: true });
  expectNothingOf(world, [draft.id]);
  await checkLog(world);
});

describe('records that grow old', () => {
  const DAY = 86_400_000;

  test('leave their rows for the archive after 35 days, and are found there', async () => {
    const { world, gone, stays } = await mixed();
    world.now += 36 * DAY;
    await world.ledger.tidy();
    expect(await world.ledger.health()).toMatchObject({ cold: 512, minimum: 0 });
    expect(recordsIn(world)).toBe(188);
    expect(await world.ledger.history(GONE)).toHaveLength(gone.length);
    expect((await world.ledger.page(0, 1000)).records).toHaveLength(700);
    expect(await receiptOf(world, stays, STAYS)).toMatchObject({ ok: true });
    // One that comes again is compared all the same.
    const [old] = (await world.ledger.page(0, 1)).records;
    const { v: _v, previous: _previous, ...draft } = JSON.parse(old?.record ?? '{}');
    expect(await world.ledger.accept([draft])).toMatchObject({ ok: true, taken: [{ again: true, index: 0 }] });
    expect(await world.ledger.accept([{ ...draft, gpc: true }])).toMatchObject({ ok: false, reason: 'record-differs' });
    expect(await world.ledger.erase({ subject: GONE }, 'subject')).toMatchObject({ erased: gone.length, everywhere: true });
    expectNothingOf(world, gone);
    await checkLog(world);
  });

  test('F22 stay in their rows where the archive does not hold them', async () => {
    const { world } = await mixed();
    world.now += 36 * DAY;
    const { archive } = world.world;
    world.objects.delete('records/shop/0.json');
    world.world.archive = { ...archive, put: () => Promise.resolve('1') };
    await expect(world.ledger.tidy()).rejects.toThrow('records/shop/0.json');
    world.world.archive = archive;
    expect((await world.ledger.health()).cold).toBe(0);
    await world.ledger.tidy();
    expect((await world.ledger.health()).cold).toBe(512);
    expect((await world.ledger.page(0, 1000)).records).toHaveLength(700);
  });

  test('leave nothing in the database’s file when they are given up', async () => {
    const file = join(folder, 'given-up.sqlite');
    const db = new DatabaseSync(file);
    db.exec('PRAGMA secure_delete = OFF; PRAGMA journal_mode = WAL');
    const world = nodeWorld({ retentionDays: 60 }, db);
    const drafts = draftsWith(600, (at) => ({ subject: at.toString(16).padStart(64, '0') }));
    await world.ledger.accept(drafts);
    await world.ring();
    for (let week = 0; week < 10; week += 1) {
      world.now += 7 * DAY;
      await world.ledger.alarm();
    }
    expect(await world.ledger.health()).toMatchObject({ minimum: 512 });
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const bytes = readFileSync(file);
    const left = drafts.filter(({ id, subject }) => bytes.includes(Buffer.from(id.replaceAll('-', ''), 'hex')) || bytes.includes(`${subject}`));
    expect(left.map(({ id }) => id)).toEqual(drafts.slice(512).map(({ id }) => id));
  });

  test('are given up by the site’s rule, with a public leaf that says so; what came after keeps its proof', async () => {
    const { world, gone } = await mixed();
    const late = draftWith({ subject: STAYS });
    await world.ledger.accept([late]);
    await world.ring();
    const seen = await checkLog(world);
    world.settings.retentionDays = 60;
    world.now += 61 * DAY;
    await world.restart().tidy();
    expect(await world.ledger.health()).toMatchObject({ minimum: 512, cold: 512 });
    await world.ring();
    expect((await checkLog(world, seen)).size).toBe(702);
    const bundles = [...world.objects].filter(([key]) => key.startsWith('records/')).map(([, bytes]) => new TextDecoder().decode(bytes));
    expect(bundles).toEqual(['{"records":[]}', '{"records":[]}']);
    expect(new TextDecoder().decode(world.objects.get('log/shop/minimum'))).toBe('512');
    expect(world.db.prepare('SELECT count(*) AS n FROM entries WHERE idx BETWEEN 0 AND 511').get()).toEqual({ n: 0 });
    expect((await world.ledger.page(0, 1000)).records).toHaveLength(189);
    expect(await world.ledger.find(gone[0] ?? '')).toBeUndefined();
    expect(await receiptOf(world, late.id, STAYS)).toMatchObject({ ok: true });
    expect((await world.restart().health()).frozen).toBeNull();
  });
});

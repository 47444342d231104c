/** C6: looking up what lies in the archive. */
import { describe, expect, test } from 'vitest';
import { draftsWith } from '../../support/drafts.ts';
import { type NodeWorld, nodeWorld } from '../../support/node-world.ts';

const DAY = 86_400_000;
const SUBJECT = 'cd'.repeat(32);

test('a history whose records have moved to the archive reads each bundle once', async () => {
  const world = nodeWorld();
  await world.ledger.accept(draftsWith(300));
  await world.ring();
  world.now += 36 * DAY;
  await world.ledger.tidy();
  world.counts.gets = 0;
  const kept = await world.ledger.history(SUBJECT);
  expect(kept.map(({ index }) => index)).toEqual(Array.from({ length: 300 }, (_one, at) => 299 - at));
  expect(world.counts.gets).toBe(1);
});

describe('F23 a private bundle that', () => {
  /** A log whose first two bundles have left their rows. */
  async function moved(): Promise<NodeWorld> {
    const world = nodeWorld();
    await world.ledger.accept(draftsWith(600));
    await world.ring();
    world.now += 36 * DAY;
    await world.ledger.tidy();
    return world;
  }
  const changed = ({ objects }: NodeWorld, key: string, change: (text: string) => string): void =>
    void objects.set(key, new TextEncoder().encode(change(new TextDecoder().decode(objects.get(key)))));

  test.each<[string, (world: NodeWorld) => void]>([
    ['has one word changed', (world) => changed(world, 'records/shop/0.json', (text) => text.replace('dialog', 'banner'))],
    ['is the one beside it', (world) => world.objects.set('records/shop/0.json', world.objects.get('records/shop/1.json') ?? new Uint8Array())],
    [
      'lacks a record that nobody erased',
      (world) => changed(world, 'records/shop/0.json', (text) => text.replace(/\{"record":".*?","salt":"[^"]*"\}/, 'null')),
    ],
    ['is gone', (world) => world.objects.delete('records/shop/0.json')],
  ])('%s is not shown, and what it lacks is not passed over', async (_, change) => {
    const world = await moved();
    const [first] = (await world.ledger.page(0, 1)).records;
    const { v: _v, previous: _previous, ...draft } = JSON.parse(first?.record ?? '{}');
    change(world);
    const refusal = 'The archive does not hold the record of entry 0 as its leaf commits to it.';
    await expect(world.ledger.page(0, 1000)).rejects.toThrow(refusal);
    await expect(world.ledger.find(draft.id)).rejects.toThrow(refusal);
    await expect(world.ledger.accept([draft])).rejects.toThrow(refusal);
    await expect(world.ledger.receipt(draft.id, { by: 'subject', subject: SUBJECT })).rejects.toThrow(refusal);
    await expect(world.ledger.history(SUBJECT)).rejects.toThrow('as its leaf commits to it');
    // And operators see it.
    expect(await world.ledger.health()).toMatchObject({ frozen: null, lastDamage: { at: new Date(world.now).toISOString() } });
    // What is in order goes on: the other bundle, new records, erasing.
    expect((await world.ledger.page(256, 256)).records).toHaveLength(256);
    expect(await world.ledger.accept(draftsWith(1))).toMatchObject({ ok: true });
    expect(await world.ledger.erase({ id: draft.id }, 'operator')).toMatchObject({ ok: true, erased: 1 });
    expect(await world.ledger.find(draft.id)).toMatchObject({ state: 'erased' });
  });

  test('is no JSON is refused without a word of what stands there', async () => {
    const world = await moved();
    changed(world, 'records/shop/0.json', (text) => text.replace('dialog', 'dia"log'));
    await expect(world.ledger.page(0, 1)).rejects.toThrow(/^The archive does not hold the record of entry 0 as its leaf commits to it\.$/);
    expect((await world.ledger.health()).lastDamage).toMatchObject({ entry: 0 });
  });

  test('cannot be read holds up the erasure of what it has, and of nothing else', async () => {
    const world = await moved();
    const [first, , other] = [0, 1, 256].map((index) => world.ledger.page(index, 1));
    const idOf = async (page: typeof first): Promise<string> => (JSON.parse((await page)?.records[0]?.record ?? '{}') as { id: string }).id;
    const [inFirst, inOther] = [await idOf(first), await idOf(other)];
    changed(world, 'records/shop/0.json', (text) => text.slice(0, 1000));
    await world.ledger.erase({ id: inFirst }, 'operator');
    await world.ledger.erase({ id: inOther }, 'operator');
    expect(JSON.parse(new TextDecoder().decode(world.objects.get('records/shop/1.json'))).records[0]).toBeNull();
    expect((await world.ledger.health()).erasing).toBe(1);
    // Once it is put right, the next round does it.
    await world.ledger.accept(draftsWith(300));
    await expect(world.ring()).rejects.toThrow('The private bundle 0 of the archive cannot be read.');
    expect((await world.ledger.health()).waiting).toBe(0);
    world.objects.set('records/shop/0.json', new TextEncoder().encode('{"records":[]}'));
    await world.ring();
    expect((await world.ledger.health()).erasing).toBe(0);
  });
});

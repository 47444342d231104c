/**
 * Erasing: a leaf stays, and says nothing any more. In the ledger at once, in place; then the archive's journal says which
 * leaves, then the private bundles are rewritten. What is not done there yet stands in the ledger and is done again until it
 * is. A ledger that was put back to an older state erases again what the journal says.
 */
import { type ErasureRecord, recordText } from '../../core/consent/record.ts';
import { equalBytes } from '../../core/log/bytes.ts';
import { SALT_BYTES } from '../../core/log/commitment.ts';
import { commitmentEntry } from '../../core/log/entry.ts';
import { TILE_WIDTH } from '../../core/log/tiles.ts';
import { dropOpenings } from './bundles.ts';
import type { Context } from './context.ts';
import { archiveKey } from './keys.ts';

/**
 * Erases entries in the ledger. The erasure itself is a leaf: a commitment, for a public list of leaves would tie one
 * person's records together.
 *
 * @returns how many there were to erase.
 */
export function eraseEntries({ world, tables, settings }: Context, indexes: readonly number[], by: ErasureRecord['by']): number {
  return world.transaction(() => {
    const own = [...indexes].sort((a, b) => a - b).filter((index) => tables.at(index)?.erased === false);
    if (own.length === 0) return 0;
    const received = Math.max(world.now(), tables.lastReceived());
    const erasure: ErasureRecord = { v: 1, type: 'erasure', site: settings.log, indexes: own, at: new Date(received).toISOString(), by };
    const record = new TextEncoder().encode(recordText(erasure));
    const salt = world.random(SALT_BYTES);
    tables.overwrite(own);
    tables.append({ entry: commitmentEntry(salt, record), salt, record, received });
    tables.addErasure(own, false);
    tables.setFact('scrub', true);
    return own.length;
  });
}

/** Does in the archive what the ledger has done. Must not run beside other work on bundles. */
export async function finishErasures(context: Context): Promise<void> {
  const { world, tables } = context;
  const left = new Set<number>();
  let failure: unknown;
  for (;;) {
    const next = tables.erasures().find(({ number }) => !left.has(number));
    if (!next) break;
    try {
      if (!next.journaled) await journal(context, next.indexes);
      const bundles = Map.groupBy(next.indexes, (index) => Math.floor(index / TILE_WIDTH));
      for (const [n, indexes] of bundles)
        await dropOpenings(
          context,
          n,
          indexes.map((index) => index % TILE_WIDTH),
        );
      world.transaction(() => tables.endErasure(next.number));
    } catch (error) {
      // One that cannot be done must not hold up the others.
      left.add(next.number);
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
}

/** Writes an erasure into the journal. One that is there already is from a later life, before the ledger was put back: it is done first. */
async function journal(context: Context, indexes: readonly number[]): Promise<void> {
  const { world, tables, settings } = context;
  const bytes = new TextEncoder().encode(JSON.stringify({ indexes }));
  for (;;) {
    const number = tables.fact('journal') ?? 0;
    const key = archiveKey.erasure(settings.log, number);
    await world.archive.put(key, bytes, { ifAbsent: true });
    const kept = await world.archive.get(key);
    if (!kept) throw new Error(`The archive does not keep ${key}.`);
    replay(context, number, kept.bytes);
    if (equalBytes(kept.bytes, bytes)) return;
  }
}

/** Erases what the journal says and this ledger does not know of. */
export async function replayErasures(context: Context): Promise<void> {
  const { world, tables, settings } = context;
  for (;;) {
    const number = tables.fact('journal') ?? 0;
    const kept = await world.archive.get(archiveKey.erasure(settings.log, number));
    if (!kept) return;
    replay(context, number, kept.bytes);
  }
}

function replay({ world, tables }: Context, number: number, bytes: Uint8Array): void {
  const { indexes } = JSON.parse(new TextDecoder().decode(bytes)) as { indexes: number[] };
  world.transaction(() => {
    if ((tables.fact('journal') ?? 0) !== number) return;
    tables.overwrite(indexes);
    tables.addErasure(indexes, true);
    tables.setFact('journal', number + 1);
    tables.setFact('scrub', true);
  });
}

/** Rows of two megabytes that are written at once: more than what lies in the write-ahead file before it begins anew. */
const FILLING = 3;

/**
 * Writes over the pages that SQLite has freed, and over its write-ahead file: both may hold copies of what was erased. The
 * platform's own backups are another matter (docs/storage.md).
 */
export async function scrub({ world, tables }: Context): Promise<void> {
  if (!tables.fact('scrub')) return;
  // The first round makes SQLite move its write-ahead file into the database, the second one writes over both.
  for (const round of [1, 2]) {
    world.transaction(() => {
      tables.fill(FILLING);
      if (round === 2) tables.setFact('scrub', false);
    });
    await world.sync();
    world.transaction(() => tables.endFill());
    await world.sync();
  }
}

/**
 * Private bundles: records and salts of 256 entries in one object of the archive. Written when the public bundle is, looked
 * into when a row has given its record up, rewritten when one is erased. Each write is read back.
 */
import { equalBytes, fromBase64, toBase64 } from '../../core/log/bytes.ts';
import { commitmentEntry } from '../../core/log/entry.ts';
import { TILE_WIDTH } from '../../core/log/tiles.ts';
import type { Context } from './context.ts';
import { archiveKey } from './keys.ts';
import type { EntryRow } from './tables.ts';
import type { Archive } from './world.ts';

/** What is private of an entry; nothing of a statement or of what was erased. */
export interface Opening {
  record: Uint8Array;
  salt: Uint8Array;
}

interface BundleFile {
  records: ({ record: string; salt: string } | null)[];
}

const MOST_TRIES = 3;

export function openingOf({ record, salt }: EntryRow): Opening | undefined {
  return record && salt ? { record, salt } : undefined;
}

/** The openings of a bundle, by their place in it. @returns nothing where there is no such bundle, or it cannot be read. */
export async function readOpenings({ world, settings }: Context, n: number): Promise<(Opening | undefined)[] | undefined> {
  const file = await world.archive.get(archiveKey.records(settings.log, n));
  return file && parse(file.bytes);
}

/** The opening of an entry, from its row or from the archive. */
export async function openingAt(context: Context, row: EntryRow): Promise<Opening | undefined> {
  const own = openingOf(row);
  if (own || row.erased || !row.id) return own;
  return movedOpening(context, row, await readOpenings(context, Math.floor(row.index / TILE_WIDTH)));
}

/**
 * The opening of a row that has moved, out of its bundle. The archive is not trusted: what it gives has to be what the leaf
 * commits to. Nothing where the record was erased or given up since the row was read.
 *
 * @throws where the bundle is gone or holds something else: what is lost must not look like what never was.
 */
export function movedOpening(
  { world, tables }: Context,
  { index, entry }: EntryRow,
  openings: readonly (Opening | undefined)[] | undefined,
): Opening | undefined {
  const kept = openings?.[index % TILE_WIDTH];
  if (kept && equalBytes(commitmentEntry(kept.salt, kept.record), entry)) return kept;
  const now = tables.at(index);
  // An empty bundle stands where all of it was given up: a ledger that was put back to before that learns it late.
  if (!now || now.erased || openings?.length === 0) return undefined;
  world.transaction(() => tables.setFact('damaged', { entry: index, at: new Date(world.now()).toISOString() }));
  throw new Error(`The archive does not hold the record of entry ${index} as its leaf commits to it.`);
}

/** Writes the bundle of rows. What was erased since an earlier try is not written again. */
export async function writeOpenings({ world, settings }: Context, n: number, rows: readonly EntryRow[]): Promise<void> {
  const file = format(rows.map(openingOf));
  await rewrite(world.archive, archiveKey.records(settings.log, n), () => file);
}

/** Takes openings out of a bundle, where there is one. */
export async function dropOpenings({ world, settings }: Context, n: number, places: readonly number[]): Promise<void> {
  await rewrite(world.archive, archiveKey.records(settings.log, n), (known) => {
    const openings = known && parse(known);
    // What is to go may stand in it still, and what is to stay too: somebody has to put it right.
    if (known && !openings) throw new Error(`The private bundle ${n} of the archive cannot be read.`);
    return openings && format(openings.map((own, at) => (places.includes(at) ? undefined : own)));
  });
}

/**
 * Leaves an empty bundle where one was. It is not deleted: a put of an earlier life that comes late must find something
 * there, or it would bring records back that were erased.
 */
export async function emptyBundle({ world, settings }: Context, n: number): Promise<void> {
  await rewrite(world.archive, archiveKey.records(settings.log, n), () => format([]));
}

/** Does a bundle hold all that the rows hold, so that they may give it up? */
export async function coversRows(context: Context, n: number, rows: readonly EntryRow[]): Promise<boolean> {
  const openings = await readOpenings(context, n);
  return rows.every((row) => {
    if (!openingOf(row)) return true;
    const kept = openings?.[row.index % TILE_WIDTH];
    return kept !== undefined && equalBytes(commitmentEntry(kept.salt, kept.record), row.entry);
  });
}

/**
 * Changes an object until it is what it should be. A put whose answer was lost is seen on the next look, one of an
 * earlier life of this ledger that comes late meets another version.
 */
async function rewrite(archive: Archive, key: string, change: (known: Uint8Array | undefined) => Uint8Array | undefined): Promise<void> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const known = await archive.get(key);
    const wanted = change(known?.bytes);
    if (!wanted || (known && equalBytes(known.bytes, wanted))) return;
    await archive.put(key, wanted, known ? { ifVersion: known.version } : { ifAbsent: true });
  }
  throw new Error(`The archive does not keep ${key} as it was written.`);
}

function format(openings: readonly (Opening | undefined)[]): Uint8Array {
  const records = openings.map((own) => (own ? { record: new TextDecoder().decode(own.record), salt: toBase64(own.salt) } : null));
  return new TextEncoder().encode(JSON.stringify({ records } satisfies BundleFile));
}

/** @returns nothing where it is no bundle. */
function parse(bytes: Uint8Array): (Opening | undefined)[] | undefined {
  return readFile(bytes)?.records.map((own) => {
    const salt = own && fromBase64(own.salt);
    return salt ? { record: new TextEncoder().encode(own.record), salt } : undefined;
  });
}

function readFile(bytes: Uint8Array): BundleFile | undefined {
  try {
    const file = JSON.parse(new TextDecoder().decode(bytes)) as BundleFile | null;
    return Array.isArray(file?.records) ? file : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What a ledger proves before it takes anything: that its last checkpoint is that of its right edge and entries, that the
 * archive has no later or other one, and that the last full tiles there are those that were written. The archive and a
 * restored backup are not trusted; what differs freezes the ledger.
 */
import { concat, equalBytes, HASH_BYTES } from '../../core/log/bytes.ts';
import { readBundle } from '../../core/log/entry.ts';
import { leafHash } from '../../core/log/hash.ts';
import { hashesAt, TILE_WIDTH } from '../../core/log/tiles.ts';
import { appendLeaves, edgeFits, rootOf } from '../../core/log/tree.ts';
import type { Context } from './context.ts';
import { Frozen } from './frozen.ts';
import { archiveKey } from './keys.ts';
import { tilesOf } from './read.ts';
import { proveOlder, putCheckpoint, readCheckpoint } from './seal.ts';
import type { Tree } from './tables.ts';

/** @throws {Frozen} where something differs, and what the archive throws. */
export async function checkLedger(context: Context): Promise<void> {
  const { world, tables, settings } = context;
  const [published, staged] = [tables.published(), tables.staged()];
  for (const tree of [published, staged]) if (tree?.note) checkOwn(context, tree);
  const key = archiveKey.checkpoint(settings.log);
  const kept = await world.archive.get(key);
  const last = staged ?? published;
  if (kept) await proveOlder(context, kept.bytes, last);
  // An older one was put back there, or is gone. A staged one is brought out by the next round.
  if (!staged && published.note !== '') await putCheckpoint(context, key, published);
  checkLastEntries(context, published);
  await checkLastTiles(context, published);
}

function checkOwn({ settings }: Context, { size, edge, note }: Tree): void {
  const known = readCheckpoint(new TextEncoder().encode(note));
  if (!known.ok || !edgeFits(size, edge) || known.size !== size || !equalBytes(known.root, rootOf(edge))) throw new Frozen('edge-differs');
  if (known.origin !== settings.origin) throw new Frozen('origin-changed');
}

/** The entries of the tile that is not full. */
function checkLastEntries({ tables }: Context, { size, edge }: Tree): void {
  const rows = tables.range(size - (size % TILE_WIDTH), size);
  const hashes = concat(...rows.map(({ entry }) => leafHash(entry)));
  if (!equalBytes(hashes, edge[0] ?? new Uint8Array())) throw new Frozen('entries-differ');
}

/** The last full tile of each level against the hash above it, and the last full bundle against its tile. */
async function checkLastTiles(context: Context, tree: Tree): Promise<void> {
  const readTile = tilesOf(context, tree);
  const tiles: Uint8Array[] = [];
  for (let level = 0; hashesAt(level + 1, tree.size) > 0; level += 1) tiles.push(await readTile(level, hashesAt(level + 1, tree.size) - 1, TILE_WIDTH));
  tiles.forEach((tile, level) => {
    // The hash of the last full tile is the last one above: in the edge, or in a tile that became full with it.
    const edge = tree.edge[level + 1];
    const above = edge?.length ? edge : tiles[level + 1];
    const root = appendLeaves(0, [], split(tile)).edge[1];
    if (!above || !root || !equalBytes(root, above.subarray(-HASH_BYTES))) throw new Frozen('tile-differs');
  });
  if (tiles[0]) await checkLastBundle(context, tiles[0], hashesAt(1, tree.size) - 1);
}

async function checkLastBundle({ world, settings }: Context, tile: Uint8Array, n: number): Promise<void> {
  const kept = await world.archive.get(archiveKey.entries(settings.log, n));
  if (!kept) throw new Frozen('tile-missing');
  const bundle = readBundle(kept.bytes);
  if (!bundle.ok || !equalBytes(concat(...bundle.entries.map(leafHash)), tile)) throw new Frozen('tile-differs');
}

function split(tile: Uint8Array): Uint8Array[] {
  return Array.from({ length: tile.length / HASH_BYTES }, (_one, at) => tile.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}

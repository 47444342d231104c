/** Reading a tree: tiles from its right edge or from the archive, proofs from tiles. A tree that was passed in stays as it is while its log grows. */
import { HASH_BYTES } from '../../core/log/bytes.ts';
import { bundleOf } from '../../core/log/entry.ts';
import { TILE_WIDTH, widthIn } from '../../core/log/tiles.ts';
import type { ReadTile } from '../../core/log/tree.ts';
import type { Context } from './context.ts';
import { Frozen } from './frozen.ts';
import { archiveKey } from './keys.ts';
import type { Tables, Tree } from './tables.ts';

/** Tiles of a tree: full ones lie in the archive, the others in the edge. */
export function tilesOf({ world, settings }: Pick<Context, 'world' | 'settings'>, { size, edge }: Pick<Tree, 'size' | 'edge'>): ReadTile {
  return async (level, n) => {
    if (widthIn(size, level, n) < TILE_WIDTH) return edge[level] ?? new Uint8Array();
    const tile = await world.archive.get(archiveKey.tile(settings.log, level, n));
    if (!tile) throw new Frozen('tile-missing');
    if (tile.bytes.length !== TILE_WIDTH * HASH_BYTES) throw new Frozen('tile-differs');
    return tile.bytes;
  };
}

/**
 * A tile or bundle that is not full. Its bytes never change, though the tile may have grown since.
 *
 * @returns nothing where the tree does not reach so far, and `full` where the full one is in the archive.
 */
export function partialTile(tables: Tables, level: number | 'entries', n: number, width: number): Uint8Array | 'full' | undefined {
  // A staged tree may be out already, and is never another one.
  const { size, edge } = tables.staged() ?? tables.published();
  const own = widthIn(size, level === 'entries' ? 0 : level, n);
  if (own < width) return undefined;
  if (own === TILE_WIDTH) return 'full';
  if (level !== 'entries') return edge[level]?.subarray(0, width * HASH_BYTES);
  return bundleOf(tables.range(n * TILE_WIDTH, n * TILE_WIDTH + width).map(({ entry }) => entry));
}

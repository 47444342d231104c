/**
 * The files of a log against one another, for core/log/check.ts. A file that disagrees with what is below it is at fault
 * where the hash above it, at last the signed root, fits the latter; else what is below is.
 */
import { concat, equalBytes, HASH_BYTES } from './bytes.ts';
import type { CheckState, LogFault } from './check-faults.ts';
import type { TreeHead } from './checkpoint.ts';
import { bundleOf, readBundle, readEntry } from './entry.ts';
import { leafHash } from './hash.ts';
import { entriesPath, hashesAt, TILE_WIDTH, tilePath, widthIn } from './tiles.ts';
import { type Edge, perfectRoot, rootOf, splitHashes } from './tree.ts';

/** A check under way: what was made of the entries so far. */
export interface Walk {
  read(path: string): Promise<Uint8Array | undefined>;
  head: TreeHead;
  size: number;
  edge: Edge;
  commitments: number;
  statements: number;
  faults: LogFault[];
  seen?: CheckState['seen'];
}

const TILE_BYTES = TILE_WIDTH * HASH_BYTES;

export function report(walk: Walk, fault: LogFault): void {
  // Whoever knows what is wrong with a file need not be told that it differs.
  if (fault.reason !== 'differs' || !walk.faults.some(({ path }) => path === fault.path)) walk.faults.push(fault);
}

const bundlePath = (walk: Walk, n: number): string => entriesPath(n, widthIn(walk.head.size, 0, n));
const pathOfTile = (walk: Walk, level: number, n: number): string => tilePath(level, n, widthIn(walk.head.size, level, n));

/** A tile of the signed tree. A partial one may be gone once the full one is there, which begins with it. */
export async function readTileFile({ read, head }: Walk, level: number, n: number): Promise<Uint8Array | undefined> {
  const width = widthIn(head.size, level, n);
  const exact = await read(tilePath(level, n, width));
  if (exact || width === TILE_WIDTH) return exact;
  const full = await read(tilePath(level, n));
  return full?.length === TILE_BYTES ? full.subarray(0, width * HASH_BYTES) : full;
}

/** A bundle of the signed tree, in the same way. */
export async function readBundleFile({ read, head }: Walk, n: number): Promise<Uint8Array | undefined> {
  const width = widthIn(head.size, 0, n);
  const exact = await read(entriesPath(n, width));
  if (exact || width === TILE_WIDTH) return exact;
  const full = await read(entriesPath(n));
  const bundle = full && readBundle(full);
  return bundle?.ok && bundle.entries.length === TILE_WIDTH ? bundleOf(bundle.entries.slice(0, width)) : full;
}

/** The hashes of the leaves in a bundle; nothing where it cannot be read. Counts and checks each entry. */
function leavesIn(walk: Walk, n: number, bytes: Uint8Array | undefined): Uint8Array | undefined {
  const path = bundlePath(walk, n);
  const bundle = bytes && readBundle(bytes);
  if (!bundle?.ok) {
    report(walk, { path, reason: bundle?.reason === 'bundle-truncated' ? bundle.reason : bundle ? 'wrong-length' : 'missing' });
    return undefined;
  }
  if (bundle.entries.length !== widthIn(walk.head.size, 0, n)) {
    report(walk, { path, reason: 'wrong-length' });
    return undefined;
  }
  for (const [at, bytesOfEntry] of bundle.entries.entries()) {
    const entry = readEntry(bytesOfEntry);
    if (!entry.ok) report(walk, { path, reason: entry.reason, index: n * TILE_WIDTH + at });
    else if (entry.kind === 'commitment') walk.commitments += 1;
    else walk.statements += 1;
  }
  return concat(...bundle.entries.map(leafHash));
}

/** The hashes in a tile as it was read; nothing where it has another length than the tree asks for. */
function hashesIn(walk: Walk, level: number, n: number, tile: Uint8Array | undefined): Uint8Array | undefined {
  if (tile?.length === widthIn(walk.head.size, level, n) * HASH_BYTES) return tile;
  report(walk, { path: pathOfTile(walk, level, n), reason: tile ? 'wrong-length' : 'missing' });
  return undefined;
}

/** The leaf hashes of a bundle, as far as its file and its tile agree, or the hash above decides. */
export async function settleLeaves(walk: Walk, n: number, bundle: Uint8Array | undefined, tile: Uint8Array | undefined): Promise<Uint8Array[]> {
  const made = leavesIn(walk, n, bundle);
  const width = widthIn(walk.head.size, 0, n);
  // What is wrong with a partial tile is said by `settleEdge`.
  const stored = width === TILE_WIDTH ? hashesIn(walk, 0, n, tile) : tile?.length === width * HASH_BYTES ? tile : undefined;
  // Unknown hashes are noughts: what is above will say that they differ.
  const hashes = made && stored ? await settle(walk, 0, n, made, stored) : (made ?? stored ?? new Uint8Array(width * HASH_BYTES));
  return splitHashes(hashes);
}

/** Puts hashes on the right edge of level 0 and carries full tiles up, each compared with its file. */
export async function climb(walk: Walk, leaves: readonly Uint8Array[]): Promise<void> {
  walk.size += leaves.length;
  let hashes = concat(...leaves);
  for (let level = 0; ; level += 1) {
    const row = concat(walk.edge[level] ?? new Uint8Array(), hashes);
    walk.edge[level] = row.length === TILE_BYTES ? new Uint8Array() : row;
    if (row.length < TILE_BYTES) return;
    const n = hashesAt(level + 1, walk.size) - 1;
    // Level 0 has been settled with its bundle.
    const stored = level === 0 ? undefined : hashesIn(walk, level, n, await readTileFile(walk, level, n));
    hashes = perfectRoot(stored ? await settle(walk, level, n, row, stored) : row);
  }
}

/** The right edge that a tree had at a size, whole bundles, as the tiles above them say. */
export async function edgeFromTiles(walk: Walk, size: number): Promise<Edge> {
  const edge: Edge = [new Uint8Array()];
  for (let level = 1; hashesAt(level, size) > 0; level += 1) {
    const length = (hashesAt(level, size) % TILE_WIDTH) * HASH_BYTES;
    const n = Math.floor(hashesAt(level, size) / TILE_WIDTH);
    const tile = length > 0 ? await readTileFile(walk, level, n) : undefined;
    // Where there is none, the edge will be said to differ.
    edge.push(tile && tile.length >= length ? tile.slice(0, length) : new Uint8Array(length));
  }
  return edge;
}

/** Two versions of a full tile: the right one is that which the hash above asks for. Partial ones wait for `settleEdge`. */
async function settle(walk: Walk, level: number, n: number, made: Uint8Array, stored: Uint8Array): Promise<Uint8Array> {
  if (equalBytes(made, stored) || made.length < TILE_BYTES) return made;
  const above = await readTileFile(walk, level + 1, Math.floor(n / TILE_WIDTH));
  const at = (n % TILE_WIDTH) * HASH_BYTES;
  const storedIsRight = above !== undefined && equalBytes(perfectRoot(stored), above.subarray(at, at + HASH_BYTES));
  if (storedIsRight) blameBelow(walk, level, n, made, stored);
  else report(walk, { path: pathOfTile(walk, level, n), reason: 'differs' });
  return storedIsRight ? stored : made;
}

/** The tile is right, so what its hashes were made from is not. */
function blameBelow(walk: Walk, level: number, n: number, made: Uint8Array, stored: Uint8Array): void {
  const right = splitHashes(stored);
  for (const [at, hash] of splitHashes(made).entries()) {
    if (equalBytes(hash, right[at] ?? hash)) continue;
    const child = n * TILE_WIDTH + at;
    report(
      walk,
      level === 0 ? { path: bundlePath(walk, n), reason: 'differs', index: child } : { path: pathOfTile(walk, level - 1, child), reason: 'differs' },
    );
  }
}

/** The tiles at the right edge against the signed root: of what was made and what is stored, that which gives it. */
export async function settleEdge(walk: Walk): Promise<void> {
  const { head, edge } = walk;
  const stored = await Promise.all(
    edge.map(async (made, level) => {
      const n = Math.floor(hashesAt(level, head.size) / TILE_WIDTH);
      return made.length === 0 ? made : (hashesIn(walk, level, n, await readTileFile(walk, level, n)) ?? made);
    }),
  );
  const apart = edge.flatMap((made, level) => (equalBytes(made, stored[level] ?? made) ? [] : [level]));
  const right = choices(apart).find((fromStored) =>
    equalBytes(rootOf(edge.map((made, level) => (fromStored.includes(level) ? (stored[level] ?? made) : made))), head.root),
  );
  for (const level of apart) {
    const n = Math.floor(hashesAt(level, head.size) / TILE_WIDTH);
    if (right?.includes(level)) blameBelow(walk, level, n, edge[level] ?? new Uint8Array(), stored[level] ?? new Uint8Array());
    else report(walk, { path: pathOfTile(walk, level, n), reason: 'differs' });
  }
  if (!right) report(walk, { path: 'checkpoint', reason: 'root-differs' });
}

/** All ways to choose among levels, none first. */
function choices(levels: readonly number[]): number[][] {
  return Array.from({ length: 2 ** levels.length }, (_, bits) => levels.filter((_level, at) => Math.floor(bits / 2 ** at) % 2 === 1));
}

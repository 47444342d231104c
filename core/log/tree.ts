/**
 * An RFC 6962 tree that grows, kept as the right edge of its tiles, and proofs read from tiles. Pure: whoever calls keeps
 * the edge and brings the tiles. A tile is never hashed upward before it is full (c2sp.org/tlog-tiles).
 */
import { concat, HASH_BYTES } from './bytes.ts';
import { EMPTY_ROOT, nodeHash } from './hash.ts';
import { TILE_WIDTH, widthIn } from './tiles.ts';

/** For each level, from the leaves up, the hashes of the tile that is not yet full, one after another. Together with the size it is the whole state. */
export type Edge = Uint8Array[];

/** The hashes of a full tile, `256 · 32` bytes, never to change. */
export interface FullTile {
  level: number;
  n: number;
  hashes: Uint8Array;
}

/** Brings the hashes of a tile, `width` of them; a full one will do as well. */
export type ReadTile = (level: number, n: number, width: number) => Promise<Uint8Array>;

/** Hashes that stand one after another, one by one. They share the memory. */
export function splitHashes(hashes: Uint8Array): Uint8Array[] {
  return Array.from({ length: hashes.length / HASH_BYTES }, (_, index) => hashes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES));
}

/** Root of a complete subtree over a number of hashes that is a power of two. */
export function perfectRoot(hashes: Uint8Array): Uint8Array {
  if (hashes.length === HASH_BYTES) return hashes;
  const middle = hashes.length / 2;
  return nodeHash(perfectRoot(hashes.subarray(0, middle)), perfectRoot(hashes.subarray(middle)));
}

/** Is an edge the one of a tree of this size, as far as its lengths tell? */
export function edgeFits(size: number, edge: Edge): boolean {
  for (let level = 0; level < edge.length || TILE_WIDTH ** level <= size; level += 1) {
    const width = Math.floor(size / TILE_WIDTH ** level) % TILE_WIDTH;
    if ((edge[level]?.length ?? 0) !== width * HASH_BYTES) return false;
  }
  return true;
}

/**
 * The tree with more leaves. The edge that was passed stays as it is.
 *
 * @returns the new size and edge, and the tiles that became full, lower levels first among those of one moment.
 * @throws where the edge is not one of a tree of this size.
 */
export function appendLeaves(size: number, edge: Edge, leafHashes: readonly Uint8Array[]): { size: number; edge: Edge; full: FullTile[] } {
  if (!edgeFits(size, edge)) throw new Error(`The edge is not one of a tree of ${size} leaves.`);
  const full: FullTile[] = [];
  const levels = edge.map((hashes) => splitHashes(hashes));
  const push = (level: number, hash: Uint8Array, leaves: number): void => {
    const row = levels[level] ?? [];
    levels[level] = row;
    row.push(hash);
    if (row.length < TILE_WIDTH) return;
    const hashes = concat(...row);
    full.push({ level, n: leaves / TILE_WIDTH ** (level + 1) - 1, hashes });
    levels[level] = [];
    push(level + 1, perfectRoot(hashes), leaves);
  };
  leafHashes.forEach((hash, index) => {
    if (hash.length !== HASH_BYTES) throw new Error(`A leaf hash has ${hash.length} bytes instead of ${HASH_BYTES}.`);
    push(0, hash, size + index + 1);
  });
  return { size: size + leafHashes.length, edge: levels.map((row) => concat(...row)), full };
}

/** Root over hashes in a row of equal subtrees, on the left of what is already folded. */
function foldLeftwards(hashes: Uint8Array, right: Uint8Array | undefined): Uint8Array | undefined {
  let root = right;
  let end = hashes.length;
  // The smallest complete subtree is the rightmost one: the bits of the count, from the lowest.
  for (let length = HASH_BYTES; end > 0; length *= 2) {
    if (end % (2 * length) === 0) continue;
    const subtree = perfectRoot(hashes.subarray(end - length, end));
    root = root ? nodeHash(subtree, root) : subtree;
    end -= length;
  }
  return root;
}

/** Root of the tree that has this edge. */
export function rootOf(edge: Edge): Uint8Array {
  let root: Uint8Array | undefined;
  for (const hashes of edge) root = foldLeftwards(hashes, root);
  return root ?? EMPTY_ROOT;
}

/** A run of leaves, from the first to before the last. */
type Range = readonly [from: number, to: number];

/** The largest power of two below a number of leaves: where RFC 6962 splits them. */
function split(leaves: number): number {
  let half = 1;
  while (half * 2 < leaves) half *= 2;
  return half;
}

/** RFC 6962, section 2.1.1: the ranges whose roots prove a leaf, from its sibling up. */
function pathRanges(index: number, [from, to]: Range): Range[] {
  if (to - from <= 1) return [];
  const middle = from + split(to - from);
  return index < middle ? [...pathRanges(index, [from, middle]), [middle, to]] : [...pathRanges(index, [middle, to]), [from, middle]];
}

/** RFC 6962, section 2.1.2, SUBPROOF: the ranges whose roots prove that the first `end` leaves are a prefix. */
function prefixRanges(end: number, [from, to]: Range, whole: boolean): Range[] {
  if (end === to) return whole ? [] : [[from, to]];
  const middle = from + split(to - from);
  return end <= middle ? [...prefixRanges(end, [from, middle], whole), [middle, to]] : [...prefixRanges(end, [middle, to], false), [from, middle]];
}

/** Each tile is read once, all at the same time, however many hashes are taken from it. */
function rootsFrom(size: number, readTile: ReadTile): (range: Range) => Promise<Uint8Array> {
  const tiles = new Map<string, Promise<Uint8Array>>();
  const tile = (level: number, n: number): Promise<Uint8Array> => {
    const key = `${level}/${n}`;
    const known = tiles.get(key);
    if (known) return known;
    const width = widthIn(size, level, n);
    const read = readTile(level, n, width).then((hashes) => {
      if (hashes.length >= width * HASH_BYTES) return hashes;
      throw new Error(`Tile ${n} of level ${level} has ${hashes.length} bytes; the tree needs ${width * HASH_BYTES}.`);
    });
    tiles.set(key, read);
    return read;
  };
  const complete = async (from: number, leaves: number): Promise<Uint8Array> => {
    let level = 0;
    // The highest level that has hashes no larger than this subtree.
    while (TILE_WIDTH ** (level + 1) <= leaves) level += 1;
    const count = leaves / TILE_WIDTH ** level;
    const first = from / TILE_WIDTH ** level;
    const n = Math.floor(first / TILE_WIDTH);
    const start = (first % TILE_WIDTH) * HASH_BYTES;
    return perfectRoot((await tile(level, n)).subarray(start, start + count * HASH_BYTES));
  };
  return async ([from, to]) => {
    const parts: Promise<Uint8Array>[] = [];
    for (let at = from; at < to; ) {
      const half = split(to - at);
      const leaves = half * 2 === to - at || to - at === 1 ? to - at : half;
      parts.push(complete(at, leaves));
      at += leaves;
    }
    const roots = await Promise.all(parts);
    return roots.reduceRight((right, left) => nodeHash(left, right));
  };
}

/**
 * The hashes that prove a leaf in the tree of a size, from its sibling up.
 *
 * @throws where the tree has no such leaf, or a tile is shorter than the tree needs.
 */
export async function inclusionProof(index: number, size: number, readTile: ReadTile): Promise<Uint8Array[]> {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < size)) throw new Error(`A tree of ${size} leaves has no leaf ${index}.`);
  return Promise.all(pathRanges(index, [0, size]).map(rootsFrom(size, readTile)));
}

/**
 * The hashes that prove that the tree of one size is the beginning of that of another. None where one of them is empty or both are the same.
 *
 * @throws where `from` is larger than `to`.
 */
export async function consistencyProof(from: number, to: number, readTile: ReadTile): Promise<Uint8Array[]> {
  if (!(Number.isSafeInteger(from) && from >= 0 && from <= to)) throw new Error(`A tree of ${from} leaves cannot be the beginning of one of ${to}.`);
  if (from === 0) return [];
  return Promise.all(prefixRanges(from, [0, to], true).map(rootsFrom(to, readTile)));
}

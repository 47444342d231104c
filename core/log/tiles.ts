/**
 * Names and extents of tiles and entry bundles (c2sp.org/tlog-tiles, height 8). Arithmetic only.
 *
 * Hash `i` of tile `n` at level `l` is the root over the leaves from `(n·256 + i)·256^l` on, `256^l` of them.
 */
import { fromDecimal } from './bytes.ts';

/** Hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 256;

/** 256^6 leaves is all that a number counts exactly, so higher levels stay empty; the format ends at 63. */
const LEVELS = 64;

export interface TileName {
  kind: 'tile';
  level: number;
  n: number;
  /** Hashes in it: 256 where it is full. */
  width: number;
}

export interface BundleName {
  kind: 'entries';
  n: number;
  width: number;
}

/** Groups of three digits, all but the last marked: 1234067 is `x001/x234/067`. */
function grouped(n: number): string {
  const digits = String(n);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  return padded.replace(/\d{3}(?=\d)/g, 'x$&/');
}

const partial = (width: number): string => (width === TILE_WIDTH ? '' : `.p/${width}`);

/** Path of a tile below the log's address. @example tilePath(0, 1234, 5) === 'tile/0/x001/234.p/5' */
export function tilePath(level: number, n: number, width = TILE_WIDTH): string {
  return `tile/${level}/${grouped(n)}${partial(width)}`;
}

/** Path of a bundle of entries below the log's address. */
export function entriesPath(n: number, width = TILE_WIDTH): string {
  return `tile/entries/${grouped(n)}${partial(width)}`;
}

/** @returns nothing where the text is not the one path of a tile or bundle: full ones carry no width, numbers no needless zeros. */
export function parseTilePath(path: string): TileName | BundleName | undefined {
  const parts = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (!parts) return undefined;
  const [, place = '', groups = '', tail] = parts;
  const n = Number(groups.replace(/[x/]/g, ''));
  const width = tail === undefined ? TILE_WIDTH : Number(tail);
  const level = place === 'entries' ? undefined : fromDecimal(place);
  if (width < 1 || !Number.isSafeInteger(n) || (place !== 'entries' && (level === undefined || level >= LEVELS))) return undefined;
  const same = level === undefined ? entriesPath(n, width) : tilePath(level, n, width);
  // `.p/256` and a group too many at the front are written otherwise.
  if (same !== path) return undefined;
  return level === undefined ? { kind: 'entries', n, width } : { kind: 'tile', level, n, width };
}

/** Hashes that a level has in a tree: complete subtrees of `256^level` leaves. */
export function hashesAt(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** Width of a tile in a tree of a size; 0 where the tree has nothing of it. */
export function widthIn(size: number, level: number, n: number): number {
  return Math.max(0, Math.min(TILE_WIDTH, hashesAt(level, size) - n * TILE_WIDTH));
}

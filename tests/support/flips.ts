/** What the check of a log finds after one byte of one file was flipped, at the cost of the files around it alone. */
import { checkLog } from '../../core/log/check.ts';
import { climb, readBundleFile, readTileFile, settleEdge, settleLeaves, type Walk } from '../../core/log/check-tiles.ts';
import { leafHash } from '../../core/log/hash.ts';
import { parseTilePath, TILE_WIDTH } from '../../core/log/tiles.ts';
import { appendLeaves, type Edge } from '../../core/log/tree.ts';
import type { SignedLog } from './signed-log.ts';

export function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const other = bytes.slice();
  other[at] = (other[at] ?? 0) ^ 1;
  return other;
}

type Read = (path: string) => Promise<Uint8Array | undefined>;

export function readingFlipped(log: SignedLog, path: string, at: number): Read {
  const bytes = flipped(log.files.get(path) ?? new Uint8Array(), at);
  return async (asked) => (asked === path ? bytes : log.files.get(asked));
}

/** Edge of a log before its last bundle, which is where a check of it comes to its end. */
export function edgeBeforeLast(log: SignedLog, entries: readonly Uint8Array[]): Edge {
  const size = Math.floor(log.size / TILE_WIDTH) * TILE_WIDTH;
  return appendLeaves(0, [], entries.slice(0, size).map(leafHash)).edge;
}

/**
 * The paths that a check of the whole log names. A flip can be noticed where its file is compared and nowhere else: a full
 * tile with its bundle, what is partial at the end, the checkpoint at the beginning. That this says the same as the whole
 * check is tested in tests/unit/log/flips.test.ts. For logs with one full level at most.
 */
export async function pathsAfterFlip(log: SignedLog, edge: Edge, path: string, at: number): Promise<string[]> {
  const read = readingFlipped(log, path, at);
  const name = parseTilePath(path);
  if (!name) return (await checkLog({ read, vkeys: [log.vkey] })).faults.map((fault) => fault.path);
  const full = name.width === TILE_WIDTH;
  const n = full ? name.n : Math.floor(log.size / TILE_WIDTH);
  const head = { origin: log.vkey.name, size: log.size, root: log.root };
  const walk: Walk = { read, head, size: n * TILE_WIDTH, edge: [...edge], commitments: 0, statements: 0, faults: [] };
  const leaves = await settleLeaves(walk, n, await readBundleFile(walk, n), await readTileFile(walk, 0, n));
  if (!full) {
    await climb(walk, leaves);
    await settleEdge(walk);
  }
  return walk.faults.map((fault) => fault.path);
}

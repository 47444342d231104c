/**
 * The check of a whole log from its public files alone: signature, every entry, every tile at every level, the root. Pure:
 * the reader is passed in. It believes nothing but the keys, and the state where it goes on from one.
 *
 * Hashes are made from the entries upward and compared with the tiles as they are read. Where two files disagree, the
 * hash above them tells which is at fault (check-tiles.ts).
 */
import { equalBytes, fromDecimal, fromUtf8, HASH_BYTES } from './bytes.ts';
import type { CheckState, LogFault, LogReport } from './check-faults.ts';
import { climb, edgeFromTiles, readBundleFile, readTileFile, report, settleEdge, settleLeaves, type Walk } from './check-tiles.ts';
import { parseCheckpoint, type TreeHead } from './checkpoint.ts';
import { type Vkey, verifyNote } from './note.ts';
import { TILE_WIDTH, tilePath } from './tiles.ts';
import { appendLeaves, consistencyProof, perfectRoot, rootOf, splitHashes } from './tree.ts';
import { verifyConsistency } from './verify.ts';

export interface LogCheck {
  /** Brings a file below the log's address; nothing where there is none. What it throws ends the check. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Keys that may have signed. */
  vkeys: readonly Vkey[];
  /** Where an earlier check of the same log ended. */
  state?: CheckState | undefined;
  progress?: (checked: number, size: number) => void;
  /** Called from time to time with what to keep. */
  save?: (state: CheckState) => void | Promise<void>;
}

/** Bundles that are read at the same time. */
const AHEAD = 16;

/** Checks a log. Names every fault with the path of its file, and goes on after it. */
export async function checkLog({ read, vkeys, state, progress, save }: LogCheck): Promise<LogReport> {
  const head = await readHead(read, vkeys);
  if ('reason' in head) return { ok: false, commitments: 0, statements: 0, faults: [head], ...(state ? { state } : {}) };
  const broken = state && brokenSince(state, head);
  if (broken) return { ok: false, head, commitments: 0, statements: 0, faults: [{ path: 'checkpoint', reason: broken }], state };
  const walk = begin(read, head, state);
  const pruned = await skipPruned(walk);
  const compared = await compareSeen(walk, pruned !== undefined);
  let kept = stateOf(walk);
  for (let n = walk.size / TILE_WIDTH; n * TILE_WIDTH < head.size; n += AHEAD) {
    const group = Array.from({ length: Math.min(AHEAD, Math.ceil(head.size / TILE_WIDTH) - n) }, (_, at) => n + at);
    const files = await Promise.all(group.map((at) => Promise.all([readBundleFile(walk, at), readTileFile(walk, 0, at)])));
    for (const [at, [bundle, tile]] of files.entries()) {
      await takeBundle(walk, n + at, bundle, tile);
      if (walk.size % TILE_WIDTH === 0) kept = stateOf(walk);
    }
    progress?.(walk.size, head.size);
    await save?.(kept);
  }
  await settleEdge(walk);
  // A proof from tiles at fault says nothing.
  if (compared === 'differs' && walk.faults.length === 0) walk.faults.push({ path: 'checkpoint', reason: 'forked' });
  if (compared === 'given-up') delete walk.seen;
  const done = { ...kept, seen: seenBy(walk), faults: walk.faults, done: true };
  await save?.(done);
  return {
    ok: walk.faults.length === 0,
    head,
    commitments: walk.commitments,
    statements: walk.statements,
    faults: walk.faults,
    state: done,
    ...(pruned ? { pruned } : {}),
    ...(state && compared === 'given-up' ? { uncompared: state.seen.size } : {}),
  };
}

/** The signed checkpoint, by a key that bears the log's name. */
async function readHead(read: LogCheck['read'], vkeys: readonly Vkey[]): Promise<TreeHead | LogFault> {
  const path = 'checkpoint';
  const bytes = await read(path);
  if (!bytes) return { path, reason: 'missing' };
  const text = fromUtf8(bytes);
  if (text === undefined) return { path, reason: 'note-bad-character' };
  const note = await verifyNote(text, vkeys);
  if (!note.ok) return { path, reason: note.reason };
  const checkpoint = parseCheckpoint(note.text);
  if (!checkpoint.ok) return { path, reason: 'checkpoint-bad-form' };
  const { origin, size, root } = checkpoint;
  return note.by.some(({ name }) => name === origin) ? { origin, size, root } : { path, reason: 'origin-differs' };
}

/** What the new checkpoint alone says about the one that was seen before. */
function brokenSince({ origin, seen }: CheckState, head: TreeHead): LogFault['reason'] | undefined {
  if (origin !== head.origin) return 'origin-differs';
  if (head.size < seen.size) return 'rolled-back';
  return head.size === seen.size && !equalBytes(head.root, seen.root) ? 'forked' : undefined;
}

/**
 * After a check that found something, the next one begins anew, for it may be mended. So does one after a check that was broken off
 * beyond what was seen before, and had not settled whether that still holds.
 */
function begin(read: LogCheck['read'], head: TreeHead, state: CheckState | undefined): Walk {
  const seen = state?.seen;
  const isSettled = state && !(state.done && state.faults.length > 0) && state.size <= state.seen.size;
  const on = isSettled ? state : { size: 0, edge: [], commitments: 0, statements: 0, faults: [] };
  const { size, edge, commitments, statements, faults } = on;
  const isGrown = seen && seen.size > 0 && seen.size >= size && seen.size < head.size;
  return { read, head, size, edge: [...edge], commitments, statements, faults: [...faults], ...(isGrown ? { seen } : {}) };
}

/**
 * A log may refuse what is wholly below its minimum index (tlog-tiles, "Pruning"). Then the check begins there, with the
 * hashes above, which the signed root vouches for.
 *
 * @returns the index from which it could be checked.
 */
async function skipPruned(walk: Walk): Promise<number | undefined> {
  const text = fromUtf8((await walk.read('minimum')) ?? new Uint8Array());
  const minimum = fromDecimal(text?.replace(/\n$/, '') ?? '') ?? 0;
  const from = Math.floor(Math.min(minimum, walk.head.size) / TILE_WIDTH) * TILE_WIDTH;
  if (from <= walk.size) return undefined;
  walk.size = from;
  walk.edge = await edgeFromTiles(walk, from);
  return from;
}

/**
 * Compares what was seen before with where the check goes on: with its edge, or, where it begins beyond, by a proof from the tiles that
 * are left (RFC 6962, 2.1.2).
 *
 * @returns nothing where the entries themselves will tell; `given-up` where too little is left.
 */
async function compareSeen(walk: Walk, isSkipped: boolean): Promise<'kept' | 'differs' | 'given-up' | undefined> {
  const { seen } = walk;
  if (!seen || seen.size > walk.size) return undefined;
  const outcome = isSkipped ? await proveSeen(walk, seen) : equalBytes(rootOf(walk.edge), seen.root) ? 'kept' : 'differs';
  if (outcome === 'kept') delete walk.seen;
  return outcome;
}

async function proveSeen(walk: Walk, seen: CheckState['seen']): Promise<'kept' | 'differs' | 'given-up'> {
  const { head } = walk;
  let isGone = false;
  const readTile = async (level: number, n: number, width: number): Promise<Uint8Array> => {
    const tile = await readTileFile(walk, level, n);
    if (tile && tile.length >= width * HASH_BYTES) {
      await holdToTileAbove(walk, level, n, tile);
      return tile.subarray(0, width * HASH_BYTES);
    }
    isGone = true;
    throw new Error('given up');
  };
  const hashes = await consistencyProof(seen.size, head.size, readTile).catch((error: unknown) => {
    if (!isGone) throw error;
  });
  if (!hashes) return 'given-up';
  return verifyConsistency({ from: seen.size, fromRoot: seen.root, to: head.size, toRoot: head.root, hashes }).ok ? 'kept' : 'differs';
}

/** A tile below the minimum is read by nobody else: where it does not fit the one above, it is at fault, and the log is not forked. */
async function holdToTileAbove(walk: Walk, level: number, n: number, tile: Uint8Array): Promise<void> {
  if (tile.length !== TILE_WIDTH * HASH_BYTES) return;
  const above = await readTileFile(walk, level + 1, Math.floor(n / TILE_WIDTH));
  const at = (n % TILE_WIDTH) * HASH_BYTES;
  const hash = above?.subarray(at, at + HASH_BYTES);
  if (hash?.length === HASH_BYTES && !equalBytes(perfectRoot(tile), hash)) report(walk, { path: tilePath(level, n), reason: 'differs' });
}

/** What was seen before stays until it is compared: the check may be broken off before. */
function seenBy({ seen, head }: Walk): CheckState['seen'] {
  return seen ?? { size: head.size, root: head.root };
}

function stateOf(walk: Walk): CheckState {
  const { size, edge, commitments, statements, faults } = walk;
  return {
    v: 1,
    origin: walk.head.origin,
    size,
    edge: [...edge],
    seen: seenBy(walk),
    commitments,
    statements,
    faults: [...faults],
    done: false,
  };
}

async function takeBundle(walk: Walk, n: number, bundle: Uint8Array | undefined, tile: Uint8Array | undefined): Promise<void> {
  const leaves = await settleLeaves(walk, n, bundle, tile);
  const before = { size: walk.size, edge: [...walk.edge] };
  await climb(walk, leaves);
  const { seen } = walk;
  if (!seen || seen.size <= before.size || seen.size > walk.size) return;
  // The tree as it was then must be the beginning of this one. Of the last bundle it is not yet known whether the tile is right.
  const versions = tile?.length === leaves.length * HASH_BYTES ? [leaves, splitHashes(tile)] : [leaves];
  const kept = versions.some((hashes) => equalBytes(rootOf(appendLeaves(before.size, before.edge, hashes.slice(0, seen.size - before.size)).edge), seen.root));
  if (kept) delete walk.seen;
  else walk.faults.push({ path: 'checkpoint', reason: 'forked' });
}

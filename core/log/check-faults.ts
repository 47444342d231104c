/** What a check of a whole log finds and how far it came. */
import { fromBase64, HASH_BYTES, hashFromBase64, toBase64 } from './bytes.ts';
import type { TreeHead } from './checkpoint.ts';
import type { EntryFault } from './entry.ts';
import type { VerifiedNote } from './note.ts';
import { TILE_WIDTH } from './tiles.ts';
import { type Edge, edgeFits } from './tree.ts';

type NoteReason = Exclude<VerifiedNote, { ok: true }>['reason'];

export interface LogFault {
  /** The file at fault, below the log's address. */
  path: string;
  reason:
    | 'missing'
    /** Its bytes are not those that the signed tree asks for. */
    | 'differs'
    | 'wrong-length'
    | 'bundle-truncated'
    | EntryFault['reason']
    | NoteReason
    | 'checkpoint-bad-form'
    /** The name in the checkpoint is not that of the key. */
    | 'origin-differs'
    /** All tiles agree among themselves, and give another root than was signed. */
    | 'root-differs'
    /** The log is shorter than it was. */
    | 'rolled-back'
    /** The log has another history than it had. */
    | 'forked';
  /** The entry at fault. */
  index?: number;
}

/** How far a check came: enough to go on from there, and to notice later that the log was rolled back or forked. */
export interface CheckState {
  v: 1;
  origin: string;
  /** Leaves that are checked; whole bundles. */
  size: number;
  edge: Edge;
  /** The newest checkpoint that was seen. */
  seen: { size: number; root: Uint8Array };
  commitments: number;
  statements: number;
  /** Found so far. */
  faults: LogFault[];
  /** Was the check gone through to its end? */
  done: boolean;
}

export interface LogReport {
  ok: boolean;
  /** Absent where the checkpoint is at fault. */
  head?: TreeHead;
  commitments: number;
  statements: number;
  faults: LogFault[];
  /** What is below this index the log refuses to give; of that, only the hashes above are checked. */
  pruned?: number;
  /** How many entries the log had when it was seen before, where so much was given up since that the two cannot be compared. */
  uncompared?: number;
  state?: CheckState;
}

export function formatState({ edge, seen, ...state }: CheckState): string {
  return `${JSON.stringify({ ...state, edge: edge.map(toBase64), seen: { size: seen.size, root: toBase64(seen.root) } }, null, 2)}\n`;
}

/** @returns nothing where the text is no state of a check. A state is trusted as the machine is that keeps it. */
export function parseState(text: string): CheckState | undefined {
  try {
    const { edge: rows, seen, ...state } = JSON.parse(text) as Record<string, unknown> & { edge: string[]; seen: { size: number; root: string } };
    const [edge, root] = [rows.map(fromBase64), hashFromBase64(seen.root)];
    const { v, origin, size, commitments, statements, faults, done } = state as unknown as CheckState;
    const counts = [size, seen.size, commitments, statements].every((count) => Number.isSafeInteger(count) && count >= 0);
    if (v !== 1 || typeof origin !== 'string' || !counts || !root || !Array.isArray(faults) || typeof done !== 'boolean') return undefined;
    if (size % TILE_WIDTH !== 0 || !edge.every((row) => row && row.length % HASH_BYTES === 0) || !edgeFits(size, edge as Edge)) return undefined;
    return { v, origin, size, edge: edge as Edge, seen: { size: seen.size, root }, commitments, statements, faults, done };
  } catch {
    return undefined;
  }
}

/** Checks of proofs (RFC 9162, sections 2.1.3.2 and 2.1.4.2) with nothing but the proof: one code for browser, Worker and commands. */
import { equalBytes, HASH_BYTES } from './bytes.ts';
import { sha256 } from './sha256.ts';

const LEAF = new Uint8Array([0]);
const NODE = new Uint8Array([1]);

/** One step up the tree: the hash that was put beside, on which side, and what the two give. */
export interface Step {
  side: 'left' | 'right';
  sibling: Uint8Array;
  node: Uint8Array;
}

export type Inclusion =
  | { ok: true; leaf: Uint8Array; steps: Step[] }
  | { ok: false; reason: 'index-beyond-size' | 'proof-wrong-length' }
  | { ok: false; reason: 'root-differs'; leaf: Uint8Array; steps: Step[] };

export type Consistency = { ok: true } | { ok: false; reason: 'shrunk' | 'proof-wrong-length' | 'first-root-differs' | 'second-root-differs' };

/** Is a number of leaves a power of two? Logarithms round. */
function isComplete(leaves: number): boolean {
  let rest = leaves;
  while (rest % 2 === 0) rest /= 2;
  return rest === 1;
}

interface InclusionClaim {
  entry: Uint8Array;
  index: number;
  size: number;
  root: Uint8Array;
  hashes: readonly Uint8Array[];
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const allHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every((hash) => hash.length === HASH_BYTES);
const node = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(NODE, left, right);
/** Halves without the 32-bit limit of shifts. */
const half = (value: number): number => Math.floor(value / 2);

/** Is the entry the leaf `index` of the tree with this size and root? Says each step that it went, also where the last one fails. */
export function verifyInclusion({ entry, index, size, root, hashes }: InclusionClaim): Inclusion {
  if (!isCount(index) || !isCount(size) || index >= size) return { ok: false, reason: 'index-beyond-size' };
  if (!allHashes(hashes)) return { ok: false, reason: 'proof-wrong-length' };
  const leaf = sha256(LEAF, entry);
  const steps: Step[] = [];
  let hash = leaf;
  let [at, last] = [index, size - 1];
  for (const sibling of hashes) {
    if (last === 0) return { ok: false, reason: 'proof-wrong-length' };
    const side = at % 2 === 1 || at === last ? 'left' : 'right';
    // A node at the right edge without a sibling moves up as it is.
    if (side === 'left') while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    hash = side === 'left' ? node(sibling, hash) : node(hash, sibling);
    steps.push({ side, sibling, node: hash });
    [at, last] = [half(at), half(last)];
  }
  if (last !== 0) return { ok: false, reason: 'proof-wrong-length' };
  return equalBytes(hash, root) ? { ok: true, leaf, steps } : { ok: false, reason: 'root-differs', leaf, steps };
}

interface ConsistencyClaim {
  from: number;
  fromRoot: Uint8Array;
  to: number;
  toRoot: Uint8Array;
  hashes: readonly Uint8Array[];
}

/** Is the tree `from` the beginning of the tree `to`? An empty one is the beginning of any, and proves nothing about its root but that it is empty. */
export function verifyConsistency({ from, fromRoot, to, toRoot, hashes }: ConsistencyClaim): Consistency {
  if (!isCount(from) || !isCount(to) || from > to) return { ok: false, reason: 'shrunk' };
  if (!allHashes(hashes)) return { ok: false, reason: 'proof-wrong-length' };
  if (from === 0 || from === to) return sameOrEmpty({ from, fromRoot, to, toRoot, hashes });
  // Where the first tree is complete, its root is not sent: the verifier has it.
  const [first, ...rest] = isComplete(from) ? [fromRoot, ...hashes] : hashes;
  if (!first) return { ok: false, reason: 'proof-wrong-length' };
  let [at, last] = [from - 1, to - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let [old, all] = [first, first];
  for (const hash of rest) {
    if (last === 0) return { ok: false, reason: 'proof-wrong-length' };
    if (at % 2 === 1 || at === last) {
      [old, all] = [node(hash, old), node(hash, all)];
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else all = node(all, hash);
    [at, last] = [half(at), half(last)];
  }
  if (last !== 0) return { ok: false, reason: 'proof-wrong-length' };
  if (!equalBytes(old, fromRoot)) return { ok: false, reason: 'first-root-differs' };
  return equalBytes(all, toRoot) ? { ok: true } : { ok: false, reason: 'second-root-differs' };
}

function sameOrEmpty({ from, fromRoot, to, toRoot, hashes }: ConsistencyClaim): Consistency {
  if (hashes.length > 0) return { ok: false, reason: 'proof-wrong-length' };
  const empty = sha256();
  if (from === 0 && !equalBytes(fromRoot, empty)) return { ok: false, reason: 'first-root-differs' };
  if (to === 0 && !equalBytes(toRoot, empty)) return { ok: false, reason: 'second-root-differs' };
  return from !== to || equalBytes(fromRoot, toRoot) ? { ok: true } : { ok: false, reason: 'second-root-differs' };
}

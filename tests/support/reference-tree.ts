/** The definitions of RFC 6962, section 2.1, word for word, with what was computed kept: for vectors and tests to compare with. */
import { createHash } from 'node:crypto';
import { EMPTY_ROOT, leafHash, nodeHash } from '../../core/log/hash.ts';

/** Entry number `index` of the trees in tests/vectors: the text "entry <index>". */
export const vectorEntry = (index: number): Uint8Array => new TextEncoder().encode(`entry ${index}`);

export class ReferenceTree {
  private readonly known = new Map<string, Uint8Array>();
  private readonly leaves: Uint8Array[];

  constructor(entries: readonly Uint8Array[]) {
    this.leaves = entries.map(leafHash);
  }

  root(from: number, to: number): Uint8Array {
    if (to === from) return EMPTY_ROOT;
    if (to - from === 1) return this.leaves[from] ?? EMPTY_ROOT;
    const key = `${from}-${to}`;
    const middle = from + split(to - from);
    const root = this.known.get(key) ?? nodeHash(this.root(from, middle), this.root(middle, to));
    this.known.set(key, root);
    return root;
  }

  inclusion(index: number, from: number, to: number): Uint8Array[] {
    if (to - from === 1) return [];
    const middle = from + split(to - from);
    return index < middle ? [...this.inclusion(index, from, middle), this.root(middle, to)] : [...this.inclusion(index, middle, to), this.root(from, middle)];
  }

  consistency(old: number, size: number): Uint8Array[] {
    return old === 0 ? [] : this.subproof(old, 0, size, true);
  }

  private subproof(old: number, from: number, to: number, whole: boolean): Uint8Array[] {
    if (old === to) return whole ? [] : [this.root(from, to)];
    const middle = from + split(to - from);
    return old <= middle
      ? [...this.subproof(old, from, middle, whole), this.root(middle, to)]
      : [...this.subproof(old, middle, to, false), this.root(from, middle)];
  }
}

function split(count: number): number {
  let half = 1;
  while (half * 2 < count) half *= 2;
  return half;
}

/** One hash over many proofs: of each its length as a byte, then its hashes. */
export function proofsDigest(proofs: Iterable<readonly Uint8Array[]>): string {
  const hash = createHash('sha256');
  for (const proof of proofs) {
    hash.update(new Uint8Array([proof.length]));
    for (const part of proof) hash.update(part);
  }
  return hash.digest('hex');
}

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

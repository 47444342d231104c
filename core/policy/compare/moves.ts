/** Blocks that live on in another place, and which of all pairs may be said to have stayed. */
import { diffArrays } from 'diff';
import { type Alignment, areOfOneKind, identityOf, inSameSection, pairBlocks } from './align.ts';
import { likePairs } from './likeness.ts';

/** Shorter blocks are alike by chance; they move only with their section or inside it. */
const MIN_WORDS = 8;
const ALIKE = 0.8;
/** Beyond so many moves those are kept in place that come first. */
const MAX_MOVE_EDITS = 1000;

/** Pairs open blocks wherever they stand: first the same line, then hardly changed words. */
export function pairMoved(alignment: Alignment): void {
  pairSameLine(alignment);
  const { a, b, reader } = alignment;
  const olds = longOnes(a, alignment.partnerA, alignment);
  const news = longOnes(b, alignment.partnerB, alignment);
  const sets = (blocks: typeof a, indices: number[]) => indices.map((index) => reader.wordSet(blocks[index]?.text ?? ''));
  const judge = (i: number, j: number, likeness: number) => (canMove(alignment, olds[i], news[j]) ? likeness : 0);
  for (const like of likePairs(sets(a, olds), sets(b, news), ALIKE, judge)) {
    const i = olds[like.a] ?? 0;
    const j = news[like.b] ?? 0;
    if (alignment.partnerA[i] === -1 && alignment.partnerB[j] === -1) pairBlocks(alignment, i, j);
  }
}

function longOnes(blocks: Alignment['a'], partners: Int32Array, { reader }: Alignment): number[] {
  return openOnes(partners).filter((index) => {
    const block = blocks[index];
    return block !== undefined && block.kind !== 'heading' && reader.count(block.text) >= MIN_WORDS;
  });
}

function canMove({ a, b }: Alignment, i = -1, j = -1): boolean {
  const from = a[i];
  const to = b[j];
  return from !== undefined && to !== undefined && areOfOneKind(from, to);
}

function pairSameLine(alignment: Alignment): void {
  const { a, b, partnerA, partnerB, reader } = alignment;
  const waiting = new Map<string, number[]>();
  for (const i of openOnes(partnerA)) {
    const block = a[i];
    if (!block) continue;
    const line = identityOf(block);
    const others = waiting.get(line);
    if (others) others.push(i);
    else waiting.set(line, [i]);
  }
  for (const j of openOnes(partnerB)) {
    const block = b[j];
    const olds = block && waiting.get(identityOf(block));
    if (!olds) continue;
    const isLong = block.kind !== 'heading' && reader.count(block.text) >= MIN_WORDS;
    const place = olds.findIndex((i) => canMove(alignment, i, j) && (isLong || inSameSection(alignment, i, j)));
    if (place === -1) continue;
    pairBlocks(alignment, olds[place] ?? 0, j);
    olds.splice(place, 1);
  }
}

/**
 * Of all pairs the most that are in order on both sides, as old indices: they stay where they are, and
 * every other pair has moved.
 */
export function pairsInPlace({ partnerA, partnerB }: Pick<Alignment, 'partnerA' | 'partnerB'>): Set<number> {
  const inOrderOfA = pairedOnes(partnerA);
  const inOrderOfB = pairedOnes(partnerB).map((b) => partnerB[b] ?? -1);
  if (inOrderOfA.every((a, index) => a === inOrderOfB[index])) return new Set(inOrderOfA);
  const parts = diffArrays(inOrderOfA, inOrderOfB, { maxEditLength: MAX_MOVE_EDITS });
  if (!parts) return new Set(firstInOrder(inOrderOfB));
  return new Set(parts.filter(({ added, removed }) => !added && !removed).flatMap(({ value }) => value));
}

function firstInOrder(indices: readonly number[]): number[] {
  let last = -1;
  return indices.filter((index) => {
    if (index <= last) return false;
    last = index;
    return true;
  });
}

function openOnes(partners: Int32Array): number[] {
  return [...partners.keys()].filter((index) => partners[index] === -1);
}

function pairedOnes(partners: Int32Array): number[] {
  return [...partners.keys()].filter((index) => partners[index] !== -1);
}

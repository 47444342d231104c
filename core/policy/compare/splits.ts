/**
 * What the first passes leave open between blocks that stayed: parts of a paragraph that was split or
 * joined, and blocks rewritten so far that only their place tells what they were.
 */
import type { Block } from '../blocks.ts';
import { opensSection } from '../sections.ts';
import { type Alignment, areOfOneKind, identityOf, inSameSection, pairBlocks } from './align.ts';

/** A part belongs to a block when so much of it is found among the block's yet unclaimed words. */
const CONTAINED = 0.6;
/** A shorter part must be found whole, and beside another: "We collect" before a list. */
const MIN_PART_WORDS = 3;
const MAX_PARTS = 8;
/** Longer runs of strangers are not paired by their place alone. */
const MAX_REWRITTEN = 3;

/** Blocks that stand in one place of both versions: `[a0, a1)` became `[b0, b1)`, one of them a single block. */
export interface Unit {
  a0: number;
  a1: number;
  b0: number;
  b1: number;
}

/** The pairs in place as units, in order, each grown by the neighbours that were split from it or joined to it. */
export function unitsOf(alignment: Alignment, inPlace: ReadonlySet<number>): Unit[] {
  const units = [...inPlace].sort((x, y) => x - y).map((a) => unitAt(a, alignment.partnerA[a] ?? -1));
  for (const unit of units) growUnit(alignment, unit);
  return units
    .flatMap((unit, index) => {
      const from = units[index - 1];
      return [...rewrittenUnits(alignment, from ? from.a1 : 0, unit.a0, from ? from.b1 : 0, unit.b0), unit];
    })
    .concat(lastRewritten(alignment, units.at(-1)));
}

function lastRewritten(alignment: Alignment, last: Unit | undefined): Unit[] {
  return rewrittenUnits(alignment, last ? last.a1 : 0, alignment.a.length, last ? last.b1 : 0, alignment.b.length);
}

function unitAt(a: number, b: number): Unit {
  return { a0: a, a1: a + 1, b0: b, b1: b + 1 };
}

/** Takes in open neighbours, on one side only: a unit is a split, a join, or neither. */
function growUnit(alignment: Alignment, unit: Unit): void {
  const { a, b, partnerA, partnerB } = alignment;
  const from = a[unit.a0];
  const to = b[unit.b0];
  if (!from || !to || !isProse(from) || !isProse(to) || identityOf(from) === identityOf(to)) return;
  const news = partsAround(alignment, b, partnerB, unit.b0, from);
  if (news.end - news.start > 1) {
    Object.assign(unit, { b0: news.start, b1: news.end });
    partnerB.fill(unit.a0, news.start, news.end);
    return;
  }
  const olds = partsAround(alignment, a, partnerA, unit.a0, to);
  Object.assign(unit, { a0: olds.start, a1: olds.end });
  partnerA.fill(unit.b0, olds.start, olds.end);
}

function isProse({ kind }: Block): boolean {
  return kind === 'paragraph' || kind === 'item' || kind === 'quote' || kind === 'description';
}

/** The stretch of `parts` around the paired one at `at` whose words together are those of `whole`. */
function partsAround({ reader }: Alignment, parts: readonly Block[], partners: Int32Array, at: number, whole: Block): { start: number; end: number } {
  const left = new Map<number, number>();
  for (const word of reader.words(whole.text)) left.set(word, (left.get(word) ?? 0) + 1);
  function claim(words: readonly number[], share: number): boolean {
    const found = words.filter((word) => (left.get(word) ?? 0) > 0);
    if (found.length < share * words.length) return false;
    for (const word of found) left.set(word, (left.get(word) ?? 0) - 1);
    return true;
  }
  function belongs(index: number, count: number): boolean {
    const block = parts[index];
    if (!block || partners[index] !== -1 || !isProse(block)) return false;
    const words = reader.words(block.text);
    if (words.length >= MIN_PART_WORDS) return claim(words, CONTAINED);
    return words.length > 0 && count > 1 && claim(words, 1);
  }
  claim(reader.words(parts[at]?.text ?? ''), 0);
  let start = at;
  let end = at + 1;
  while (end - start < MAX_PARTS && belongs(end, end - start)) end++;
  while (end - start < MAX_PARTS && belongs(start - 1, end - start)) start--;
  return { start, end };
}

/** Open blocks behind a unit and in its section, paired by place where both sides have as many of the same kind. */
function rewrittenUnits(alignment: Alignment, a0: number, a1: number, b0: number, b1: number): Unit[] {
  const olds = openBetween(alignment.a, alignment.partnerA, a0, a1);
  const news = openBetween(alignment.b, alignment.partnerB, b0, b1);
  if (olds.length !== news.length || olds.length > MAX_REWRITTEN) return [];
  const pairs = olds.map((a, index) => [a, news[index] ?? -1] as const);
  if (!pairs.every(([a, b]) => arePlacemates(alignment, a, b))) return [];
  for (const [a, b] of pairs) pairBlocks(alignment, a, b);
  return pairs.map(([a, b]) => unitAt(a, b));
}

function openBetween(blocks: readonly Block[], partners: Int32Array, start: number, end: number): number[] {
  const open: number[] = [];
  for (let index = start; index < end; index++) {
    const block = blocks[index];
    if (!block || opensSection(block)) break;
    if (partners[index] === -1) open.push(index);
  }
  return open;
}

function arePlacemates(alignment: Alignment, a: number, b: number): boolean {
  const from = alignment.a[a];
  const to = alignment.b[b];
  // A row is known by its name: another name in the same place is another row.
  if (!from || !to || (from.kind === 'row' && !from.header)) return false;
  return from.kind === to.kind && areOfOneKind(from, to) && inSameSection(alignment, a, b);
}

/**
 * Which block of the older version is which of the newer one, inside sections that live on: first those
 * whose lines are the same, then, between them, those whose words are alike.
 */
import { diffArrays } from 'diff';
import type { Block } from '../blocks.ts';
import { pairSections, type Section, sectionsOf } from '../sections.ts';
import { rowName } from './cells.ts';
import { likePairs } from './likeness.ts';
import type { Reader } from './reader.ts';

/** Two blocks in one place are taken for one from here on. */
const ALIKE = 0.45;
/** Beyond so many edits among the lines of one section they are paired by likeness alone. */
const MAX_LINE_EDITS = 1000;

/** Both articles and what is known of them: `partnerA[i]` is the new block that old block `i` became, or -1. */
export interface Alignment {
  a: readonly Block[];
  b: readonly Block[];
  partnerA: Int32Array;
  partnerB: Int32Array;
  /** Sections in order, and for each block the index of its section. */
  sectionsA: Section[];
  sectionsB: Section[];
  sectionOfA: Int32Array;
  sectionOfB: Int32Array;
  /** For each section of the newer version the older one that it was, or -1. */
  sectionBefore: Int32Array;
  reader: Reader;
}

export function pairBlocks(alignment: Alignment, a: number, b: number): void {
  alignment.partnerA[a] = b;
  alignment.partnerB[b] = a;
}

/** Whether both blocks stand in the same section, under whatever id. */
export function inSameSection({ sectionBefore, sectionOfA, sectionOfB }: Alignment, a: number, b: number): boolean {
  return sectionBefore[sectionOfB[b] ?? -1] === sectionOfA[a];
}

/** What tells that a block is the same: its line, but for the number of an item, which follows from its place. */
export function identityOf(block: Block): string {
  return block.kind === 'item' ? block.prefix.replace(/\d+/, '#') + block.text : block.prefix + block.text;
}

/** Whether one block could have become the other: words may move between paragraph and item, not into a row. */
export function areOfOneKind(a: Block, b: Block): boolean {
  const fixed = (kind: Block['kind']) => kind === 'heading' || kind === 'row' || kind === 'code';
  if (fixed(a.kind) || fixed(b.kind)) return a.kind === b.kind && Boolean(a.header) === Boolean(b.header);
  return true;
}

/** Pairs the blocks of every section that lives on. */
export function alignSections(a: readonly Block[], b: readonly Block[], renamed: Readonly<Record<string, string>>, reader: Reader): Alignment {
  const sectionsA = sectionsOf(a);
  const sectionsB = sectionsOf(b);
  const alignment: Alignment = {
    a,
    b,
    partnerA: new Int32Array(a.length).fill(-1),
    partnerB: new Int32Array(b.length).fill(-1),
    sectionsA,
    sectionsB,
    sectionOfA: sectionIndices(sectionsA, a.length),
    sectionOfB: sectionIndices(sectionsB, b.length),
    sectionBefore: new Int32Array(sectionsB.length).fill(-1),
    reader,
  };
  for (const [from, to] of pairSections(sectionsA, sectionsB, renamed, reader)) {
    alignment.sectionBefore[to] = from;
    const older = sectionsA[from];
    const newer = sectionsB[to];
    if (older && newer) alignSection(alignment, older, newer);
  }
  return alignment;
}

function sectionIndices(sections: readonly Section[], length: number): Int32Array {
  const indices = new Int32Array(length);
  for (const [index, { start, blocks }] of sections.entries()) indices.fill(index, start, start + blocks.length);
  return indices;
}

interface Stretch {
  a0: number;
  a1: number;
  b0: number;
  b1: number;
}

function alignSection(alignment: Alignment, older: Section, newer: Section): void {
  const stretch = { a0: older.start, a1: older.start + older.blocks.length, b0: newer.start, b1: newer.start + newer.blocks.length };
  if (older.level > 0 && newer.level > 0) pairBlocks(alignment, stretch.a0++, stretch.b0++);
  pairEnds(alignment, stretch);
  for (const gap of pairSameLines(alignment, stretch)) pairAlike(alignment, gap);
}

/** Most sections of most versions are the same from end to end: that costs one look at each line. */
function pairEnds(alignment: Alignment, stretch: Stretch): void {
  const { a, b } = alignment;
  const same = (x: Block | undefined, y: Block | undefined) => x?.text === y?.text && x?.prefix === y?.prefix;
  while (stretch.a0 < stretch.a1 && stretch.b0 < stretch.b1 && same(a[stretch.a0], b[stretch.b0])) pairBlocks(alignment, stretch.a0++, stretch.b0++);
  while (stretch.a0 < stretch.a1 && stretch.b0 < stretch.b1 && same(a[stretch.a1 - 1], b[stretch.b1 - 1])) pairBlocks(alignment, --stretch.a1, --stretch.b1);
}

/** Pairs equal lines in order and returns what lies between them. */
function pairSameLines(alignment: Alignment, { a0, a1, b0, b1 }: Stretch): Stretch[] {
  const gaps: Stretch[] = [];
  let from = { a: a0, b: b0 };
  function anchor(a: number, b: number): void {
    if (a > from.a || b > from.b) gaps.push({ a0: from.a, a1: a, b0: from.b, b1: b });
    from = { a: a + 1, b: b + 1 };
  }
  for (const [a, b] of sameLines(alignment, { a0, a1, b0, b1 })) {
    pairBlocks(alignment, a, b);
    anchor(a, b);
  }
  anchor(a1, b1);
  return gaps;
}

function sameLines({ a, b }: Alignment, { a0, a1, b0, b1 }: Stretch): [number, number][] {
  const linesA = a.slice(a0, a1).map(identityOf);
  const linesB = b.slice(b0, b1).map(identityOf);
  // A line that the other side has not can never match: without it the engine has hardly any work.
  const inA = indicesOfShared(linesA, new Set(linesB));
  const inB = indicesOfShared(linesB, new Set(linesA));
  const lines = (all: string[], indices: number[]) => indices.map((index) => all[index] ?? '');
  const parts = diffArrays(lines(linesA, inA), lines(linesB, inB), { maxEditLength: MAX_LINE_EDITS }) ?? [];
  const pairs: [number, number][] = [];
  let i = 0;
  let j = 0;
  for (const { added, removed, value } of parts) {
    if (!added && !removed) pairs.push(...value.map((_, step): [number, number] => [a0 + (inA[i + step] ?? 0), b0 + (inB[j + step] ?? 0)]));
    if (!added) i += value.length;
    if (!removed) j += value.length;
  }
  return pairs;
}

function indicesOfShared(lines: readonly string[], others: ReadonlySet<string>): number[] {
  return [...lines.keys()].filter((index) => others.has(lines[index] ?? ''));
}

/** Pairs what is alike, the most alike first, in order: a pair that would cross an earlier one is left open. */
function pairAlike(alignment: Alignment, { a0, a1, b0, b1 }: Stretch): void {
  const { a, b, reader } = alignment;
  const sets = (blocks: readonly Block[]) => blocks.map((block) => reader.wordSet(block.text));
  const judge = (i: number, j: number, likeness: number) => blockLikeness(a[a0 + i], b[b0 + j], likeness);
  const taken: [number, number][] = [];
  for (const like of likePairs(sets(a.slice(a0, a1)), sets(b.slice(b0, b1)), ALIKE, judge)) {
    const place = placeInOrder(taken, like.a, like.b);
    if (place === -1) continue;
    taken.splice(place, 0, [like.a, like.b]);
    pairBlocks(alignment, a0 + like.a, b0 + like.b);
  }
}

function blockLikeness(a: Block | undefined, b: Block | undefined, likeness: number): number {
  if (!a || !b || !areOfOneKind(a, b)) return 0;
  // Rows are known by their first cell, header rows by being such; that goes before any likeness.
  const sameRow = a.kind === 'row' && (a.header || rowName(a) === rowName(b));
  return sameRow ? 1 + likeness : likeness;
}

/** Where the pair goes among pairs that are in order on both sides; -1 where it would cross or repeat one. */
export function placeInOrder(taken: readonly [number, number][], a: number, b: number): number {
  let low = 0;
  let high = taken.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((taken[middle]?.[0] ?? 0) < a) low = middle + 1;
    else high = middle;
  }
  const before = taken[low - 1];
  const after = taken[low];
  const fits = (!before || before[1] < b) && (!after || (after[0] > a && after[1] > b));
  return fits ? low : -1;
}

/** The cells of rows, and which column of an older table became which column of a newer one. */
import { diffArrays } from 'diff';
import type { Block } from '../blocks.ts';
import type { CellPair } from './comparison.ts';
import { foldTypography } from './typography.ts';
import { isLater } from './words.ts';

/** The ranges of a row's cells; none where they are missing or overlap: then the row is read as text. */
export function cellsOf(block: Block): readonly [number, number][] {
  const cells = block.cells ?? [];
  let end = 0;
  for (const [from, to] of cells) {
    if (!(from >= end && to >= from && to <= block.text.length)) return [];
    end = to;
  }
  return block.kind === 'row' ? cells : [];
}

export function cellText(block: Block, index: number): string {
  const [start, end] = cellsOf(block)[index] ?? [0, 0];
  return block.text.slice(start, end);
}

/** By what a row is known: its first cell. */
export function rowName(block: Block): string {
  return foldTypography(cellText(block, 0)).toLowerCase();
}

/**
 * The cells of two rows in the order in which they are shown together. Same texts belong together; what
 * lies between is paired where both sides have as many. A cell without partner came or went.
 */
export function pairCells(before: Block, after: Block): CellPair[] {
  const texts = (row: Block) => cellsOf(row).map((_, index) => foldTypography(cellText(row, index)).toLowerCase());
  return pairTexts(texts(before), texts(after));
}

function pairTexts(before: string[], after: string[]): CellPair[] {
  if (isLater(before, after)) return pairTexts(after, before).map((pair) => ({ before: pair.after, after: pair.before }));
  const pairs: CellPair[] = [];
  let a = 0;
  let b = 0;
  for (const { added, removed, value } of diffArrays(before, after, { maxEditLength: 200 }) ?? []) {
    if (removed || added) continue;
    const at = { a: before.indexOf(value[0] ?? '', a), b: after.indexOf(value[0] ?? '', b) };
    pairs.push(...pairGap(a, at.a, b, at.b));
    for (let index = 0; index < value.length; index++) pairs.push({ before: at.a + index, after: at.b + index });
    a = at.a + value.length;
    b = at.b + value.length;
  }
  return [...pairs, ...pairGap(a, before.length, b, after.length)];
}

function pairGap(a0: number, a1: number, b0: number, b1: number): CellPair[] {
  const before = range(a0, a1);
  const after = range(b0, b1);
  if (before.length === after.length) return before.map((index, step) => ({ before: index, after: after[step] }));
  return [...before.map((index) => ({ before: index })), ...after.map((index) => ({ after: index }))];
}

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, step) => start + step);
}

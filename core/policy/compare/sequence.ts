/**
 * The one order in which old and new blocks are shown. Between two blocks that stayed, old ones come
 * before new ones; but what was added to a section or a table is shown there, and not behind the next.
 */
import type { Block } from '../blocks.ts';
import { opensSection } from '../sections.ts';
import type { Plan } from './plan.ts';
import type { Unit } from './splits.ts';

export type Step = { unit: Unit } | { before: number } | { after: number };

export function* sequence({ a, b, units }: Plan): Generator<Step> {
  let from = { a: 0, b: 0 };
  const end: Unit = { a0: a.length, a1: a.length, b0: b.length, b1: b.length };
  for (const unit of [...units, end]) {
    const sameSort = from.a > 0 ? sortOf(a[from.a - 1]) : '';
    yield* between(open(a, from.a, unit.a0), open(b, from.b, unit.b0), sameSort);
    if (unit !== end) yield { unit };
    from = { a: unit.a1, b: unit.b1 };
  }
}

interface Open {
  index: number;
  block: Block;
}

function open(blocks: readonly Block[], start: number, end: number): Open[] {
  return blocks.slice(start, end).map((block, offset) => ({ index: start + offset, block }));
}

function* between(olds: Open[], news: Open[], sort: string): Generator<Step> {
  const [oldHere, oldFurther] = atSection(olds);
  const [newHere, newFurther] = atSection(news);
  yield* alternate(oldHere, newHere, sort);
  yield* asOld(oldFurther);
  yield* asNew(newFurther);
}

/** What still belongs to the section that the last unit stood in, and the rest. */
function atSection(blocks: Open[]): [Open[], Open[]] {
  const border = blocks.findIndex(({ block }) => opensSection(block));
  return border === -1 ? [blocks, []] : [blocks.slice(0, border), blocks.slice(border)];
}

/** Runs of one sort in turn, so that a table or list is not torn in two. */
function* alternate(olds: Open[], news: Open[], sort: string): Generator<Step> {
  let current = sort;
  let i = 0;
  let j = 0;
  while (i < olds.length || j < news.length) {
    const oldEnd = runEnd(olds, i, current);
    const newEnd = runEnd(news, j, current);
    yield* asOld(olds.slice(i, oldEnd));
    yield* asNew(news.slice(j, newEnd));
    if (i === oldEnd && j === newEnd) current = sortOf((olds[i] ?? news[j])?.block);
    i = oldEnd;
    j = newEnd;
  }
}

function runEnd(blocks: readonly Open[], start: number, sort: string): number {
  let end = start;
  while (end < blocks.length && sortOf(blocks[end]?.block) === sort) end++;
  return end;
}

function sortOf(block: Block | undefined): string {
  return block?.kind ?? '';
}

function* asOld(blocks: readonly Open[]): Generator<Step> {
  for (const { index } of blocks) yield { before: index };
}

function* asNew(blocks: readonly Open[]): Generator<Step> {
  for (const { index } of blocks) yield { after: index };
}

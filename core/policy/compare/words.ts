/**
 * What became of the words of one text, with `diff` as the engine. Words are compared without the space
 * after them, so that spaces, which are everywhere, cannot decide what belongs together.
 */
import { diffArrays } from 'diff';
import type { Word, WordOp } from './comparison.ts';
import type { Reader } from './reader.ts';
import { isWordlike, type Tokens } from './tokens.ts';

/** Less than this kept of two texts (by letters) and they are shown one beside the other. */
export const KEPT_AT_LEAST = 0.4;

/** Words `a0` to `a1` of the old text against `b0` to `b1` of the new one. */
interface Run {
  equal: boolean;
  a0: number;
  a1: number;
  b0: number;
  b1: number;
}

/**
 * The words of `before` and `after` as equal, deleted (first) and inserted runs; joined they give both
 * texts back. `undefined` when it would take more than `maxEdits`, or more than the texts have in
 * common at `KEPT_AT_LEAST`. The way back, from `after` to `before`, is the exact mirror.
 */
export function compareWords(before: string, after: string, reader: Reader, maxEdits: number): Word[] | undefined {
  return compareTokens(reader.tokens(before), reader.tokens(after), maxEdits);
}

/** The same for texts that are cut already. */
export function compareTokens(before: Tokens, after: Tokens, maxEdits: number): Word[] | undefined {
  // One direction only, or a tie could fall differently on the way back.
  if (isLater(before.words, after.words)) {
    const back = compareTokens(after, before, maxEdits);
    return back && mirrorWords(back);
  }
  const limit = Math.min(maxEdits, Math.ceil((1 - KEPT_AT_LEAST) * (before.words.length + after.words.length)) + 1);
  const parts = diffArrays(before.words, after.words, { maxEditLength: limit });
  if (!parts) return undefined;
  const runs = runsOf(parts);
  slideRuns(runs, before.words, after.words);
  return inOrder(wordsOf(dropIslands(runs, before.words), before, after));
}

/** Deletions and insertions in turn become one of each, deletion first. */
function inOrder(words: Iterable<Word>): Word[] {
  const ordered: Word[] = [];
  const pending: Record<WordOp, string> = { equal: '', delete: '', insert: '' };
  function flush(op: WordOp): void {
    if (pending[op]) ordered.push({ op, text: pending[op] });
    pending[op] = '';
  }
  for (const { op, text } of words) {
    if (!text) continue;
    if (op !== 'equal') flush('equal');
    else {
      flush('delete');
      flush('insert');
    }
    pending[op] += text;
  }
  for (const op of ['equal', 'delete', 'insert'] as const) flush(op);
  return ordered;
}

/** How much of both texts is kept, from 0 to 1, by letters without spaces. */
export function keptShare(words: readonly Word[]): number {
  let kept = 0;
  let all = 0;
  for (const { op, text } of words) {
    const letters = text.replace(/\s/gu, '').length;
    kept += op === 'equal' ? 2 * letters : 0;
    all += op === 'equal' ? 2 * letters : letters;
  }
  return all === 0 ? 1 : kept / all;
}

/** The words of the way back: what was inserted is deleted and the reverse, deletions first as always. */
export function mirrorWords(words: readonly Word[]): Word[] {
  const mirrored: Word[] = [];
  for (const { op, text } of words) {
    const back: Word = { op: op === 'insert' ? 'delete' : op === 'delete' ? 'insert' : 'equal', text };
    const isBehindInsertion = back.op === 'delete' && mirrored.at(-1)?.op === 'insert';
    mirrored.splice(isBehindInsertion ? -1 : mirrored.length, 0, back);
  }
  return mirrored;
}

/** An order of texts, any order: it settles in which direction a pair is compared. */
export function isLater(before: readonly string[], after: readonly string[]): boolean {
  const differing = before.findIndex((line, index) => line !== after[index]);
  if (differing === -1) return false;
  return (before[differing] ?? '') > (after[differing] ?? '');
}

function runsOf(parts: readonly { added: boolean; removed: boolean; value: string[] }[]): Run[] {
  const runs: Run[] = [];
  let a = 0;
  let b = 0;
  for (const { added, removed, value } of parts) {
    const equal = !added && !removed;
    const run: Run = { equal, a0: a, a1: added ? a : a + value.length, b0: b, b1: removed ? b : b + value.length };
    const last = runs.at(-1);
    if (last && !last.equal && !equal) Object.assign(last, { a1: run.a1, b1: run.b1 });
    else runs.push(run);
    a = run.a1;
    b = run.b1;
  }
  return runs;
}

/**
 * An insertion in "We share. {+We sell. +}We use." may as well stand as "We share. We {+sell. We +}use.":
 * of all such places the one after a full stop, or else after a comma, reads best.
 */
function slideRuns(runs: Run[], before: readonly string[], after: readonly string[]): void {
  runs.forEach((run, index) => {
    const previous = runs[index - 1];
    const next = runs[index + 1];
    if (run.equal || (run.a0 !== run.a1 && run.b0 !== run.b1)) return;
    const [words, start, end] = run.a0 === run.a1 ? [after, run.b0, run.b1] : [before, run.a0, run.a1];
    const by = bestSlide(words, start, end, previous ? previous.a1 - previous.a0 : 0, next ? next.a1 - next.a0 : 0);
    if (by === 0 || !previous || !next) return;
    slide(run, by, by);
    slide(previous, 0, by);
    slide(next, by, 0);
  });
}

function slide(run: Run, start: number, end: number): void {
  Object.assign(run, { a0: run.a0 + start, b0: run.b0 + start, a1: run.a1 + end, b1: run.b1 + end });
}

function bestSlide(words: readonly string[], start: number, end: number, left: number, right: number): number {
  let best = 0;
  let bestScore = breakAfter(words[start - 1]);
  for (let by = -1; -by <= left && words[start + by] === words[end + by]; by--) consider(by);
  for (let by = 1; by <= right && words[start + by - 1] === words[end + by - 1]; by++) consider(by);
  function consider(by: number): void {
    const score = breakAfter(words[start + by - 1]);
    if (score > bestScore) [best, bestScore] = [by, score];
  }
  return best;
}

function breakAfter(word: string | undefined): number {
  if (word === undefined || /^[.!?。！？؟]$/u.test(word)) return 2;
  return /^[,;:、،]$/u.test(word) ? 1 : 0;
}

/** A single word kept between two rewritten stretches is chance: the stretches read better as one. */
function dropIslands(runs: Run[], before: readonly string[]): Run[] {
  const merged: Run[] = [];
  runs.forEach((run, index) => {
    const last = merged.at(-1);
    const next = runs[index + 1];
    const island = run.equal && last && !last.equal && next && isStretch(last) && isStretch(next) && countWords(before, run) <= 1;
    if (last && !last.equal && (island || !run.equal)) Object.assign(last, { a1: run.a1, b1: run.b1 });
    else merged.push({ ...run });
  });
  return merged;
}

function isStretch(run: Run): boolean {
  return run.a1 - run.a0 >= 3 && run.b1 - run.b0 >= 3;
}

function countWords(words: readonly string[], run: Run): number {
  if (run.a1 - run.a0 > 4) return Number.POSITIVE_INFINITY;
  return words.slice(run.a0, run.a1).filter(isWordlike).length;
}

function* wordsOf(runs: readonly Run[], before: Tokens, after: Tokens): Generator<Word> {
  for (const run of runs) {
    if (run.equal) yield* keptWords(run, before, after);
    else yield* changedWords(run, before, after);
  }
}

function* keptWords(run: Run, before: Tokens, after: Tokens): Generator<Word> {
  for (let index = run.a0; index < run.a1; index++) {
    const b = run.b0 + index - run.a0;
    yield { op: 'equal', text: after.words[b] ?? '' };
    yield* keptGap(before.gaps[index] ?? '', after.gaps[b] ?? '');
  }
}

function* keptGap(before: string, after: string): Generator<Word> {
  if (before === after) yield { op: 'equal', text: after };
  else
    yield* [
      { op: 'delete' as const, text: before },
      { op: 'insert' as const, text: after },
    ];
}

/** The space after the last word of both sides is kept, if it is the same. */
function* changedWords(run: Run, before: Tokens, after: Tokens): Generator<Word> {
  const a = joined(before, run.a0, run.a1);
  const b = joined(after, run.b0, run.b1);
  const gap = after.gaps[run.b1 - 1] ?? '';
  const shared = a && b && gap === before.gaps[run.a1 - 1] ? gap.length : 0;
  yield { op: 'delete', text: a.slice(0, a.length - shared) };
  yield { op: 'insert', text: b.slice(0, b.length - shared) };
  yield { op: 'equal', text: b.slice(b.length - shared) };
}

function joined({ words, gaps }: Tokens, start: number, end: number): string {
  let text = '';
  for (let index = start; index < end; index++) text += (words[index] ?? '') + (gaps[index] ?? '');
  return text;
}

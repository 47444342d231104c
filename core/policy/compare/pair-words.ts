/** The words of two blocks that are one: line, cells of a row, or the parts of a split or joined block. */
import { type Block, lineOf } from '../blocks.ts';
import { cellsOf } from './cells.ts';
import type { CellPair, Word } from './comparison.ts';
import type { Reader } from './reader.ts';
import type { Tokens } from './tokens.ts';
import { compareTokens, compareWords, KEPT_AT_LEAST, keptShare } from './words.ts';

export interface WordBudget {
  reader: Reader;
  /** Edits allowed for each pair of texts. */
  maxEdits: number;
}

/** Texts that have hardly anything in common are replaced as a whole. */
function comparedOrReplaced(before: string, after: string, budget: WordBudget): { words: Word[]; replaced: boolean } {
  if (before === after) return { words: presentOnes([{ op: 'equal', text: after }]), replaced: false };
  const words = compareWords(before, after, budget.reader, budget.maxEdits);
  if (words && keptShare(words) >= KEPT_AT_LEAST) return { words, replaced: false };
  return { words: wholly(before, after), replaced: true };
}

/** The whole line of a pair, with its line feed. */
export function lineWords(before: Block, after: Block, budget: WordBudget): { words: Word[]; replaced: boolean } {
  const { words, replaced } = comparedOrReplaced(before.text, after.text, budget);
  return { words: [...wholly(before.prefix, after.prefix), ...words, { op: 'equal', text: '\n' }], replaced };
}

/** The line of a row: each cell by itself, so that no run of words straddles two of them. */
export function rowWords(before: Block, after: Block, cells: readonly CellPair[], budget: WordBudget): Word[] {
  const words = wholly(before.prefix, after.prefix);
  let a = 0;
  let b = 0;
  for (const pair of cells) {
    const from = pair.before === undefined ? undefined : cellsOf(before)[pair.before];
    const to = pair.after === undefined ? undefined : cellsOf(after)[pair.after];
    words.push(...wholly(from ? before.text.slice(a, from[0]) : '', to ? after.text.slice(b, to[0]) : ''));
    words.push(...comparedOrReplaced(from ? before.text.slice(...from) : '', to ? after.text.slice(...to) : '', budget).words);
    a = from ? from[1] : a;
    b = to ? to[1] : b;
  }
  return [...words, ...wholly(before.text.slice(a), after.text.slice(b)), { op: 'equal', text: '\n' }];
}

/** One old line and several new ones, or the reverse. */
export interface Part {
  before: Block;
  after: Block;
  words: Word[];
  /** Where the words begin in the two lines. */
  offset: { before: number; after: number };
}

/**
 * A block that was split into several, part by part; `undefined` where too little is kept to say so.
 * The line feeds and prefixes that parted it are insertions like any other.
 */
export function splitParts(whole: Block, parts: readonly Block[], budget: WordBudget): Part[] | undefined {
  const border = absentSign([whole, ...parts]);
  const tokens = parts.map(({ text }) => budget.reader.tokens(text));
  const compared = compareTokens(budget.reader.tokens(whole.text), joinTokens(tokens, border), budget.maxEdits);
  if (!compared || keptShare(compared) < KEPT_AT_LEAST) return undefined;
  const cut = cutAt(compared, border, parts.length);
  let consumed = whole.prefix.length;
  return parts.map((after, index) => {
    const isFirst = index === 0;
    const isLast = index === parts.length - 1;
    const inside = cut[index] ?? [];
    const prefix = wholly(isFirst ? whole.prefix : '', after.prefix);
    const words = [...prefix, ...inside, { op: isLast ? ('equal' as const) : ('insert' as const), text: '\n' }];
    const offset = { before: isFirst ? 0 : consumed, after: 0 };
    consumed += lengthWithout('insert', inside);
    return { before: whole, after, words, offset };
  });
}

function lengthWithout(op: Word['op'], words: readonly Word[]): number {
  return words.reduce((length, word) => length + (word.op === op ? 0 : word.text.length), 0);
}

/** A sign that none of the texts has, to stand for the border between two parts. */
function absentSign(blocks: readonly Block[]): string {
  let code = 0xe000;
  while (blocks.some((block) => lineOf(block).includes(String.fromCharCode(code)))) code++;
  return String.fromCharCode(code);
}

function joinTokens(parts: readonly Tokens[], border: string): Tokens {
  const joined: Tokens = { words: [], gaps: [] };
  parts.forEach(({ words, gaps }, index) => {
    if (index > 0) {
      joined.words.push(border);
      joined.gaps.push('');
    }
    joined.words.push(...words);
    joined.gaps.push(...gaps);
  });
  return joined;
}

/** The words part by part; the border itself, which only insertions have, is dropped. */
function cutAt(words: readonly Word[], border: string, count: number): Word[][] {
  const parts: Word[][] = Array.from({ length: count }, () => []);
  let part = 0;
  for (const { op, text } of words) {
    text.split(border).forEach((piece, index) => {
      if (index > 0) part++;
      if (piece) parts[part]?.push({ op, text: piece });
    });
  }
  return parts;
}

/** Two texts as one word each: equal, or replaced. Empty ones are left out. */
export function wholly(before: string, after: string): Word[] {
  if (before === after) return presentOnes([{ op: 'equal', text: after }]);
  return presentOnes([
    { op: 'delete', text: before },
    { op: 'insert', text: after },
  ]);
}

function presentOnes(words: Word[]): Word[] {
  return words.filter(({ text }) => text !== '');
}

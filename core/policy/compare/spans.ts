/** Where in the two texts the words of a change stand: what marks, cells and sensitive edits are found by. */
import type { BlockChange, Word, WordOp } from './comparison.ts';

/** `[start, end)` of the old text for deleted words, else of the new text; prefix and line feed left out. */
export interface Span {
  op: WordOp;
  start: number;
  end: number;
  /** Of equal words: where they begin in the old text. */
  startBefore?: number;
}

/** The spans of `words`, by default of all words of the block. */
export function spansOf(change: BlockChange, words: readonly Word[] = change.words): Span[] {
  const before = { at: -(change.before?.prefix.length ?? 0) + (change.offset?.before ?? 0), length: change.before?.text.length ?? 0 };
  const after = { at: -(change.after?.prefix.length ?? 0) + (change.offset?.after ?? 0), length: change.after?.text.length ?? 0 };
  const spans: Span[] = [];
  for (const { op, text } of words) {
    const side = op === 'delete' ? before : after;
    const start = Math.max(0, side.at);
    const end = Math.min(side.length, side.at + text.length);
    if (start < end) spans.push({ op, start, end, ...(op === 'equal' && { startBefore: before.at + start - after.at }) });
    if (op !== 'insert') before.at += text.length;
    if (op !== 'delete') after.at += text.length;
  }
  return spans;
}

/** The text of a span. */
export function spanText({ before, after }: BlockChange, { op, start, end }: Span): string {
  return (op === 'delete' ? before : after)?.text.slice(start, end) ?? '';
}

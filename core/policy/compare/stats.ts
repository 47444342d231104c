/** How much changed, in numbers for the timeline. */
import type { BlockChange, Comparison, ComparisonStats } from './comparison.ts';
import type { Reader } from './reader.ts';
import { spansOf, spanText } from './spans.ts';

export function statsOf(blocks: Comparison['blocks'], reader: Reader): ComparisonStats {
  const stats: ComparisonStats = {
    wordsAdded: 0,
    wordsRemoved: 0,
    wordsMoved: 0,
    blocksEqual: 0,
    blocksChanged: 0,
    blocksInserted: 0,
    blocksDeleted: 0,
    blocksMoved: 0,
    linksChanged: 0,
    markupOnly: 0,
    typographicOnly: 0,
    renumberedOnly: 0,
    sensitive: 0,
  };
  for (const change of blocks) {
    countWords(stats, change, reader);
    countBlock(stats, change);
  }
  return stats;
}

function countWords(stats: ComparisonStats, change: BlockChange, reader: Reader): void {
  if (change.op === 'equal' || change.op === 'moved-from') return;
  const isMoved = change.op === 'moved-to';
  if (isMoved && !change.edits) {
    stats.wordsMoved += reader.count(change.after?.text ?? '');
    return;
  }
  for (const span of spansOf(change, change.edits)) {
    if (span.op === 'equal' && !isMoved) continue;
    const count = reader.count(spanText(change, span));
    if (span.op === 'equal') stats.wordsMoved += count;
    else if (span.op === 'insert') stats.wordsAdded += count;
    else stats.wordsRemoved += count;
  }
}

function countBlock(stats: ComparisonStats, change: BlockChange): void {
  stats.linksChanged += change.links?.length ?? 0;
  stats.sensitive += change.sensitive?.length ?? 0;
  if (change.markup) stats.markupOnly += 1;
  if (change.typographic) stats.typographicOnly += 1;
  if (change.op === 'equal') stats.blocksEqual += 1;
  else if (change.op === 'inserted') stats.blocksInserted += 1;
  else if (change.op === 'deleted') stats.blocksDeleted += 1;
  else if (change.op === 'moved-to') stats.blocksMoved += 1;
  else if (change.op === 'moved-from') return;
  else if (change.renumbered) stats.renumberedOnly += 1;
  else if (!change.group || change.group.index === 0) stats.blocksChanged += 1;
}

/** The part of a comparison that one section's own page shows. */

import type { Block } from '../../core/policy/blocks.ts';
import { type BlockChange, type CompareOptions, type Comparison, compareBlocks } from '../../core/policy/compare/index.ts';

/**
 * A section that moved as a whole would stand there twice, "moved to another place in this section". Where every move begins and
 * ends in the section, it is compared by itself: what is left is what changed in it.
 */
export function sectionComparison(whole: Comparison, blocks: readonly BlockChange[], options: CompareOptions): Comparison {
  const moves = Map.groupBy(
    blocks.filter(({ move }) => move !== undefined),
    ({ move }) => move,
  );
  const isByItself = moves.size > 0 && [...moves.values()].every(({ length }) => length === 2);
  return isByItself ? compareBlocks(sideOf(blocks, 'before', 'moved-to'), sideOf(blocks, 'after', 'moved-from'), options) : { ...whole, blocks: [...blocks] };
}

/** The blocks of one version, each once: parts of a split or a join share theirs. */
function sideOf(blocks: readonly BlockChange[], side: 'before' | 'after', not: BlockChange['op']): Block[] {
  return [...new Set(blocks.flatMap((change) => (change.op === not ? [] : (change[side] ?? []))))];
}

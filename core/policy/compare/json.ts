/**
 * A comparison as JSON for machines: blocks and words with the property of `BlockChange.words`, so that
 * whoever holds the answer can rebuild both canonical texts and check their SHA-256.
 */
import type { BlockChange, Comparison } from './comparison.ts';

/** A version as `published.json` names it. */
export interface ComparedVersion {
  version: string;
  /** Of the canonical text, lower case hexadecimal. */
  sha256: string;
}

/** A block without the two blocks it was made from, whose words it holds anyway. */
export type ComparedBlockJson = Omit<BlockChange, 'before' | 'after' | 'offset' | 'cells'>;

export interface ComparisonJson extends Pick<Comparison, 'stats' | 'changes'> {
  a: ComparedVersion;
  b: ComparedVersion;
  blocks: ComparedBlockJson[];
}

export function comparisonJson(comparison: Comparison, a: ComparedVersion, b: ComparedVersion): ComparisonJson {
  return { a, b, stats: comparison.stats, changes: comparison.changes, blocks: comparison.blocks.map(blockJson) };
}

function blockJson({ before, after, offset, cells, ...shown }: BlockChange): ComparedBlockJson {
  return shown;
}

/** Puts the passes together: alignment, words, sensitive edits, the list, the numbers. */
import type { Block } from '../blocks.ts';
import { sectionsOf } from '../sections.ts';
import { blockChanges } from './block-changes.ts';
import { listChanges, setAnchors } from './changes.ts';
import { type CompareOptions, type Comparison, type SectionPair, titlesOf } from './comparison.ts';
import { planComparison } from './plan.ts';
import { createReader } from './reader.ts';
import { type SectionNames, sensitiveEdits } from './sensitive.ts';
import { statsOf } from './stats.ts';

/**
 * Compares an older version's blocks `a` with a newer one's `b`. Deterministic, without clock or limit of
 * time: work is bounded by the limits in `align.ts`, `moves.ts`, `likeness.ts` and `block-changes.ts`,
 * beyond which blocks are shown as replaced, or as deleted and inserted. Comparing `b` with `a` is
 * the exact mirror. Linear in blocks that stayed the same.
 */
export function compareBlocks(a: readonly Block[], b: readonly Block[], options: CompareOptions = {}): Comparison {
  const reader = createReader(options.locale);
  const plan = planComparison(a, b, options.renamed ?? {}, reader);
  const blocks = blockChanges(plan, reader);
  const namesOf = sectionNames(plan.sections, [...parentsOf(a), ...parentsOf(b)]);
  for (const change of blocks) {
    const sensitive = sensitiveEdits(change, options.locale, namesOf);
    if (sensitive.length > 0) change.sensitive = sensitive;
  }
  setAnchors(blocks);
  const titles = titlesOf(plan.sections);
  return { blocks, changes: listChanges(blocks, titles), stats: statsOf(blocks, reader), sections: plan.sections };
}

function parentsOf(blocks: readonly Block[]): [string, string][] {
  return sectionsOf(blocks).flatMap(({ id, parent }) => (parent === undefined ? [] : [[id, parent] as [string, string]]));
}

function sectionNames(sections: readonly SectionPair[], parents: readonly [string, string][]): SectionNames {
  const names = new Map<string, string[]>();
  for (const { before, after } of sections) {
    const all = [before?.id, before?.title, after?.id, after?.title].filter((name) => name !== undefined);
    for (const side of [before, after]) if (side) names.set(side.id, all);
  }
  const parentOf = new Map(parents);
  return (section) => [...(names.get(section) ?? []), ...(names.get(parentOf.get(section) ?? '') ?? [])];
}

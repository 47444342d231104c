/** Lists as readers see them: lead-in, items, and how each item ends. */
import type { LintDocument } from './document.ts';
import type { Passage } from './passage.ts';
import { nodesOf, type SyntaxNode } from './syntax.ts';

export interface List {
  node: SyntaxNode;
  /** The first paragraph of each item. */
  items: Passage[];
  /** The paragraph right before the list. */
  leadIn?: Passage;
}

export function listsOf(document: LintDocument): List[] {
  const byItem = new Map<SyntaxNode, Passage>();
  for (const passage of document.passages) {
    const item = passage.ancestors.at(-1);
    if (passage.kind === 'item' && item) byItem.set(item, passage);
  }
  const lists: List[] = [];
  for (const node of nodesOf(document.root)) {
    if (node.type !== 'list') continue;
    const items = (node.children ?? []).flatMap((item) => byItem.get(item) ?? []);
    const leadIn = document.passages.find((passage) => passage.next === node);
    lists.push({ node, items, ...(leadIn && { leadIn }) });
  }
  return lists;
}

export type Ending = 'full stop' | 'semicolon' | 'comma' | 'nothing';

export function endingOf(item: Passage): Ending | undefined {
  const words = item.prose.trimEnd().replace(/[,;]?\s+(?:and|or|and\/or|und|oder)$/i, (tail) => /^[,;]/.exec(tail)?.[0] ?? '');
  if (!words || /[:)\]]$/.test(words) || item.next) return undefined;
  // A full stop that belongs to an abbreviation ends no sentence.
  if (/\b(?:etc|Inc|Jr|Sr|Ltd|Corp|Co|usw)\.$/.test(words)) return undefined;
  if (/[.!?…]["”“’]?$/.test(words)) return 'full stop';
  return words.endsWith(';') ? 'semicolon' : words.endsWith(',') ? 'comma' : 'nothing';
}

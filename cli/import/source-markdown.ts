/**
 * Markdown and MDX, with the HTML, Liquid and kramdown that stand in them, read into one tree of HTML
 * (hast), as a site generator would show it. Footnotes are kept apart, for HTML has none.
 */
import type { Root as HastRoot } from 'hast';
import type { FootnoteDefinition, Nodes, Parents, PhrasingContent, Root, RootContent, Text } from 'mdast';
import rehypeRaw from 'rehype-raw';
import remarkGfm from 'remark-gfm';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { readAttributeLists } from './kramdown.ts';
import { holdLiquid } from './liquid.ts';
import { lowerMdx } from './lower-mdx.ts';
import { excerpt, type Notes } from './notes.ts';
import type { Tokens } from './tokens.ts';

export interface MarkdownSource {
  tree: HastRoot;
  /** Content of each footnote that is referred to, in the order of first reference. */
  footnotes: { identifier: string; tree: HastRoot }[];
}

/** @param source Without its front matter. */
export function readMarkdown(source: string, format: 'markdown' | 'mdx', tokens: Tokens, notes: Notes): MarkdownSource {
  const held = readAttributeLists(holdLiquid(source, tokens, notes), notes);
  const mdast = format === 'mdx' ? parseMdx(held, tokens, notes) : parse(held);
  repairEmphasis(mdast, notes);
  const footnotes = takeFootnotes(mdast, tokens, notes);
  return {
    tree: toHast(mdast),
    footnotes: footnotes.map(({ identifier, children }) => ({ identifier, tree: toHast({ type: 'root', children }) })),
  };
}

function parse(source: string): Root {
  return unified().use(remarkParse).use(remarkGfm).parse(source);
}

function parseMdx(source: string, tokens: Tokens, notes: Notes): Root {
  try {
    const tree = unified().use(remarkParse).use(remarkGfm).use(remarkMdx).parse(source);
    lowerMdx(tree, source, tokens, notes);
    return tree;
  } catch (error) {
    notes.add('mdx', `not MDX after all (${excerpt(error instanceof Error ? error.message : String(error))}); read as Markdown`);
    return parse(source);
  }
}

function toHast(tree: Root): HastRoot {
  const processor = unified().use(remarkRehype, { allowDangerousHtml: true }).use(rehypeRaw);
  return processor.runSync(tree) as HastRoot;
}

/**
 * Emphasis that was meant and is none, for a space stands before its end: `**Name: **Text`. Converters
 * to Markdown leave many. Readers would see the asterisks.
 */
function repairEmphasis(tree: Root, notes: Notes): void {
  visit(tree, 'text', (node: Text, index, parent: Parents | undefined) => {
    if (!parent || index === undefined || !node.value.includes('**')) return;
    const children: PhrasingContent[] = [];
    let end = 0;
    for (const match of node.value.matchAll(/(?<=^|[\s(])\*\*(?=[\p{L}\p{N}“"'(])([^*]*[^\s*])(\s+)\*\*(?=\S)|(?<=^|\s)\*\*(\s+)([^\s*][^*]*[^\s*])\*\*/gu)) {
      const [whole, before, spaceAfter, spaceBefore, after] = match;
      children.push({ type: 'text', value: node.value.slice(end, match.index) + (spaceBefore ? ' ' : '') });
      children.push({ type: 'strong', children: [{ type: 'text', value: before ?? after ?? '' }] });
      if (spaceAfter) children.push({ type: 'text', value: ' ' });
      end = match.index + whole.length;
      notes.add('emphasis', `emphasis that a space had broken was mended: ${excerpt(whole)}`, { lost: '** **' });
    }
    if (end === 0) return;
    children.push({ type: 'text', value: node.value.slice(end) });
    (parent.children as Nodes[]).splice(index, 1, ...children.filter((child) => child.type !== 'text' || child.value !== ''));
    return index + children.length;
  });
}

/** Takes the definitions out and puts tokens where they are referred to. */
function takeFootnotes(tree: Root, tokens: Tokens, notes: Notes): FootnoteDefinition[] {
  const definitions = new Map<string, FootnoteDefinition>();
  visit(tree, 'footnoteDefinition', (node: FootnoteDefinition, index, parent: Parents | undefined) => {
    if (!parent || index === undefined) return;
    if (!definitions.has(node.identifier)) definitions.set(node.identifier, node);
    parent.children.splice(index, 1);
    return index;
  });
  const order = new Set<string>();
  const refer = (nodes: Parents): void => {
    visit(nodes, 'footnoteReference', (node, index, parent: Parents | undefined) => {
      if (!parent || index === undefined) return;
      order.add(node.identifier);
      (parent.children as Nodes[])[index] = { type: 'text', value: tokens.hold({ type: 'footnote', identifier: node.identifier }) };
    });
  };
  refer(tree);
  // A footnote may refer to another one: the set grows while it is walked.
  for (const identifier of order) {
    const definition = definitions.get(identifier);
    if (definition) refer(definition);
  }
  for (const [identifier, definition] of definitions) {
    if (!order.has(identifier))
      notes.add('footnote', `footnote ${identifier} is referred to nowhere, so readers never saw it; it was left out: ${excerpt(wordsOf(definition))}`);
  }
  return [...order].flatMap((identifier) => definitions.get(identifier) ?? []);
}

function wordsOf(node: Nodes | RootContent): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map((child) => wordsOf(child)).join(' ') : '';
}

/**
 * From a cleaned tree of HTML to Markdown's tree, with the plain HTML that a policy may use for what
 * Markdown lacks (`<sup>`, `<br />` in a cell, …) as JSX.
 */
import type { Element, Root as HastRoot } from 'hast';
import type { BlockContent, Nodes, Parents, PhrasingContent, Root, RootContent, TableCell } from 'mdast';
import rehypeRemark from 'rehype-remark';
import { unified } from 'unified';
import type { Notes } from './notes.ts';
import type { Held, Tokens } from './tokens.ts';

/** Nodes that stand for a token until the text is written. */
export interface AnchorNode {
  type: 'anchor';
  id: string;
}
export interface HeadingIdsNode {
  type: 'headingIds';
  ids: string[];
}

/** Elements that MDX keeps as they are, with the attributes that count. */
const KEPT: Record<string, readonly string[]> = {
  sup: [],
  sub: [],
  q: [],
  cite: [],
  dfn: [],
  abbr: ['title'],
  time: ['dateTime'],
  bdi: ['dir'],
  span: ['lang', 'dir'],
};

type Jsx = Extract<Nodes, { type: 'mdxJsxTextElement' }>;

export function jsx(name: string, attributes: Record<string, string>, children: PhrasingContent[]): Jsx {
  return {
    type: 'mdxJsxTextElement',
    name,
    attributes: Object.entries(attributes).map(([key, value]) => ({ type: 'mdxJsxAttribute', name: key, value })),
    children,
  };
}

interface State {
  all(node: Element): Nodes[];
}

function keep(state: State, node: Element): Nodes | Nodes[] {
  const attributes: Record<string, string> = {};
  for (const name of KEPT[node.tagName] ?? []) {
    const value = node.properties[name];
    if (typeof value === 'string' && value !== '') attributes[name === 'dateTime' ? 'datetime' : name] = value;
  }
  const children = state.all(node);
  if (node.tagName === 'span' && Object.keys(attributes).length === 0) return children;
  if (children.some((child) => BLOCKS.has(child.type))) return children;
  return jsx(node.tagName, attributes, children as PhrasingContent[]);
}

function cell(state: State, node: Element): TableCell {
  const data: Record<string, unknown> = {};
  if (node.properties.colSpan) data.hastUtilToMdastTemporaryColSpan = node.properties.colSpan;
  if (node.properties.rowSpan) data.hastUtilToMdastTemporaryRowSpan = node.properties.rowSpan;
  return { type: 'tableCell', children: oneLine(state.all(node)), ...(Object.keys(data).length > 0 ? { data } : {}) };
}

const BLOCKS = new Set(['paragraph', 'heading', 'list', 'listItem', 'blockquote', 'code', 'table', 'tableRow', 'tableCell', 'thematicBreak']);

/** A cell is one line in Markdown: its blocks are parted by `<br />`. */
function oneLine(nodes: Nodes[]): PhrasingContent[] {
  const lines: PhrasingContent[][] = [[]];
  const last = (): PhrasingContent[] => lines.at(-1) as PhrasingContent[];
  const open = (): void => {
    if (last().length > 0) lines.push([]);
  };
  const add = (node: Nodes): void => {
    const inline = !BLOCKS.has(node.type) && node.type !== 'break';
    if (inline) {
      last().push(node as PhrasingContent);
      return;
    }
    open();
    if (node.type === 'break' || node.type === 'thematicBreak') return;
    if (node.type === 'code') last().push({ type: 'inlineCode', value: node.value.replace(/\s*\n\s*/g, ' ') });
    else if (node.type === 'heading') last().push({ type: 'strong', children: node.children });
    else for (const child of (node as Parents).children) add(child);
    open();
  };
  for (const node of nodes) add(node);
  return lines
    .filter((line) => line.some((node) => node.type !== 'text' || node.value.trim() !== ''))
    .flatMap((line, index) => (index === 0 ? line : [jsx('br', {}, []), ...line]));
}

/** @param tree Cleaned; used up. */
export function toMdast(tree: HastRoot, tokens: Tokens, notes: Notes): Root {
  const handlers = { ...Object.fromEntries(Object.keys(KEPT).map((name) => [name, keep])), td: cell, th: cell, details: flowOf, summary: strongLine };
  const processor = unified().use(rehypeRemark, { document: true, handlers: handlers as never });
  if (holds(tree, 'dl')) notes.add('list', 'lists of terms became lists whose items hold the term and what it means');
  const root = processor.runSync(tree as never) as unknown as Root;
  putBack(root, tokens);
  return root;
}

function flowOf(state: State & { toFlow(nodes: Nodes[]): BlockContent[] }, node: Element): BlockContent[] {
  return state.toFlow(state.all(node));
}

function strongLine(state: State, node: Element): Nodes {
  const children = state.all(node);
  if (children.some((child) => child.type === 'heading')) return children.find((child) => child.type === 'heading') as Nodes;
  return { type: 'paragraph', children: [{ type: 'strong', children: children as PhrasingContent[] }] };
}

function holds(node: HastRoot | Element, name: string): boolean {
  return node.children.some((child) => child.type === 'element' && (child.tagName === name || holds(child, name)));
}

/** Puts what tokens stand for back into a tree. */
function putBack(node: Parents, tokens: Tokens): void {
  node.children = (node.children as Nodes[]).flatMap((child): Nodes[] => {
    if (child.type === 'text') return tokens.split(child.value).map((part) => (typeof part === 'string' ? { type: 'text', value: part } : nodeOf(part)));
    if (child.type === 'code' || child.type === 'inlineCode') child.value = tokens.words(child.value);
    if (child.type === 'link') child.url = wordsInAddress(child.url, tokens);
    if ('children' in child) putBack(child, tokens);
    return [child];
  }) as RootContent[];
}

function wordsInAddress(address: string, tokens: Tokens): string {
  return tokens
    .split(address)
    .map((part) => (typeof part === 'string' ? part : part.type === 'words' ? encodeURI(part.words) : ''))
    .join('');
}

function nodeOf(held: Held): Nodes {
  switch (held.type) {
    case 'words':
      return { type: 'text', value: held.words };
    case 'anchor':
      return { type: 'anchor', id: held.id } satisfies AnchorNode as unknown as Nodes;
    case 'heading-ids':
      return { type: 'headingIds', ids: held.ids } satisfies HeadingIdsNode as unknown as Nodes;
    case 'component':
      return jsx(held.name, held.attributes, []);
    case 'footnote':
      return { type: 'footnoteReference', identifier: held.identifier, label: held.identifier };
  }
}

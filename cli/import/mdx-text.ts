/**
 * Writes a Markdown tree as MDX, and proves it: the words are read back with the parser that the site
 * uses, and a block that does not come back whole is written again with every sign spelt out.
 */
import type { Nodes, Parents, PhrasingContent, Root, RootContent, Text } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkMdx from 'remark-mdx';
import remarkStringify from 'remark-stringify';
import { mdxToHast } from 'satteri';
import { unified } from 'unified';
import { excerpt, type Notes } from './notes.ts';
import { type IdentifiedHeading, plainWords } from './outline.ts';
import { jsx } from './to-mdast.ts';

interface Info {
  before: string;
  after: string;
}
interface State {
  enter(name: string): () => void;
  safe(value: string, info: Info): string;
  containerPhrasing(node: Parents, info: Info): string;
}

const processor = unified()
  .use(remarkGfm, { tablePipeAlign: false })
  .use(remarkMdx)
  .use(remarkStringify, {
    bullet: '-',
    rule: '-',
    fences: true,
    listItemIndent: 'one',
    resourceLink: true,
    incrementListMarker: true,
    handlers: { heading, text } as never,
  });

/** `## Words {#id}` on one line, always with number signs. */
function heading(node: IdentifiedHeading, _parent: Parents, state: State, info: Info): string {
  const exit = state.enter('headingAtx');
  const leave = state.enter('phrasing');
  const words = state.containerPhrasing(node, { ...info, before: '# ', after: '\n' }).replace(/\s*\n\s*/g, ' ');
  leave();
  exit();
  const id = node.data?.id;
  return `${'#'.repeat(node.depth)} ${words}${id ? ` {#${id}}` : ''}`;
}

function text(node: Text & { spelt?: boolean }, parent: Parents | undefined, state: State, info: Info): string {
  const safe = node.spelt ? spellOut(node.value) : readable(state.safe(node.value, info), info);
  // A block that begins like a module's statement would be taken for one.
  return parent?.type === 'paragraph' && parent.children[0] === node
    ? safe.replace(/^(?:import|export)\b/, (word) => `&#${word.charCodeAt(0)};${word.slice(1)}`)
    : safe;
}

/**
 * Addresses in running text are links in any case, so the escapes of remark-gfm would only be in a
 * reader's way; but where other escapes follow, the parser would take those for a part of the address.
 */
function readable(safe: string, info: Info): string {
  const escapes = /^\s?$/.test(info.after) ? ESCAPED_ADDRESS : ESCAPED_ADDRESS_BEFORE_SPACE;
  return safe.replace(escapes, (address) => address.replace('\\', ''));
}

/** `https\://`, `www\.` and `@` in an address, with no other escape up to its end. */
const escapedAddress = (end: string): RegExp => new RegExp(String.raw`(?:\b(?:https?\\:(?=//)|www\\\.)|(?<=[\w.+-])\\@)(?=[^\s\\&<]*(?:${end}))`, 'gi');
const ESCAPED_ADDRESS = escapedAddress(String.raw`\s|$`);
const ESCAPED_ADDRESS_BEFORE_SPACE = escapedAddress(String.raw`\s`);

/** Every sign but letters, digits and spaces as a character reference: nothing is left to be read as markup. */
function spellOut(value: string): string {
  return value.replace(/[^\p{L}\p{M}\p{N} ]/gu, (sign) => `&#${sign.codePointAt(0)};`);
}

/** @returns MDX that reads back as the tree's words. */
export function writeMdx(root: Root, notes: Notes): string {
  const body = processor.stringify(root as never);
  if (readsAs(body, root)) return body;
  const children = root.children.map((node): RootContent => {
    const alone = { type: 'root', children: [node] } satisfies Root;
    if (readsAs(processor.stringify(alone as never), alone)) return node;
    notes.add('fallback', `a block with unusual signs is written with character references: ${excerpt(plainWords(node))}`);
    const spelt = speltOut(node) as RootContent;
    const again = { type: 'root', children: [spelt] } satisfies Root;
    if (readsAs(processor.stringify(again as never), again)) return spelt;
    return { type: 'paragraph', children: [{ type: 'text', value: plainWords(node), spelt: true } as Text] };
  });
  const spelt = { ...root, children };
  const again = processor.stringify(spelt as never);
  if (!readsAs(again, spelt))
    throw new Error(`the text does not read back as it was written; please report this source (near ${excerpt(firstDifference(again, spelt), 200)})`);
  return again;
}

/** The same node with its texts spelt out and emphasis as elements, which no neighbouring sign can break. */
function speltOut(node: Nodes): Nodes {
  if (node.type === 'text') return { ...node, spelt: true } as Text;
  if (!('children' in node)) return node;
  const children = (node.children as Nodes[]).map(speltOut);
  if (node.type === 'strong' || node.type === 'emphasis') return jsx(node.type === 'strong' ? 'strong' : 'em', {}, children as PhrasingContent[]);
  return { ...node, children } as Nodes;
}

function readsAs(body: string, root: Root): boolean {
  try {
    return readBack(body) === dense(root);
  } catch {
    return false;
  }
}

function firstDifference(body: string, root: Root): string {
  const want = dense(root);
  let got = '';
  try {
    got = readBack(body);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  let index = 0;
  while (index < want.length && want[index] === got[index]) index += 1;
  return `${want.slice(Math.max(0, index - 20), index + 40)} / ${got.slice(Math.max(0, index - 20), index + 40)}`;
}

interface HastNode {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: HastNode[];
}

/** Words of MDX as the site's parser reads it, without spaces. */
function readBack(body: string): string {
  return denseHast(mdxToHast(body, { position: false, features: { headingAttributes: true } }) as HastNode).replace(/\s+/g, '');
}

function denseHast(node: HastNode): string {
  if (node.type === 'mdxjsEsm' || /^mdx\w*Expression$/.test(node.type)) throw new Error('a text was read as a program');
  if (node.type === 'text') return node.value ?? '';
  if (node.tagName === 'br') return '';
  // Of footnotes the words count, not the numbers and signs around them.
  const { properties } = node;
  if (properties?.dataFootnoteRef !== undefined || properties?.dataFootnoteBackref !== undefined || properties?.id === 'footnote-label') return '';
  return (node.children ?? []).map(denseHast).join('');
}

/** Words of a tree without spaces. */
function dense(node: Nodes): string {
  return denseMdast(node).replace(/\s+/g, '');
}

function denseMdast(node: Nodes): string {
  if (node.type === 'text' || node.type === 'code' || node.type === 'inlineCode') return node.value;
  return 'children' in node ? (node.children as Nodes[]).map(denseMdast).join('') : '';
}

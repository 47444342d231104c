/**
 * Passages: the runs of visible prose that a reader meets (a heading, a paragraph, a list item, a cell),
 * each with a way back from its characters to the source.
 */

import type { Section } from './outline.ts';
import { alignText } from './parse/text-map.ts';
import { isComponent, type Place, placeOf, type SyntaxNode } from './syntax.ts';

export type PassageKind = 'heading' | 'paragraph' | 'item' | 'cell';

/** Inline markup over the text of a passage. */
export interface Span {
  type: 'link' | 'strong' | 'emphasis' | 'code' | 'image' | 'component';
  start: number;
  end: number;
  node: SyntaxNode;
  /** Of a link or image: its address. */
  href?: string;
}

/** Where a passage hangs in the tree. */
export interface Surroundings {
  /** From the root down to the parent. */
  ancestors: readonly SyntaxNode[];
  /** What follows the block among its siblings. */
  next?: SyntaxNode;
}

interface Piece {
  /** Index in the passage's text. */
  at: number;
  length: number;
  /** Offset in the source. */
  offset: number;
  map?: Uint32Array | undefined;
}

export class Passage {
  readonly kind: PassageKind;
  readonly node: SyntaxNode;
  readonly text: string;
  /** The text with each character of code replaced by `x`: for rules about wording. */
  readonly prose: string;
  readonly spans: readonly Span[];
  readonly ancestors: readonly SyntaxNode[];
  readonly next: SyntaxNode | undefined;
  /** Ids given in the source, as `{#id}` or `{: #id}`. */
  readonly ids: readonly string[];
  /** Set by the outline. */
  section!: Section;
  readonly #pieces: readonly Piece[];

  constructor(kind: PassageKind, node: SyntaxNode, source: string, surroundings: Surroundings, address: (node: SyntaxNode) => string | undefined) {
    const reader = new InlineReader(source, address);
    reader.read(node);
    const { text, ids } = blankAttributes(reader.text);
    this.kind = kind;
    this.node = node;
    this.text = text;
    this.spans = reader.spans;
    this.prose = blankCode(text, reader.spans);
    this.ancestors = surroundings.ancestors;
    this.next = surroundings.next;
    this.ids = ids;
    this.#pieces = reader.pieces;
  }

  /** The place in the source of `text.slice(start, end)`; of the whole passage without arguments. */
  place(start = 0, end = this.text.length): Place {
    const from = this.#offset(start);
    return { start: from, end: Math.max(from, this.#offset(Math.max(start, end - 1)) + (end > start ? 1 : 0)) };
  }

  /** The place of a match in `text` or `prose`. */
  placeOf(match: RegExpMatchArray): Place {
    const start = match.index ?? 0;
    return this.place(start, start + match[0].length);
  }

  /** The place of the first match in `prose`. */
  placeOfFirst(pattern: RegExp): Place | undefined {
    const match = pattern.exec(this.prose);
    return match ? this.placeOf(match) : undefined;
  }

  spansOf(type: Span['type']): Span[] {
    return this.spans.filter((span) => span.type === type);
  }

  /** Is there markup of this type anywhere between two characters? */
  touches(type: Span['type'], start: number, end: number): boolean {
    return this.spans.some((span) => span.type === type && span.start < end && span.end > start);
  }

  #offset(index: number): number {
    let found = this.#pieces[0];
    for (const piece of this.#pieces) if (piece.at <= index) found = piece;
    if (!found) return placeOf(this.node)?.start ?? 0;
    const within = Math.min(index - found.at, found.length);
    return found.offset + (found.map ? (found.map[within] ?? 0) : within);
  }
}

/** Collects text, markup and source offsets of a block's inline content. */
class InlineReader {
  text = '';
  readonly spans: Span[] = [];
  readonly pieces: Piece[] = [];
  readonly #source: string;
  readonly #address: (node: SyntaxNode) => string | undefined;

  constructor(source: string, address: (node: SyntaxNode) => string | undefined) {
    this.#source = source;
    this.#address = address;
  }

  read(node: SyntaxNode): void {
    for (const child of node.children ?? []) this.#readInline(child);
  }

  #readInline(node: SyntaxNode): void {
    const start = this.text.length;
    switch (node.type) {
      case 'text':
        this.#addText(node);
        return;
      case 'inlineCode':
        this.#add(node.value ?? '', (placeOf(node)?.start ?? 0) + 1);
        this.#addSpan('code', start, node);
        return;
      case 'break':
        this.#add('\n', placeOf(node)?.start ?? 0);
        return;
      case 'link':
      case 'linkReference':
        this.read(node);
        this.#addSpan('link', start, node);
        return;
      case 'image':
      case 'imageReference':
        this.#addSpan('image', start, node);
        return;
      case 'strong':
      case 'emphasis':
        this.read(node);
        this.#addSpan(node.type, start, node);
        return;
      case 'html':
      case 'footnoteReference':
      case 'mdxTextExpression':
        return;
      case 'mdxJsxTextElement':
        this.read(node);
        if (node.name === 'a') this.#addSpan('link', start, node);
        if (isComponent(node)) this.#addSpan('component', start, node);
        return;
      default:
        this.read(node);
    }
  }

  #addText(node: SyntaxNode): void {
    const value = node.value ?? '';
    const place = placeOf(node);
    if (place) this.#add(value, place.start, alignText(value, this.#source.slice(place.start, place.end)));
    else this.#add(value, this.#search(value));
  }

  /** GFM's bare e-mail addresses come without a position: they stand after what was read last. */
  #search(value: string): number {
    const last = this.pieces.at(-1);
    const from = last ? last.offset : 0;
    const found = this.#source.indexOf(value, from);
    return found === -1 ? from : found;
  }

  #add(value: string, offset: number, map?: Uint32Array): void {
    if (!value) return;
    this.pieces.push({ at: this.text.length, length: value.length, offset, map });
    // Ends of lines stay as they are where a `break` made them; a soft one reads as a space.
    this.text += map || value !== '\n' ? value.replace(/[\r\n\t]/g, ' ') : value;
  }

  #addSpan(type: Span['type'], start: number, node: SyntaxNode): void {
    const href = type === 'link' || type === 'image' ? this.#address(node) : undefined;
    this.spans.push({ type, start, end: this.text.length, node, ...(href !== undefined && { href }) });
  }
}

/** `{#id}` and kramdown's `{: #id}` are markup to many sites: they are read as ids, and blanked. */
function blankAttributes(text: string): { text: string; ids: string[] } {
  const ids: string[] = [];
  const blanked = text.replace(/\{:[^{}]*\}|\{#[\w-]+\}\s*$/g, (attributes) => {
    for (const [, id] of attributes.matchAll(/#([\w-]+)/g)) if (id) ids.push(id);
    return ' '.repeat(attributes.length);
  });
  return { text: blanked, ids };
}

function blankCode(text: string, spans: readonly Span[]): string {
  let prose = text;
  for (const { type, start, end } of spans) if (type === 'code') prose = prose.slice(0, start) + 'x'.repeat(end - start) + prose.slice(end);
  return prose;
}

/** The passages under `root`, in reading order. */
export function readPassages(root: SyntaxNode, source: string): Passage[] {
  const addresses = new Map<string, string>();
  for (const child of root.children ?? []) if (child.type === 'definition') addresses.set(child.identifier ?? '', child.url ?? '');
  const address = (node: SyntaxNode): string | undefined => node.url ?? hrefOf(node) ?? addresses.get(node.identifier ?? '');
  const passages: Passage[] = [];
  walk(root, [], (node, ancestors, next) => {
    const kind = kindOf(node, ancestors);
    if (!kind) return;
    const passage = new Passage(kind, node, source, { ancestors, ...(next && { next }) }, address);
    passages.push(passage);
  });
  return passages;
}

function hrefOf(node: SyntaxNode): string | undefined {
  const value = node.attributes?.find((attribute) => attribute.name === 'href')?.value;
  return typeof value === 'string' ? value : undefined;
}

function kindOf(node: SyntaxNode, ancestors: readonly SyntaxNode[]): PassageKind | undefined {
  if (node.type === 'heading') return 'heading';
  if (node.type === 'tableCell') return 'cell';
  // `<p>words</p>` on lines of its own holds its words directly.
  if (node.type === 'mdxJsxFlowElement') return node.children?.some((child) => child.type === 'text' && child.value?.trim()) ? 'paragraph' : undefined;
  if (node.type !== 'paragraph') return undefined;
  const parent = ancestors.at(-1);
  return parent?.type === 'listItem' && parent.children?.[0] === node ? 'item' : 'paragraph';
}

function walk(node: SyntaxNode, ancestors: SyntaxNode[], visit: (node: SyntaxNode, ancestors: readonly SyntaxNode[], next?: SyntaxNode) => void): void {
  const children = node.children ?? [];
  const path = [...ancestors, node];
  children.forEach((child, index) => {
    visit(child, path, children[index + 1]);
    if (!kindOf(child, path)) walk(child, path, visit);
  });
}

/** Words of a passage, roughly: what stands between spaces and holds a letter or a figure. */
export function countWords(text: string): number {
  return text.match(/[^\s]*[\p{L}\p{N}][^\s]*/gu)?.length ?? 0;
}

/** The words of a text in small letters, without what stands between them: what two texts are held against each other by. */
export function plainWords(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

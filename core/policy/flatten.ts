/**
 * From the tree of an article (hast) to its blocks. The order and the words are those that a reader
 * meets; markup that adds no words becomes marks, and layout leaves no trace.
 *
 * The canonical text's structure, line by line: `# ` to `###### ` headings, `- ` and `1. ` items
 * indented by two spaces a level, `| a | b |` rows with `! ` before rows of header cells, `> ` quotes,
 * `: ` descriptions after their term, `` ` `` code. A plain line that begins like one of these is
 * preceded by a backslash, so the text can be read back without doubt.
 */
import type { Element, ElementContent, Root, RootContent } from 'hast';
import type { Block, BlockKind, Mark } from './blocks.ts';

type Node = RootContent | ElementContent;

const MARKS: Record<string, Mark['type']> = {
  a: 'link',
  strong: 'strong',
  b: 'strong',
  em: 'em',
  i: 'em',
  code: 'code',
  kbd: 'code',
  del: 'del',
  s: 'del',
  ins: 'ins',
  u: 'ins',
  sub: 'sub',
  sup: 'sup',
  dfn: 'dfn',
  abbr: 'abbr',
  time: 'time',
};
const INLINE = new Set([...Object.keys(MARKS), 'br', 'img', 'span', 'q', 'cite', 'small', 'mark', 'bdi', 'bdo', 'wbr', 'var', 'samp']);
/** Elements that are one run of text. */
const TEXTS = new Set(['p', 'summary', 'figcaption', 'caption']);
const WORDLESS = new Set(['script', 'style', 'template', 'hr']);
const LOOKS_LIKE_STRUCTURE = /^(#{1,6} |[-!>:`] |\d+\. |\||\\)/;

interface Place {
  section: string;
  /** Prefix of continuation lines: quote marks and indentation. */
  indent: string;
  depth: number;
  quoted: boolean;
  top: boolean;
}

/** Flattens an article. Only headings of level 2 and 3 at the top begin a section. */
export function blocksOf(root: Root): Block[] {
  const flattener = new Flattener();
  flattener.container(root.children, { section: '', indent: '', depth: 0, quoted: false, top: true });
  return flattener.blocks;
}

class Flattener {
  readonly blocks: Block[] = [];
  private section = '';
  private tables = 0;

  container(nodes: readonly Node[], place: Place): void {
    let inline: Node[] = [];
    const flush = (): void => {
      if (inline.length > 0) this.text(place.quoted ? 'quote' : 'paragraph', inline, place.indent);
      inline = [];
    };
    for (const node of nodes) {
      if (isInline(node)) inline.push(node);
      else {
        flush();
        if (node.type === 'element') this.element(node, place);
      }
    }
    flush();
  }

  private element(node: Element, place: Place): void {
    const name = node.tagName;
    const plain = place.quoted ? 'quote' : 'paragraph';
    if (/^h[1-6]$/.test(name)) this.heading(node, place);
    else if (TEXTS.has(name)) this.text(plain, node.children, place.indent);
    else if (name === 'ul' || name === 'ol') this.list(node, place);
    else if (name === 'table') this.table(node, place);
    else if (name === 'blockquote') this.container(node.children, { ...place, indent: `${place.indent}> `, quoted: true, top: false });
    else if (name === 'pre') this.text('code', node.children, `${place.indent}\` `);
    else if (name === 'dt') this.text('term', node.children, place.indent);
    else if (name === 'dd') this.text('description', node.children, `${place.indent}: `);
    else if (!WORDLESS.has(name)) this.container(node.children, { ...place, top: false });
  }

  private heading(node: Element, place: Place): void {
    const level = Number(node.tagName[1]);
    const id = typeof node.properties.id === 'string' ? node.properties.id : undefined;
    if (place.top && (level === 2 || level === 3)) this.section = id ?? '';
    const inline = readInline(node.children);
    if (inline.text === '') return;
    this.push({ kind: 'heading', prefix: `${place.indent}${'#'.repeat(level)} `, level, ...(id === undefined ? {} : { id }), ...inline });
  }

  private list(node: Element, place: Place): void {
    const ordered = node.tagName === 'ol';
    let number = ordered && typeof node.properties.start === 'number' ? node.properties.start : Number(node.properties.start ?? 1);
    for (const child of node.children) {
      if (child.type !== 'element' || child.tagName !== 'li') continue;
      this.item(child, ordered ? `${number}. ` : '- ', ordered, place);
      number += 1;
    }
  }

  private item(node: Element, marker: string, ordered: boolean, place: Place): void {
    const inner: Place = { ...place, indent: `${place.indent}  `, depth: place.depth + 1, top: false };
    const lead: Node[] = [];
    let rest = node.children as Node[];
    const start = rest.findIndex((child) => !isBlank(child));
    const first = rest[start];
    if (first?.type === 'element' && first.tagName === 'p') {
      lead.push(...first.children);
      rest = rest.slice(start + 1);
    } else {
      const end = rest.findIndex((child) => !isInline(child));
      lead.push(...rest.slice(0, end === -1 ? rest.length : end));
      rest = end === -1 ? [] : rest.slice(end);
    }
    const inline = readInline(lead);
    if (inline.text !== '') {
      this.push({ kind: 'item', prefix: place.indent + marker, level: inner.depth, ordered, ...inline });
    }
    this.container(rest, inner);
  }

  private table(node: Element, place: Place): void {
    const table = this.tables++;
    const walk = (children: readonly Node[], inHead: boolean): void => {
      for (const child of children) {
        if (child.type !== 'element') continue;
        if (child.tagName === 'tr') this.row(child, inHead, table, place);
        else if (child.tagName === 'caption') this.element(child, place);
        else walk(child.children, inHead || child.tagName === 'thead');
      }
    };
    walk(node.children, false);
  }

  private row(node: Element, inHead: boolean, table: number, place: Place): void {
    const cells: [number, number][] = [];
    const marks: Mark[] = [];
    let text = '|';
    let allHeader = true;
    for (const cell of node.children) {
      if (cell.type !== 'element' || (cell.tagName !== 'td' && cell.tagName !== 'th')) continue;
      allHeader &&= cell.tagName === 'th';
      const inline = escapeCell(readInline(spaced(cell.children)));
      const start = text.length + 1;
      text += ` ${inline.text} |`;
      cells.push([start, start + inline.text.length]);
      for (const mark of inline.marks ?? []) marks.push({ ...mark, start: mark.start + start, end: mark.end + start });
    }
    const header = inHead || allHeader;
    this.push({
      kind: 'row',
      prefix: place.indent + (header ? '! ' : ''),
      text,
      cells,
      table,
      ...(header ? { header } : {}),
      ...(marks.length > 0 ? { marks } : {}),
    });
  }

  private text(kind: BlockKind, nodes: readonly Node[], prefix: string): void {
    const inline = readInline(nodes);
    if (inline.text === '') return;
    const plain = kind === 'paragraph' || kind === 'quote' || kind === 'term';
    this.push({ kind, prefix: plain && LOOKS_LIKE_STRUCTURE.test(inline.text) ? `${prefix}\\` : prefix, ...inline });
  }

  private push(block: Omit<Block, 'section'>): void {
    this.blocks.push({ ...block, section: this.section });
  }
}

function isInline(node: Node): boolean {
  return node.type === 'text' || node.type === 'comment' || (node.type === 'element' && INLINE.has(node.tagName));
}

function isBlank(node: Node): boolean {
  return node.type === 'comment' || (node.type === 'text' && node.value.trim() === '');
}

/** Block children of a cell are read as one line; a space keeps their words apart. */
function spaced(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node) => (isInline(node) ? [node] : [{ type: 'text', value: ' ' } as Node, node]));
}

interface Inline {
  text: string;
  marks?: Mark[];
}

/** The visible text of inline nodes on one line, with the marks over it. */
function readInline(nodes: readonly Node[]): Inline {
  let raw = '';
  const marks: Mark[] = [];
  const walk = (node: Node): void => {
    if (node.type === 'text') raw = appendText(raw, node.value);
    if (node.type !== 'element') return;
    if (node.tagName === 'br') {
      marks.push({ type: 'br', start: raw.trimEnd().length, end: raw.trimEnd().length });
      raw = appendText(raw, ' ');
    } else if (node.tagName === 'img') {
      raw = appendText(raw, `[${String(node.properties.alt ?? '')}]`);
    } else if (node.properties.dataFootnoteBackref === undefined) {
      const start = raw.length;
      if (!INLINE.has(node.tagName)) raw = appendText(raw, ' ');
      for (const child of node.children) walk(child);
      const mark = markOf(node, start, raw.length);
      if (mark) marks.push(mark);
    }
  };
  for (const node of nodes) walk(node);
  return normalise(raw, marks);
}

const SPACES = /[\t\n\v\f\r \u0085\u2028\u2029]+/g;
/** What `SPACES` would change: most text has none of it. */
const UNTIDY = /[\t\n\v\f\r\u0085\u2028\u2029]| {2}/;

/** Appends with whitespace collapsed, across element borders too. Line and paragraph separators count as spaces: one block is one line. */
function appendText(raw: string, value: string): string {
  const collapsed = UNTIDY.test(value) ? value.replace(SPACES, ' ') : value;
  return collapsed.startsWith(' ') && (raw === '' || raw.endsWith(' ')) ? raw + collapsed.slice(1) : raw + collapsed;
}

function markOf(node: Element, start: number, end: number): Mark | undefined {
  const lang = node.properties.lang;
  const type = MARKS[node.tagName] ?? (typeof lang === 'string' ? 'lang' : undefined);
  if (type === undefined || start === end) return undefined;
  if (type === 'link') {
    const href = node.properties.href;
    return typeof href === 'string' ? { type, start, end, href } : undefined;
  }
  return { type, start, end, ...(typeof lang === 'string' ? { lang } : {}) };
}

/** Trims and composes (NFC), moving the marks along. */
function normalise(raw: string, marks: Mark[]): Inline {
  const trimmed = raw.trimEnd();
  const text = trimmed.normalize('NFC');
  if (marks.length === 0) return { text };
  const moved = text === trimmed ? (offset: number) => offset : (offset: number) => trimmed.slice(0, offset).normalize('NFC').length;
  const kept = marks
    .map((mark) => ({ ...mark, start: Math.min(moved(mark.start), text.length), end: Math.min(moved(mark.end), text.length) }))
    .filter((mark) => mark.type === 'br' || mark.start < mark.end)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  return kept.length > 0 ? { text, marks: kept } : { text };
}

/** In a row `|` and `\` of a cell's own words are escaped, so that cells can be told apart. */
function escapeCell(inline: Inline): Inline {
  if (!/[|\\]/.test(inline.text)) return inline;
  const escaped = (text: string): string => text.replace(/[|\\]/g, '\\$&');
  const moved = (offset: number): number => escaped(inline.text.slice(0, offset)).length;
  return {
    text: escaped(inline.text),
    ...(inline.marks ? { marks: inline.marks.map((mark) => ({ ...mark, start: moved(mark.start), end: moved(mark.end) })) } : {}),
  };
}

/**
 * Prepares a tree of HTML for its way into Markdown: what a page shows beside its text is taken out and
 * noted, anchors become tokens, and tables that only lay out a page give their content back.
 */
import type { Element, ElementContent, Root, RootContent } from 'hast';
import { excerpt, type Notes } from './notes.ts';
import { visibleText } from './page.ts';
import { cellsOf, isBold, isLayout, rowsOf } from './tables.ts';
import type { Tokens } from './tokens.ts';

type Node = RootContent | ElementContent;

const SILENT = new Set(['script', 'style', 'template', 'link', 'meta', 'base', 'title', 'head']);
const NAVIGATION = new Set(['nav', 'footer', 'dialog', 'menu']);
const NAVIGATION_ROLES = new Set(['navigation', 'banner', 'contentinfo', 'search', 'dialog']);
const EMBEDDED = new Set(['iframe', 'video', 'audio', 'object', 'embed', 'svg', 'canvas', 'map', 'math', 'frame', 'applet']);
const CONTROLS = new Set(['button', 'input', 'select', 'textarea', 'datalist', 'progress', 'meter', 'output']);

/** Other elements of HTML, old ones too. What is in none of these lists is no element: `<your name>` in Markdown. */
const KNOWN = new Set(
  'a abbr acronym address area article aside b bdi bdo big blockquote body br caption center cite code col colgroup dd del details dfn dir div dl dt em fieldset figcaption figure font form header hgroup hr html i img image ins kbd label legend li listing main mark nobr noscript ol optgroup option p param picture pre q rp rt ruby s samp search section slot small source span strike strong sub summary sup table tbody td tfoot th thead time tr track tt u ul var wbr xmp h1 h2 h3 h4 h5 h6'.split(
    ' ',
  ),
);

export interface CleanOptions {
  tokens: Tokens;
  notes: Notes;
  /** Anchors that links of the source lead to. */
  targets: ReadonlySet<string>;
  /** The tree is of a page: header, footer and the like stand around the text. */
  page: boolean;
}

/** Cleans a tree in place of a copy: the tree given is used up. */
export function cleanTree(tree: Root, options: CleanOptions): Root {
  return { type: 'root', children: new Cleaner(options).children(tree.children) as RootContent[] };
}

/** Fragments that links of a tree lead to. */
export function targetsOf(...trees: Root[]): Set<string> {
  const targets = new Set<string>();
  const walk = (node: Root | Node): void => {
    if (node.type === 'element' && node.tagName === 'a') {
      const href = String(node.properties.href ?? '');
      if (href.startsWith('#') && href.length > 1) targets.add(decoded(href.slice(1)));
    }
    if ('children' in node) for (const child of node.children as Node[]) walk(child);
  };
  for (const tree of trees) walk(tree);
  return targets;
}

export function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

class Cleaner {
  private readonly options: CleanOptions;
  /** Anchors met since the last words: they name what comes next. */
  private pending: string[] = [];
  /** The words of a heading wait until all its anchors are known. */
  private inHeading = false;

  constructor(options: CleanOptions) {
    this.options = options;
  }

  children(nodes: readonly Node[]): Node[] {
    return nodes.flatMap((node) => this.node(node));
  }

  private node(node: Node): Node[] {
    if (node.type === 'comment') {
      this.options.notes.add('comment', `a comment was left out: ${excerpt(this.options.tokens.words(node.value))}`);
      return [];
    }
    if (node.type === 'text') return this.text(node.value);
    return node.type === 'element' ? this.element(node) : [];
  }

  private text(value: string): Node[] {
    if (value.trim() === '' || this.pending.length === 0 || this.inHeading) return [{ type: 'text', value }];
    const anchors = this.takeAnchors();
    const lead = /^\s*/.exec(value)?.[0] ?? '';
    return [{ type: 'text', value: lead + anchors + value.slice(lead.length) }];
  }

  private takeAnchors(): string {
    const { tokens, targets } = this.options;
    const ids = [...new Set(this.pending)].filter((id) => targets.has(id));
    this.pending = [];
    return ids.map((id) => tokens.hold({ type: 'anchor', id })).join('');
  }

  private element(node: Element): Node[] {
    const name = node.tagName;
    if (/^h[1-6]$/.test(name)) return this.heading(node);
    const left = this.leftOut(node);
    if (left) return left;
    this.pending.push(...idsOf(node));
    if (name === 'img' || name === 'image') return this.image(node);
    if (name === 'table') return this.table(node);
    if (name === 'a') return this.link(node);
    if (name === 'abbr' && node.properties.title === '') delete node.properties.title;
    if (CONTROLS.has(name)) return this.control(node);
    if (!KNOWN.has(name))
      this.options.notes.add(
        'hidden',
        `<${name}> is no element of HTML, so browsers show nothing of it; write \\<${name}> in the source if it is meant as text`,
      );
    return [{ ...node, children: this.children(node.children) as ElementContent[] }];
  }

  /** What goes out as a whole, with its note. */
  private leftOut(node: Element): Node[] | undefined {
    const { notes, page } = this.options;
    const name = node.tagName;
    const lost = this.options.tokens.words(visibleText(node));
    if (SILENT.has(name)) {
      notes.add('script', `<${name}> was left out`);
      return [];
    }
    if (name === 'noscript') {
      notes.add('script', `<noscript> was left out: ${excerpt(lost)}`, { lost: '' });
      return [];
    }
    if (isHidden(node)) {
      if (lost !== '') notes.add('hidden', `words that the page hides were left out: ${excerpt(lost)}`, { lost });
      return [];
    }
    const aside = NAVIGATION.has(name) || NAVIGATION_ROLES.has(String(node.properties.role ?? '')) || (name === 'header' && page && !hasHeading(node));
    if (aside) {
      if (lost !== '') notes.add('navigation', `<${name}> was left out: ${excerpt(lost)}`, { lost });
      return [];
    }
    if (EMBEDDED.has(name)) {
      const address = String(node.properties.src ?? node.properties.data ?? '');
      notes.add('embed', `<${name}> was left out${address ? `: ${excerpt(address, 120)}` : ''}`, lost === '' ? {} : { lost });
      return [];
    }
    return undefined;
  }

  private heading(node: Element): Node[] {
    const { tokens, notes } = this.options;
    const ids = idsOf(node);
    const before = this.pending;
    this.pending = [];
    this.inHeading = true;
    const children = this.children(node.children.filter((child) => !isPermalink(child, notes))) as ElementContent[];
    this.inHeading = false;
    const inner = this.pending;
    this.pending = [];
    const all = [...new Set([...ids, ...inner, ...before.reverse()])];
    if (all.length > 0) children.unshift({ type: 'text', value: tokens.hold({ type: 'heading-ids', ids: all }) });
    return [{ ...node, properties: {}, children }];
  }

  private link(node: Element): Node[] {
    const children = this.children(node.children) as ElementContent[];
    const href = String(node.properties.href ?? '');
    if (children.every((child) => child.type === 'text' && child.value.trim() === '')) {
      if (href !== '') this.options.notes.add('link', `a link without words was left out: ${excerpt(this.options.tokens.words(href), 120)}`);
      return children;
    }
    if (href === '') return children;
    return [{ type: 'element', tagName: 'a', properties: { href }, children }];
  }

  /** Policy pages load nothing from elsewhere, so of an image its words stay. */
  private image(node: Element): Node[] {
    const alt = this.options.tokens.words(String(node.properties.alt ?? '')).trim();
    const source = excerpt(this.options.tokens.words(String(node.properties.src ?? '')), 120);
    if (alt === '') {
      this.options.notes.add('image', `an image without words was left out: ${source}`);
      return [];
    }
    this.options.notes.add('image', `of an image only its words were kept, “${excerpt(alt)}”: ${source}`, { added: alt });
    return this.text(alt);
  }

  private control(node: Element): Node[] {
    const checkbox = node.tagName === 'input' && node.properties.type === 'checkbox';
    if (checkbox) {
      const words = node.properties.checked ? '☑' : '☐';
      this.options.notes.add('control', `a check box became ${words}`, { added: words });
      return this.text(words);
    }
    const lost = this.options.tokens.words(visibleText(node));
    this.options.notes.add('control', `<${node.tagName}> was left out${lost === '' ? '' : `: ${excerpt(lost)}`}`, lost === '' ? {} : { lost });
    return [];
  }

  /** A table of Markdown has a head: the first row where it looks like one, else an empty one. */
  private head(table: Element): void {
    const [row] = rowsOf(table);
    const cells = row ? cellsOf(row) : [];
    if (cells.length > 0 && cells.every(isBold)) {
      for (const cell of cells) cell.tagName = 'th';
      this.options.notes.add('table', `the first row of a table, all in bold, became its head: ${excerpt(cells.map(visibleText).join(' | '))}`);
    } else this.options.notes.add('table', `a table has no head, so its head row is empty; name its columns: ${excerpt(cells.map(visibleText).join(' | '))}`);
  }

  private table(node: Element): Node[] {
    const { notes } = this.options;
    const caption = node.children.find((child): child is Element => child.type === 'element' && child.tagName === 'caption');
    const rest = node.children.filter((child) => child !== caption);
    const before = caption ? this.children([{ ...caption, tagName: 'p' }]) : [];
    const cells = cellsOf(node);
    if (cells.length > 0 && isLayout(node, cells)) {
      notes.add('table', 'a table that only laid out the page was taken apart');
      return [
        ...before,
        ...cells.map((cell): Node => ({ type: 'element', tagName: 'div', properties: {}, children: this.children(cell.children) as ElementContent[] })),
      ];
    }
    if (cells.length > 0 && !cells.some((cell) => cell.tagName === 'th')) this.head(node);
    if (cells.some((cell) => 'colSpan' in cell.properties || 'rowSpan' in cell.properties)) {
      notes.add('table', 'cells that span columns or rows became single cells, followed by empty ones');
    }
    return [...before, { ...node, children: this.children(rest) as ElementContent[] }];
  }
}

function idsOf(node: Element): string[] {
  const ids = [node.properties.id, node.tagName === 'a' ? node.properties.name : undefined];
  return ids.filter((id): id is string => typeof id === 'string' && id !== '').map((id) => id.replace(/^user-content-/, ''));
}

function isHidden(node: Element): boolean {
  const { hidden, style } = node.properties;
  return (hidden !== undefined && hidden !== null && hidden !== false) || /display\s*:\s*none|visibility\s*:\s*hidden/i.test(String(style ?? ''));
}

function hasHeading(node: Element): boolean {
  return node.children.some((child) => child.type === 'element' && (/^h[1-6]$/.test(child.tagName) || hasHeading(child)));
}

/** A sign beside a heading that links to the heading itself. */
function isPermalink(node: ElementContent, notes: Notes): boolean {
  if (node.type !== 'element' || node.tagName !== 'a' || !String(node.properties.href ?? '').includes('#')) return false;
  const words = visibleText(node);
  if (words !== '' && !/^[#¶§🔗⚓]+\uFE0F?$/u.test(words)) return false;
  if (idsOf(node).length > 0) return false;
  notes.add('anchor', 'signs beside headings that link to themselves were left out', words === '' ? {} : { lost: words });
  return true;
}

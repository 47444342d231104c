/**
 * A page of HTML cut down to what it is about: the main part, without navigation, scripts and whatever
 * else stands around a text on a web site.
 */
import type { Element, ElementContent, Root } from 'hast';
import rehypeParse from 'rehype-parse';
import { unified } from 'unified';
import { SKIP, visit } from 'unist-util-visit';
import { excerpt, type Notes } from './notes.ts';

export interface Page {
  /** What the page is about. */
  main: Root;
  /** The page's `<title>`. */
  title?: string;
  /** First h1 of the page where none is in `main`. */
  heading?: string;
}

/** Reads a document or a fragment of HTML. */
export function readPage(source: string, notes: Notes): Page {
  const tree = unified().use(rehypeParse).parse(source);
  const title = find(tree, 'title');
  const body = find(tree, 'body') ?? tree;
  const main = mainPart(body);
  const children = main.children as ElementContent[];
  const page: Page = { main: { type: 'root', children }, ...(title ? { title: visibleText(title) } : {}) };
  if (main !== body) {
    const lost = textOutside(body, main);
    if (lost !== '') notes.add('navigation', `what stands outside <${(main as Element).tagName}> was left out: ${excerpt(lost)}`, { lost });
    const heading = find(main, 'h1') ? undefined : find(body, 'h1');
    if (heading) page.heading = visibleText(heading);
  }
  return page;
}

/** `main`, else an only `article`, else the body. */
function mainPart(body: Root | Element): Root | Element {
  const mains: Element[] = [];
  const articles: Element[] = [];
  visit(body, 'element', (node: Element) => {
    if (node.tagName === 'main' || node.properties.role === 'main') mains.push(node);
    if (node.tagName !== 'article') return;
    articles.push(node);
    return SKIP;
  });
  const [main] = mains;
  if (main) return main;
  const [article] = articles;
  return article && articles.length === 1 ? article : body;
}

function find(tree: Root | Element, tagName: string): Element | undefined {
  let found: Element | undefined;
  visit(tree, 'element', (node: Element) => {
    if (found || node.tagName !== tagName) return found ? false : undefined;
    found = node;
    return false;
  });
  return found;
}

/** Words of a tree that a browser would show, scripts and styles left out. */
export function visibleText(node: Root | Element | ElementContent): string {
  return collect(node, undefined).replace(/\s+/g, ' ').trim();
}

function textOutside(body: Root | Element, main: Root | Element): string {
  return collect(body, main).replace(/\s+/g, ' ').trim();
}

const SILENT = new Set(['script', 'style', 'template', 'head', 'title', 'noscript']);
const INLINE = new Set(['a', 'abbr', 'b', 'cite', 'code', 'em', 'font', 'i', 'mark', 'q', 's', 'small', 'span', 'strong', 'sub', 'sup', 'time', 'u']);

function collect(node: Root | Element | ElementContent, without: Root | Element | undefined): string {
  if (node === without) return ' ';
  if (node.type === 'text') return node.value;
  if (node.type === 'comment' || (node.type === 'element' && SILENT.has(node.tagName))) return '';
  const inner = 'children' in node ? (node.children as ElementContent[]).map((child) => collect(child, without)).join('') : '';
  return node.type === 'element' && INLINE.has(node.tagName) ? inner : ` ${inner} `;
}

/**
 * Visible words of a source and of a result, each by a way of its own that shares nothing with the
 * importer: the source as a browser's parser reads its HTML, the result as the site's parser reads it.
 */

import type { Root } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { Parser } from 'htmlparser2';
import rehypeRaw from 'rehype-raw';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { mdxToHast } from 'satteri';
import { unified } from 'unified';
import type { Note } from '../../../cli/import/notes.ts';

const SILENT = new Set(['script', 'style', 'title', 'template', 'noscript']);
const INLINE = new Set([
  'a',
  'abbr',
  'b',
  'cite',
  'code',
  'del',
  'em',
  'font',
  'i',
  'mark',
  'q',
  's',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'time',
  'u',
  'strike',
  'bdi',
  'dfn',
  'kbd',
]);

/** Words of HTML, without what only serves footnotes. */
export function wordsOfHtml(html: string): string[] {
  let text = '';
  const silent: string[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      if (
        silent.length > 0 ||
        SILENT.has(name) ||
        'data-footnote-ref' in attributes ||
        'data-footnote-backref' in attributes ||
        attributes.id === 'footnote-label'
      )
        silent.push(name);
      else if (!INLINE.has(name)) text += ' ';
    },
    ontext(value) {
      if (silent.length === 0) text += value;
    },
    onclosetag(name) {
      if (silent.length > 0) silent.pop();
      else if (!INLINE.has(name)) text += ' ';
    },
  });
  parser.end(html);
  return wordsOf(text);
}

export function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

export function wordsOfMarkdown(source: string): string[] {
  const processor = unified().use(remarkParse).use(remarkGfm).use(remarkRehype, { allowDangerousHtml: true }).use(rehypeRaw);
  return wordsOfHtml(toHtml(processor.runSync(processor.parse(source)) as Root));
}

interface HastNode {
  type: string;
  tagName?: string;
  name?: string;
  properties?: Record<string, unknown>;
  children?: HastNode[];
}

/** Words of MDX as the site reads it. Throws where something would be executed. */
export function wordsOfMdx(body: string): string[] {
  const plain = (node: HastNode): HastNode => {
    if (node.type === 'mdxjsEsm' || node.type.endsWith('Expression')) throw new Error(`a program in the result: ${JSON.stringify(node)}`);
    const element = node.type.startsWith('mdxJsx') ? { ...node, type: 'element', tagName: node.name ?? 'span', properties: {} } : node;
    return element.children ? { ...element, children: element.children.map(plain) } : element;
  };
  return wordsOfHtml(toHtml(plain(mdxToHast(body, { features: { headingAttributes: true } }) as HastNode) as unknown as Root));
}

/** Letters and signs alone: how words are parted between blocks is no matter of words. */
export function dense(words: readonly string[], notes: readonly Note[] = []): string {
  const spaces = /[\s\u00a0]+/g;
  let text = words.join('').replace(spaces, '');
  for (const { lost = '', times = 1 } of notes) {
    for (let time = 0; time < times; time += 1) for (const part of lost === '' ? [] : [lost.replace(spaces, '')]) text = text.replace(part, '');
  }
  return text;
}

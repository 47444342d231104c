/**
 * An article as it is published: plain HTML that needs no tool to be read. A sealed file and a freshly
 * rendered draft are read by the same function, and everything else is made from what it returns:
 * pages, canonical text, blocks, redlines and JSON. So no later change of a component or a parser of
 * MDX can move a published word.
 */
import type { Element, ElementContent, Root } from 'hast';
import { Parser } from 'htmlparser2';
import { sha256 } from '../digest.ts';
import { type Block, canonicalText } from './blocks.ts';
import { blocksOf } from './flatten.ts';

/** A heading of level 2 or 3 with what follows it up to the next one. */
export interface ArticleSection {
  /** Anchor; `''` for what stands before the first heading. */
  id: string;
  title: string;
  level: 2 | 3 | 0;
  /** Where its HTML, its heading included, begins and ends in that of the article. */
  start: number;
  end: number;
  blocks: Block[];
  /** SHA-256 of the section's canonical text. */
  sha256: string;
}

export interface Article {
  title: string;
  lang: string;
  sections: ArticleSection[];
  blocks: Block[];
  /** Canonical text of the whole article. */
  text: string;
  /** SHA-256 of `text`. */
  sha256: string;
}

/** Locales written from right to left, by their language. */
const RIGHT_TO_LEFT = new Set(['ar', 'he', 'fa', 'ur', 'yi', 'dv', 'ps', 'sd', 'ug']);

export function directionOf(locale: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(locale.split('-')[0] ?? '') ? 'rtl' : 'ltr';
}

/** The file of a seal around an article's HTML: a whole document, so that it opens anywhere. */
export function sealFile(articleHtml: string, locale: string, title: string): string {
  return [
    '<!doctype html>',
    `<html lang="${locale}" dir="${directionOf(locale)}">`,
    '<meta charset="utf-8">',
    `<title>${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</title>`,
    '<article>',
    articleHtml,
    '</article>',
    '</html>',
    '',
  ].join('\n');
}

/** The article's HTML inside a seal, or nothing where the file is no seal any more. Git may have given it the line ends of another system. */
export function articleHtmlOf(seal: string): string | undefined {
  return /<article>\n([\s\S]*)\n<\/article>/.exec(seal.replaceAll('\r\n', '\n'))?.[1];
}

/** Reads an article from its HTML. Never throws: what is no article has no blocks. */
export function readArticle(html: string, lang: string): Article {
  const { root, starts } = parseHtml(html);
  const blocks = blocksOf(root);
  const text = canonicalText(blocks);
  const title = blocks.find((block) => block.kind === 'heading' && block.level === 1)?.text ?? '';
  return { title, lang, sections: sectionsOf(html.length, root, starts, blocks), blocks, text, sha256: sha256(text) };
}

function sectionsOf(length: number, root: Root, starts: number[], blocks: Block[]): ArticleSection[] {
  const headings: { id: string; level: 2 | 3; start: number }[] = [];
  root.children.forEach((node, index) => {
    if (node.type !== 'element' || (node.tagName !== 'h2' && node.tagName !== 'h3')) return;
    headings.push({ id: String(node.properties.id ?? ''), level: node.tagName === 'h2' ? 2 : 3, start: starts[index] ?? 0 });
  });
  const bySection = new Map<string, Block[]>();
  for (const block of blocks) {
    const list = bySection.get(block.section);
    if (list) list.push(block);
    else bySection.set(block.section, [block]);
  }
  const section = (id: string, level: 0 | 2 | 3, start: number, end: number): ArticleSection => {
    const own = bySection.get(id) ?? [];
    const title = level === 0 ? '' : (own[0]?.text ?? '');
    return { id, title, level, start, end, blocks: own, sha256: sha256(canonicalText(own)) };
  };
  const first = section('', 0, 0, headings[0]?.start ?? length);
  return [first, ...headings.map(({ id, level, start }, index) => section(id, level, start, headings[index + 1]?.start ?? length))];
}

/** Parses well-formed HTML into hast, with the offset at which each top node begins. */
function parseHtml(html: string): { root: Root; starts: number[] } {
  const root: Root = { type: 'root', children: [] };
  const starts: number[] = [];
  const open: (Root | Element)[] = [root];
  const add = (node: ElementContent, start: number): void => {
    const parent = open.at(-1) ?? root;
    if (parent === root) starts.push(start);
    (parent.children as ElementContent[]).push(node);
  };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const element: Element = { type: 'element', tagName: name, properties: attributes, children: [] };
        if ('data-footnote-backref' in attributes) element.properties.dataFootnoteBackref = true;
        add(element, parser.startIndex);
        open.push(element);
      },
      ontext(value) {
        const last = (open.at(-1) ?? root).children.at(-1);
        if (last?.type === 'text') last.value += value;
        else add({ type: 'text', value }, parser.startIndex);
      },
      onclosetag() {
        open.pop();
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return { root, starts };
}

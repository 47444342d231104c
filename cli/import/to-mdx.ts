/**
 * From a policy in plain text, HTML, Markdown or MDX to the MDX that this project keeps. Every word
 * that readers of the source saw is in the result, or in a note that says why not.
 */
import type { Root as HastRoot } from 'hast';
import type { FootnoteDefinition, Root, RootContent } from 'mdast';
import { parse as parseYaml } from 'yaml';
import { splitFrontMatter } from '../../core/content.ts';
import { cleanTree, targetsOf } from './clean-tree.ts';
import { mendLinks } from './links.ts';
import { holdLiquid } from './liquid.ts';
import { writeMdx } from './mdx-text.ts';
import { excerpt, type Note, Notes } from './notes.ts';
import { closeLevels, identify, takeTitle } from './outline.ts';
import { readPage } from './page.ts';
import { readMarkdown } from './source-markdown.ts';
import { readText } from './source-text.ts';
import { tidy } from './tidy.ts';
import { toMdast } from './to-mdast.ts';
import { Tokens } from './tokens.ts';

export const FORMATS = ['text', 'html', 'markdown', 'mdx'] as const;
export type Format = (typeof FORMATS)[number];

export interface ToMdxOptions {
  /** The title where the source names none. */
  title?: string;
  /** Address of the source as it was published: relative links are completed with it. */
  base?: string;
}

export interface Converted {
  title: string;
  /** MDX without front matter. It is proved to read back as the words of the source. */
  body: string;
  notes: Note[];
  /** Front matter of the source. */
  frontMatter: Record<string, unknown>;
}

/** The format of a file by its name, else by its look. */
export function formatOf(path: string, source: string): Format {
  const extension = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  if (/^(html?|xhtml)$/.test(extension)) return 'html';
  if (extension === 'mdx') return 'mdx';
  if (/^(md|markdown|mdown|mkd|mkdn)$/.test(extension)) return 'markdown';
  if (/^(txt|text)$/.test(extension)) return 'text';
  if (/^\s*(<!doctype html|<html\b|<(div|p|h[1-6]|main|article|section)\b)/i.test(source)) return 'html';
  return /^(#{1,6} |---\n)|\]\(|^\s*[-*] .*\n|^.+\n(===|---)/m.test(source) ? 'markdown' : 'text';
}

/** Converts a source. Throws only where the result would not read back as it was written. */
export function toMdx(source: string, format: Format, options: ToMdxOptions = {}): Converted {
  const notes = new Notes();
  const { frontMatter, body } = takeFrontMatter(source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'), format, notes);
  const { root, title } = readSource(body, format, notes);
  tidy(root);
  const named = typeof frontMatter.title === 'string' && frontMatter.title.trim() !== '' ? frontMatter.title.trim() : undefined;
  const heading = takeTitle(root, named, notes);
  if (heading !== undefined && title !== undefined && title !== heading.words && format === 'html')
    notes.add('title', `the page's <title> is ${excerpt(title)}; the heading was taken`);
  closeLevels(root, notes);
  identify(root, heading?.names ?? [], notes);
  mendLinks(root, options.base, notes);
  tidy(root);
  return {
    title: heading?.words || named || title || options.title || 'Untitled',
    body: writeMdx(root, notes),
    notes: notes.list(),
    frontMatter,
  };
}

function readSource(body: string, format: Format, notes: Notes): { root: Root; title?: string } {
  if (format === 'text') return { root: readText(body, notes) };
  const tokens = new Tokens(body);
  if (format === 'html') {
    const { main, title, heading } = readPage(holdLiquid(body, tokens, notes), notes);
    const root = convert(main, tokens, notes, targetsOf(main), true);
    const name = heading ?? title;
    return { root, ...(name ? { title: tokens.words(name) } : {}) };
  }
  const { tree, footnotes } = readMarkdown(body, format, tokens, notes);
  const targets = targetsOf(tree, ...footnotes.map((footnote) => footnote.tree));
  const root = convert(tree, tokens, notes, targets, false);
  const definitions = footnotes.map(({ identifier, tree: note }): FootnoteDefinition => {
    const { children } = convert(note, tokens, notes, targets, false);
    return { type: 'footnoteDefinition', identifier, label: identifier, children: children as FootnoteDefinition['children'] };
  });
  root.children.push(...(definitions as RootContent[]));
  return { root };
}

function convert(tree: HastRoot, tokens: Tokens, notes: Notes, targets: ReadonlySet<string>, page: boolean): Root {
  return toMdast(cleanTree(tree, { tokens, notes, targets, page }), tokens, notes);
}

/** Takes YAML or TOML off the top. Its title is used, the rest is noted. */
function takeFrontMatter(source: string, format: Format, notes: Notes): { frontMatter: Record<string, unknown>; body: string } {
  if (format === 'text') return { frontMatter: {}, body: source };
  const toml = /^\+\+\+[ \t]*\n([\s\S]*?)\n\+\+\+[ \t]*(?:\n|$)/.exec(source);
  if (toml) {
    const pairs = [...(toml[1] ?? '').matchAll(/^\s*([\w-]+)\s*=\s*"?(.*?)"?\s*$/gm)].map(([, key = '', value]) => [key, value] as const);
    return noted(Object.fromEntries(pairs), source.slice(toml[0].length), notes);
  }
  const { yaml, body } = splitFrontMatter(source);
  if (yaml === undefined) return { frontMatter: {}, body: source };
  try {
    const value: unknown = parseYaml(yaml);
    if (value === null) return { frontMatter: {}, body };
    if (typeof value === 'object' && !Array.isArray(value)) return noted(value as Record<string, unknown>, body, notes);
  } catch {
    // Two rules with words between them look like front matter and are none, unless every line is a field.
    if (yaml.split('\n').every((line) => /^\s*(#.*)?$|^[\w-]+\s*:|^\s+\S|^- /.test(line))) {
      const pairs = [...yaml.matchAll(/^([\w-]+)\s*:\s*["']?(.*?)["']?\s*$/gm)].map(([, key = '', field]) => [key, field] as const);
      notes.add('front-matter', 'the front matter of the source is no valid YAML; it was read line by line');
      return noted(Object.fromEntries(pairs), body, notes);
    }
  }
  return { frontMatter: {}, body: source };
}

function noted(frontMatter: Record<string, unknown>, body: string, notes: Notes): { frontMatter: Record<string, unknown>; body: string } {
  const fields = Object.entries(frontMatter).filter(([key]) => key !== 'title');
  if (fields.length > 0)
    notes.add(
      'front-matter',
      `fields of the source's front matter were not taken over: ${fields.map(([key, value]) => `${key}: ${excerpt(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))}`).join('; ')}`,
    );
  return { frontMatter, body };
}

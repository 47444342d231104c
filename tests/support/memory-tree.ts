/** Content trees in memory, for tests of what reads and writes them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Content, ContentError, type ContentProblem, type ContentReader, loadContent } from '../../core/content.ts';
import type { FileToWrite } from '../../core/publishing.ts';

const PRODUCT = join(import.meta.dirname, '..', '..', 'content');

export type Files = Record<string, string>;

/** Reads a record of path to text as if it were a folder. */
export function memoryReader(files: Files): ContentReader {
  return {
    read: (path) => files[path],
    list: (path) => {
      const names = Object.keys(files)
        .filter((name) => name.startsWith(`${path}/`))
        .map((name) => name.slice(path.length + 1).split('/')[0] ?? '');
      return [...new Set(names)].sort();
    },
  };
}

/** The product's own wording, which stands in where a tree has none. */
export const productWording = memoryReader(
  Object.fromEntries(['en', 'de'].map((locale) => [`wording/${locale}.json`, readFileSync(join(PRODUCT, 'wording', `${locale}.json`), 'utf8')])),
);

export function load(files: Files): Content {
  return loadContent(memoryReader(files), productWording);
}

/** What is wrong in a tree; nothing where it is well. */
export function problemsIn(files: Files): ContentProblem[] {
  try {
    load(files);
    return [];
  } catch (error) {
    if (error instanceof ContentError) return error.problems;
    throw error;
  }
}

export function withFiles(files: Files, written: readonly FileToWrite[]): Files {
  return { ...files, ...Object.fromEntries(written.map(({ path, text }) => [path, text])) };
}

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The smallest tree that is right: one policy with one draft. */
export function smallTree(): Files {
  return {
    'organisation.json': json({ name: 'Example', domain: 'example.org', locales: ['en'] }),
    'policies/privacy/policy.json': json({ kind: 'privacy', title: { en: 'Privacy policy' }, prevailing: 'en' }),
    'policies/privacy/2026-01-01/en.mdx': page('We keep your order.'),
  };
}

/** An MDX file with a title, further fields, and a body. */
export function page(body: string, fields = ''): string {
  return `---\ntitle: Privacy policy\n${fields}---\n\n${body}\n`;
}

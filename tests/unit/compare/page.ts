/** Reads a redline as a browser would: is it well-formed, and what is seen of either side? */

import { Parser } from 'htmlparser2';
import type { Block } from '../../../core/policy/blocks.ts';
import { cellsOf } from '../../../core/policy/compare/cells.ts';
import { shownText } from '../../../core/policy/compare/inline.ts';

const VOID = new Set(['br']);

/** What is wrong with the nesting of tags: nothing, if all is well. Text is escaped, so every `<` begins a tag. */
export function nestingFaults(html: string): string[] {
  const open: string[] = [];
  const faults: string[] = [];
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^<>]*>/g)) {
    if (VOID.has(name)) continue;
    if (!slash) open.push(name);
    else if (open.pop() !== name) faults.push(`</${name}>`);
  }
  return [...faults, ...open.map((name) => `<${name}>`), ...(html.replace(/<\/?[a-z][^<>]*>/g, '').includes('<') ? ['stray <'] : [])];
}

/** What the parser had to close by itself, and links inside links. */
export function impliedEnds(html: string): string[] {
  const found: string[] = [];
  let links = 0;
  const parser = new Parser({
    onopentagname: (name) => {
      if (name === 'a' && ++links > 1) found.push('nested <a>');
    },
    onclosetag: (name, isImplied) => {
      if (name === 'a') links -= 1;
      if (isImplied && !VOID.has(name)) found.push(`implied </${name}>`);
    },
  });
  parser.end(html);
  return found;
}

/** The visible words without those in elements named `dropped`, without notes and spoken words. */
export function visibleText(html: string, dropped: 'ins' | 'del'): string {
  let text = '';
  const skipping: boolean[] = [];
  const parser = new Parser({
    onopentag: (name, { class: names = '' }) => {
      skipping.push(name === dropped || /\b(?:redline-note|visually-hidden)\b/.test(names));
    },
    onclosetag: () => {
      skipping.pop();
    },
    ontext: (piece) => {
      if (!skipping.includes(true)) text += piece;
    },
  });
  parser.end(html);
  return text;
}

/** What a reader sees of blocks: the words, and of rows the cells. */
export function seen(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      const cells = cellsOf(block);
      return cells.length > 0 ? cells.map(([start, end]) => shownText(block, start, end)).join('') : block.text;
    })
    .join('');
}

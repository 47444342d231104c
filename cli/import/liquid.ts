/**
 * Liquid, the template language of Jekyll, in a source. A reader of the published page never saw its
 * tags, but what they stood for is not in the source: so tags that print or decide stay visible as
 * they are, for somebody to replace, and only what surely shows nothing is taken out.
 */
import { excerpt, type Notes } from './notes.ts';
import type { Tokens } from './tokens.ts';

/** Tags whose whole extent is invisible where they stand. */
const INVISIBLE_BLOCKS = /\{%-?\s*(comment|capture)\b[^%]*-?%\}[\s\S]*?\{%-?\s*end\1\s*-?%\}/g;
const RAW_BLOCKS = /\{%-?\s*raw\s*-?%\}([\s\S]*?)\{%-?\s*endraw\s*-?%\}/g;
/** Tags that set something, or bring in another file that is not part of this source. */
const SILENT_TAGS = new Set([
  'assign',
  'increment',
  'decrement',
  'include',
  'include_relative',
  'include_cached',
  'render',
  'layout',
  'section',
  'seo',
  'feed_meta',
  'break',
  'continue',
]);
const TAGS = /\{%-?\s*([\w-]+)[^}%]*(?:%(?!\})[^}%]*)*-?%\}|\{\{(?:[^{}]|\{(?!\{)|\}(?!\}))*\}\}/g;

/** Puts tokens where Liquid stands. */
export function holdLiquid(source: string, tokens: Tokens, notes: Notes): string {
  if (!source.includes('{%') && !source.includes('{{')) return source;
  return source
    .replace(RAW_BLOCKS, (_whole, inner: string) => {
      notes.add('liquid', '{% raw %} was unwrapped');
      return inner.replace(TAGS, (tag) => tokens.hold({ type: 'words', words: tag }));
    })
    .replace(INVISIBLE_BLOCKS, (whole, name: string) => {
      notes.add('liquid', `{% ${name} %} shows nothing and was taken out: ${excerpt(whole)}`);
      return '';
    })
    .replace(TAGS, (tag, name: string | undefined) => {
      if (name !== undefined && SILENT_TAGS.has(name)) {
        notes.add('liquid', `a tag that shows no words of this source was taken out: ${excerpt(tag)}`);
        return '';
      }
      notes.add('liquid', `a tag of the template language is kept as visible text, to be replaced: ${excerpt(tag)}`);
      return tokens.hold({ type: 'words', words: tag.replace(/\s+/g, ' ') });
    });
}

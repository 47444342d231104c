/**
 * Attribute lists of kramdown (`{: #id .class}`) and their like in Pandoc (`{#id}` after a heading).
 * Readers never see them. Ids are kept as anchors, for links lead to them; the rest is noted.
 */
import { excerpt, type Notes } from './notes.ts';

const ATTRIBUTE = String.raw`(?:[#.][^\s{}]+|[\w-]+=(?:"[^"]*"|'[^']*'|[^\s{}]+)|\w+)`;
const LIST = String.raw`\{:?\s*(?:${ATTRIBUTE}\s*)+\}`;
const BLOCK = new RegExp(String.raw`^\s*(?:>\s*)*(?:\{:(?!:)\s*(?:${ATTRIBUTE}\s*)+\}\s*)+$`);
/** Of Python-Markdown: at the end of the last line of an item or a paragraph. */
const AT_END = new RegExp(String.raw`(?<=\S)((?:\s+\{:\s*(?:${ATTRIBUTE}\s*)+\})+)\s*$`);
const EACH = /\{:[^}]*\}/g;
/** Stands for a line that was taken out, so that blocks keep their neighbours until the end. */
const GONE = '\u0000';
const AFTER_HEADING = new RegExp(String.raw`^(#{1,6}\s.*?|\S.*?)\s*(${LIST})\s*#*\s*$`);
const SPAN = new RegExp(String.raw`(?<=[*_)\x60\]>])\{:\s*(?:${ATTRIBUTE}\s*)+\}`, 'g');
const EXTENSION = /\{::(comment)\}[\s\S]*?\{:\/\1?\}|\{::(?:nomarkdown|options)[^}]*\/?\}|\{:\/[a-z]*\}/g;
const UNDERLINE = /^ {0,3}(=+|-+)\s*$/;
const FENCE = /^ {0,3}(```+|~~~+)/;

/** Replaces attribute lists: ids by empty anchors in HTML, anything else by nothing. */
export function readAttributeLists(source: string, notes: Notes): string {
  if (!/\{:|\{#/.test(source)) return source;
  const lines = source
    .replace(EXTENSION, (whole) => {
      notes.add('kramdown', `an extension of kramdown was taken out: ${excerpt(whole)}`);
      return '';
    })
    .split('\n');
  let fence: string | undefined;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const mark = FENCE.exec(line)?.[1];
    if (mark && (!fence || mark.startsWith(fence))) fence = fence ? undefined : mark.slice(0, 3);
    if (fence || !line.includes('{')) continue;
    if (BLOCK.test(line)) lines[index] = blockList(lines, index, notes);
    else
      lines[index] = endList(
        headingList(line, lines[index + 1] ?? '', notes).replace(SPAN, (list) => anchorOf(list, notes)),
        lines,
        index,
        notes,
      );
  }
  return lines.filter((line) => line !== GONE).join('\n');
}

/** A list on a line of its own belongs to the block above it, or to the one below where there is none. */
function blockList(lines: string[], index: number, notes: Notes): string {
  const line = (lines[index] ?? '').trim();
  if (/^\{:\s*toc\b/.test(line)) {
    const item = lines[index - 1] ?? '';
    notes.add('kramdown', `{:toc} makes a table of contents from the headings; it and its line were taken out: ${excerpt(item)}`, {
      lost: item.replace(/^\s*([-*+]|\d+\.)\s+/, ''),
    });
    lines[index - 1] = GONE;
    return GONE;
  }
  const anchors = [...line.matchAll(EACH)].map(([list]) => anchorOf(list, notes)).join('');
  if (anchors === '') return GONE;
  const start = firstLine(lines, index);
  if (start === index) return anchors;
  lines[start] = putFirst(lines[start] ?? '', anchors);
  return GONE;
}

/** The line with which the block of a line begins. */
function firstLine(lines: string[], index: number): number {
  let start = index;
  while (start > 0 && (lines[start - 1] ?? '').trim() !== '' && !(start < index && /^#{1,6}\s/.test(lines[start - 1] ?? ''))) {
    start -= 1;
    if (ITEM.test(lines[start] ?? '')) break;
  }
  return start;
}

const ITEM = /^\s*(?:[-*+]|\d+[.)])\s+/;

function putFirst(line: string, anchors: string): string {
  const marker = /^\s*(?:(?:>\s*)*(?:#{1,6}|[-*+]|\d+[.)])\s+|(?:>\s*)+)?/.exec(line)?.[0] ?? '';
  return marker + anchors + line.slice(marker.length);
}

function endList(line: string, lines: string[], index: number, notes: Notes): string {
  const match = AT_END.exec(line);
  if (!match) return line;
  const anchors = [...(match[1] ?? '').matchAll(EACH)].map(([list]) => anchorOf(list, notes)).join('');
  const words = line.slice(0, match.index);
  if (anchors === '') return words;
  const start = ITEM.test(line) ? index : firstLine(lines, index);
  if (start === index) return putFirst(words, anchors);
  lines[start] = putFirst(lines[start] ?? '', anchors);
  return words;
}

function headingList(line: string, next: string, notes: Notes): string {
  const match = AFTER_HEADING.exec(line);
  if (!match || !(line.startsWith('#') || UNDERLINE.test(next))) return line;
  const [, words = '', list = ''] = match;
  // Without a colon only `{#id …}` is a list; `{word}` is text.
  if (!/^\{(:|\s*[#.])/.test(list)) return line;
  return `${words}${anchorOf(list, notes)}`;
}

function anchorOf(list: string, notes: Notes): string {
  const id = /#([^\s{}]+)/.exec(list.replace(/"[^"]*"|'[^']*'/g, ''))?.[1];
  if (id === undefined || list.replace(/^\{:?\s*#[^\s{}]+\s*\}$/, '') !== '') {
    notes.add('kramdown', `attributes that readers do not see were taken out: ${excerpt(list)}`);
  }
  return id === undefined ? '' : `<a id="${id.replaceAll('"', '')}"></a>`;
}

/**
 * Plain text, whose structure is only in its looks: headings in capitals, numbered or underlined,
 * items behind signs and numbers, paragraphs between blank lines.
 */
import type { BlockContent, Heading, List, ListItem, Paragraph, PhrasingContent, Root } from 'mdast';
import { excerpt, type Notes } from './notes.ts';

const UNDERLINE = /^\s*(={3,}|-{3,}|~{3,}|_{3,}|\*{3,})\s*$/;
const BULLET = /^(\s*)([-*•‣◦▪·–—o])\s+(?=\S)/;
const NUMBERED = /^(\s*)(\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s+(?=\S)/i;
const SECTION = /^\s*((?:section|article|part|§+)\s*)?(\d+(?:\.\d+)*|[IVX]+)[.):]?\s+(?=\S)/i;
const ADDRESS = /https?:\/\/[^\s<>"'()]*[^\s<>"'().,;:!?]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

interface Line {
  text: string;
  indent: number;
}

/** Reads plain text into a Markdown tree. What was taken for a heading is noted. */
export function readText(source: string, notes: Notes): Root {
  const chunks = source
    .replace(/\r\n?|\f/g, '\n')
    .split(/\n[ \t]*\n+/)
    .map((chunk) => chunk.split('\n').filter((line) => line.trim() !== ''))
    .filter((lines) => lines.length > 0);
  const children = chunks.flatMap((lines, index) => readChunk(lines, index === 0, notes));
  return { type: 'root', children: joinLists(children) };
}

function readChunk(lines: string[], first: boolean, notes: Notes): BlockContent[] {
  const [top = '', ...rest] = lines;
  if (UNDERLINE.test(top) && rest.length === 0) return [{ type: 'thematicBreak' }];
  if (rest[0] !== undefined && UNDERLINE.test(rest[0]) && top.trim().length <= 120) {
    return [heading(top, rest[0].includes('=') ? 1 : 2, notes), ...(rest.length > 1 ? readChunk(rest.slice(1), false, notes) : [])];
  }
  const level = headingLevel(top, lines.length, first);
  if (level !== undefined) return [heading(top, level, notes), ...(rest.length > 0 ? readChunk(rest, false, notes) : [])];
  const blocks: BlockContent[] = [];
  let open: Line[] = [];
  const flush = (): void => {
    if (open.length > 0) blocks.push(paragraph(open));
    open = [];
  };
  for (const line of lines) {
    const item = itemOf(line);
    if (!item) {
      const last = blocks.at(-1);
      // A line that goes on below an item belongs to it.
      if (open.length === 0 && last?.type === 'list') continueItem(last, line);
      else open.push({ text: line.trim(), indent: 0 });
      continue;
    }
    flush();
    blocks.push(item);
  }
  flush();
  return blocks;
}

/** A heading's level by its looks, or nothing. */
function headingLevel(line: string, lines: number, first: boolean): Heading['depth'] | undefined {
  const words = line.trim();
  if (words.length > 100 || /[,;]$/.test(words)) return undefined;
  const ends = /[.!?:]$/.test(words.replace(SECTION, ''));
  if (first && lines === 1 && !ends) return 1;
  const letters = words.replace(/[^\p{L}]/gu, '');
  if (letters.length > 3 && letters === letters.toUpperCase() && letters !== letters.toLowerCase() && !ends) return 2;
  if (lines > 1 || ends) return undefined;
  const numbered = SECTION.exec(line);
  if (numbered) return Math.min(2 + ((numbered[2] ?? '').split('.').filter(Boolean).length - 1), 6) as Heading['depth'];
  return undefined;
}

function heading(line: string, depth: Heading['depth'], notes: Notes): Heading {
  notes.add('plain-text', `taken for a heading: ${excerpt(line)}`);
  return { type: 'heading', depth, children: [{ type: 'text', value: line.trim() }] };
}

function itemOf(line: string): List | undefined {
  const bullet = BULLET.exec(line);
  // An o is a bullet only where it is indented, as in text copied from a word processor.
  if (bullet && (bullet[2] !== 'o' || (bullet[1] ?? '') !== '')) return list(false, line.slice(bullet[0].length), undefined, indentOf(line));
  const numbered = NUMBERED.exec(line);
  if (!numbered) return undefined;
  const mark = numbered[2] ?? '';
  const number = /^\(?(\d+)/.exec(mark)?.[1];
  // `1.` is Markdown's own; `(a)` has no like there and stays among the words.
  if (number !== undefined && mark.endsWith('.')) return list(true, line.slice(numbered[0].length), Number(number), indentOf(line));
  return list(false, line.trim(), undefined, indentOf(line));
}

function list(ordered: boolean, words: string, start: number | undefined, indent: number): List {
  const item: ListItem = { type: 'listItem', spread: false, children: [paragraph([{ text: words.trim(), indent }])] };
  return { type: 'list', ordered, spread: false, children: [item], ...(start === undefined ? {} : { start }), data: { indent } as never };
}

function indentOf(line: string): number {
  return /^\s*/.exec(line.replaceAll('\t', '    '))?.[0].length ?? 0;
}

function continueItem(list: List, line: string): void {
  const last = list.children.at(-1)?.children[0];
  if (last?.type === 'paragraph') last.children.push({ type: 'text', value: ' ' }, ...phrasing(line.trim()));
}

/** Joins items that follow each other, those that stand further in below the one before. */
function joinLists(blocks: BlockContent[]): BlockContent[] {
  const result: BlockContent[] = [];
  for (const block of blocks) {
    const last = result.at(-1);
    if (block.type !== 'list' || last?.type !== 'list' || !append(last, block)) result.push(block);
  }
  return result;
}

function append(into: List, list: List): boolean {
  const depth = (node: List): number => (node.data as { indent?: number } | undefined)?.indent ?? 0;
  const item = into.children.at(-1);
  const inner = item?.children.at(-1);
  if (depth(list) > depth(into) && item) {
    if (inner?.type === 'list' && append(inner, list)) return true;
    item.children.push(list);
    return true;
  }
  if (into.ordered !== list.ordered) return false;
  if (into.ordered && list.start !== (into.start ?? 1) + into.children.length) return false;
  into.children.push(...list.children);
  return true;
}

function paragraph(lines: Line[]): Paragraph {
  return { type: 'paragraph', children: phrasing(lines.map((line) => line.text).join(' ')) };
}

/** Words with the addresses in them as links. */
function phrasing(words: string): PhrasingContent[] {
  const parts: PhrasingContent[] = [];
  let end = 0;
  for (const match of words.matchAll(ADDRESS)) {
    if (match.index > end) parts.push({ type: 'text', value: words.slice(end, match.index) });
    const url = match[0].startsWith('http') ? match[0] : `mailto:${match[0]}`;
    parts.push({ type: 'link', url, children: [{ type: 'text', value: match[0] }] });
    end = match.index + match[0].length;
  }
  if (end < words.length) parts.push({ type: 'text', value: words.slice(end) });
  return parts;
}

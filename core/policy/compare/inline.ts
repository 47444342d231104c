/**
 * The words of a block as HTML: marks outside, `ins` and `del` innermost, so that an edit which begins
 * in a link and ends behind it is still well-formed. Removed words keep the marks that they had.
 */
import type { Block, Mark } from '../blocks.ts';
import type { BlockChange, WordOp } from './comparison.ts';
import { attributes, escapeHtml, safeHref } from './escape.ts';
import type { RedlineLabels } from './labels.ts';
import type { Span } from './spans.ts';

/** The marks' own `ins` and `del` are the author's and no edit: other elements show them. */
const TAGS: Record<Exclude<Mark['type'], 'br'>, string> = {
  link: 'a',
  strong: 'strong',
  em: 'em',
  code: 'code',
  del: 's',
  ins: 'u',
  sub: 'sub',
  sup: 'sup',
  dfn: 'dfn',
  abbr: 'abbr',
  time: 'time',
  lang: 'span',
};

/** `edits`: kept words are plain. Of a moved block they are `ins` as well, for nothing of it stood here before. */
export type InlineMode = 'edits' | 'moved' | 'moved-and-edited';

/** A stretch of one block under the same marks. */
interface Piece {
  html: string;
  tags: string[];
}

/** Labels are given where edits stand among kept words and must be announced; not for whole blocks. */
export function inlineHtml(change: BlockChange, spans: readonly Span[], mode: InlineMode, labels?: RedlineLabels): string {
  let html = '';
  let open: string[] = [];
  for (const span of spans) {
    const pieces = piecesOf(change, span, mode);
    pieces.forEach(({ html: words, tags }, index) => {
      const kept = sharedLength(open, tags);
      html +=
        closing(open.slice(kept)) +
        tags
          .slice(kept)
          .map((tag) => `<${tag}>`)
          .join('');
      open = tags;
      if (index === 0) html += spoken(span.op, labels?.addedStart, labels?.removedStart, 'before');
      html += words;
      if (index === pieces.length - 1) html += spoken(span.op, labels?.addedEnd, labels?.removedEnd, 'after');
    });
  }
  return html + closing(open);
}

/** Words for those who hear the page: screen readers mostly do not voice `ins` and `del`. */
function spoken(op: WordOp, added: string | undefined, removed: string | undefined, place: 'before' | 'after'): string {
  const words = op === 'insert' ? added : op === 'delete' ? removed : undefined;
  if (words === undefined) return '';
  return hidden(place === 'before' ? `${words} ` : ` ${words} `);
}

function hidden(text: string): string {
  return `<span class="visually-hidden">${escapeHtml(text)}</span>`;
}

function closing(tags: readonly string[]): string {
  return tags
    .map((tag) => `</${tag.split(' ')[0]}>`)
    .reverse()
    .join('');
}

function sharedLength(open: readonly string[], next: readonly string[]): number {
  const differing = open.findIndex((tag, index) => tag !== next[index]);
  return differing === -1 ? open.length : differing;
}

function piecesOf(change: BlockChange, { op, start, end }: Span, mode: InlineMode): Piece[] {
  const block = op === 'delete' ? change.before : change.after;
  if (!block) return [];
  const marks = block.marks ?? [];
  const inside = marks.flatMap((mark) => [mark.start, mark.end]).filter((offset) => offset > start && offset < end);
  const cuts = [...new Set([start, ...inside, end])].sort((x, y) => x - y);
  return cuts.slice(0, -1).map((from, index) => {
    const to = cuts[index + 1] ?? end;
    const breaks = marks.filter((mark) => mark.type === 'br' && mark.start === from).map(() => '<br>');
    return { html: edited(op, breaks.join('') + escapeHtml(shownText(block, from, to)), mode), tags: tagsOver(marks, from, to) };
  });
}

function edited(op: WordOp, html: string, mode: InlineMode): string {
  const words = op === 'delete' ? `<del>${html}</del>` : html;
  if (mode === 'moved' || (mode === 'moved-and-edited' && op !== 'insert')) return `<ins class="is-kept">${words}</ins>`;
  return op === 'insert' ? `<ins>${words}</ins>` : words;
}

/** Opening tags without brackets, from the outside in. A link within a link is not HTML: the outer one counts. */
function tagsOver(marks: readonly Mark[], start: number, end: number): string[] {
  const over = marks.filter((mark) => mark.type !== 'br' && mark.start <= start && mark.end >= end).sort((x, y) => x.start - y.start || y.end - x.end);
  const tags = over.flatMap((mark) => tagOf(mark) ?? []);
  const link = tags.findIndex((tag) => tag.startsWith('a '));
  return tags.filter((tag, index) => tags.indexOf(tag) === index && (!tag.startsWith('a ') || index === link));
}

function tagOf({ type, href, lang }: Mark): string | undefined {
  if (type === 'br') return undefined;
  const address = type === 'link' ? safeHref(href) : undefined;
  if (type === 'link' && address === undefined) return undefined;
  return TAGS[type] + attributes({ href: address, lang: lang && /^[A-Za-z\d-]+$/.test(lang) ? lang : undefined });
}

/** What is seen: in a row without the backslashes that escape bars and backslashes. */
export function shownText(block: Block, start: number, end: number): string {
  if (block.kind !== 'row' || !block.text.includes('\\')) return block.text.slice(start, end);
  let shown = '';
  for (let index = 0; index < end; index++) {
    const isEscape = block.text[index] === '\\' && /[\\|]/.test(block.text[index + 1] ?? '');
    if (isEscape) index += 1;
    if (index >= start && index < end) shown += block.text[index];
  }
  return shown;
}

/** How the words of a change are shown. */
export function inlineMode({ op, edits }: BlockChange): InlineMode {
  if (op !== 'moved-to') return 'edits';
  return edits ? 'moved-and-edited' : 'moved';
}

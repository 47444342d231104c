/** Inline markup of two blocks that are one: it is no part of the canonical text, yet a link may matter. */
import type { Block, Mark } from '../blocks.ts';
import type { LinkChange } from './comparison.ts';
import { foldTypography } from './typography.ts';

interface Link {
  words: string;
  href: string;
}

/** Links whose words are on both sides and whose target is not. */
export function linkChanges(before: Block, after: Block): LinkChange[] {
  if (!before.marks || !after.marks) return [];
  const olds = linksOf(before);
  // A link that is the same on both sides explains itself; only what is left over can have changed.
  const news = linksOf(after).filter((link) => !take(olds, (old) => old.words === link.words && old.href === link.href));
  return news.flatMap(({ words, href }) => {
    const old = take(olds, (candidate) => candidate.words === words);
    return old ? [{ words, before: old.href, after: href }] : [];
  });
}

function linksOf({ text, marks = [] }: Block): Link[] {
  return marks
    .filter(({ type, start, end }) => type === 'link' && end > start)
    .map(({ start, end, href = '' }) => ({ words: foldTypography(text.slice(start, end)), href }))
    .filter(({ words }) => words !== '');
}

function take(links: Link[], wanted: (link: Link) => boolean): Link | undefined {
  const index = links.findIndex(wanted);
  return index === -1 ? undefined : links.splice(index, 1)[0];
}

/** Whether two blocks with the same line are also marked up the same; link targets are reported apart. */
export function sameMarkup(before: Block, after: Block): boolean {
  if (before.kind !== after.kind || before.level !== after.level || Boolean(before.header) !== Boolean(after.header)) return false;
  const marksA = before.marks ?? [];
  const marksB = after.marks ?? [];
  return marksA.length === marksB.length && marksA.every((mark, index) => sameMark(mark, marksB[index]));
}

function sameMark(a: Mark, b: Mark | undefined): boolean {
  return a.type === b?.type && a.start === b.start && a.end === b.end && a.lang === b.lang;
}

/**
 * Sections of an article and who they are through versions: by id, by what the newer version says it
 * renamed, and only then by likeness, so that nothing but a true stranger counts as new.
 */
import type { Block } from './blocks.ts';
import { type Like, likePairs } from './compare/likeness.ts';
import { createReader, type Reader } from './compare/reader.ts';
import { foldTypography } from './compare/typography.ts';

/** A heading of level 2 or 3 with the blocks up to the next one; `''` is what stands before the first. */
export interface Section {
  id: string;
  title: string;
  /** 2 or 3; 0 of the part before the first heading. */
  level: number;
  /** Of a section of level 3: the section of level 2 that it belongs to. */
  parent?: string;
  /** Its heading first, if it has one. */
  blocks: Block[];
  /** Index of its first block in the article. */
  start: number;
}

/** Below this a section is another one, whatever the words they share. */
const ALIKE = 0.4;
/** The part that the title has in the likeness of two sections. */
const TITLE_SHARE = 0.3;

/** The sections in order. The part before the first heading is left out where it is empty. */
export function sectionsOf(blocks: readonly Block[]): Section[] {
  const sections: Section[] = [];
  let current: Section = { id: '', title: '', level: 0, blocks: [], start: 0 };
  let parent: string | undefined;
  blocks.forEach((block, start) => {
    if (opensSection(block)) {
      if (current.blocks.length > 0) sections.push(current);
      const id = block.section;
      if (block.level === 2) parent = id;
      current = { id, title: block.text, level: block.level ?? 2, blocks: [], start, ...(block.level === 3 && parent !== undefined && { parent }) };
    }
    current.blocks.push(block);
  });
  if (current.blocks.length > 0) sections.push(current);
  return sections;
}

/** Whether a section begins with this block. A heading inside a quote or a box stands in a section and begins none. */
export function opensSection(block: Block): boolean {
  return block.kind === 'heading' && (block.level === 2 || block.level === 3) && block.section === (block.id ?? '');
}

/**
 * New id to old id of every section that lives on; each stands at most once. `renamed` is read in both
 * directions, so that the older version may also be asked for what it became.
 */
export function linkSections(
  older: readonly Section[],
  newer: readonly Section[],
  renamed: Readonly<Record<string, string>> = {},
  reader: Reader = createReader(undefined),
): Map<string, string> {
  const links = new Map<string, string>();
  for (const [a, b] of pairSections(older, newer, renamed, reader)) {
    const from = older[a];
    const to = newer[b];
    if (from && to && !links.has(to.id)) links.set(to.id, from.id);
  }
  return links;
}

/** The same as pairs of indices, for articles in which an id may stand twice. */
export function pairSections(
  older: readonly Section[],
  newer: readonly Section[],
  renamed: Readonly<Record<string, string>>,
  reader: Reader,
): [number, number][] {
  const pairs: [number, number][] = [];
  const open = { older: new Set(older.keys()), newer: new Set(newer.keys()) };
  function pair(a: number, b: number): boolean {
    if (!open.older.has(a) || !open.newer.has(b)) return false;
    open.older.delete(a);
    open.newer.delete(b);
    pairs.push([a, b]);
    return true;
  }
  pairById(older, newer, (id) => id, pair);
  const wasNamed = new Map(Object.entries(renamed));
  pairById(older, newer, (id) => wasNamed.get(id), pair);
  pairById(
    newer,
    older,
    (id) => wasNamed.get(id),
    (b, a) => pair(a, b),
  );
  for (const { a, b } of alikeSections(older, newer, [...open.older], [...open.newer], reader)) {
    pair(a, b);
  }
  return pairs.sort((x, y) => x[1] - y[1]);
}

/** Pairs what stands under the name that `nameOf` gives to a newer section's id; where one stands twice, in order. */
function pairById(
  older: readonly Section[],
  newer: readonly Section[],
  nameOf: (id: string) => string | undefined,
  pair: (a: number, b: number) => boolean,
): void {
  const byId = new Map<string, number[]>();
  older.forEach(({ id }, index) => {
    const known = byId.get(id);
    if (known) known.push(index);
    else byId.set(id, [index]);
  });
  newer.forEach(({ id }, b) => {
    const name = nameOf(id);
    const waiting = name === undefined ? undefined : byId.get(name);
    if (waiting?.[0] !== undefined && pair(waiting[0], b)) waiting.shift();
  });
}

function alikeSections(older: readonly Section[], newer: readonly Section[], as: number[], bs: number[], reader: Reader): Like[] {
  if (as.length === 0 || bs.length === 0) return [];
  const wordsOf = (section: Section | undefined) => [...new Set(section?.blocks.flatMap((block) => reader.wordSet(block.text)))];
  const setsA = as.map((index) => wordsOf(older[index]));
  const setsB = bs.map((index) => wordsOf(newer[index]));
  const judge = (a: number, b: number, likeness: number) => sectionLikeness(older[as[a] ?? 0], newer[bs[b] ?? 0], likeness, reader);
  return likePairs(setsA, setsB, ALIKE, judge).map(({ a, b, likeness }) => ({ a: as[a] ?? 0, b: bs[b] ?? 0, likeness }));
}

function sectionLikeness(a: Section | undefined, b: Section | undefined, text: number, reader: Reader): number {
  if (!a || !b || (a.level === 0) !== (b.level === 0)) return 0;
  const title = titleLikeness(a.title, b.title, reader);
  // The same title is enough: a section may be rewritten from its first to its last word.
  const floor = title === 1 ? ALIKE : 0;
  return Math.max(floor, (1 - TITLE_SHARE) * text + TITLE_SHARE * title);
}

function titleLikeness(a: string, b: string, reader: Reader): number {
  if (plainTitle(a) === plainTitle(b)) return 1;
  const words = new Set(reader.wordSet(plainTitle(a)));
  const others = reader.wordSet(plainTitle(b));
  const shared = others.filter((word) => words.has(word)).length;
  return (2 * shared) / Math.max(1, words.size + others.length);
}

/** A title without its number. */
function plainTitle(title: string): string {
  return foldTypography(title)
    .toLowerCase()
    .replace(/^[\d.]+[.)]?\s+/, '');
}

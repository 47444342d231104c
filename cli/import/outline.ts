/**
 * Headings: the title is taken out, the rest begins at level 2 without gaps, and each has an id that
 * outlives its neighbours. Links inside the text follow.
 */
import type { Heading, Nodes, Parents, PhrasingContent, Root, RootContent } from 'mdast';
import { toString as wordsOf } from 'mdast-util-to-string';
import { slugOf } from '../../core/policy/slug.ts';
import { decoded } from './clean-tree.ts';
import { excerpt, type Notes } from './notes.ts';
import { jsx } from './to-mdast.ts';

/** A heading with the id that it is written with. */
export interface IdentifiedHeading extends Heading {
  data?: Heading['data'] & { id?: string };
}

/** Ids that footnotes make. */
const RESERVED = ['footnote-label'];
/** The number of a section. It is no part of the id: sections are renumbered more often than renamed. */
const NUMBER =
  /^\s*(?:(?:section|article|part|clause|abschnitt|artikel|teil|ziffer)\s+)?(?:§+\s*\d+[a-z]?|\(?(?:\d+(?:\.\d+)*|[ivxlc]+|[a-z])[.):]|\d+(?:\.\d+)+)\s+(?=\S)/i;

/** Words that name a whole document, not a part of one. */
const NAMES_A_DOCUMENT =
  /polic(y|ies)\b|privacy|notice\b|\bterms\b|conditions|statement|agreement|cookie|guidelines|imprint|datenschutz|erklärung|bedingungen|richtlinie|hinweise|\bAGB\b|impressum/i;

/**
 * Takes the title out: the first h1, or the heading with which the text begins where it stands above
 * all others or names the document.
 *
 * @param known The title that the front matter names: then only a heading that says the same, or an only h1, is one.
 */
export function takeTitle(root: Root, known: string | undefined, notes: Notes): { words: string; names: string[] } | undefined {
  const headings = root.children.filter((node): node is Heading => node.type === 'heading');
  const title = titleAmong(headings, root.children[0], known);
  if (!title) return undefined;
  root.children.splice(root.children.indexOf(title), 1);
  const names = [...takeIds(title), ...generatedIds(wordsOf(title), new Map())];
  const words = plainWords(title);
  if (headings[0] !== title) notes.add('title', `the title was taken from a heading that is not the first one: ${excerpt(words)}`);
  if (known !== undefined && !same(words, known)) notes.add('title', `the front matter calls the text ${excerpt(known)}; its heading was taken`);
  return words === '' ? undefined : { words, names };
}

function titleAmong(headings: Heading[], top: RootContent | undefined, known: string | undefined): Heading | undefined {
  const [first, second] = headings;
  if (known !== undefined && first && same(plainWords(first), known)) return first;
  const tops = headings.filter((heading) => heading.depth === 1);
  if (tops.length > 0) return known === undefined || tops.length === 1 ? tops[0] : undefined;
  if (known !== undefined || !first || !second || first !== top) return undefined;
  const above = headings.every((heading) => heading === first || heading.depth > first.depth);
  const level = headings.every((heading) => heading.depth >= first.depth);
  return above || (level && NAMES_A_DOCUMENT.test(plainWords(first))) ? first : undefined;
}

function same(a: string, b: string): boolean {
  return looseKey(a) === looseKey(b);
}

/** Closes gaps between levels: the shallowest becomes 2, and no level is skipped. */
export function closeLevels(root: Root, notes: Notes): void {
  const open: number[] = [];
  let changed = false;
  for (const heading of root.children) {
    if (heading.type !== 'heading') {
      // A heading in a list or a quote begins no section; it stands below the one around it.
      if ('children' in heading) deepen(heading, Math.min(open.length + 2, 6) as Heading['depth']);
      continue;
    }
    while ((open.at(-1) ?? 0) >= heading.depth) open.pop();
    open.push(heading.depth);
    const depth = Math.min(open.length + 1, 6) as Heading['depth'];
    if (depth !== heading.depth) changed = true;
    heading.depth = depth;
  }
  if (changed) notes.add('heading', 'headings were brought to levels without gaps, beginning with 2');
}

function deepen(node: Parents, depth: Heading['depth']): void {
  for (const child of node.children as Nodes[]) {
    if (child.type === 'heading') child.depth = depth;
    else if ('children' in child) deepen(child, depth);
  }
}

/**
 * Gives headings their ids and leads links inside the text to them.
 *
 * @param titleNames Ids that the title went by: links to it lead to the top.
 */
export function identify(root: Root, titleNames: string[], notes: Notes): void {
  const used = new Set<string>(RESERVED);
  const places = new Places();
  const headings = root.children.filter((node): node is IdentifiedHeading => node.type === 'heading');
  const explicit = headings.map((heading) => takeIds(heading));
  headings.forEach((heading, index) => {
    const [id] = explicit[index] ?? [];
    const clean = id === undefined ? undefined : usableId(id);
    if (!clean || used.has(clean)) return;
    used.add(clean);
    heading.data = { ...heading.data, id: clean };
  });
  const counts = new Map<string, number>();
  headings.forEach((heading, index) => {
    const words = wordsOf(heading);
    heading.data = { ...heading.data, id: heading.data?.id ?? slugOf(words.replace(NUMBER, ''), used) };
    const id = heading.data.id as string;
    used.add(id);
    places.add(id, [...(explicit[index] ?? []), ...generatedIds(words, counts)]);
  });
  places.add('', titleNames);
  anchorsIn(root, (id) => places.anchor(id, used));
  leadLinks(root, places, notes);
}

/** Takes the marks of ids out of a heading. */
function takeIds(heading: Heading): string[] {
  const ids: string[] = [];
  heading.children = (heading.children as Nodes[]).filter((child) => {
    const node = child as unknown as { type: string; ids?: string[]; id?: string };
    if (node.type === 'headingIds') ids.push(...(node.ids ?? []));
    if (node.type === 'anchor' && node.id) ids.push(node.id);
    return node.type !== 'headingIds' && node.type !== 'anchor';
  }) as PhrasingContent[];
  const first = heading.children[0];
  if (first?.type === 'text') first.value = first.value.trimStart();
  return ids;
}

/** What `{#id}` takes: letters and digits of any script, hyphens and underscores. */
function usableId(id: string): string {
  return decoded(id)
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}_-]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}

/** Ids that GitHub and kramdown make of a heading's words, for links that count on them. */
function generatedIds(words: string, counts: Map<string, number>): string[] {
  const lower = words.toLowerCase();
  const github = lower
    .trim()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]+/gu, '')
    .replaceAll(' ', '-');
  const times = counts.get(github) ?? 0;
  counts.set(github, times + 1);
  const kramdown = lower
    .replace(/^[^a-z]+/, '')
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
  return times === 0 ? [github, kramdown] : [`${github}-${times}`];
}

/** Where a fragment leads, by the names that it may go by. */
class Places {
  private readonly exact = new Map<string, string>();
  private readonly loose = new Map<string, string>();

  add(id: string, names: string[]): void {
    for (const name of [id, ...names]) {
      if (name !== '' && !this.exact.has(name)) this.exact.set(name, id);
      const key = looseKey(name);
      if (key !== '' && !this.loose.has(key)) this.loose.set(key, id);
    }
  }

  /** The id with which an anchor in the text is written. */
  anchor(name: string, used: Set<string>): string | undefined {
    if (this.exact.has(name)) return undefined;
    const id = usableId(name);
    if (id === '' || used.has(id)) return undefined;
    used.add(id);
    this.exact.set(name, id);
    return id;
  }

  find(fragment: string): string | undefined {
    const name = decoded(fragment).replace(/^user-content-/, '');
    return this.exact.get(name) ?? this.exact.get(name.toLowerCase()) ?? this.loose.get(looseKey(name));
  }
}

function looseKey(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

function anchorsIn(node: Parents, idFor: (name: string) => string | undefined): void {
  node.children = (node.children as Nodes[]).flatMap((child): Nodes[] => {
    const mark = child as unknown as { type: string; id?: string; ids?: string[] };
    if (mark.type === 'anchor' || mark.type === 'headingIds') {
      const id = idFor(mark.id ?? mark.ids?.[0] ?? '');
      return id === undefined ? [] : [jsx('span', { id }, [])];
    }
    if ('children' in child) anchorsIn(child, idFor);
    return [child];
  }) as RootContent[];
}

function leadLinks(node: Parents, places: Places, notes: Notes): void {
  for (const child of node.children as Nodes[]) {
    if (child.type === 'link' && child.url.startsWith('#') && child.url !== '#') {
      const id = places.find(child.url.slice(1));
      if (id === undefined) notes.add('link', `a link leads to ${excerpt(child.url)}, which is nowhere in the text: ${excerpt(plainWords(child))}`);
      else child.url = `#${id}`;
    }
    if ('children' in child) leadLinks(child, places, notes);
  }
}

/** The words of a node on one line. */
export function plainWords(node: Nodes): string {
  return wordsOf(node).replace(/\s+/g, ' ').trim();
}

/** Ids that a fragment can lead to. */
import { slugOf } from '../../core/policy/slug.ts';
import type { Format } from './input.ts';
import type { Passage } from './passage.ts';
import { nodesOf, type SyntaxNode } from './syntax.ts';

/** The anchor that GitHub and most Markdown tools make of a heading. */
export function githubSlug(title: string): string {
  return title
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

/** Gives out anchors as the site does for MDX, and as GitHub does for all else. */
export function slugger(format: Format): (heading: Passage) => string {
  const used = new Set<string>();
  return (heading) => {
    const words = heading.text.replace(/\s+/g, ' ');
    const id = givenId(heading) ?? (format === 'mdx' ? slugOf(words, used) : freeSlug(githubSlug(words), used));
    used.add(id);
    return id;
  };
}

function freeSlug(slug: string, used: ReadonlySet<string>): string {
  let free = slug;
  for (let number = 1; used.has(free); number += 1) free = `${slug}-${number}`;
  return free;
}

function givenId(heading: Passage): string | undefined {
  const properties = heading.node.data as { hProperties?: { id?: unknown } } | undefined;
  const id = properties?.hProperties?.id;
  return typeof id === 'string' ? id : heading.ids[0];
}

/** Ids in raw HTML, in JSX attributes and in kramdown's attribute lists. */
export function* explicitIds(root: SyntaxNode, passages: readonly Passage[]): Generator<string> {
  for (const passage of passages) yield* passage.ids;
  for (const node of nodesOf(root)) {
    if (node.type === 'html') for (const match of (node.value ?? '').matchAll(/\b(?:id|name)\s*=\s*["']?([^"'\s>]+)/gi)) yield match[1] ?? '';
    for (const attribute of node.attributes ?? [])
      if ((attribute.name === 'id' || attribute.name === 'name') && typeof attribute.value === 'string') yield attribute.value;
    if (node.type === 'footnoteDefinition') yield `user-content-fn-${node.identifier ?? ''}`;
  }
}

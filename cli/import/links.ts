/** Where links lead once the text stands on another site. */
import type { Nodes, Parents, RootContent } from 'mdast';
import { excerpt, type Notes } from './notes.ts';
import { plainWords } from './outline.ts';

const SAFE_SCHEME = /^(https?|mailto|tel):/i;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Makes relative links absolute where a base is known, and takes links off that a policy page may not
 * have (their words stay).
 *
 * @param base Address of the source as it was published.
 */
export function mendLinks(node: Parents, base: string | undefined, notes: Notes): void {
  node.children = (node.children as Nodes[]).flatMap((child): Nodes[] => {
    if ('children' in child) mendLinks(child, base, notes);
    if (child.type !== 'link') return [child];
    const words = plainWords(child);
    child.title = null;
    child.url = child.url.trim().replace(/\s+/g, '%20');
    if (SCHEME.test(child.url) && !/^[^/?#]*\.[^/?#]*:\d/.test(child.url)) {
      if (SAFE_SCHEME.test(child.url)) return [child];
      notes.add('link', `a link to ${excerpt(child.url, 120)} was taken off its words: ${excerpt(words)}`);
      return child.children;
    }
    if (child.url.startsWith('#') || child.url.startsWith('//')) {
      if (child.url.startsWith('//')) child.url = `https:${child.url}`;
      return [child];
    }
    if (base !== undefined && URL.canParse(child.url, base)) {
      child.url = new URL(child.url, base).href;
      return [child];
    }
    notes.add('link', `a relative link was kept; give --base to complete it: ${excerpt(child.url, 120)}`);
    // What looks like a scheme and is none (`example.org:80/x`) would be taken for one.
    if (/^[^/?#]*:/.test(child.url)) child.url = `./${child.url}`;
    return [child];
  }) as RootContent[];
}

import { nearest } from '../../../core/nearest.ts';
import { githubSlug } from '../../lint/anchors.ts';
import type { LintDocument } from '../../lint/document.ts';
import { formRule } from '../../lint/rule.ts';

export const anchorBroken = formRule({
  id: 'anchor-broken',
  severity: 'error',
  source: 'WCAG 2.2, 2.4.4: a link does what it says',
  advice: 'Link to an anchor that exists. Renamed sections keep their old one when the front matter names it under `renamed`.',
  check(document, report) {
    for (const { href, place } of document.links) {
      if (!/^#./.test(href) || href === '#top') continue;
      const id = decode(href.slice(1));
      if (document.anchors.has(id) || aliases(document).has(id) || (!document.tree && looseAnchors(document).has(loose(id)))) continue;
      const near = nearest(id, [...document.anchors]);
      report(`Nothing on this page has the id “${id}”.${near ? ` Is #${near} meant?` : ''}`, place);
    }
  },
});

/** Old ids that the front matter keeps alive. */
function aliases({ tree }: LintDocument): Set<string> {
  return new Set(Object.values(tree?.version.frontMatter.renamed ?? {}));
}

/** Outside a content tree nobody knows which tool makes the anchors; tools differ in signs and leading numbers. */
function looseAnchors({ anchors, sections }: LintDocument): Set<string> {
  const known = [...anchors, ...sections.map((section) => githubSlug(section.title)), ...sections.map((section) => section.title.toLowerCase())];
  return new Set(known.map(loose));
}

function loose(id: string): string {
  return id
    .toLowerCase()
    .replace(/^(?:user-content-|h\.|[\d.]+[-_.]?)/, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function decode(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

import { formRule } from '../../lint/rule.ts';

export const anchorRemoved = formRule({
  id: 'anchor-removed',
  severity: 'warning',
  needsTree: true,
  source: 'Citations are permanent; a removed section leaves a tombstone',
  advice: 'Was it renamed? Then write `renamed: { new-id: old-id }` in the front matter. Is it gone on purpose? Then accept this with the reason.',
  check(document, report) {
    const { previous, tree } = document;
    if (!previous || !tree || !document.isPrevailing) return;
    const kept = new Set([...document.anchors, ...Object.values(tree.version.frontMatter.renamed)]);
    const former = previous.sections.filter((section) => section.depth === 2 || section.depth === 3);
    const ids = tree.previous?.anchors ?? former.map((section) => section.id);
    for (const id of ids) {
      if (kept.has(id)) continue;
      const title = former.find((section) => section.id === id)?.title;
      report(`The version of ${tree.previous?.id} had #${id}${title ? ` (“${title}”)` : ''}, and this one has not.`, document.frontMatterPlace('renamed'));
    }
  },
});

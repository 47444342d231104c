import { formRule } from '../../lint/rule.ts';

export const headingLevelJump = formRule({
  id: 'heading-level-jump',
  severity: 'error',
  source: 'WCAG 2.2, 1.3.1, 2.4.6 and 2.4.10',
  advice: 'Go down one level at a time. The title of the page is level 1, its sections are level 2.',
  check({ sections, format }, report) {
    // In MDX the title in the front matter is the heading of level 1.
    let before = format === 'mdx' ? 1 : undefined;
    for (const { heading, depth } of sections) {
      if (!heading) continue;
      if (format === 'mdx' && depth === 1) report('The title already is the heading of level 1.', heading.place());
      else if (before !== undefined && depth > before + 1) report(`A heading of level ${depth} follows one of level ${before}.`, heading.place());
      before = depth;
    }
  },
});

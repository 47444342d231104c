import { hasContent } from '../../lint/outline.ts';
import { formRule } from '../../lint/rule.ts';

export const emptySection = formRule({
  id: 'empty-section',
  severity: 'error',
  source: 'WCAG 2.2, 2.4.6 and 1.3.1: a heading announces content',
  advice: 'Write the section, or say in a sentence that it does not apply.',
  check({ sections }, report) {
    sections.forEach((section, index) => {
      const next = sections[index + 1];
      if (!section.heading || hasContent(section) || (next && next.depth > section.depth)) return;
      report(section.title ? `Nothing stands under “${section.title}”.` : 'This heading has no words.', section.heading.place());
    });
  },
});

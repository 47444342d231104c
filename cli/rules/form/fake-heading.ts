import { countWords, type Passage } from '../../lint/passage.ts';
import { formRule } from '../../lint/rule.ts';
import { datesIn } from '../../lint/wording/dates.ts';

const MOST_WORDS = 11;

export const fakeHeading = formRule({
  id: 'fake-heading',
  severity: 'warning',
  source: 'WCAG 2.2, 1.3.1: what looks like a heading is one',
  advice: 'Make it a heading: then it has an anchor and stands in the list of contents.',
  check({ passages }, report) {
    for (const passage of passages) {
      if (passage.kind === 'paragraph' && passage.ancestors.length === 1 && passage.section.heading && looksLikeHeading(passage))
        report(`“${passage.text.trim()}” looks like a heading and is a paragraph.`, passage.place());
    }
  },
});

function looksLikeHeading(passage: Passage): boolean {
  const [only, ...more] = (passage.node.children ?? []).filter((node) => node.type !== 'text' || node.value?.trim());
  const text = passage.text.trim();
  if (only?.type !== 'strong' || more.length || !/^(?:paragraph|list)$/.test(passage.next?.type ?? '')) return false;
  return countWords(text) <= MOST_WORDS && !/[.:;,!]$/.test(text) && !passage.spansOf('link').length && !datesIn(text).length;
}

import { matchesIn } from '../../lint/matches.ts';
import type { Passage } from '../../lint/passage.ts';
import { formRule } from '../../lint/rule.ts';

/** Signs that Markdown would have consumed, had they been complete. A row of stars before a note is left alone. */
const LEFTOVERS: readonly { pattern: RegExp; what: string }[] = [
  { pattern: /(?<=\S\s?)\*\*|\*\*(?=\S)/g, what: 'The bold marks **' },
  { pattern: /\[[^\][]{1,80}\]\([^)\s]*|\]\((?:https?:|\/|#|mailto:)/g, what: 'An unfinished link' },
  { pattern: /^#{2,6}\s?\p{L}|^#\s\p{L}/gu, what: 'The heading sign' },
  { pattern: /^\s*\|.+\|.+|\|\s*:?-{3,}:?\s*\|/g, what: 'The bars of a table' },
];

export const leakedMarkdown = formRule({
  id: 'leaked-markdown',
  severity: 'error',
  source: 'What is shown is what is meant',
  advice:
    'Close the markup: Markdown takes marks as text when one of a pair is missing or stands beside a space. A sign that is meant is escaped with a backslash.',
  check({ passages, format, tree, frontMatter }, report) {
    if (format === 'txt') return;
    const generated = !tree && Object.keys(frontMatter).length > 0;
    for (const { pattern, what } of LEFTOVERS) {
      const seen = new Set<Passage>();
      for (const { place, passage, start, end, words } of matchesIn(passages, pattern)) {
        if (passage.touches('code', start, end) || seen.has(passage) || (generated && /\]\(\{[{%]/.test(words))) continue;
        // One finding a passage: a pair of marks is one mistake.
        seen.add(passage);
        report(`${what} did not become formatting, so readers see the signs.`, place);
      }
    }
  },
});

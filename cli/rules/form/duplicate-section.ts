import { likeness } from '../../lint/edits.ts';
import type { Section } from '../../lint/outline.ts';
import { countWords, plainWords } from '../../lint/passage.ts';
import { formRule } from '../../lint/rule.ts';

const SAME = 0.9;
const ENOUGH_WORDS = 40;

export const duplicateSection = formRule({
  id: 'duplicate-section',
  severity: 'error',
  source: 'Two copies of one rule contradict each other sooner or later',
  advice: 'Keep one, and link to it from where the other stood.',
  check({ sections }, report) {
    const seen: { section: Section; title: string; shingles: ReadonlySet<string>; words: number }[] = [];
    for (const section of sections) {
      if (!section.heading) continue;
      const title = normalTitle(section);
      const body = section.passages.map((passage) => passage.prose).join(' ');
      const words = countWords(body);
      const shingles = words >= ENOUGH_WORDS ? shinglesOf(body) : new Set<string>();
      const twin = seen.find(
        (other) =>
          (other.title === title && other.section.parent === section.parent && other.section.depth === section.depth) ||
          (words >= ENOUGH_WORDS && other.words >= ENOUGH_WORDS && likeness(other.shingles, shingles) > SAME),
      );
      if (twin) report(`The section “${section.title}” repeats “${twin.section.title}” further up.`, section.heading.place());
      seen.push({ section, title, shingles, words });
    }
  },
});

function normalTitle({ title, number }: Section): string {
  return plainWords(number ? title.slice(title.indexOf(number.label) + number.label.length) : title).join(' ');
}

/** Runs of three words. */
function shinglesOf(text: string): ReadonlySet<string> {
  const words = plainWords(text);
  return new Set(words.slice(2).map((word, index) => `${words[index]} ${words[index + 1]} ${word}`));
}

import { countWords, type Passage, plainWords } from '../../lint/passage.ts';
import { formRule } from '../../lint/rule.ts';

const ENOUGH_WORDS = 12;
/** An address stands wherever somebody needs it. */
const POSTAL_CODE = /\b[A-Z]{2} \d{5}\b|\b\d{5} \p{Lu}/u;
/** `Legal basis: …` may well stand under several services. */
const LABELLED = /^[^.:]{3,50}:\s/;

export const duplicateParagraph = formRule({
  id: 'duplicate-paragraph',
  severity: 'warning',
  source: 'Plain language: everything once',
  advice: 'Delete one of the two, or link to the first.',
  check({ passages }, report) {
    const seen = new Map<string, Passage>();
    for (const passage of passages) {
      if (
        (passage.kind !== 'paragraph' && passage.kind !== 'item') ||
        countWords(passage.prose) < ENOUGH_WORDS ||
        LABELLED.test(passage.prose) ||
        POSTAL_CODE.test(passage.prose)
      )
        continue;
      const key = plainWords(passage.prose).join(' ');
      const first = seen.get(key);
      if (first) report(`The same words already stand ${first.section.title ? `in “${first.section.title}”` : 'further up'}.`, passage.place());
      else seen.set(key, passage);
    }
  },
});

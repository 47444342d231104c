import { countWords } from '../../lint/passage.ts';
import { formRule } from '../../lint/rule.ts';

const MOST_WORDS = 150;

export const paragraphTooLong = formRule({
  id: 'paragraph-too-long',
  severity: 'info',
  source: 'Plain language: readers scan',
  advice: 'Break it where the subject changes.',
  check({ passages }, report) {
    for (const passage of passages) {
      const words = countWords(passage.prose);
      if (passage.kind === 'paragraph' && words > MOST_WORDS) report(`A paragraph of ${words} words.`, passage.place());
    }
  },
});

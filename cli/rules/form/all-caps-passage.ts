import { countWords } from '../../lint/passage.ts';
import { formRule } from '../../lint/rule.ts';

const MOST_WORDS = 10;
/** Words in capitals in a row; figures and signs between them do not end the run. */
const SHOUTED = /\p{Lu}[\p{Lu}\p{N}’'&/-]*(?:[\s,.;:()“”"/-]+(?:\p{Lu}[\p{Lu}\p{N}’'&/-]*(?!\p{Ll})|\d+))+/gu;

export const allCapsPassage = formRule({
  id: 'all-caps-passage',
  severity: 'warning',
  source: 'Plain language: capitals are slow to read. Conspicuous (some warranty disclaimers) is bold type too',
  advice: 'Write it in sentence case, and in bold where it must stand out.',
  check({ passages }, report) {
    for (const passage of passages) {
      const runs = [...passage.prose.matchAll(SHOUTED)].filter((run) => countWords(run[0]) > MOST_WORDS);
      const [first] = runs;
      // One finding a passage: it is mended in one go.
      if (first) report(`${countWords(first[0])} words in capitals in a row.`, passage.placeOf(first));
    }
  },
});

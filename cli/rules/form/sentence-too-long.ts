import { formRule } from '../../lint/rule.ts';

/** Plain language guides say 25 to 35. Lists of data in a sentence make honest ones longer, so the bound leaves them room. */
const MOST_WORDS = 60;

export const sentenceTooLong = formRule({
  id: 'sentence-too-long',
  severity: 'warning',
  source: 'Plain language: one thought, one sentence',
  advice: 'Split it, or make the enumeration a list.',
  check({ sentences }, report) {
    for (const { passage, start, end, words } of sentences) {
      if (words > MOST_WORDS && passage.kind !== 'cell') report(`A sentence of ${words} words.`, passage.place(start, end));
    }
  },
});

import { matchesIn } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

const FILLER =
  /\blorem ipsum\b|\bdolor sit amet\b|\bconsectetur adipiscing\b|\b(?:sample|dummy|placeholder) text\b|\btext goes here\b|\basdf\w*\b|\bblindtext\b|\bbeispieltext\b/gi;

export const placeholderFiller = formRule({
  id: 'placeholder-filler',
  severity: 'error',
  source: 'A text that is not finished',
  advice: 'Write the section, or delete it.',
  check({ passages }, report) {
    for (const { words, place } of matchesIn(passages, FILLER)) report(`“${words}” is filler text.`, place);
  },
});

import { PROMPTS } from '../../first-text.ts';
import { matchesIn } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

const FILLER =
  /\blorem ipsum\b|\bdolor sit amet\b|\bconsectetur adipiscing\b|\b(?:sample|dummy|placeholder) text\b|\btext goes here\b|\basdf\w*\b|\bblindtext\b|\bbeispieltext\b/gi;

/** Of the text with which `fairnotice new version` begins. */
const PROMPT = new RegExp(Object.values(PROMPTS).join('|').replaceAll('.', '\\.'), 'g');

export const placeholderFiller = formRule({
  id: 'placeholder-filler',
  severity: 'error',
  source: 'A text that is not finished',
  advice: 'Write the section, or delete it.',
  check({ passages }, report) {
    for (const { words, place } of matchesIn(passages, FILLER)) report(`“${words}” is filler text.`, place);
    for (const { words, place } of matchesIn(passages, PROMPT)) report(`“${words}” is a prompt for you, not a text for readers.`, place);
  },
});

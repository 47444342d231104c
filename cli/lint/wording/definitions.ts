/** Terms that a document defines: `"Content" means …`, `… (the “Service”)`. */
import type { Passage } from '../passage.ts';

export interface DefinedTerm {
  term: string;
  passage: Passage;
  start: number;
  end: number;
}

const QUOTED = '[“"„]([^”"“„]{2,50})[”"“]';
const MEANS = new RegExp(`${QUOTED}\\s*(?:,[^,.]{0,40},\\s*)?(?:means?|refers? to|shall mean|has the meaning|bedeutet|bezeichnet|meint)\\b`, 'g');
const CALLED = new RegExp(`\\b(?:refer(?:red|s)?(?: to)?|collectively|together|called|known as)\\b[^“"„.]{0,120}${QUOTED}`, 'g');
const BRACKETED = new RegExp(`\\([^()]{0,40}?${QUOTED}[^()]{0,60}\\)`, 'g');

export function definedTerms(passages: readonly Passage[]): DefinedTerm[] {
  return passages.flatMap((passage) =>
    [MEANS, CALLED, BRACKETED].flatMap((pattern) =>
      [...passage.prose.matchAll(pattern)].flatMap((match) => {
        const term = match[1]?.replace(/[.,;]$/, '').trim() ?? '';
        const start = match.index + match[0].indexOf(term);
        return /^\p{Lu}/u.test(term) ? [{ term, passage, start, end: start + term.length }] : [];
      }),
    ),
  );
}

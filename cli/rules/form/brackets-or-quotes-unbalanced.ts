import type { Passage } from '../../lint/passage.ts';
import { formRule } from '../../lint/rule.ts';

const PAIRS: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

export const bracketsOrQuotesUnbalanced = formRule({
  id: 'brackets-or-quotes-unbalanced',
  severity: 'warning',
  source: 'Where a bracket ends decides what a legal sentence covers',
  advice: 'Close it where the aside ends, or delete it.',
  check({ passages }, report) {
    for (const passage of passages) {
      const open = passage.prose.trimEnd().endsWith(':') ? undefined : unclosedBracket(passage.prose);
      if (open !== undefined) report(`The bracket ${passage.prose[open]} is never closed.`, passage.place(open, open + 1));
      const quote = unclosedQuote(passage);
      if (quote !== undefined) report(`The quotation mark ${passage.prose[quote]} has no partner.`, passage.place(quote, quote + 1));
    }
  },
});

/** Index of a bracket that opens and does not close. One that only closes may number an item: `a)`. */
function unclosedBracket(text: string): number | undefined {
  const stack: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index] ?? '';
    if (sign === '(' || sign === '[') {
      if (!/[:;]/.test(text[index - 1] ?? '')) stack.push(index);
    } else if (PAIRS[sign] && text[stack.at(-1) ?? -1] === PAIRS[sign]) stack.pop();
  }
  return stack[0];
}

/** Curly pairs by count; straight ones by parity, inches aside. A quotation over several paragraphs opens each of them. */
function unclosedQuote(passage: Passage): number | undefined {
  const { prose } = passage;
  if (passage.ancestors.some((node) => node.type === 'blockquote')) return undefined;
  const german = (prose.match(/„/g) ?? []).length;
  const opened = (prose.match(/“/g) ?? []).length;
  const closed = (prose.match(/”/g) ?? []).length;
  if (german === 0 && opened > closed) return prose.lastIndexOf('“');
  const straight = [...prose.matchAll(/(?<!\d)"/g)].map((match) => match.index);
  const inches = /\d"/.test(prose);
  return straight.length % 2 === 1 && !inches && opened === closed && german === 0 ? straight.at(-1) : undefined;
}

import { formRule } from '../../lint/rule.ts';
import { definedTerms } from '../../lint/wording/definitions.ts';

export const unusedDefinition = formRule({
  id: 'unused-definition',
  severity: 'info',
  source: 'Plain language: a definition is a debt of the reader’s memory',
  advice: 'Delete the definition, or use the term.',
  check({ passages, text }, report) {
    const small = text.toLowerCase();
    const seen = new Set<string>();
    for (const { term, passage, start, end } of definedTerms(passages)) {
      if (seen.has(term)) continue;
      seen.add(term);
      const stem = term.toLowerCase().replace(/(?:ies|y|s|ing|ed)$/, '');
      const uses = small.split(stem).length - 1;
      // A short form in brackets helps whoever knows only that.
      const isHint = /\b(?:also (?:known|called)|so-called|aka|sometimes)\b[^.]{0,30}$/i.test(passage.prose.slice(0, start));
      if (uses < 2 && !isHint && /\p{Ll}{2}/u.test(term)) report(`“${term}” is defined and never used.`, passage.place(start, end));
    }
  },
});

import { formRule } from '../../lint/rule.ts';
import { definedTerms } from '../../lint/wording/definitions.ts';

export const unusedDefinition = formRule({
  id: 'unused-definition',
  severity: 'info',
  source: 'Plain language: a definition is a debt of the reader’s memory',
  advice: 'Delete the definition, or use the term.',
  check({ passages, text }, report) {
    const small = text.toLowerCase();
    for (const { term, passage, start, end } of definedTerms(passages)) {
      const stem = term.toLowerCase().replace(/(?:ies|y|s|ing|ed)$/, '');
      const uses = small.split(stem).length - 1;
      // A short form in brackets helps whoever knows only that.
      if (uses < 2 && /\p{Ll}{2}/u.test(term)) report(`“${term}” is defined and never used.`, passage.place(start, end));
    }
  },
});

import { matchesIn } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

const FIGURES = /(?<![\d/.])(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d{2})(?![\d/.]\d)/g;

export const dateAmbiguousFormat = formRule({
  id: 'date-ambiguous-format',
  severity: 'warning',
  source: 'Plain language: 04/05 is April in one country and May in the next',
  advice: 'Write the month in letters.',
  check({ passages, language }, report) {
    for (const { words, groups, place } of matchesIn(passages, FIGURES)) {
      const [first, sign, second, year] = groups;
      // With full stops the order is day, month, year wherever they are used; a version number is no date.
      const unclear = Number(first) <= 12 && Number(second) <= 12 && first !== second && Number(first) > 0 && Number(second) > 0;
      if (unclear && sign === '/' && (year?.length === 4 || language === 'en')) report(`${words} can be read in two ways.`, place);
    }
  },
});

import { last, numberedSiblings } from '../../lint/numbering.ts';
import { formRule } from '../../lint/rule.ts';

export const numberingSkipped = formRule({
  id: 'numbering-skipped',
  severity: 'error',
  source: 'References and citations depend on the numbers',
  advice: 'Was a section lost? Else close the gap, or leave the numbers to the list of contents.',
  check(document, report) {
    for (const group of numberedSiblings(document)) {
      group.slice(1).forEach(({ section, number }, index) => {
        const before = group[index]?.number;
        if (before && last(number) > last(before) + 1) report(`The numbers go from ${before.label} to ${number.label}.`, section.heading?.place());
      });
    }
  },
});

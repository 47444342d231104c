import { last, numberedNeighbours } from '../../lint/numbering.ts';
import { formRule } from '../../lint/rule.ts';

export const numberingSkipped = formRule({
  id: 'numbering-skipped',
  severity: 'error',
  source: 'References and citations depend on the numbers',
  advice: 'Was a section lost? Else close the gap, or leave the numbers to the list of contents.',
  check(document, report) {
    for (const { before, after } of numberedNeighbours(document)) {
      if (last(after.number) > last(before.number) + 1)
        report(`The numbers go from ${before.number.label} to ${after.number.label}.`, after.section.heading?.place());
    }
  },
});

import { last, numberedNeighbours } from '../../lint/numbering.ts';
import { formRule } from '../../lint/rule.ts';

export const numberingDuplicated = formRule({
  id: 'numbering-duplicated',
  severity: 'error',
  source: 'References and citations depend on the numbers',
  advice: 'Renumber, or leave the numbers out: anchors do not need them.',
  check(document, report) {
    for (const { before, after } of numberedNeighbours(document)) {
      if (last(after.number) === last(before.number))
        report(`“${before.section.title}” already has the number ${after.number.label}.`, after.section.heading?.place());
    }
  },
});

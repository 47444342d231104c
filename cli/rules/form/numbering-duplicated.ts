import { last, numberedSiblings } from '../../lint/numbering.ts';
import { formRule } from '../../lint/rule.ts';

export const numberingDuplicated = formRule({
  id: 'numbering-duplicated',
  severity: 'error',
  source: 'References and citations depend on the numbers',
  advice: 'Renumber, or leave the numbers out: anchors do not need them.',
  check(document, report) {
    for (const group of numberedSiblings(document)) {
      group.slice(1).forEach(({ section, number }, index) => {
        const twin = group[index];
        if (twin && last(number) === last(twin.number)) report(`“${twin.section.title}” already has the number ${number.label}.`, section.heading?.place());
      });
    }
  },
});

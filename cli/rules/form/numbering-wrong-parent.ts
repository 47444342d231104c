import { formRule } from '../../lint/rule.ts';

export const numberingWrongParent = formRule({
  id: 'numbering-wrong-parent',
  severity: 'error',
  source: 'References and citations depend on the numbers',
  advice: 'Move the subsection, or give it the number of the section that it stands in.',
  check({ sections }, report) {
    for (const { number, parent, heading } of sections) {
      if (number?.style !== 'arabic' || number.parts.length < 2 || parent?.number?.style !== 'arabic') continue;
      const prefix = number.parts.slice(0, parent.number.parts.length).join('.');
      if (number.parts.length > parent.number.parts.length && prefix !== parent.number.parts.join('.'))
        report(`${number.label} stands in section ${parent.number.label}.`, heading?.place());
    }
  },
});

import { lawRule } from '../../lint/rule.ts';
import { isForChildren } from '../../lint/wording/conditions.ts';
import { EMAIL } from '../../lint/wording/contact.ts';
import { placeAbout } from '../../lint/wording/sections.ts';

const TELEPHONE = /(?:\+|\(\d{3}\)\s?|\b1?[-. ]?\d{3}[-. ])\d[\d\s().-]{5,}\d/;
const POSTAL = /\b(?:P\.?O\.? Box|Street|St\.|Avenue|Ave\.?|Road|Suite|Floor)\b|\b[A-Z]{2} \d{5}\b/;

export const coppaOperators = lawRule({
  id: 'coppa-operators',
  severity: 'error',
  regimes: ['us'],
  languages: ['en'],
  source: '16 CFR 312.4(d)(1)',
  advice: 'Give name, address, telephone and e-mail of every operator, or of one who answers for all.',
  check(document, report) {
    if (!isForChildren(document)) return;
    const lacks = [
      ...(POSTAL.test(document.text) ? [] : ['postal address']),
      ...(TELEPHONE.test(document.text) ? [] : ['telephone number']),
      ...(EMAIL.test(document.text) ? [] : ['e-mail address']),
    ];
    if (lacks.length)
      report(
        `Data of children is collected, and the operator’s ${lacks.join(', ')} ${lacks.length > 1 ? 'are' : 'is'} missing.`,
        placeAbout(document, 'children', 'contact'),
      );
  },
});

import { lawRule } from '../../lint/rule.ts';
import { placeAbout } from '../../lint/wording/sections.ts';

const PERSON = /\b(?:person in charge|privacy officer|data protection officer|chief privacy|responsable de la protection)\b/i;

export const qcPersonInCharge = lawRule({
  id: 'qc-person-in-charge',
  severity: 'warning',
  confidence: 'check',
  regimes: ['ca-qc'],
  wholePolicy: true,
  languages: ['en', 'fr'],
  source: 'Quebec, Act respecting the protection of personal information in the private sector, s. 3.1 and 8',
  advice: 'Add title and contact of the person in charge of personal information.',
  check(document, report) {
    if (!PERSON.test(document.text)) report('The person in charge of personal information is not named by title.', placeAbout(document, 'contact'));
  },
});

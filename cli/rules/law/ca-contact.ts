import { lawRule } from '../../lint/rule.ts';
import { contactIn } from '../../lint/wording/contact.ts';
import { placeAbout } from '../../lint/wording/sections.ts';

export const caContact = lawRule({
  id: 'ca-contact',
  severity: 'error',
  regimes: ['us-ca'],
  wholePolicy: true,
  source: 'Cal. Code Regs. tit. 11 § 7011(e)(3)(J)',
  advice: 'Add a contact of the kind by which you mostly deal with people.',
  check(document, report) {
    if (!contactIn(document, document.passages)) report('There is no contact for questions.', placeAbout(document, 'contact', 'california'));
  },
});

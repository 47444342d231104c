import { lawRule } from '../../lint/rule.ts';
import { reliesOnConsent } from '../../lint/wording/conditions.ts';
import { placeAbout } from '../../lint/wording/sections.ts';
import { languagesOf, speaksOf } from '../../lint/wording/topics.ts';

export const gdprWithdrawConsent = lawRule({
  id: 'gdpr-withdraw-consent',
  severity: 'error',
  regimes: ['eu', 'uk'],
  appliesTo: ['privacy', 'cookies'],
  languages: languagesOf('withdraw-consent'),
  source: 'GDPR Art. 7(3), 13(2)(c)',
  advice: 'Say that consent can be withdrawn at any time, and put the control beside it: withdrawing is as easy as agreeing.',
  check(document, report) {
    if (reliesOnConsent(document) && !speaksOf(document, 'withdraw-consent') && !speaksOf(document, 'consent-control'))
      report('Consent is asked for, and nothing says how to withdraw it.', placeAbout(document, 'rights', 'cookies'));
  },
});

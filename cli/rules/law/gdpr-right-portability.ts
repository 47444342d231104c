import { requireTopic } from '../../lint/require-topic.ts';
import { restsOnConsentOrContract } from '../../lint/wording/conditions.ts';

export const gdprRightPortability = requireTopic({
  id: 'gdpr-right-portability',
  severity: 'error',
  regimes: ['eu', 'uk'],
  source: 'GDPR Art. 13(2)(b), 20',
  topic: 'right-portability',
  when: restsOnConsentOrContract,
  near: ['rights'],
  missing: 'Data portability is not mentioned; it goes with consent and with contracts.',
  advice: 'Say in which format people get their data; <Rights/> says it.',
});

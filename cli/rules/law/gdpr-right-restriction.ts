import { requireTopic } from '../../lint/require-topic.ts';

export const gdprRightRestriction = requireTopic({
  id: 'gdpr-right-restriction',
  severity: 'error',
  regimes: ['eu', 'uk'],
  source: 'GDPR Art. 13(2)(b), 18',
  topic: 'right-restriction',
  near: ['rights'],
  missing: 'The right to restrict processing is not mentioned.',
  advice: 'Add it; <Rights/> says it.',
});

import { requireTopic } from '../../lint/require-topic.ts';

export const gdprRightErasure = requireTopic({
  id: 'gdpr-right-erasure',
  severity: 'error',
  regimes: ['eu', 'uk'],
  source: 'GDPR Art. 13(2)(b), 17',
  topic: 'right-erasure',
  near: ['rights'],
  missing: 'The right to erasure is not mentioned.',
  advice: 'Add it; <Rights/> says it.',
});

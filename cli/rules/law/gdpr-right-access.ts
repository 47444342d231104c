import { requireTopic } from '../../lint/require-topic.ts';

export const gdprRightAccess = requireTopic({
  id: 'gdpr-right-access',
  severity: 'error',
  regimes: ['eu', 'uk'],
  source: 'GDPR Art. 13(2)(b), 15',
  topic: 'right-access',
  near: ['rights'],
  missing: 'The right of access is not mentioned.',
  advice: 'Add that people can ask what you hold and get a copy; <Rights/> says it.',
});

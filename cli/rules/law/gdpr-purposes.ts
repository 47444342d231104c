import { requireTopic } from '../../lint/require-topic.ts';

export const gdprPurposes = requireTopic({
  id: 'gdpr-purposes',
  severity: 'error',
  regimes: ['eu', 'uk'],
  source: 'GDPR Art. 13(1)(c), 5(1)(b)',
  topic: 'purposes',
  near: ['purposes', 'collection'],
  missing: 'Nothing says what the data is used for.',
  advice: 'Say for each kind of data why you use it.',
});

import { requireTopic } from '../../lint/require-topic.ts';
import { sendsMarketing } from '../../lint/wording/conditions.ts';

export const gdprObjectDirectMarketing = requireTopic({
  id: 'gdpr-object-direct-marketing',
  severity: 'error',
  regimes: ['eu', 'uk'],
  source: 'GDPR Art. 21(2) to (4)',
  topic: 'objection-to-marketing',
  when: sendsMarketing,
  near: ['marketing', 'rights'],
  missing: 'There is marketing, and no word on stopping it.',
  advice: 'Say that people can object to marketing at any time, without a reason, and how.',
});

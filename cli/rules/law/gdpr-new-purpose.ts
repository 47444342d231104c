import { requireTopic } from '../../lint/require-topic.ts';

export const gdprNewPurpose = requireTopic({
  id: 'gdpr-new-purpose',
  severity: 'info',
  regimes: ['eu', 'uk'],
  source: 'GDPR Art. 13(3), 14(4)',
  topic: 'new-purpose',
  near: ['changes', 'purposes'],
  missing: 'Nothing says how people learn of a new purpose.',
  advice: 'Say that you tell people before you use their data for something else.',
});

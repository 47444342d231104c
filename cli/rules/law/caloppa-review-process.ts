import { requireTopic } from '../../lint/require-topic.ts';

export const caloppaReviewProcess = requireTopic({
  id: 'caloppa-review-process',
  severity: 'warning',
  regimes: ['us-ca'],
  source: 'Bus. & Prof. Code § 22575(b)(2)',
  topic: 'review-process',
  near: ['rights', 'collection'],
  missing: 'Nothing says how people review and change their data.',
  advice: 'Describe it, or say that there is no such way.',
});

import { requireTopic } from '../../lint/require-topic.ts';

export const caloppaChangeNotice = requireTopic({
  id: 'caloppa-change-notice',
  severity: 'error',
  regimes: ['us-ca'],
  source: 'Bus. & Prof. Code § 22575(b)(3)',
  topic: 'change-notice',
  near: ['changes'],
  missing: 'Nothing says how people learn of material changes.',
  advice: 'Name the channel: mail, feed, banner.',
});

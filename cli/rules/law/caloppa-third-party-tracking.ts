import { requireTopic } from '../../lint/require-topic.ts';

export const caloppaThirdPartyTracking = requireTopic({
  id: 'caloppa-third-party-tracking',
  severity: 'error',
  regimes: ['us-ca'],
  source: 'Bus. & Prof. Code § 22575(b)(6)',
  topic: 'third-party-tracking',
  near: ['cookies', 'sharing'],
  missing: 'Nothing says whether others follow people over time and across sites.',
  advice: 'State it, for each service that could.',
});

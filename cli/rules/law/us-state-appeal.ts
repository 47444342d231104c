import { requireTopic } from '../../lint/require-topic.ts';

export const usStateAppeal = requireTopic({
  id: 'us-state-appeal',
  severity: 'warning',
  confidence: 'check',
  regimes: ['us'],
  source: 'Va. Code § 59.1-577; Colo. Rev. Stat. § 6-1-1306; Conn. Gen. Stat. § 42-518 and like laws',
  topic: 'us-appeal',
  near: ['rights'],
  missing: 'Nothing says how to appeal when a request is refused.',
  advice: 'Describe the appeal and the way to the attorney general.',
});

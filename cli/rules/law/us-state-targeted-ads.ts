import { requireTopic } from '../../lint/require-topic.ts';
import { sellsOrShares } from '../../lint/wording/conditions.ts';

export const usStateTargetedAds = requireTopic({
  id: 'us-state-targeted-ads',
  severity: 'warning',
  confidence: 'check',
  regimes: ['us'],
  source: 'Va. Code §§ 59.1-577 and 59.1-578 and like laws',
  topic: 'us-targeted-ads',
  when: sellsOrShares,
  near: ['rights', 'cookies'],
  missing: 'There is targeted advertising, and no way to opt out of it.',
  advice: 'Add the opt-out and its link.',
});

import { requireTopic } from '../../lint/require-topic.ts';

export const caPurposes = requireTopic({
  id: 'ca-purposes',
  severity: 'error',
  regimes: ['us-ca'],
  source: 'Civ. Code § 1798.110(c)(3); Cal. Code Regs. tit. 11 § 7011(e)(1)(C)',
  topic: 'us-purposes',
  near: ['california', 'purposes'],
  missing: 'No business or commercial purpose of collecting is named.',
  advice: 'State the purpose of each category in words people understand.',
});

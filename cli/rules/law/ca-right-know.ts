import { requireTopic } from '../../lint/require-topic.ts';

export const caRightKnow = requireTopic({
  id: 'ca-right-know',
  severity: 'error',
  regimes: ['us-ca'],
  source: 'Civ. Code § 1798.100, 1798.110, 1798.115, 1798.130(a)(5)(A); Cal. Code Regs. tit. 11 § 7011(e)(2)(A)',
  topic: 'us-right-know',
  near: ['california', 'rights'],
  missing: 'The right to know is not mentioned.',
  advice: 'Add it; <Rights/> says it.',
});

import { requireTopic } from '../../lint/require-topic.ts';

export const caNoRetaliation = requireTopic({
  id: 'ca-no-retaliation',
  severity: 'error',
  regimes: ['us-ca'],
  source: 'Civ. Code § 1798.125; Cal. Code Regs. tit. 11 § 7011(e)(2)(F)',
  topic: 'us-no-retaliation',
  near: ['california', 'rights'],
  missing: 'Nothing says that nobody is treated worse for using a right.',
  advice: 'Add it; <Rights/> says it.',
});

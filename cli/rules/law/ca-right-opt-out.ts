import { requireTopic } from '../../lint/require-topic.ts';
import { sellsOrShares } from '../../lint/wording/conditions.ts';

export const caRightOptOut = requireTopic({
  id: 'ca-right-opt-out',
  severity: 'error',
  regimes: ['us-ca'],
  source: 'Civ. Code § 1798.120, 1798.135; Cal. Code Regs. tit. 11 § 7011(e)(2)(D), § 7013',
  topic: 'us-right-opt-out',
  when: sellsOrShares,
  near: ['california', 'rights'],
  missing: 'Data is sold or shared, and there is no “Do Not Sell or Share My Personal Information”.',
  advice: 'Add the link; it must work without an account.',
});

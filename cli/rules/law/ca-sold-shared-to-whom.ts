import { requireTopic } from '../../lint/require-topic.ts';
import { sellsOrShares } from '../../lint/wording/conditions.ts';

export const caSoldSharedToWhom = requireTopic({
  id: 'ca-sold-shared-to-whom',
  severity: 'error',
  regimes: ['us-ca'],
  source: 'Cal. Code Regs. tit. 11 § 7011(e)(1)(E) and (F)',
  topic: 'us-sale-recipients',
  when: sellsOrShares,
  near: ['california', 'sharing'],
  missing: 'Data is sold or shared, and nothing says to what kind of third party and why.',
  advice: 'Name kinds of third parties and the purpose for each category.',
});

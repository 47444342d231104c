import { requireTopic } from '../../lint/require-topic.ts';

export const caSoldShared = requireTopic({
  id: 'ca-sold-shared',
  severity: 'error',
  regimes: ['us-ca'],
  source: 'Civ. Code § 1798.130(a)(5)(C)(i); Cal. Code Regs. tit. 11 § 7011(e)(1)(D)',
  topic: 'us-sale',
  near: ['california', 'sharing'],
  missing: 'Nothing says whether data was sold or shared in the past 12 months.',
  advice: 'List the categories that were, or say that none were.',
});

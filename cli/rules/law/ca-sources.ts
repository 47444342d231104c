import { requireTopic } from '../../lint/require-topic.ts';

export const caSources = requireTopic({
  id: 'ca-sources',
  severity: 'error',
  regimes: ['us-ca'],
  source: 'Civ. Code § 1798.110(c)(2); Cal. Code Regs. tit. 11 § 7011(e)(1)(B)',
  topic: 'us-sources',
  near: ['california', 'collection'],
  missing: 'Nothing says where the data comes from.',
  advice: 'Say for each category where it comes from.',
});

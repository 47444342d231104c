import { requireTopic } from '../../lint/require-topic.ts';
import { sellsOrShares } from '../../lint/wording/conditions.ts';

export const caUnder16 = requireTopic({
  id: 'ca-under-16',
  severity: 'error',
  regimes: ['us-ca'],
  source: 'Cal. Code Regs. tit. 11 § 7011(e)(1)(G) and (e)(3)(I), §§ 7070 to 7071; Civ. Code § 1798.120(c)',
  topic: 'us-under-16',
  when: sellsOrShares,
  near: ['california', 'children'],
  missing: 'Data is sold or shared, and nothing is said about people under 16.',
  advice: 'Say whether you know that you sell or share data of people under 16.',
});

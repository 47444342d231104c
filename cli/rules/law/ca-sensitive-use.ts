import { requireTopic } from '../../lint/require-topic.ts';
import { namesCaliforniaSensitiveData } from '../../lint/wording/conditions.ts';

export const caSensitiveUse = requireTopic({
  id: 'ca-sensitive-use',
  severity: 'error',
  regimes: ['us-ca'],
  source: 'Cal. Code Regs. tit. 11 § 7011(e)(1)(K), § 7027(m); Civ. Code § 1798.121',
  topic: 'us-sensitive-use',
  when: namesCaliforniaSensitiveData,
  near: ['california', 'collection'],
  missing: 'Sensitive data is collected, and nothing says whether it is used beyond what the law permits.',
  advice: 'Say so; where it is, give the right to limit.',
});

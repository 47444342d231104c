import { requireTopic } from '../../lint/require-topic.ts';

export const caAuthorizedAgent = requireTopic({
  id: 'ca-authorized-agent',
  severity: 'error',
  regimes: ['us-ca'],
  source: 'Cal. Code Regs. tit. 11 § 7011(e)(3)(H), § 7063',
  topic: 'us-agent',
  near: ['california', 'rights'],
  missing: 'Nothing says how an agent makes a request.',
  advice: 'Add instructions for agents.',
});

import { requireTopic } from '../../lint/require-topic.ts';

export const gdprObligationToProvide = requireTopic({
  id: 'gdpr-obligation-to-provide',
  severity: 'warning',
  regimes: ['eu', 'uk'],
  source: 'GDPR Art. 13(2)(e)',
  topic: 'obligation-to-provide',
  near: ['collection'],
  missing: 'Nothing says which data one must give, and what happens without it.',
  advice: 'Say which data is needed for what, and what is left to choice.',
});

import { requireTopic } from '../../lint/require-topic.ts';

export const ukComplaintToController = requireTopic({
  id: 'uk-complaint-to-controller',
  severity: 'error',
  confidence: 'check',
  regimes: ['uk'],
  source: 'Data Protection Act 2018 s. 164A (Data (Use and Access) Act 2025), in force 19 June 2026',
  topic: 'complaint-to-controller',
  near: ['rights', 'contact'],
  missing: 'Nothing says how to complain to you.',
  advice: 'Offer a complaint form, and say that a complaint is acknowledged within 30 days.',
});

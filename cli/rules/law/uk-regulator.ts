import { requireTopic } from '../../lint/require-topic.ts';

export const ukRegulator = requireTopic({
  id: 'uk-regulator',
  severity: 'error',
  regimes: ['uk'],
  source: 'UK GDPR Art. 13(2)(d), 77',
  topic: 'uk-regulator',
  near: ['rights', 'contact'],
  missing: 'The regulator of the United Kingdom is not named.',
  advice: 'Name the Information Commission (until it took over, the Information Commissioner’s Office), with a link.',
});

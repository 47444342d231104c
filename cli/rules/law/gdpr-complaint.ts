import { requireTopic } from '../../lint/require-topic.ts';

export const gdprComplaint = requireTopic({
  id: 'gdpr-complaint',
  severity: 'error',
  regimes: ['eu'],
  source: 'GDPR Art. 13(2)(d), 77',
  topic: 'complaint',
  near: ['rights', 'contact'],
  missing: 'The right to complain to a supervisory authority is not mentioned.',
  advice: 'Add it, best with the name and link of the authority that is competent for you; <Rights/> says it.',
});

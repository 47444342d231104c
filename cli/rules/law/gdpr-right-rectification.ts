import { requireTopic } from '../../lint/require-topic.ts';

export const gdprRightRectification = requireTopic({
  id: 'gdpr-right-rectification',
  severity: 'error',
  regimes: ['eu', 'uk'],
  source: 'GDPR Art. 13(2)(b), 16',
  topic: 'right-rectification',
  near: ['rights'],
  missing: 'The right to have data corrected is not mentioned.',
  advice: 'Add it, and where people can correct data themselves; <Rights/> says it.',
});

import { requireTopic } from '../../lint/require-topic.ts';

export const caRightDelete = requireTopic({
  id: 'ca-right-delete',
  severity: 'error',
  regimes: ['us-ca'],
  source: 'Civ. Code § 1798.105; Cal. Code Regs. tit. 11 § 7011(e)(2)(B)',
  topic: 'us-right-delete',
  near: ['california', 'rights'],
  missing: 'The right to delete is not mentioned.',
  advice: 'Add it; <Rights/> says it.',
});

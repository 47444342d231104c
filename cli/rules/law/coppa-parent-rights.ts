import { requireTopic } from '../../lint/require-topic.ts';
import { isForChildren } from '../../lint/wording/conditions.ts';

export const coppaParentRights = requireTopic({
  id: 'coppa-parent-rights',
  severity: 'error',
  regimes: ['us'],
  source: '16 CFR 312.4(d), 312.6',
  topic: 'parent-rights',
  when: isForChildren,
  near: ['children'],
  missing: 'Data of children is collected, and nothing says that parents can review, delete and stop.',
  advice: 'Add the three rights, and how to use them.',
});

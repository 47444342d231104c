import { requireTopic } from '../../lint/require-topic.ts';

export const caDisclosed = requireTopic({
  id: 'ca-disclosed',
  severity: 'error',
  regimes: ['us-ca'],
  source: 'Civ. Code § 1798.130(a)(5)(C)(ii); Cal. Code Regs. tit. 11 § 7011(e)(1)(H) to (J)',
  topic: 'us-disclosures',
  near: ['california', 'sharing'],
  missing: 'Nothing says which categories were disclosed for a business purpose, and to whom.',
  advice: 'Give categories, recipients and purposes of the past 12 months, or say that there were none.',
});

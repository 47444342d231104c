import { requireTopic } from '../../lint/require-topic.ts';

export const caRightCorrect = requireTopic({
  id: 'ca-right-correct',
  severity: 'error',
  regimes: ['us-ca'],
  source: 'Civ. Code § 1798.106; Cal. Code Regs. tit. 11 § 7011(e)(2)(C)',
  topic: 'us-right-correct',
  near: ['california', 'rights'],
  missing: 'The right to correct is not mentioned; policies from before 2023 often lack it.',
  advice: 'Add it; <Rights/> says it.',
});

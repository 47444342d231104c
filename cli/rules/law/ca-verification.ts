import { requireTopic } from '../../lint/require-topic.ts';

export const caVerification = requireTopic({
  id: 'ca-verification',
  severity: 'error',
  regimes: ['us-ca'],
  source: 'Cal. Code Regs. tit. 11 § 7011(e)(3)(E), §§ 7060 to 7062',
  topic: 'us-verification',
  near: ['california', 'rights'],
  missing: 'Nothing says how a request is verified.',
  advice: 'Describe the check, and what one must give for it.',
});

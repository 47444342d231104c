import { requireTopic } from '../../lint/require-topic.ts';
import { affirms } from '../../lint/wording/conditions.ts';

const OFFERS =
  /\b(?:discount|coupon|voucher|reward|loyalty|\d+\s?% off|gift card)s?\b[^.\n]{0,80}\b(?:for|when|if|in exchange)\b[^.\n]{0,60}\b(?:e-?mail|data|information|sign(?:ing)? up|newsletter)\b/i;

export const caFinancialIncentive = requireTopic({
  id: 'ca-financial-incentive',
  severity: 'warning',
  regimes: ['us-ca'],
  source: 'Civ. Code § 1798.125(b); Cal. Code Regs. tit. 11 § 7016',
  topic: 'incentive-notice',
  when: (document) => affirms(document, OFFERS),
  near: ['california'],
  missing: 'Something is given for data, and there is no notice of financial incentive.',
  advice: 'Add the terms, the estimate of the value, and how to leave.',
});

import { requireTopic } from '../../lint/require-topic.ts';
import { affirms } from '../../lint/wording/conditions.ts';

const INFERS = /\binfer\w*\b[^.\n]{0,80}\b(?:health|sensitive|religio\w+|ethnic|sexual)|\b(?:health|sensitive)\b[^.\n]{0,60}\b(?:infer\w*|profil\w+)/i;

export const caRightLimit = requireTopic({
  id: 'ca-right-limit',
  severity: 'error',
  regimes: ['us-ca'],
  source: 'Civ. Code § 1798.121; Cal. Code Regs. tit. 11 § 7011(e)(2)(E), § 7014',
  topic: 'us-right-limit',
  when: (document) => affirms(document, INFERS),
  near: ['california', 'rights'],
  missing: 'Sensitive data is used to infer something about people, and there is no right to limit that.',
  advice: 'Add the right and the link “Limit the Use of My Sensitive Personal Information”.',
});

import { requireTopic } from '../../lint/require-topic.ts';
import { affirms } from '../../lint/wording/conditions.ts';

const DECIDES =
  /\b(?:algorithm|model|system|software|AI)\b[^.\n]{0,40}\b(?:decid|approv|reject|scor|rank)\w*\b[^.\n]{0,60}\b(?:you|who|account|application|applicants?|customers?)\b/i;

export const caAdmt = requireTopic({
  id: 'ca-admt',
  severity: 'warning',
  confidence: 'check',
  regimes: ['us-ca'],
  source: 'Cal. Code Regs. tit. 11 §§ 7200 to 7222, phased in after 1 January 2026',
  topic: 'automated-decisions',
  when: (document) => affirms(document, DECIDES),
  near: ['california', 'rights'],
  missing: 'An algorithm decides about people, and there is no notice of automated decisions.',
  advice: 'Add the notice before use, the way out and the right of access.',
});

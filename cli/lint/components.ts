/**
 * What the components of a policy say in the reader's place. A law rule that looks for a topic is content
 * when a component covers it: the component is fed from the regime table and the registry, and complete.
 */
import type { SyntaxNode } from './syntax.ts';

/** Topics that law rules look for; the words for them stand in `wording/`. */
export const TOPICS = [
  'contact',
  'purposes',
  'legal-basis',
  'recipients',
  'retention',
  'right-access',
  'right-rectification',
  'right-erasure',
  'right-restriction',
  'right-portability',
  'right-objection',
  'objection-to-marketing',
  'withdraw-consent',
  'consent-control',
  'complaint',
  'obligation-to-provide',
  'automated-decisions',
  'new-purpose',
  'response-time',
  'uk-regulator',
  'complaint-to-controller',
  'transfers',
  'safeguards',
  'uk-safeguards',
  'cookie-table',
  'summary',
  'us-categories',
  'us-sources',
  'us-purposes',
  'us-sale',
  'us-sale-recipients',
  'us-under-16',
  'us-disclosures',
  'us-sensitive-use',
  'us-right-know',
  'us-right-delete',
  'us-right-correct',
  'us-right-opt-out',
  'us-right-limit',
  'us-no-retaliation',
  'us-request-methods',
  'us-verification',
  'us-agent',
  'us-opt-out-signal',
  'us-appeal',
  'us-targeted-ads',
  'incentive-notice',
  'review-process',
  'change-notice',
  'do-not-track',
  'third-party-tracking',
  'parent-rights',
] as const;
export type Topic = (typeof TOPICS)[number];

const RIGHTS: Topic[] = [
  'right-access',
  'right-rectification',
  'right-erasure',
  'right-restriction',
  'right-portability',
  'right-objection',
  'objection-to-marketing',
  'withdraw-consent',
  'automated-decisions',
  'complaint',
  'complaint-to-controller',
  'uk-regulator',
  'us-right-know',
  'us-right-delete',
  'us-right-correct',
  'us-right-opt-out',
  'us-right-limit',
  'us-no-retaliation',
  'us-appeal',
  'us-targeted-ads',
];

const COMPONENT_TOPICS: Readonly<Record<string, readonly Topic[]>> = {
  Rights: RIGHTS,
  Deadlines: ['response-time'],
  Cookies: ['cookie-table', 'third-party-tracking'],
  RequestForm: ['contact', 'us-request-methods', 'us-verification', 'us-agent', 'complaint-to-controller', 'review-process'],
  AtAGlance: ['summary'],
  Definition: [],
};

export function topicsOfComponent(node: SyntaxNode): readonly Topic[] {
  return COMPONENT_TOPICS[node.name ?? ''] ?? [];
}

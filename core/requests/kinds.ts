/**
 * What people can ask for, and what each kind of request needs. One table: form, checks, queue and API read it. What the law
 * says about each (deadline, place, articles) stands in the regime table.
 */
import type { Right } from '../vocabulary.ts';

export const BEHALVES = ['self', 'child', 'agent'] as const;
export type Behalf = (typeof BEHALVES)[number];

/** How a request came in. `form` is this site's own. */
export const CHANNELS = ['form', 'api', 'mail', 'letter', 'phone', 'in-person'] as const;
export type Channel = (typeof CHANNELS)[number];

interface KindRules {
  /**
   * What must be proved before anybody works on it. `address`: control of the e-mail address, for an answer in the wrong hands is a
   * theft and an erasure vandalism. `none`: no law lets one ask for more, or the harm of a false one is small.
   */
  proof: 'none' | 'address';
  /** It takes effect in the browser that sends it, at once (11 CCR 7026(a), 7027; GDPR Art. 7(3)). */
  instant?: true;
  /** Words of the person are needed to act on it. */
  details: 'required' | 'optional' | 'none';
  /** It is about a former request. */
  linked?: true;
}

/** The kinds that a person can send: every right that somebody has to answer, complaint and appeal among them. */
const RULES = {
  access: { proof: 'address', details: 'optional' },
  portability: { proof: 'address', details: 'optional' },
  rectification: { proof: 'address', details: 'required' },
  erasure: { proof: 'address', details: 'optional' },
  restriction: { proof: 'address', details: 'required' },
  objection: { proof: 'none', details: 'required' },
  'automated-decision-review': { proof: 'address', details: 'required' },
  'withdraw-consent': { proof: 'none', instant: true, details: 'none' },
  'opt-out-sale': { proof: 'none', instant: true, details: 'none' },
  'opt-out-targeted-advertising': { proof: 'none', instant: true, details: 'none' },
  'limit-sensitive': { proof: 'none', instant: true, details: 'none' },
  'third-party-list': { proof: 'address', details: 'optional' },
  'de-indexing': { proof: 'address', details: 'required' },
  nomination: { proof: 'address', details: 'required' },
  complaint: { proof: 'none', details: 'required', linked: true },
  appeal: { proof: 'none', details: 'required', linked: true },
} as const satisfies Record<Exclude<Right, 'non-discrimination'>, KindRules>;
export type Kind = keyof typeof RULES;
export const KIND_RULES: Record<Kind, KindRules> = RULES;
export const KINDS = Object.keys(RULES) as readonly Kind[];

export function isKind(text: string): text is Kind {
  return KINDS.some((kind) => kind === text);
}

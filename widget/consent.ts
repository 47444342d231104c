/**
 * What a visitor's choice means at this moment: what is allowed, and whether there is a question to ask. No
 * DOM, no storage, no clock.
 */
import type { BannerData, MaterialChange } from '../core/banner/data.ts';
import { type Choices, type Decision, holds } from '../core/decision.ts';
import type { OptionalCategory } from '../core/vocabulary.ts';

export interface Standing {
  /** What holds now, for each category that the site asks about. */
  allowed: Choices;
  /** Is there a question to ask? */
  ask: boolean;
  /** Material changes since the choice, in categories that the visitor decided on. */
  changes: MaterialChange[];
  /** The choice that still holds. */
  decision?: Decision | undefined;
}

/**
 * @param now Milliseconds since 1970.
 * @param gpc Does the browser send Global Privacy Control?
 */
export function standingOf(
  data: Pick<BannerData, 'categories' | 'model' | 'changes' | 'gpc'>,
  found: Decision | undefined,
  now: number,
  gpc: boolean,
): Standing {
  const decision = found && holds(found, now) ? found : undefined;
  const changes = decision ? data.changes.filter(({ version, categories }) => version > decision.policy && categories.some((c) => c in decision.choices)) : [];
  const allowed: Choices = {};
  let ask = false;
  for (const category of data.categories) {
    const choice = decision?.choices[category];
    const outdated = changes.some(({ categories }) => categories.includes(category));
    // The signal wins over what was chosen before it was sent.
    const opposed = gpc && data.gpc.includes(category) && !decision?.gpc;
    ask ||= choice === undefined || outdated;
    // Consent to other words than those of today is none (GDPR Art. 4(11): specific and informed).
    const stands = choice ?? data.model !== 'opt-in';
    allowed[category] = stands && !opposed && !(outdated && data.model === 'opt-in');
  }
  return { allowed, ask, changes, decision };
}

/** Every category alike. What Global Privacy Control opposes stays off: "all" is no specific answer to it. */
export function allOf(data: Pick<BannerData, 'categories' | 'gpc'>, allow: boolean, gpc: boolean): Choices {
  const choices: Choices = {};
  for (const category of data.categories) choices[category] = allow && !(gpc && data.gpc.includes(category));
  return choices;
}

/** Is any category allowed? */
export function anyOf(choices: Choices): boolean {
  return Object.values(choices).includes(true);
}

export function isAllowed(allowed: Choices, categories: string): boolean {
  // `necessary` is no gate value: what is needed anyway is not marked.
  return categories
    .trim()
    .split(/\s+/)
    .every((category) => allowed[category as OptionalCategory] === true);
}

/**
 * The closed lists that every part agrees on, with their types. Zero dependencies, so that the
 * banner may import values from here. A new member is born here and nowhere else.
 */

/** Consent categories. `necessary` needs no consent and can never gate anything. */
export const CATEGORIES = ['necessary', 'preferences', 'analytics', 'marketing', 'media'] as const;
export type Category = (typeof CATEGORIES)[number];

/** The categories that a visitor decides on. */
export const OPTIONAL_CATEGORIES = ['preferences', 'analytics', 'marketing', 'media'] as const satisfies readonly Category[];
export type OptionalCategory = (typeof OPTIONAL_CATEGORIES)[number];

export const POLICY_KINDS = ['privacy', 'cookies', 'terms', 'other'] as const;
export type PolicyKind = (typeof POLICY_KINDS)[number];

/**
 * Why a version differs from the one before: its words, its translation, the law behind it, or only
 * the tool that renders it (after Open Terms Archive's distinction of changes and technical upgrades).
 */
export const CAUSES = ['wording', 'translation', 'law', 'tool'] as const;
export type Cause = (typeof CAUSES)[number];

/** Data-subject rights, by the names that the laws share. */
export const RIGHTS = [
  'access',
  'rectification',
  'erasure',
  'restriction',
  'portability',
  'objection',
  'automated-decision-review',
  'withdraw-consent',
  'opt-out-sale',
  'opt-out-targeted-advertising',
  'limit-sensitive',
  'third-party-list',
  'de-indexing',
  'nomination',
  'non-discrimination',
  'complaint',
  'appeal',
] as const;
export type Right = (typeof RIGHTS)[number];

/** How far the compilers of a legal fact trust it. `check`: to be read in the statute before it is relied on. */
export const CONFIDENCES = ['sure', 'check'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** What storing on a device needs before it happens. */
export const CONSENT_MODELS = ['opt-in', 'opt-out', 'notice'] as const;
export type ConsentModel = (typeof CONSENT_MODELS)[number];

/** Where a version stands at an instant. */
export const STANDINGS = ['draft', 'announced', 'in-force', 'superseded', 'withdrawn', 'mistaken'] as const;
export type Standing = (typeof STANDINGS)[number];

/** What a visitor did when a consent record was made. */
export const CONSENT_ACTIONS = ['accept', 'reject', 'save', 'withdraw'] as const;
export type ConsentAction = (typeof CONSENT_ACTIONS)[number];

/** Where a visitor chose. `page`: a button of the host page, through `window.fairnotice`. */
export const SURFACES = ['banner', 'dialog', 'placeholder', 'page'] as const;
export type Surface = (typeof SURFACES)[number];

/** Where a banner can stand. */
export const POSITIONS = ['corner-start', 'corner-end', 'bottom', 'top'] as const;
export type Position = (typeof POSITIONS)[number];

/** Where something is kept on a visitor's device. */
export const STORAGE_KINDS = ['cookie', 'local-storage', 'session-storage', 'indexed-db'] as const;
export type StorageKind = (typeof STORAGE_KINDS)[number];

/** Tools that are told of a choice in their own way: Google Consent Mode v2, Microsoft UET, Microsoft Clarity. */
export const SIGNALS = ['google', 'uet', 'clarity'] as const;
export type Signal = (typeof SIGNALS)[number];

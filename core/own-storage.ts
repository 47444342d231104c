/**
 * What Fairnotice itself keeps in the browser of a visitor, and for how long. An organisation that uses it lists the same in its
 * cookie registry; the linter compares the two.
 */
import { DECISION_NAME, OUTBOX_NAME, SUBJECT_NAME } from './decision.ts';
import type { CookieEntry } from './schemas.ts';

export type OwnStorage = Pick<CookieEntry, 'name' | 'kind' | 'lifetime'>;

/** Cookies of the pages of requests, and sent to those alone. Lifetimes in seconds. */
export const REQUEST_COOKIES = {
  /** Opens one request in this browser; the reference of that request follows. */
  request: { name: 'fairnotice-request-', seconds: 90 * 86_400 },
  /** Ties forms to the browser that was given them. */
  form: { name: 'fairnotice-form', seconds: 86_400 },
  /** Take the place of the secret in a mailed link, for as long as the longest of those lives. */
  proof: { name: 'fairnotice-proof', seconds: 4 * 3600 },
  notMe: { name: 'fairnotice-not-me', seconds: 4 * 3600 },
} as const;

export const OWN_OF_REQUESTS: readonly OwnStorage[] = Object.entries(REQUEST_COOKIES).map(([key, { name, seconds }]) => ({
  name: key === 'request' ? `${name}*` : name,
  kind: 'cookie',
  lifetime: seconds % 86_400 === 0 ? `P${seconds / 86_400}D` : `PT${seconds / 3600}H`,
}));

/** Of the banner, in pages that embed it. */
export const OWN_OF_BANNER: readonly Omit<OwnStorage, 'lifetime'>[] = [
  // For as long as the site says that a choice holds.
  { name: DECISION_NAME, kind: 'cookie' },
  { name: DECISION_NAME, kind: 'local-storage' },
  { name: OUTBOX_NAME, kind: 'local-storage' },
  { name: SUBJECT_NAME, kind: 'local-storage' },
];

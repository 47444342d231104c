/** What host pages use: `window.fairnotice`, and the events on `document`. docs/widget.md is their reference. */
import type { Choices } from '../core/decision.ts';
import type { ConsentModel, OptionalCategory } from '../core/vocabulary.ts';

export interface ConsentState {
  /** What is allowed now. */
  allowed: Choices;
  /** Has the visitor answered, and does the answer still hold? */
  decided: boolean;
  /** When, ISO 8601; absent where nothing was decided. */
  at?: string;
  model: ConsentModel;
  /** Does the browser send Global Privacy Control? */
  gpc: boolean;
}

export interface Fairnotice {
  get(): ConsentState;
  /** Is a category allowed now? Several, parted by spaces: are all of them? */
  allowed(categories: OptionalCategory | (string & {})): boolean;
  /** Calls back after each change, also one made in another tab. @returns a function that ends it. */
  onChange(listener: (state: ConsentState) => void): () => void;
  /** Opens the dialog. */
  open(): Promise<void>;
  /** Withdraws every consent at once. */
  withdraw(): void;
  /** Opens the debug view for the site's owner. */
  debug(): Promise<void>;
}

/** Names of the events on `document`, with the type of their `detail`. */
export interface FairnoticeEvents {
  /** The state is known and marked scripts of earlier choices are on their way. */
  'fairnotice:ready': ConsentState;
  'fairnotice:change': ConsentState;
  /** A record was acknowledged, or refused for good. */
  'fairnotice:record': { id: string; state: 'accepted' } | { id: string; state: 'refused'; status: number };
  /** Something is not as the site's owner wants it: see docs/widget.md. */
  'fairnotice:warning': { reason: Warning; element?: Element; address?: string };
}

export const WARNINGS = ['tags-ran-first', 'nonce-differs', 'address-refused', 'trusted-types-refused', 'not-loaded', 'outdated', 'guarded'] as const;
export type Warning = (typeof WARNINGS)[number];

declare global {
  interface Window {
    fairnotice?: Fairnotice;
  }
  interface DocumentEventMap {
    'fairnotice:ready': CustomEvent<FairnoticeEvents['fairnotice:ready']>;
    'fairnotice:change': CustomEvent<FairnoticeEvents['fairnotice:change']>;
    'fairnotice:record': CustomEvent<FairnoticeEvents['fairnotice:record']>;
    'fairnotice:warning': CustomEvent<FairnoticeEvents['fairnotice:warning']>;
  }
}

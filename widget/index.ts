/** For bundlers: the types of the banner's interface, the decision's parser, and a way to load the script without a tag of one's own. */

import type { Fairnotice } from './api.ts';
import { attempt } from './storage.ts';

export { type Choices, type Decision, parseDecision, readDecision } from '../core/decision.ts';
export type { ConsentModel, OptionalCategory } from '../core/vocabulary.ts';
export * from './api.ts';

export interface LoadOptions {
  /** Nonce for pages with a policy that asks for one. */
  nonce?: string;
  /** SRI hash, where `src` is an address with a hash in its name: `sha256-…`. */
  integrity?: string;
  /** Region to take instead of the one in which the script is served, ISO 3166-2: `US-CA`. */
  region?: string;
}

/**
 * Adds the script tag, once, and resolves when `window.fairnotice` is there. Tags that ran before have not seen the
 * defaults of Consent Mode: where that matters, put the script tag first in the head instead.
 *
 * @param src Address of the site's script: `https://privacy.example/banner/kairo.js`.
 * @throws where the script does not come, or does not start. Marked scripts stay off then, and the page works.
 */
export function load(src: string, { nonce, integrity, region }: LoadOptions = {}): Promise<Fairnotice> {
  return new Promise((resolve, reject) => {
    const ready = (): boolean => {
      if (window.fairnotice?.withdraw) resolve(window.fairnotice);
      return !!window.fairnotice?.withdraw;
    };
    if (ready()) return;
    const failed = (): void => reject(new Error(`Fairnotice: ${src} did not come or did not start`));
    const script = document.createElement('script');
    if (nonce) script.nonce = nonce;
    if (integrity) Object.assign(script, { integrity, crossOrigin: 'anonymous' });
    if (region) script.dataset.region = region;
    script.onload = () => ready() || failed();
    script.onerror = failed;
    script.src = (attempt(() => trusted(src)) ?? src) as string;
    document.head.append(script);
  });
}

/** Under Trusted Types the page has to allow this name as well: `trusted-types fairnotice fairnotice-load`. */
function trusted(src: string): unknown {
  const factory = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(url: string): unknown } } }).trustedTypes;
  return factory?.createPolicy('fairnotice-load', { createScriptURL: (url: string) => url }).createScriptURL(src);
}

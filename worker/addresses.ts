/** Addresses of the pages that the Worker answers or links to, relative to the base. */
import type { IndexedPolicy } from '../core/site-index.ts';

const inLocale = (policy: IndexedPolicy, locale: string): string => (locale === policy.prevailing ? '' : `${locale}/`);

export const pathOf = {
  policy: (policy: IndexedPolicy, locale: string) => `${policy.id}/${inLocale(policy, locale)}`,
  version: (policy: IndexedPolicy, version: string, locale: string) => `${policy.id}/${version}/${inLocale(policy, locale)}`,
  history: (policy: IndexedPolicy, locale: string) => `${policy.id}/history/${inLocale(policy, locale)}`,
  timeMap: (policy: IndexedPolicy, locale: string) => `${policy.id}/timemap/${inLocale(policy, locale)}`,
  compare: (policy: IndexedPolicy, pair: string, locale: string) => `${policy.id}/compare/${pair}/${inLocale(policy, locale)}`,
  /** The blocks of a version. */
  json: (policy: IndexedPolicy, version: string, locale: string) => (locale === policy.prevailing ? `${policy.id}/${version}.json` : `${policy.id}/${version}/${locale}.json`),
} as const;

/**
 * The path of a request below the base, without a slash before it, or nothing where it lies elsewhere on
 * the host. Escapes stay as they are.
 */
export function belowBase(pathname: string, base: string): string | undefined {
  return pathname.startsWith(base) ? pathname.slice(base.length) : undefined;
}

/** The folder of later moments and of frames: its files answer under other addresses, never under their own. */
const HIDDEN = '_at';

/** Whether an address leads into the hidden folder, however it is written. Reads addresses as the asset server does. */
export function isHidden(pathname: string): boolean {
  return pathname.split('/').map(unescaped).join('/').split('/').includes(HIDDEN);
}

function unescaped(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

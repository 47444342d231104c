/** Addresses as the Worker speaks of them, and what it must know of an address that is asked for. */
import { pathOf as pathTo } from '../core/addresses.ts';
import type { IndexedPolicy } from '../core/site-index.ts';

/** The site's addresses, for policies as the index names them. */
export const pathOf = {
  policy: ({ id, prevailing }: IndexedPolicy, locale: string) => pathTo.policy(id, locale, prevailing),
  version: ({ id, prevailing }: IndexedPolicy, version: string, locale: string) => pathTo.version(id, version, locale, prevailing),
  history: ({ id, prevailing }: IndexedPolicy, locale: string) => pathTo.history(id, locale, prevailing),
  timeMap: ({ id, prevailing }: IndexedPolicy, locale: string) => pathTo.timeMap(id, locale, prevailing),
  compare: ({ id, prevailing }: IndexedPolicy, pair: string, locale: string) => pathTo.comparison(id, pair, locale, prevailing),
  json: ({ id, prevailing }: IndexedPolicy, version: string, locale: string) => pathTo.file(id, version, locale, prevailing, 'json'),
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

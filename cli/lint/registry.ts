/** The cookie registry, as rules look at it. */
import { holds } from '../../core/lasting.ts';
import type { CookieEntry } from '../../core/schemas.ts';
import type { LintTree } from './input.ts';

/** Does an entry go by such a name: its own, or that of its service or provider? */
export function isCalled({ name, service, provider }: CookieEntry, pattern: RegExp): boolean {
  return [service, provider, name].some((one) => pattern.test(one));
}

/** The registry as it stood on the day a version came into force. */
export function cookiesOn({ cookies, version }: LintTree): CookieEntry[] {
  return cookies.filter((entry) => holds(entry, version.effective));
}

type Stored = Pick<CookieEntry, 'name' | 'kind'>;

/** Does an entry stand for what is stored? `_ga_*` stands for `_ga_ABC`, and for itself. */
export function covers(entry: Stored, { name, kind }: Stored): boolean {
  const pattern = entry.name.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return entry.kind === kind && new RegExp(`^${pattern}$`).test(name);
}

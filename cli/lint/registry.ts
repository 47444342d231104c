/** The cookie registry as it stood on the day a version came into force. */
import type { CookieEntry } from '../../core/schemas.ts';
import type { LintTree } from './input.ts';

export function cookiesOn({ cookies, version }: LintTree): CookieEntry[] {
  return cookies.filter((entry) => entry.since <= version.effective && (!entry.until || entry.until > version.effective));
}

/** The secret of a mailed link, in a cookie while its page is open: it leaves the address at once, and what keeps addresses with it. */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Edge } from '../../edge.ts';
import { cookieOf } from '../../requests/status-session.ts';

/** Longer than the secret of any link. */
const MOST = 80;

export function mailedLink({ name, seconds }: { name: string; seconds: number }) {
  const secretOf = (c: Context<Edge>): string => getCookie(c, name) ?? '';
  return {
    secretOf,
    /** Purpose of the page's token: it does for the link that was followed, and for no other that was opened since. */
    purposeOf: (c: Context<Edge>): string => `${name} ${secretOf(c)}`,
    keep: (c: Context<Edge>, secret: string): void => setCookie(c, name, secret.slice(0, MOST), { ...cookieOf(c), maxAge: seconds }),
    drop: (c: Context<Edge>): void => void deleteCookie(c, name, cookieOf(c)),
  };
}

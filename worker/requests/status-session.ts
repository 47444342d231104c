/**
 * Whose request a browser looks at, in a cookie that no script reads: the request's id, how the browser came to it, and since when,
 * signed. For that request alone; it is no account.
 */
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Edge } from '../edge.ts';
import type { Desk } from './desk.ts';
import { isSame, toBase64Url } from './status-links.ts';
import { newSecret } from './vault.ts';

/**
 * `asked`: it sent the request. `link`: it was opened by a link that was kept or mailed. `proved`: whoever sits there has shown that
 * the address is theirs, and sees what is personal.
 */
export type Level = 'asked' | 'link' | 'proved';

export interface Session {
  id: string;
  level: Level;
  /** Seconds since 1970. */
  since: number;
}

const NAME = 'fairnotice-request';
const FORM = 'fairnotice-form';
const DAYS = 90;
/** For so long what is personal stays open; then it takes a new code. */
const PROVED_SECONDS = 12 * 3600;
/** And for so long the files of an answer. */
const FRESH_SECONDS = 1800;
/** And for so long a page that a link of a mail led to may lie open: as long as the longest of them lives. */
export const LINK_SECONDS = 4 * 3600;

export async function openSession(c: Context<Edge>, desk: Desk, id: string, level: Level): Promise<void> {
  const since = Math.floor(desk.now.getTime() / 1000);
  const value = await written(desk, { id, level, since });
  setCookie(c, NAME, value, { ...cookieOf(c), maxAge: DAYS * 86_400 });
}

export function closeSession(c: Context<Edge>): void {
  setCookie(c, NAME, '', { ...cookieOf(c), maxAge: 0 });
}

/** The session of a request; nothing where there is none, or it was made up, or is over. */
export async function sessionOf(c: Context<Edge>, desk: Desk): Promise<Session | undefined> {
  const value = getCookie(c, NAME) ?? '';
  const [, id = '', level = '', time = ''] = /^([0-9a-f-]{36})\.(asked|link|proved)\.([0-9a-z]{1,8})\.[\w-]{43}$/.exec(value) ?? [];
  const session = { id, level: level as Level, since: Number.parseInt(time, 36) };
  if (id === '' || !isSame(value, await written(desk, session))) return undefined;
  const age = desk.now.getTime() / 1000 - session.since;
  if (age < -60 || age > DAYS * 86_400) return undefined;
  return session.level === 'proved' && age > PROVED_SECONDS ? { ...session, level: 'link' } : session;
}

/** Was the proof given just now? Files of an answer want that. */
export function isFresh({ level, since }: Session, now: Date): boolean {
  return level === 'proved' && now.getTime() / 1000 - since <= FRESH_SECONDS;
}

async function written({ vault }: Desk, { id, level, since }: Session): Promise<string> {
  const text = `${id}.${level}.${since.toString(36)}`;
  return `${text}.${toBase64Url(await vault.hash('session', text))}`;
}

/** A random name for this browser, to which its forms are bound. */
export function browserOf(c: Context<Edge>): string | undefined {
  const value = getCookie(c, FORM) ?? '';
  return /^[\w-]{22}$/.test(value) ? value : undefined;
}

export function nameBrowser(c: Context<Edge>): string {
  const name = browserOf(c) ?? newSecret();
  setCookie(c, FORM, name, { ...cookieOf(c), maxAge: 86_400 });
  return name;
}

/** Sent to pages of requests alone, also when one comes from a link in a mail. */
export function cookieOf(c: Context<Edge>) {
  return { path: `${c.env.site.index.base}requests/`, httpOnly: true, sameSite: 'Lax' as const, secure: new URL(c.req.url).protocol === 'https:' };
}

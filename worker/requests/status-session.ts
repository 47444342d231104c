/**
 * Which requests a browser may look at, in cookies that no script reads: one for each request, named by its reference, with its id, how
 * the browser came to it, and since when, signed. So a link that somebody sends opens its request beside those that are open here, and
 * never in their place. Each is for that request alone; none is an account.
 */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { REQUEST_COOKIES } from '../../core/own-storage.ts';
import type { Edge } from '../edge.ts';
import type { RequestRow } from '../store/requests.ts';
import type { Desk } from './desk.ts';
import { isSame, toBase64Url } from './status-links.ts';
import { newSecret } from './vault.ts';

/**
 * `asked`: it sent the request. `link`: it was opened by a link that was kept or mailed. `proved`: whoever sits there has shown that
 * the address is theirs, and sees what is personal.
 */
export type Level = 'asked' | 'link' | 'proved';

/** What names a request: to the machine, and to people. */
export type Named = Pick<RequestRow, 'id' | 'reference'>;

interface Written extends Named {
  level: Level;
  /** Seconds since 1970. */
  since: number;
}

export interface Session extends Written {
  /** A link alone led here, so it may be a stranger's request. One that was proved stays one's own when the proof is over. */
  isLed: boolean;
}

const { name: NAME, seconds: SECONDS } = REQUEST_COOKIES.request;
/** So many that this browser sent or proved are remembered, and so many that a link opened: the newest of each. Links never use up the first. */
const MOST = 6;
/** For so long what is personal stays open; then it takes a new code. */
const PROVED_SECONDS = 12 * 3600;
/** And for so long the files of an answer. */
const FRESH_SECONDS = 1800;

/** Opens a request in this browser, unless it has shown as much already: a link takes nothing away, nor does a form that is sent again. */
export async function openSession(c: Context<Edge>, desk: Desk, { id, reference }: Named, level: Level): Promise<void> {
  const open = await sessionOf(c, desk, reference);
  if (open && level !== 'proved' && (level === 'link' || open.level !== 'link')) return;
  const since = Math.floor(desk.now.getTime() / 1000);
  const ofItsSort = (await sessionsOf(c, desk)).filter((one) => one.reference !== reference && one.isLed === (level === 'link'));
  for (const one of ofItsSort.slice(MOST - 1)) closeSession(c, one.reference);
  setCookie(c, NAME + reference, await signed(desk, { id, reference, level, since }), { ...cookieOf(c), maxAge: SECONDS });
}

export function closeSession(c: Context<Edge>, reference: string): void {
  deleteCookie(c, NAME + reference, cookieOf(c));
}

/** Closes every request in this browser, also what no longer opens any, and drops the secrets of mailed links that were not used. */
export function forgetAll(c: Context<Edge>): void {
  const links: string[] = [REQUEST_COOKIES.proof.name, REQUEST_COOKIES.notMe.name];
  for (const name of Object.keys(getCookie(c))) if (name.startsWith(NAME) || links.includes(name)) deleteCookie(c, name, cookieOf(c));
}

/** The session of a request; nothing where there is none, or it was made up, or is over. */
export async function sessionOf(c: Context<Edge>, desk: Desk, reference: string): Promise<Session | undefined> {
  return read(desk, reference, getCookie(c, NAME + reference) ?? '');
}

/** Every request that is open in this browser, the newest first. */
export async function sessionsOf(c: Context<Edge>, desk: Desk): Promise<Session[]> {
  const cookies = Object.entries(getCookie(c)).filter(([name]) => name.startsWith(NAME));
  const all = await Promise.all(cookies.map(([name, value]) => read(desk, name.slice(NAME.length), value)));
  return all.filter((session) => session !== undefined).toSorted((a, b) => b.since - a.since);
}

async function read(desk: Desk, reference: string, value: string): Promise<Session | undefined> {
  const [, id = '', level = '', time = ''] = /^([0-9a-f-]{36})\.(asked|link|proved)\.([0-9a-z]{1,8})\.[\w-]{43}$/.exec(value) ?? [];
  const session = { id, reference, level: level as Level, since: Number.parseInt(time, 36) };
  if (id === '' || !isSame(value, await signed(desk, session))) return undefined;
  const age = desk.now.getTime() / 1000 - session.since;
  if (age < -60 || age > SECONDS) return undefined;
  const isLed = level === 'link';
  // A proof is over after its hours; what remains is what a link shows.
  return session.level === 'proved' && age > PROVED_SECONDS ? { ...session, level: 'link', isLed } : { ...session, isLed };
}

/** Was the proof given just now? Files of an answer want that. */
export function isFresh({ level, since }: Session, now: Date): boolean {
  return level === 'proved' && now.getTime() / 1000 - since <= FRESH_SECONDS;
}

/** The reference is signed with it, so that under another name the cookie opens nothing. */
async function signed({ vault }: Desk, { id, reference, level, since }: Written): Promise<string> {
  const text = `${id}.${level}.${since.toString(36)}`;
  return `${text}.${toBase64Url(await vault.hash('session', `${reference}.${text}`))}`;
}

/** A random name for this browser, to which its forms are bound. */
export function browserOf(c: Context<Edge>): string | undefined {
  const value = getCookie(c, REQUEST_COOKIES.form.name) ?? '';
  return /^[\w-]{22}$/.test(value) ? value : undefined;
}

export function nameBrowser(c: Context<Edge>): string {
  const name = browserOf(c) ?? newSecret();
  const { name: cookie, seconds } = REQUEST_COOKIES.form;
  setCookie(c, cookie, name, { ...cookieOf(c), maxAge: seconds });
  return name;
}

/** Sent to pages of requests alone, also when one comes from a link in a mail. */
export function cookieOf(c: Context<Edge>) {
  return { path: `${c.env.site.index.base}requests/`, httpOnly: true, sameSite: 'Lax' as const, secure: new URL(c.req.url).protocol === 'https:' };
}

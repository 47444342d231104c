/**
 * Who asks for the operators' addresses: the one place that decides. Closed by default: where nothing is set up, nobody is an
 * operator. The API takes a bearer token. The console takes the word of Cloudflare Access, a signed token that is checked here,
 * for who can reach the Worker past Access can also write headers; and on a laptop a cookie of its own.
 */
import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { fromBase64, fromHex, fromUtf8, toBase64, utf8 } from '../core/log/bytes.ts';
import type { Vault } from './requests/vault.ts';

/** What an operator may do; each role may also do what the ones before it may. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface Operator {
  /** As audit trails name whoever acts. */
  name: string;
  role: Role;
}

/** Are these names of one person? Spelling is no second pair of eyes. */
export function isSamePerson(one: string, other: string): boolean {
  const plain = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
  return plain(one) === plain(other);
}

export function mayAct(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** As whom whoever has the operators' token acts: nobody in particular. */
export const OPERATORS_TOKEN = 'token';

/** Who sent a request, where an operator did. Why it was nobody is not told: every failure is the same. */
export async function operatorOf({ OPERATOR_TOKEN_SHA256 }: Pick<Cloudflare.Env, 'OPERATOR_TOKEN_SHA256'>, request: Request): Promise<Operator | undefined> {
  const token = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(request.headers.get('Authorization') ?? '')?.[1] ?? '';
  return (await isOperatorToken(OPERATOR_TOKEN_SHA256, token)) ? { name: OPERATORS_TOKEN, role: 'admin' } : undefined;
}

async function isOperatorToken(setUp: string | undefined, token: string): Promise<boolean> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(token)));
  // Hashes are of one length, and all are compared: how long it takes says nothing of the token, nor which one it was.
  const held = hashesIn(setUp ?? '').filter((known) => crypto.subtle.timingSafeEqual(known, hash));
  return token !== '' && held.length > 0;
}

/** The hashes that are set up, several separated by spaces while one token replaces another. What is no hash opens nothing. */
function hashesIn(text: string): Uint8Array[] {
  const hashes = text.split(/\s+/).filter((word) => /^[0-9a-f]{64}$/i.test(word));
  return hashes.map(fromHex);
}

export type AccessSettings = Pick<Cloudflare.Env, 'ACCESS_TEAM_DOMAIN' | 'ACCESS_AUD' | 'ACCESS_ROLES'>;
export type ConsoleSettings = AccessSettings & Pick<Cloudflare.Env, 'LOCAL' | 'OPERATOR_TOKEN_SHA256'>;

/** Who asks for a page of the console. A token of Access that does not hold is the end of it: no cookie makes up for it. */
export async function consoleOperatorOf(env: ConsoleSettings, vault: Vault, request: Request, now: Date): Promise<Operator | undefined> {
  const token = request.headers.get('Cf-Access-Jwt-Assertion');
  if (token !== null) return accessOperator(env, token, now);
  return env.LOCAL ? localOperator(env, vault, request, now) : undefined;
}

/** Access signs with RS256 and nothing else; a token that chooses another algorithm is none. */
async function accessOperator(env: AccessSettings, token: string, now: Date): Promise<Operator | undefined> {
  const { ACCESS_TEAM_DOMAIN: team = '', ACCESS_AUD: audience = '', ACCESS_ROLES: listed = '' } = env;
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(team) || audience === '') return undefined;
  try {
    const { payload } = await jwtVerify(token, keysOf(team), {
      algorithms: ['RS256'],
      issuer: `https://${team}`,
      audience,
      requiredClaims: ['exp', 'iat'],
      currentDate: now,
    });
    const name = typeof payload.email === 'string' ? payload.email.trim().toLowerCase() : '';
    const role = rolesIn(listed).get(name);
    return role && { name, role };
  } catch {
    return undefined;
  }
}

let kept: { team: string; keys: JWTVerifyGetKey } | undefined;

/** The keys of a team, fetched when one is needed and held for the isolate. An unknown key id fetches anew, at most twice a minute. */
function keysOf(team: string): JWTVerifyGetKey {
  if (kept?.team !== team) kept = { team, keys: createRemoteJWKSet(new URL(`https://${team}/cdn-cgi/access/certs`), { cooldownDuration: 30_000 }) };
  return kept.keys;
}

/** `{"kim@acme.example": "admin"}`, or `kim@acme.example=admin jo@acme.example=viewer`. Whoever is not listed, or with a role that there is not, has none. */
export function rolesIn(text: string): Map<string, Role> {
  const pairs = text.trim().startsWith('{') ? entriesOf(text) : text.split(/[\s,;]+/).map((word) => word.split('=', 2));
  return new Map(
    pairs.flatMap(([name, role]): [string, Role][] => {
      const known = ROLES.find((one) => one === role);
      return typeof name === 'string' && name.includes('@') && known ? [[name.trim().toLowerCase(), known]] : [];
    }),
  );
}

function entriesOf(json: string): [string, unknown][] {
  try {
    return Object.entries(JSON.parse(json) as Record<string, unknown>);
  } catch {
    return [];
  }
}

const COOKIE = 'fairnotice-operator';
const COOKIE_SECONDS = 8 * 3600;
/** No name that events use for somebody else. */
const NAME = /^(?!(?:person|system|token)$)[\p{L}\p{N}][\p{L}\p{N} .@_-]{0,59}$/iu;

/** A name that somebody signs in with on a laptop, where audit trails can bear it. */
export function isOperatorName(text: string): boolean {
  return NAME.test(text);
}

/** Signs in on a laptop: the operators' token opens, and one chooses as whom, so that roles and four eyes can be tried. */
export async function localCookie(
  env: ConsoleSettings,
  vault: Vault,
  { token, ...operator }: Operator & { token: string },
  now: Date,
  { path, secure }: { path: string; secure: boolean },
): Promise<string | undefined> {
  if (!env.LOCAL || !isOperatorName(operator.name) || !(await isOperatorToken(env.OPERATOR_TOKEN_SHA256, token))) return undefined;
  const payload = toBase64(utf8(JSON.stringify({ ...operator, until: now.getTime() + COOKIE_SECONDS * 1000 })));
  const value = `${payload}.${toBase64(await signature(env, vault, payload))}`;
  return `${COOKIE}=${encodeURIComponent(value)}; Path=${path}; HttpOnly; SameSite=Strict; Max-Age=${COOKIE_SECONDS}${secure ? '; Secure' : ''}`;
}

export function endOfLocalCookie(path: string): string {
  return `${COOKIE}=; Path=${path}; HttpOnly; SameSite=Strict; Max-Age=0`;
}

async function localOperator(env: ConsoleSettings, vault: Vault, request: Request, now: Date): Promise<Operator | undefined> {
  const found = new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]*)`).exec(request.headers.get('Cookie') ?? '')?.[1];
  const [payload = '', signed = ''] = decodeURIComponentSafely(found ?? '').split('.', 2);
  const given = fromBase64(signed);
  const right = await signature(env, vault, payload);
  if (given?.length !== right.length || !crypto.subtle.timingSafeEqual(given, right)) return undefined;
  const { name, role, until } = JSON.parse(fromUtf8(fromBase64(payload) ?? new Uint8Array()) ?? '{}') as Operator & { until: number };
  return until > now.getTime() ? { name, role } : undefined;
}

/** With the token's hash in it: another token ends every sign-in. */
function signature({ OPERATOR_TOKEN_SHA256 = '' }: ConsoleSettings, vault: Vault, payload: string): Promise<Uint8Array> {
  return vault.hash('session', `operator\n${OPERATOR_TOKEN_SHA256}\n${payload}`);
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

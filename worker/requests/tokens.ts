/**
 * Tokens of the interface for requests: `fnr_<16 hexadecimal digits>_<256 random bits>`. The part in the middle finds the token and
 * says nothing; of the whole a keyed hash is kept. A token without an end there is not.
 */
import { toBase64, toHex } from '../../core/log/bytes.ts';
import type { TokenFacts } from '../../core/requests/api.ts';
import type { Scope } from '../../core/requests/scopes.ts';
import { OPERATORS_TOKEN } from '../auth.ts';
import { findToken, insertToken, noteUse, type TokenRow } from '../store/tokens.ts';
import type { Desk } from './desk.ts';

export interface ApiToken {
  prefix: string;
  /** As events and audit trails name whoever acts. */
  actor: string;
  /** The person who answers for it; nobody where it was made without a name. */
  owner?: string;
  scopes: readonly Scope[];
}

const FORM = /^Bearer +(fnr_([0-9a-f]{16})_[A-Za-z0-9_-]{43})$/i;
const DAY = 86_400_000;

/** The statement that keeps a new token, and the token itself, which is told once. */
export async function newToken(
  desk: Desk,
  { name, scopes, days, by }: { name: string; scopes: readonly Scope[]; days: number; by: string },
): Promise<{ token: string; statement: D1PreparedStatement; row: TokenRow }> {
  const prefix = toHex(crypto.getRandomValues(new Uint8Array(8)));
  const secret = toBase64(crypto.getRandomValues(new Uint8Array(32)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
  const token = `fnr_${prefix}_${secret}`;
  const kept = {
    prefix,
    hash: await desk.vault.hash('token', token),
    name,
    scopes: JSON.stringify([...new Set(scopes)].sort()),
    created: desk.now.toISOString(),
    created_by: by,
    expires: new Date(desk.now.getTime() + days * DAY).toISOString(),
  };
  return { token, statement: insertToken(desk.db, kept), row: { ...kept, revoked: null, revoked_by: null, used: null } };
}

/** The token that a request brought, where it holds. Why it does not is not told: every failure is the same. */
export async function tokenOf(desk: Desk, request: Request): Promise<ApiToken | undefined> {
  const [, token = '', prefix = ''] = FORM.exec(request.headers.get('Authorization') ?? '') ?? [];
  if (token === '') return undefined;
  const row = await findToken(desk.db, prefix);
  // A hash is made for an unknown one too, so that time tells nothing of which prefixes there are.
  const hash = await desk.vault.hash('token', token);
  if (!row || !crypto.subtle.timingSafeEqual(row.hash, hash)) return undefined;
  if (row.revoked !== null || row.expires <= desk.now.toISOString()) return undefined;
  if (row.used !== desk.today) await noteUse(desk.db, prefix, desk.today).run();
  const owner = row.created_by === OPERATORS_TOKEN ? {} : { owner: row.created_by };
  return { prefix, actor: `${row.name} (API)`, ...owner, scopes: JSON.parse(row.scopes) as Scope[] };
}

export function factsOf({ prefix, name, scopes, created, created_by, expires, revoked, used }: TokenRow): TokenFacts {
  return { prefix, name, scopes: JSON.parse(scopes) as Scope[], created, createdBy: created_by, expires, revoked, used };
}

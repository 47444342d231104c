/**
 * Who asks for the operators' addresses: the one place that decides. Closed by default: where no token is set up, nobody is an
 * operator. Today a bearer token says who it is; the console's sign-in joins here, in `operatorOf`, with names and roles of its own.
 */
import { fromHex } from '../core/log/bytes.ts';

/** What an operator may do; each role may also do what the ones before it may. */
export type Role = 'viewer' | 'operator' | 'admin';

export interface Operator {
  /** As audit trails name whoever acts. */
  name: string;
  role: Role;
}

/** Who sent a request, where an operator did. Why it was nobody is not told: every failure is the same. */
export async function operatorOf({ OPERATOR_TOKEN_SHA256 }: Pick<Cloudflare.Env, 'OPERATOR_TOKEN_SHA256'>, request: Request): Promise<Operator | undefined> {
  const token = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(request.headers.get('Authorization') ?? '')?.[1] ?? '';
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)));
  // Hashes are of one length, and all are compared: how long it takes says nothing of the token, nor which one it was.
  const held = hashesIn(OPERATOR_TOKEN_SHA256 ?? '').filter((known) => crypto.subtle.timingSafeEqual(known, hash));
  return token !== '' && held.length > 0 ? { name: 'token', role: 'admin' } : undefined;
}

/** The hashes that are set up, several separated by spaces while one token replaces another. What is no hash opens nothing. */
function hashesIn(text: string): Uint8Array[] {
  const hashes = text.split(/\s+/).filter((word) => /^[0-9a-f]{64}$/i.test(word));
  return hashes.map(fromHex);
}

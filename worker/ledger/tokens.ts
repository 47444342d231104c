/**
 * One-time tokens of acknowledgements: whoever holds one may fetch the receipt of that record once. A token is a MAC of the
 * record's id, so none is kept; which one was used, the ledger knows. For refusals, which leave no secret in the browser.
 */
import { fromHex, toHex } from '../../core/log/bytes.ts';

const TOKEN = /^[0-9a-f]{64}$/;

/** @param logKey `LOG_KEY`. Tokens are made with the first key, and taken under each. */
export async function tokenOf(logKey: string, id: string): Promise<string> {
  const [first = ''] = logKey.split(/\s+/).filter((seed) => seed !== '');
  return toHex(new Uint8Array(await crypto.subtle.sign('HMAC', await macKey(first), bytesFor(id))));
}

export async function isTokenOf(logKey: string, id: string, token: string): Promise<boolean> {
  if (!TOKEN.test(token)) return false;
  const mac = fromHex(token);
  const seeds = logKey.split(/\s+/).filter((seed) => seed !== '');
  // `verify` takes the same time for every wrong one.
  const fits = await Promise.all(seeds.map(async (seed) => crypto.subtle.verify('HMAC', await macKey(seed), mac, bytesFor(id))));
  return fits.includes(true);
}

const keys = new Map<string, Promise<CryptoKey>>();

/** Another key than the one that signs, made from it (RFC 5869), once in a life of the Worker. */
function macKey(seed: string): Promise<CryptoKey> {
  const known = keys.get(seed) ?? deriveMacKey(seed);
  keys.set(seed, known);
  return known;
}

async function deriveMacKey(seed: string): Promise<CryptoKey> {
  const encoder = new TextEncoder();
  const secret = await crypto.subtle.importKey('raw', encoder.encode(seed), 'HKDF', false, ['deriveKey']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encoder.encode('fairnotice receipt token') };
  return crypto.subtle.deriveKey(how, secret, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign', 'verify']);
}

function bytesFor(id: string): Uint8Array {
  return new TextEncoder().encode(id);
}

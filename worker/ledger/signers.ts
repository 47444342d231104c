/** The keys of the logs: seeds of Ed25519 in a secret of the deployment, the main one first. Each log signs under its own name. */
import { fromBase64 } from '../../core/log/bytes.ts';
import { ED25519, formatVkey, keyId, type Signer } from '../../core/log/note.ts';

interface Pair {
  privateKey: CryptoKey;
  publicKey: Uint8Array;
}

const SEED_BYTES = 32;
/** PKCS #8 of an Ed25519 key up to its seed (RFC 8410, section 7). */
const PKCS8_HEAD = new Uint8Array([0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20]);

const pairs = new Map<string, Promise<Pair>>();

/**
 * @param keys `LOG_KEY`: base64url seeds, separated by spaces; several while one replaces another.
 * @returns none where there is no key: the ledger is closed.
 * @throws where one is no seed of 32 bytes.
 */
export function signersOf(keys: string | undefined, origin: string): Promise<Signer[]> {
  const name = `${keys ?? ''}\n${origin}`;
  const known = signers.get(name) ?? makeSigners(keys, origin);
  signers.set(name, known);
  return known;
}

const signers = new Map<string, Promise<Signer[]>>();

function makeSigners(keys: string | undefined, origin: string): Promise<Signer[]> {
  const seeds = (keys ?? '').split(/\s+/).filter((seed) => seed !== '');
  return Promise.all(
    seeds.map(async (seed) => {
      const { privateKey, publicKey } = await pairOf(seed);
      const id = keyId(origin, ED25519, publicKey);
      return { name: origin, publicKey, id, sign: async (bytes) => new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, new Uint8Array(bytes))) };
    }),
  );
}

/** The keys by which a log's checkpoints are checked, one a signer. */
export function vkeysOf(signers: readonly Signer[]): string[] {
  return signers.map(({ name, publicKey }) => formatVkey(name, ED25519, publicKey));
}

function pairOf(seed: string): Promise<Pair> {
  const known = pairs.get(seed) ?? importSeed(seed);
  pairs.set(seed, known);
  return known;
}

async function importSeed(text: string): Promise<Pair> {
  const seed = bytesOfBase64url(text);
  if (seed?.length !== SEED_BYTES) throw new Error('LOG_KEY holds a key that is not 32 bytes as base64url.');
  const pkcs8 = new Uint8Array([...PKCS8_HEAD, ...seed]);
  // Extractable only to learn the public half, which WebCrypto gives no other way.
  const whole = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']);
  const { x = '' } = (await crypto.subtle.exportKey('jwk', whole)) as JsonWebKey;
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
  return { privateKey, publicKey: bytesOfBase64url(x) ?? new Uint8Array() };
}

function bytesOfBase64url(text: string): Uint8Array | undefined {
  const plain = text.replaceAll('-', '+').replaceAll('_', '/');
  return fromBase64(plain.padEnd(Math.ceil(plain.length / 4) * 4, '='));
}

/**
 * WebCrypto answers from other threads, in an order that no seed decides. Here the same SHA-256 and Ed25519 answer at once,
 * so that a simulated life is the same each time. Only what the ledger and the log's checks call is replaced.
 */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { Signer } from '../../core/log/note.ts';

const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const SEED = Buffer.alloc(32, 7);

/** @returns what puts the platform's own back. */
export function synchronousCrypto(): () => void {
  const own = { digest: crypto.subtle.digest, importKey: crypto.subtle.importKey, verify: crypto.subtle.verify };
  const fast = {
    digest: (_name: string, bytes: Uint8Array) => Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest()).buffer),
    importKey: (_format: string, raw: Uint8Array) => Promise.resolve(publicKeyOf(raw)),
    verify: (_name: string, key: ReturnType<typeof publicKeyOf>, signature: Uint8Array, message: Uint8Array) =>
      Promise.resolve(verify(null, message, key, signature)),
  };
  Object.assign(crypto.subtle, fast);
  return () => Object.assign(crypto.subtle, own);
}

function publicKeyOf(raw: Uint8Array) {
  return createPublicKey({ key: Buffer.concat([SPKI_HEAD, raw]), format: 'der', type: 'spki' });
}

const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, SEED]), format: 'der', type: 'pkcs8' });
const publicKey = new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(SPKI_HEAD.length));

export function simulatedSigner(name: string): Signer {
  return { name, publicKey, sign: (bytes) => Promise.resolve(new Uint8Array(sign(null, bytes, privateKey))) };
}

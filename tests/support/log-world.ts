/** Keys, leaves and logs made from numbers, so that vectors and tests give the same bytes each time. */
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { utf8 } from '../../core/log/bytes.ts';
import type { Signer } from '../../core/log/note.ts';

const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A signer whose seed is the SHA-256 of its name: for tests, and for nothing else. */
export function testSigner(name: string, seed = name): Signer {
  const secret = createHash('sha256').update(`test key of ${seed}`).digest();
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, secret]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { name, publicKey: new Uint8Array(publicKey), sign: async (bytes) => new Uint8Array(sign(null, bytes, key)) };
}

/** Entry number `index` of the test log. */
export function testEntry(index: number): Uint8Array {
  return utf8(`entry ${index}`);
}

/**
 * SHA-256 and Ed25519 by WebCrypto, which browsers, workerd and Node share. Asynchronous: for whole files. The hashes of a
 * proof are made by `sha256.ts`; the build side has `core/digest.ts`.
 */
import { concat } from './bytes.ts';

/** Checks an Ed25519 signature (RFC 8032). A browser without Ed25519 brings its own. */
export type VerifyEd25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => Promise<boolean>;

/** SHA-256 of bytes that follow one another. */
export async function digest(...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', concat(...parts) as BufferSource));
}

/** @throws where the platform's WebCrypto lacks Ed25519. A key or a signature that is none is simply not valid. */
export const verifyEd25519: VerifyEd25519 = async (publicKey, message, signature) => {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const key = await crypto.subtle.importKey('raw', publicKey as BufferSource, 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', key, signature as BufferSource, message as BufferSource);
};

/** SHA-256 of texts, of JSON values and of bytes. */
import { createHash } from 'node:crypto';

/** SHA-256 of the UTF-8 bytes of a text, as lower case hexadecimal digits: what `sha256sum` prints for a file that holds it. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** SHA-256 of bytes that follow one another. 32 bytes. */
export function sha256Bytes(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

/** SHA-256 of bytes that come one after another. */
export class Sha256 {
  readonly #hash = createHash('sha256');

  add(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  /** Lower case hexadecimal digits, once. */
  hex(): string {
    return this.#hash.digest('hex');
  }
}

/** A short key over any JSON value, to tell whether an input changed. Not for evidence: key order counts. */
export function fingerprint(value: unknown): string {
  return sha256(JSON.stringify(value)).slice(0, 24);
}

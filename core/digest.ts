/** SHA-256 of texts and of JSON values, as lower case hexadecimal digits. */
import { createHash } from 'node:crypto';

/** SHA-256 of the UTF-8 bytes of a text: what `sha256sum` prints for a file that holds it. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** A short key over any JSON value, to tell whether an input changed. Not for evidence: key order counts. */
export function fingerprint(value: unknown): string {
  return sha256(JSON.stringify(value)).slice(0, 24);
}

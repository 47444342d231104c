/** A subject is the hash of a secret that only the browser holds: whoever shows the secret is the subject. */
import { fromHex, toHex } from '../log/bytes.ts';
import { digest } from '../log/web-crypto.ts';

/** @param secret 32 hexadecimal digits. */
export async function subjectOf(secret: string): Promise<string> {
  return toHex(await digest(fromHex(secret)));
}

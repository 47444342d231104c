/** Ids and subjects as bytes, for their rows. */
import { fromHex, toHex } from '../../core/log/bytes.ts';

/** The 16 bytes of a UUID. */
export function bytesOfId(id: string): Uint8Array {
  return fromHex(id.replaceAll('-', ''));
}

export function idOfBytes(bytes: Uint8Array): string {
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The 32 bytes of a subject. */
export function bytesOfSubject(subject: string): Uint8Array {
  return fromHex(subject);
}

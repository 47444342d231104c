/**
 * Bytes and their spellings, for everything below `core/log/`. No dependencies and nothing of Node, for the verifier in
 * the browser imports it. What reads a spelling accepts one only: the bytes it gives are written back as the same text.
 */

/** A tree hash: SHA-256. */
export const HASH_BYTES = 32;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** @returns nothing where the bytes are no UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}

/** RFC 4648, section 4, with padding. */
export function toBase64(bytes: Uint8Array): string {
  let characters = '';
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return btoa(characters);
}

/** @returns nothing where the text is not the one spelling of some bytes: `atob` alone takes spaces, missing padding and stray bits. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  try {
    const characters = atob(text);
    if (btoa(characters) !== text) return undefined;
    return Uint8Array.from(characters, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** A hash in base64. @returns nothing where the text is not the one spelling of 32 bytes. */
export function hashFromBase64(text: string): Uint8Array | undefined {
  const hash = text.length === 44 ? fromBase64(text) : undefined;
  return hash?.length === HASH_BYTES ? hash : undefined;
}

/** The two digits of each byte. */
const HEX = Array.from({ length: 256 }, (_none, byte) => byte.toString(16).padStart(2, '0'));

export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** @param text Pairs of hexadecimal digits, which the caller has checked. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length >> 1);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Number.parseInt(text.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}

/** A count or an index in decimal, without leading zeros. @returns nothing where it is none, or more than a number holds exactly. */
export function fromDecimal(text: string): number | undefined {
  if (!/^(0|[1-9]\d{0,15})$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

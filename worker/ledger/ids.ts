/** Ids and subjects as bytes, for their rows. */

/** The 16 bytes of a UUID. */
export function bytesOfId(id: string): Uint8Array {
  return bytesOfHex(id.replaceAll('-', ''));
}

export function idOfBytes(bytes: Uint8Array): string {
  const hex = hexOf(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The 32 bytes of a subject. */
export function bytesOfSubject(subject: string): Uint8Array {
  return bytesOfHex(subject);
}

export function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

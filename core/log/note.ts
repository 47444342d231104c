/**
 * Signed notes (c2sp.org/signed-note): a text, and under it the lines of those who signed it. Ed25519 here, type 0x01;
 * witnesses sign otherwise, see cosignature.ts. Browser-safe.
 */
import { concat, fromBase64, fromHex, toBase64, toHex, utf8 } from './bytes.ts';
import { sha256 } from './sha256.ts';
import { type VerifyEd25519, verifyEd25519 } from './web-crypto.ts';

export const ED25519 = 1;
export const COSIGNATURE = 4;
const KEY_ID_BYTES = 4;
const MAX_NOTE_CHARACTERS = 131_072;
/** The format asks for 16 at least. */
const MAX_SIGNATURES = 100;

/** Who signs. The private key stays with whoever makes one. */
export interface Signer {
  name: string;
  /** Ed25519, 32 bytes. */
  publicKey: Uint8Array;
  /** Its key id under the name, where it is known: it is made from them otherwise. */
  id?: string;
  /** The 64 bytes of an Ed25519 signature. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

export interface NoteSignature {
  name: string;
  /** Key id: eight lower case hexadecimal digits. */
  id: string;
  /** What follows the key id. */
  signature: Uint8Array;
}

export interface Note {
  ok: true;
  /** What is signed, with its last line end. */
  text: string;
  signatures: NoteSignature[];
}
export type NoteFault = { ok: false; reason: 'note-too-long' | 'note-bad-character' | 'note-bad-form' | 'note-bad-signature-line' };

/** A key that checks signatures. */
export interface Vkey {
  ok: true;
  name: string;
  id: string;
  type: typeof ED25519 | typeof COSIGNATURE;
  key: Uint8Array;
}
export type VkeyFault = { ok: false; reason: 'vkey-bad-form' | 'vkey-unknown-type' | 'vkey-bad-id' };

export type VerifiedNote =
  | { ok: true; text: string; signatures: NoteSignature[]; by: Vkey[] }
  | NoteFault
  | { ok: false; reason: 'note-bad-signature' | 'note-not-signed'; name?: string };

const isKeyName = (name: string): boolean => name !== '' && !/[\s+\p{Cc}\p{Z}\p{Cs}]/u.test(name);
/** The whole of a text that can be signed: UTF-8 without control characters but line ends. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const hasBadCharacter = (text: string): boolean => /[\x00-\x09\x0b-\x1f\p{Cs}]/u.test(text);

/** First bytes of the hash over name, type and key, as eight hexadecimal digits. */
export function keyId(name: string, type: number, key: Uint8Array): string {
  return toHex(sha256(utf8(`${name}\n`), new Uint8Array([type]), key).subarray(0, KEY_ID_BYTES));
}

/** The text by which a key is handed on. @example `example.org/log/shop+1f2e3d4c+AbCd…` */
export function formatVkey(name: string, type: Vkey['type'], key: Uint8Array): string {
  return `${name}+${keyId(name, type, key)}+${toBase64(concat(new Uint8Array([type]), key))}`;
}

/** The key in a text; its id is checked. */
export function parseVkey(text: string): Vkey | VkeyFault {
  // The base64 may itself hold plus signs.
  const [, name = '', id = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]{4,4000})$/u.exec(text) ?? [];
  const bytes = fromBase64(encoded);
  if (!isKeyName(name) || !bytes?.length) return { ok: false, reason: 'vkey-bad-form' };
  const [type, key] = [bytes[0], bytes.subarray(1)];
  if ((type !== ED25519 && type !== COSIGNATURE) || key.length !== 32) return { ok: false, reason: 'vkey-unknown-type' };
  if (keyId(name, type, key) !== id) return { ok: false, reason: 'vkey-bad-id' };
  return { ok: true, name, id, type, key };
}

/** @throws where the text cannot be signed: empty, without a last line end, or with control characters. */
export function formatNote(text: string, signatures: readonly NoteSignature[]): string {
  if (!text.endsWith('\n') || hasBadCharacter(text)) throw new Error('A note is lines of text, each with its end, without control characters.');
  return `${text}\n${signatures.map(signatureLine).join('')}`;
}

/** A signature as its line, with its end. */
export function signatureLine({ name, id, signature }: NoteSignature): string {
  return `— ${name} ${toBase64(concat(fromHex(id), signature))}\n`;
}

/** A signature line without its end. @returns nothing where it is none. */
export function parseSignatureLine(line: string): NoteSignature | undefined {
  const [, name = '', encoded = ''] = /^— (\S+) ([A-Za-z0-9+/=]+)$/u.exec(line) ?? [];
  const bytes = fromBase64(encoded);
  if (!isKeyName(name) || !bytes || bytes.length <= KEY_ID_BYTES) return undefined;
  return { name, id: toHex(bytes.subarray(0, KEY_ID_BYTES)), signature: bytes.subarray(KEY_ID_BYTES) };
}

/** Takes a note apart. Nothing is verified. */
export function parseNote(note: string): Note | NoteFault {
  if (note.length > MAX_NOTE_CHARACTERS) return { ok: false, reason: 'note-too-long' };
  if (hasBadCharacter(note)) return { ok: false, reason: 'note-bad-character' };
  const blank = note.lastIndexOf('\n\n');
  if (blank < 1 || !note.endsWith('\n')) return { ok: false, reason: 'note-bad-form' };
  const lines = note.slice(blank + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) return { ok: false, reason: 'note-too-long' };
  const signatures = lines.flatMap((line) => parseSignatureLine(line) ?? []);
  if (signatures.length < lines.length) return { ok: false, reason: 'note-bad-signature-line' };
  return { ok: true, text: note.slice(0, blank + 1), signatures };
}

/** The line of one signer under a text, for `formatNote`. */
export async function signNote(text: string, signer: Signer): Promise<NoteSignature> {
  const { name, publicKey, id = keyId(name, ED25519, publicKey) } = signer;
  return { name, id, signature: await signer.sign(utf8(text)) };
}

/**
 * Does one of these keys vouch for the note? Signatures by other keys say nothing. A bad one by a known key refuses the
 * note, whoever else signed it.
 *
 * @returns the text that may be trusted, every signature, and the keys that verified.
 */
export async function verifyNote(note: string, vkeys: readonly Vkey[], verify: VerifyEd25519 = verifyEd25519): Promise<VerifiedNote> {
  const parsed = parseNote(note);
  if (!parsed.ok) return parsed;
  const by: Vkey[] = [];
  for (const { name, id, signature } of parsed.signatures) {
    const vkey = vkeys.find((known) => known.type === ED25519 && known.name === name && known.id === id);
    if (!vkey) continue;
    if (!(await verify(vkey.key, utf8(parsed.text), signature))) return { ok: false, reason: 'note-bad-signature', name };
    if (!by.includes(vkey)) by.push(vkey);
  }
  return by.length > 0 ? { ...parsed, by } : { ok: false, reason: 'note-not-signed' };
}

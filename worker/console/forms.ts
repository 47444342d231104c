/**
 * Forms of the console: read no further than they may be long, and taken only from a page of the console itself. Three things have
 * to hold, so that no one of them is the last line: the browser says that the form came from this origin, the cookie is kept from
 * other sites, and the form carries a token that is made for this operator and this address.
 */
import type { Context } from 'hono';
import { concat, toBase64, toHex } from '../../core/log/bytes.ts';
import type { Operator } from '../auth.ts';
import type { Edge } from '../edge.ts';
import { BrokenForm, type Multipart, type Part } from '../multipart.ts';
import type { Vault } from '../requests/vault.ts';

/** Bytes of a form without files, and of the fields of one with files. */
export const MOST_BYTES = { plain: 262_144, beside: 4_194_304 } as const;
/** So much of a form that is not taken is read all the same, and thrown away: no plan of the platform passes much more on. */
export const MOST_DRAINED = 104_857_600;
/** A form may lie open for a working day. */
export const FORM_HOURS = 12;

/** Did a page of this very site send it? Browsers that say nothing of it name the origin at least. */
export function isFromHere(request: Request): boolean {
  const { origin } = new URL(request.url);
  const site = request.headers.get('Sec-Fetch-Site');
  const from = request.headers.get('Origin');
  if (site !== null && site !== 'same-origin') return false;
  // Pages that hide where they are send `null`; then the browser's own word on the site has to stand.
  return from === origin || (site === 'same-origin' && (from === null || from === 'null'));
}

export interface FormToken {
  token: string;
  /** Makes it one: a form that is sent twice acts once. */
  key: string;
}

export async function newFormToken(vault: Vault, operator: Operator, path: string, now: Date): Promise<FormToken> {
  const until = now.getTime() + FORM_HOURS * 3_600_000;
  const key = toHex(crypto.getRandomValues(new Uint8Array(16)));
  return { token: `${until}.${await mac(vault, operator, path, until, key)}`, key };
}

export async function isFormToken(vault: Vault, operator: Operator, path: string, now: Date, { token, key }: FormToken): Promise<boolean> {
  const [until = '', given = ''] = token.split('.', 2);
  if (!/^\d{1,15}$/.test(until) || !/^[0-9a-f]{32}$/.test(key) || Number(until) < now.getTime()) return false;
  const right = await mac(vault, operator, path, Number(until), key);
  const [a, b] = [new TextEncoder().encode(given), new TextEncoder().encode(right)];
  return a.length === b.length && crypto.subtle.timingSafeEqual(a, b);
}

async function mac(vault: Vault, { name, role }: Operator, path: string, until: number, key: string): Promise<string> {
  return toBase64(await vault.hash('form', `console\n${name}\n${role}\n${path}\n${until}\n${key}`));
}

/** A file of a form, to be read before the next one. */
export interface SentFile {
  name: string;
  type: string;
  bytes: AsyncIterable<Uint8Array>;
}

/** A form as it was sent. */
export class SentForm {
  readonly #data: FormData;
  /** Nothing where no file was chosen. They are read as they come, once; reading fails with `BrokenForm` where the form ends too early. */
  readonly files: AsyncIterable<SentFile> | undefined;

  constructor(data: FormData, files?: AsyncIterable<SentFile>) {
    this.#data = data;
    this.files = files;
  }

  /** A field's text without outer spaces; empty where there is none. */
  text(name: string): string {
    return this.raw(name).trim();
  }

  /** As it was typed, with the line ends of HTML made those of text. */
  raw(name: string): string {
    const value = this.#data.get(name);
    return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : '';
  }

  all(name: string): string[] {
    return this.#data.getAll(name).flatMap((value) => (typeof value === 'string' ? [value] : []));
  }

  has(name: string): boolean {
    return this.text(name) !== '';
  }
}

/** @returns nothing where it is no form, or a longer one than may be: the length that a request claims is not believed. */
export async function readForm(c: Context<Edge>, most: number): Promise<SentForm | undefined> {
  const type = c.req.header('Content-Type') ?? '';
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\s*(;|$)/i.test(type)) return undefined;
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = (c.req.raw.body as ReadableStream<Uint8Array> | null)?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.byteLength;
    if (length > most) {
      // Not waited for: the sender may never answer.
      reader?.cancel().catch(() => undefined);
      return undefined;
    }
    parts.push(part.value);
  }
  try {
    return new SentForm(await new Response(new Blob(parts as Uint8Array<ArrayBuffer>[]).stream(), { headers: { 'Content-Type': type } }).formData());
  } catch {
    return undefined;
  }
}

/** Reads a form with files: its fields, which stand before them, and no more. @returns nothing where it is none, or its fields are too long. */
export function readUpload(multipart: Multipart): Promise<SentForm | undefined> {
  return fieldsAndFiles(multipart).catch(() => undefined);
}

async function fieldsAndFiles(multipart: Multipart): Promise<SentForm> {
  const data = new FormData();
  const parts = multipart.parts();
  let left: number = MOST_BYTES.beside;
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    const { name, filename, bytes } = next.value;
    if (filename) return new SentForm(data, filesFrom(next.value, parts));
    const pieces: Uint8Array[] = [];
    for await (const piece of bytes) {
      left -= piece.length;
      if (left < 0) throw new BrokenForm('fields that are too long');
      pieces.push(piece);
    }
    // A field for files that was left empty is sent all the same.
    if (filename === undefined) data.append(name, new TextDecoder().decode(concat(...pieces)));
  }
  return new SentForm(data);
}

async function* filesFrom(first: Part, parts: AsyncGenerator<Part, void>): AsyncGenerator<SentFile> {
  for (let part: Part | undefined = first; part; part = (await parts.next()).value ?? undefined) {
    // What comes here was not read when the form was judged; a passphrase, say.
    if (part.filename === undefined) throw new BrokenForm('a field after a file');
    if (part.filename !== '') yield { name: part.filename, type: part.type, bytes: part.bytes };
  }
}

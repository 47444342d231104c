/**
 * Forms of the console: read no further than they may be long, and taken only from a page of the console itself. Three things have
 * to hold, so that no one of them is the last line: the browser says that the form came from this origin, the cookie is kept from
 * other sites, and the form carries a token that is made for this operator and this address.
 */
import type { Context } from 'hono';
import { toBase64, toHex } from '../../core/log/bytes.ts';
import type { Operator } from '../auth.ts';
import type { Edge } from '../edge.ts';
import type { Vault } from '../requests/vault.ts';

/** Bytes of a form without files, and with them. */
export const MOST_BYTES = { plain: 262_144, files: 33_554_432 } as const;
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

/** A form as it was sent. */
export class SentForm {
  readonly #data: FormData;

  constructor(data: FormData) {
    this.#data = data;
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

  /** Files that were chosen; a field where none was sends an empty one. */
  files(name: string): File[] {
    return (this.#data.getAll(name) as unknown[]).filter((value): value is File => value instanceof File && (value.size > 0 || value.name !== ''));
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

/** Bodies of forms: read no further than they may be long, and only where a page of this site sent them. */
import type { Context } from 'hono';
import type { Edge } from '../edge.ts';

/** What a form without files may have, and one with files. */
const MOST_BYTES = 65_536;
const MOST_BYTES_WITH_FILES = 12 * 1_048_576;
const MOST_MILLISECONDS = 60_000;

export interface SentForm {
  /** A field that was sent twice counts the first time. */
  fields: Record<string, string>;
  files: File[];
}

export type ReadSent = { ok: true; form: SentForm } | { ok: false; reason: 'too-long' | 'unreadable' | 'too-slow' };

/**
 * Did a page of this site send it? Where the browser says so itself, that counts: under `no-referrer` it names no origin. An older one
 * that says neither is held to the form's token, which is bound to a cookie.
 */
export function isOwnForm(c: Context<Edge>): boolean {
  const site = c.req.header('Sec-Fetch-Site');
  if (site !== undefined) return site === 'same-origin';
  const origin = c.req.header('Origin');
  return origin === new URL(c.req.url).origin || origin === 'null';
}

export async function readForm(request: Request): Promise<ReadSent> {
  const type = request.headers.get('Content-Type') ?? '';
  const withFiles = /^multipart\/form-data\s*;/i.test(type);
  if (!withFiles && !/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return { ok: false, reason: 'unreadable' };
  const read = await readBytes(request, withFiles ? MOST_BYTES_WITH_FILES : MOST_BYTES);
  if (!(read instanceof Uint8Array)) return { ok: false, reason: read };
  try {
    return { ok: true, form: sorted(await new Response(read, { headers: { 'Content-Type': type } }).formData()) };
  } catch {
    return { ok: false, reason: 'unreadable' };
  }
}

function sorted(data: FormData): SentForm {
  const fields: Record<string, string> = {};
  const files: File[] = [];
  for (const [name, value] of data) {
    // A file field that was left empty is sent all the same.
    if (typeof value !== 'string') files.push(...((value as File).size > 0 ? [value as File] : []));
    else if (!Object.hasOwn(fields, name)) Object.defineProperty(fields, name, { value, enumerable: true });
  }
  return { fields, files };
}

/** The length that a request claims is not believed. */
async function readBytes(request: Request, most: number): Promise<Uint8Array<ArrayBuffer> | 'too-long' | 'too-slow'> {
  const reader = (request.body as ReadableStream<Uint8Array> | null)?.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'too-slow'>((resolve) => {
    timer = setTimeout(resolve, MOST_MILLISECONDS, 'too-slow');
  });
  try {
    for (;;) {
      const part = await Promise.race([reader?.read(), late]);
      if (part === 'too-slow') return part;
      if (!part || part.done) return new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
      length += part.value.byteLength;
      if (length > most) return 'too-long';
      parts.push(part.value);
    }
  } finally {
    clearTimeout(timer);
    reader?.cancel().catch(() => undefined);
  }
}

/**
 * Forms that people send: read no further than they may be long, not waited for too long, and only where a page of this site sent
 * them. Their files are handed on as they come, after all fields: none is ever held whole.
 */
import type { Context } from 'hono';
import { concat } from '../../core/log/bytes.ts';
import type { Edge } from '../edge.ts';
import { BrokenForm, Multipart, type Part } from '../multipart.ts';

/**
 * Bytes of a form without files, of the fields of one with files, and of such a one in all. A sign may take nine of them, and whoever
 * writes too much is to have it back.
 */
const MOST_BYTES = { plain: 1_048_576, beside: 1_048_576, withFiles: 12 * 1_048_576 } as const;
/** No form of ours has a third of that. Each field takes memory, however short it is. */
const MOST_FIELDS = 100;
const MOST_MILLISECONDS = 60_000;
/** So much of a form that is not taken is read all the same, and thrown away: no plan of the platform passes much more on. */
const MOST_DRAINED = 104_857_600;

export interface SentForm {
  /** A field that was sent twice counts the first time. */
  fields: Record<string, string>;
  /** Bytes of each file, to be read before the next one is asked for. Reading fails with `UnreadForm`. Nothing where no file was chosen. */
  files: AsyncIterable<AsyncIterable<Uint8Array>> | undefined;
  /** For whoever is done with it: a browser that cannot send its form to the end shows no answer to it. */
  passOver(): Promise<void>;
}

export type Unread = 'too-long' | 'unreadable' | 'too-slow';

export type ReadSent = { ok: true; form: SentForm } | { ok: false; reason: Unread };

/** What stood in the way of reading a form to its end. */
export class UnreadForm extends Error {
  readonly reason: Unread;

  constructor(reason: Unread) {
    super(reason);
    this.reason = reason;
  }
}

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

/** Reads the fields of a form. Its files, which stand behind them, are for whoever answers it. */
export async function readForm(request: Request): Promise<ReadSent> {
  const type = request.headers.get('Content-Type') ?? '';
  const withFiles = /^multipart\/form-data\s*;/i.test(type);
  const body = new Incoming(request, withFiles ? MOST_BYTES.withFiles : MOST_BYTES.plain);
  const multipart = withFiles ? Multipart.of(request, body) : undefined;
  try {
    if (multipart) return { ok: true, form: await fieldsAndFiles(multipart, body) };
    if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) throw new UnreadForm('unreadable');
    return { ok: true, form: { fields: await plainFields(body), files: undefined, passOver: async () => undefined } };
  } catch (error) {
    const reason = reasonOf(error);
    await body.passOver();
    return { ok: false, reason };
  }
}

async function plainFields(body: Incoming): Promise<Record<string, string>> {
  const pieces: Uint8Array[] = [];
  for (let read = await body.next(); !read.done; read = await body.next()) pieces.push(read.value);
  const fields: Record<string, string> = {};
  const text = new TextDecoder().decode(concat(...pieces));
  // Counted before they are made.
  if (text.split('&', MOST_FIELDS + 1).length > MOST_FIELDS) throw new UnreadForm('unreadable');
  for (const [name, value] of new URLSearchParams(text)) keepField(fields, name, value);
  return fields;
}

async function fieldsAndFiles(multipart: Multipart, body: Incoming): Promise<SentForm> {
  const fields: Record<string, string> = {};
  const parts = multipart.parts();
  const form = { fields, passOver: () => body.passOver() };
  let left: number = MOST_BYTES.beside;
  let count = 0;
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    const { name, filename, bytes } = next.value;
    if (filename) return { ...form, files: filesFrom(next.value, parts) };
    count += 1;
    if (count > MOST_FIELDS) throw new UnreadForm('unreadable');
    const pieces: Uint8Array[] = [];
    for await (const piece of bytes) {
      left -= piece.length;
      if (left < 0) throw new UnreadForm('too-long');
      pieces.push(piece);
    }
    // A field for files that was left empty is sent all the same.
    if (filename === undefined) keepField(fields, name, new TextDecoder().decode(concat(...pieces)));
  }
  await body.passOver();
  return { ...form, files: undefined };
}

function keepField(fields: Record<string, string>, name: string, value: string): void {
  // Whatever a field is called, it is no more than a field.
  if (!Object.hasOwn(fields, name)) Object.defineProperty(fields, name, { value, enumerable: true });
}

async function* filesFrom(first: Part, parts: AsyncGenerator<Part, void>): AsyncGenerator<AsyncIterable<Uint8Array>> {
  try {
    for (let part: Part | undefined = first; part; part = (await parts.next()).value ?? undefined) {
      // The form was judged without what comes here.
      if (part.filename === undefined) throw new BrokenForm('a field after a file');
      if (part.filename !== '') yield readable(part.bytes);
    }
  } catch (error) {
    throw new UnreadForm(reasonOf(error));
  }
}

async function* readable(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    throw new UnreadForm(reasonOf(error));
  }
}

/** @throws whatever says nothing of the form. */
function reasonOf(error: unknown): Unread {
  if (error instanceof UnreadForm) return error.reason;
  if (error instanceof BrokenForm) return 'unreadable';
  throw error;
}

/** A body that is counted and timed while it is read: the length that a request claims is not believed. */
class Incoming implements AsyncIterator<Uint8Array, undefined> {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #late: Promise<'too-slow'>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #left: number;
  #isOver = false;

  constructor({ body }: Request, most: number) {
    this.#reader = (body as ReadableStream<Uint8Array> | null)?.getReader();
    this.#left = most;
    this.#late = new Promise((resolve) => {
      this.#timer = setTimeout(resolve, MOST_MILLISECONDS, 'too-slow');
    });
  }

  /** @throws {UnreadForm} where it is longer than it may be, or late. */
  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const value = await this.#read();
    if (value === undefined) return { done: true, value };
    this.#left -= value.byteLength;
    if (this.#left < 0) throw new UnreadForm('too-long');
    return { done: false, value };
  }

  /** Reads what is left, and keeps nothing of it. */
  async passOver(): Promise<void> {
    try {
      let left = MOST_DRAINED;
      while (left > 0 && !this.#isOver) left -= (await this.#read())?.byteLength ?? 0;
    } catch {
      // Whoever broke off waits for no answer.
    }
    this.#end();
  }

  async #read(): Promise<Uint8Array | undefined> {
    if (this.#isOver || !this.#reader) return this.#end();
    const part = await Promise.race([this.#reader.read().catch(() => 'unreadable' as const), this.#late]);
    if (typeof part !== 'string') return part.done ? this.#end() : part.value;
    this.#end();
    throw new UnreadForm(part);
  }

  #end(): undefined {
    clearTimeout(this.#timer);
    // Not waited for: the sender may never answer.
    if (!this.#isOver) this.#reader?.cancel().catch(() => undefined);
    this.#isOver = true;
  }
}

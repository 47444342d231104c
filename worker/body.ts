/** Bodies of requests to the API: JSON in UTF-8, read no further than they may be long, and not waited for too long. */
import type { z } from 'zod';
import { concat } from '../core/log/bytes.ts';
import { type FieldError, type Refusal, shortened } from './problem.ts';

export type Refused = { ok: false; refusal: Refusal };
export type Body = { ok: true; value: unknown } | Refused;

/** Bytes that one thing may have. */
const MOST_BYTES = 4096;
/** And a list of them. */
const MOST_BYTES_OF_LIST = 32_768;
const MOST_MILLISECONDS = 5000;
const MOST_ERRORS = 20;

const [SPACES, BRACKET] = [[0x20, 0x09, 0x0a, 0x0d], 0x5b];

export const unreadable = (errors: FieldError[]): Refused => ({ ok: false, refusal: { reason: 'unreadable-record', errors } });
const wrong = (detail: string): Refused => unreadable([{ pointer: '', detail }]);

/** Reads no more than a body may be long: the length that a request claims is not believed. */
export async function readBody(request: Request): Promise<Body> {
  // As text/plain a body needs no preflight.
  if (!/^(text\/plain|application\/json)\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(request.headers.get('Content-Type') ?? ''))
    return wrong('the type text/plain or application/json, in UTF-8');
  const read = await readBytes(request);
  if (read === 'too-slow') return { ok: false, refusal: { reason: 'slow-body' } };
  if ('most' in read) return wrong(`at most ${read.most} bytes`);
  try {
    return { ok: true, value: JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(read.bytes)) };
  } catch {
    return wrong('JSON in UTF-8');
  }
}

/** @returns `most` or `too-slow` as soon as that is known; the rest is not read. */
async function readBytes(request: Request): Promise<{ bytes: Uint8Array } | { most: number } | 'too-slow'> {
  const reader = (request.body as ReadableStream<Uint8Array> | null)?.getReader();
  const parts: Uint8Array[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'too-slow'>((resolve) => {
    timer = setTimeout(resolve, MOST_MILLISECONDS, 'too-slow');
  });
  let ended = false;
  try {
    for (let length = 0; ; ) {
      const part = await Promise.race([reader?.read(), late]);
      if (part === 'too-slow') return part;
      ended = !part || part.done;
      if (!part || part.done) return { bytes: parts.length === 1 && parts[0] ? parts[0] : concat(...parts) };
      length += part.value.byteLength;
      parts.push(part.value);
      const most = isList(parts) ? MOST_BYTES_OF_LIST : MOST_BYTES;
      if (length > most) return { most };
    }
  } finally {
    clearTimeout(timer);
    // Not waited for: the sender may never answer.
    if (!ended) reader?.cancel().catch(() => undefined);
  }
}

function isList(parts: readonly Uint8Array[]): boolean {
  for (const part of parts) {
    const first = part.find((byte) => !SPACES.includes(byte));
    if (first !== undefined) return first === BRACKET;
  }
  return false;
}

/** The body; nothing where it is longer. The length that is claimed is not believed. */
export async function readAtMost(message: Request | Response, most: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of (message.body ?? []) as AsyncIterable<Uint8Array>) {
    length += part.byteLength;
    if (length > most) return undefined;
    parts.push(part);
  }
  return concat(...parts);
}

/** Reads a value by its schema; each field at fault is named by its pointer below `at`. */
export function readAs<T>(schema: z.ZodType<T>, value: unknown, at = ''): { ok: true; value: T } | Refused {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors = parsed.error.issues.flatMap(errorsOf).slice(0, MOST_ERRORS);
  return unreadable(errors.map(({ pointer, detail }) => ({ pointer: at + pointer, detail })));
}

/** An issue of the schema as fields at fault, each by its own pointer (RFC 6901). */
function errorsOf(issue: z.core.$ZodIssue): FieldError[] {
  const pointer = pointerOf(issue.path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ pointer: pointer + pointerOf([shortened(key)]), detail: 'nothing: there is no such field' }));
  if (issue.code === 'invalid_value') return [{ pointer, detail: `one of ${issue.values.map(String).join(', ')}` }];
  return [{ pointer, detail: expectedBy(issue) }];
}

/** The schema's types in the words of JSON. */
const EXPECTED: Record<string, string> = {
  object: 'an object',
  record: 'an object',
  array: 'a list',
  string: 'a string',
  boolean: 'true or false',
  int: 'a whole number',
};
const FORMATS: Record<string, string> = {
  email: 'an e-mail address',
  uuid: 'a UUID',
  date: 'a date such as 2027-01-31',
  datetime: 'an instant such as 2027-01-31T09:00:00Z',
  url: 'an address such as https://example.org/',
};
const COUNTED: Record<string, [string, string]> = { string: ['character', 'characters'], array: ['entry', 'entries'] };

function amount(number: number | bigint, origin: string): string {
  const [one, other] = COUNTED[origin] ?? [];
  return one === undefined ? String(number) : `${number} ${Number(number) === 1 ? one : other}`;
}

/** What a field takes. Words that the schema has of its own are left alone. */
function expectedBy(issue: z.core.$ZodIssue): string {
  const { message } = issue;
  if (issue.code === 'too_small' && message.startsWith('Too small')) return `at least ${amount(issue.minimum, issue.origin)}`;
  if (issue.code === 'too_big' && message.startsWith('Too big')) return `at most ${amount(issue.maximum, issue.origin)}`;
  if (issue.code === 'invalid_format' && message.startsWith('Invalid')) return FORMATS[issue.format] ?? message;
  return message.replace(/^Invalid input: expected (\w+), received (\w+)$/, (_whole, type: string, found: string) => {
    const expected = EXPECTED[type] ?? type;
    return found === 'undefined' ? `${expected}, and is missing` : expected;
  });
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The name of the site in a body, before it is known to be one of anything. */
export function nameOfSite(value: unknown): string {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  const site = typeof first === 'object' && first !== null && Object.hasOwn(first, 'site') ? (first as { site: unknown }).site : undefined;
  return typeof site === 'string' ? site : '';
}

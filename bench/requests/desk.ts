/** The desk that a bench has started, as people and operators use it: forms that are opened, filled in and sent. */
import { OPERATOR_TOKEN } from '../../tests/support/secrets.ts';

const FROM_HERE = { 'sec-fetch-site': 'same-origin' };

export interface Filled {
  cookie: string;
  fields: Record<string, string>;
}

export function send(origin: string, path: string, cookie: string, fields: Record<string, string>): Promise<Response> {
  return fetch(origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...FROM_HERE, origin, cookie },
    body: new URLSearchParams(fields).toString(),
    redirect: 'manual',
  });
}

/** A form with files at its end, sent piece by piece. @param pause milliseconds between two pieces. */
export function sendFiles(origin: string, path: string, { cookie, fields }: Filled, files: readonly Uint8Array[], pause = 0): Promise<Response> {
  const boundary = 'fairnotice-bench';
  return fetch(origin + path, {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, ...FROM_HERE, origin, cookie },
    body: new ReadableStream(sourceOf(multipart(boundary, fields, files), pause), { highWaterMark: 0 }),
    redirect: 'manual',
    duplex: 'half',
  } as RequestInit);
}

const PIECE = 65_536;

function* multipart(boundary: string, fields: Record<string, string>, files: readonly Uint8Array[]): Generator<Uint8Array> {
  const words = (text: string): Uint8Array => new TextEncoder().encode(text);
  for (const [name, value] of Object.entries(fields)) yield words(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  for (const [at, file] of files.entries()) {
    const head = `Content-Disposition: form-data; name="files"; filename="file-${at}"\r\nContent-Type: application/octet-stream`;
    yield words(`--${boundary}\r\n${head}\r\n\r\n`);
    for (let begin = 0; begin < file.length; begin += PIECE) yield new Uint8Array(file.subarray(begin, begin + PIECE));
    yield words('\r\n');
  }
  yield words(`--${boundary}--\r\n`);
}

function sourceOf(pieces: Generator<Uint8Array>, pause: number) {
  return {
    async pull(controller: ReadableStreamDefaultController<Uint8Array>) {
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
      const { value, done } = pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  };
}

export async function signIn(origin: string): Promise<string> {
  return cookieOf(await send(origin, '/operator/sign-in/', '', { token: OPERATOR_TOKEN, name: 'Kim', role: 'admin' }));
}

export const cookieOf = (response: Response): string => response.headers.get('set-cookie')?.split(';')[0] ?? '';

/** Forms that people have filled in, each with an address of its own, and that lay open as long as that takes. */
export async function filledForms(origin: string, path: string, answers: Record<string, string>, count: number): Promise<Filled[]> {
  const filled: Filled[] = [];
  for (let at = 0; at < count; at += 1) {
    const own = { ...answers, email: `bench-${crypto.randomUUID()}@mail.example` };
    const response = await send(origin, path, '', { ...own, step: 'more' });
    filled.push({ cookie: cookieOf(response), fields: { ...own, ...hiddenIn(formIn(await response.text(), `action="${path}"`)), step: 'send' } });
  }
  await new Promise((resolve) => setTimeout(resolve, 2500));
  return filled;
}

/** The form of a page that has a sign in its first tag. */
export function formIn(html: string, sign: string): string {
  return [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => form).find((form) => form.slice(0, form.indexOf('>')).includes(sign)) ?? '';
}

export function hiddenIn(form: string): Record<string, string> {
  return Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')]),
  );
}

/** Files of the form: judged by their content, stored as they come in, and there with the request or not at all. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { openCase } from '../../../../worker/requests/cases.ts';
import { listFiles, readFile } from '../../../../worker/requests/files.ts';
import { ask, ORIGIN, textOf } from '../../client.ts';
import { deskAt } from '../desk.ts';
import { Browser, countOf, emptyRequests, fieldsOf, formIn } from './browser.ts';

const MEBIBYTE = 1_048_576;
const FORM = '/requests/rectification/';

const keysInArchive = async (): Promise<string[]> => (await env.ARCHIVE.list({ prefix: 'requests/' })).objects.map(({ key }) => key);

beforeEach(async () => {
  await emptyRequests();
  await env.ARCHIVE.delete(await keysInArchive());
});

async function filledIn(): Promise<Browser> {
  const browser = new Browser();
  await browser.post(FORM, { place: 'DE', behalf: 'self', email: 'jo@mail.example', details: 'My name is wrong.', step: 'more' });
  return browser.later(10);
}

const send = async (files: File[]) => (await filledIn()).send(FORM, {}, { files });

async function caseOf(html: string) {
  const reference = /<code>([0-9A-Z]{4}-[0-9A-Z]{4})<\/code>/.exec(html)?.[1] ?? '';
  const desk = await deskAt('2026-02-01T00:00:00Z');
  const known = await openCase(desk, { reference });
  return { desk, known, files: known ? await listFiles(desk, known) : [] };
}

const pdf = (bytes: number, name = 'a.pdf'): File => new File(['%PDF-', new Uint8Array(bytes - 5)], name);

describe('a file is told by its content', () => {
  test.each([
    ['a program under the name of a picture', new File(['MZ\u0000\u0001'], 'face.png', { type: 'image/png' }), 'neither PDF'],
    ['a page under the name of a text', new File(['  <!doctype html><script>x</script>'], 'note.txt', { type: 'text/plain' }), 'neither PDF'],
    ['a page that begins after a mebibyte of empty lines', new File(['\n'.repeat(MEBIBYTE), '<script>x</script>'], 'note.txt'), 'neither PDF'],
    ['a drawing that can run scripts', new File(['<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'], 'a.svg'), 'neither PDF'],
    ['an archive', new File([new Uint8Array([0x50, 0x4b, 3, 4, 0, 0])], 'a.pdf'), 'neither PDF'],
    ['a text that turns into something else at its end', new File(['a'.repeat(2 * MEBIBYTE), new Uint8Array([0xff, 0])], 'a.txt'), 'neither PDF'],
    ['nothing but empty lines', new File(['\r\n\r\n'], 'a.txt'), 'neither PDF'],
    ['a file that is too large', pdf(5 * MEBIBYTE + 1), 'larger than 5 MB'],
  ])('%s is refused, with what was typed', async (_what, file, words) => {
    const { status, html } = await send([file]);
    expect(status).toBe(422);
    expect(html).toContain(words);
    expect(html).toContain('<a href="#field-files">');
    expect(html).toContain('name="details" value="My name is wrong."');
    expect(await countOf('requests')).toBe(0);
  });

  test.each([
    ['a PDF', ['%PDF-1.4\n...'], 'pdf'],
    ['a PDF as large as may be', ['%PDF-', new Uint8Array(5 * MEBIBYTE - 5)], 'pdf'],
    ['a PNG', [new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0])], 'png'],
    ['a JPEG', [new Uint8Array([0xff, 0xd8, 0xff, 0xe0])], 'jpg'],
    ['plain text', ['My name is Jö.\r\n'], 'txt'],
    ['a long text', ['Jö → '.repeat(300_000)], 'txt'],
  ] as [string, (string | Uint8Array<ArrayBuffer>)[], string][])('%s is taken, and given back as it was', async (_what, parts, ending) => {
    const file = new File(parts, 'x');
    const { desk, known, files } = await caseOf((await send([file])).html);
    expect(files).toMatchObject([{ name: `document-1.${ending}`, bytes: file.size }]);
    const back = known && (await readFile(desk, known, files[0]?.id ?? ''));
    expect(new Uint8Array(await new Response(back).arrayBuffer())).toEqual(new Uint8Array(await file.arrayBuffer()));
  });
});

describe('of several files', () => {
  test('all are there with the request, each an event of it', async () => {
    const { known, files } = await caseOf((await send([pdf(10), new File([], 'empty.txt'), new File(['Hello'], 'b'), pdf(20)])).html);
    expect(files.map(({ name }) => name).sort()).toEqual(['document-1.pdf', 'document-2.txt', 'document-3.pdf']);
    expect(known?.events.map(({ event }) => event.type)).toEqual(['received', 'proof-asked', 'file-added', 'file-added', 'file-added']);
    expect((await keysInArchive()).sort()).toEqual(files.map(({ id }) => `requests/${known?.row.id}/${id}`).sort());
  });

  test.each([
    ['one that is refused', [pdf(10), pdf(10), new File(['<html>'], 'c')], 'neither PDF'],
    ['a sixth one', Array.from({ length: 6 }, () => pdf(10)), 'At most five'],
    ['more than all may have together', Array.from({ length: 3 }, () => pdf(4.5 * MEBIBYTE)), 'larger than 12 MB together'],
  ])('%s brings the form back, and none is kept', async (_what, files, words) => {
    const { status, html } = await send(files);
    expect(status).toBe(422);
    expect(html).toContain(words);
    expect(html).toContain('name="details" value="My name is wrong."');
    expect([await countOf('requests'), await keysInArchive()]).toEqual([0, []]);
  });

  test('a form that comes twice at once is one request with its files once', async () => {
    const browser = await filledIn();
    const page = browser.html;
    const sendIt = () => Object.assign(browser, { html: page }).send(FORM, {}, { files: [pdf(10), pdf(20)] });
    for (const { status } of await Promise.all([sendIt(), sendIt()])) expect(status).toBe(200);
    expect((await sendIt()).status).toBe(200);
    const { known, files } = await caseOf(browser.html);
    expect(await countOf('requests')).toBe(1);
    expect((await keysInArchive()).sort()).toEqual(files.map(({ id }) => `requests/${known?.row.id}/${id}`).sort());
  });
});

describe('a form that comes in slowly', () => {
  const BOUNDARY = 'fairnotice-test';
  const part = (head: string, content = ''): string => `--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
  const fileHead = part('name="files"; filename="a"').slice(0, -2);

  /** What came in and is not in the archive yet, at most. */
  function watched() {
    const seen = { given: 0, stored: 0, held: 0 };
    const ARCHIVE = new Proxy(env.ARCHIVE, {
      get(bucket, name: keyof R2Bucket) {
        const own = typeof bucket[name] === 'function' ? (bucket[name] as (...given: unknown[]) => unknown).bind(bucket) : bucket[name];
        if (name !== 'put') return own;
        return async (key: string, value: Uint8Array) => {
          // A slow archive: what comes in meanwhile has to wait.
          await scheduler.wait(20);
          const put = await bucket.put(key, value);
          seen.stored += value.byteLength;
          return put;
        };
      },
    });
    return { seen, ARCHIVE };
  }

  async function sent(pieces: Iterable<string | Uint8Array>) {
    const { html, cookies, now } = await filledIn();
    const fields = Object.entries(fieldsOf(formIn(html, FORM) ?? '')).map(([name, value]) => part(`name="${name}"`, value));
    const { seen, ARCHIVE } = watched();
    const all = (function* () {
      yield fields.join('');
      yield* pieces;
    })();
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          const { value, done } = all.next();
          if (done) return controller.close();
          const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
          seen.given += bytes.length;
          seen.held = Math.max(seen.held, seen.given - seen.stored);
          controller.enqueue(bytes);
        },
      },
      { highWaterMark: 0 },
    );
    const cookie = [...cookies].map(([name, { value }]) => `${name}=${value}`).join('; ');
    const headers = { cookie, origin: ORIGIN, 'sec-fetch-site': 'same-origin', 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
    const response = await ask(FORM, { method: 'POST', now, headers, body, bindings: { ARCHIVE } });
    return { status: response.status, html: await textOf(response), seen };
  }

  const file = function* (bytes: number, each = 65_536): Generator<string | Uint8Array> {
    yield fileHead;
    yield '%PDF-';
    for (let left = bytes - 5; left > 0; left -= each) yield new Uint8Array(Math.min(each, left));
    yield '\r\n';
  };
  const END = `--${BOUNDARY}--\r\n`;

  test('is stored file by file: never more than one of them is held', async () => {
    const three = (function* () {
      for (let count = 0; count < 3; count += 1) yield* file(3.9 * MEBIBYTE);
      yield END;
    })();
    const { status, seen } = await sent(three);
    expect(status).toBe(303);
    expect(await keysInArchive()).toHaveLength(3);
    expect(seen.given).toBeGreaterThan(11 * MEBIBYTE);
    expect(seen.held).toBeLessThan(4.5 * MEBIBYTE);
  });

  test('is the same in whatever pieces it comes', async () => {
    const text = new TextEncoder().encode(`${fileHead}Jö → Jö\r\n${END}`);
    expect((await sent(Array.from(text, (byte) => Uint8Array.of(byte)))).status).toBe(303);
    expect(await keysInArchive()).toHaveLength(1);
  });

  test.each<[string, () => Iterable<string | Uint8Array>]>([
    ['that breaks off', () => [...file(3 * MEBIBYTE), ...[...file(2 * MEBIBYTE)].slice(0, -1)]],
    ['with a field after its files, which was not there when it was judged', () => [...file(10), part('name="website"', 'https://spam.example'), END]],
  ])('%s comes back with what was typed, and nothing of it is kept', async (_what, pieces) => {
    const { status, html } = await sent(pieces());
    expect(status).toBe(422);
    expect(html).toContain('did not come in whole');
    expect(html).toContain('name="details" value="My name is wrong."');
    expect([await countOf('requests'), await keysInArchive()]).toEqual([0, []]);
  });

  test('and is no good is read to its end all the same, for a browser shows no answer before that; nothing is stored', async () => {
    const six = (function* () {
      yield fileHead;
      yield 'MZ\u0000';
      for (let count = 0; count < 300; count += 1) yield new Uint8Array(65_536);
      yield `\r\n${END}`;
    })();
    const { status, html, seen } = await sent(six);
    expect(status).toBe(422);
    expect(html).toContain('neither PDF');
    expect(seen).toMatchObject({ stored: 0, given: expect.toSatisfy((bytes: number) => bytes > 300 * 65_536) });
  });
});

/** Forms with files, read as they come: the same whatever pieces they come in, and refused where they are none. */
import { describe, expect, test } from 'vitest';
import { BrokenForm, Multipart } from '../../../worker/multipart.ts';

const BOUNDARY = '----WebKitFormBoundaryAbC123';
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

interface Given {
  name: string;
  filename?: string;
  type?: string;
  content: string;
}

function written(parts: readonly Given[], boundary = BOUNDARY): string {
  const all = parts.map(({ name, filename, type, content }) => {
    const file = filename === undefined ? '' : `; filename="${filename}"`;
    return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n${type ? `Content-Type: ${type}\r\n` : ''}\r\n${content}\r\n`;
  });
  return `${all.join('')}--${boundary}--\r\n`;
}

function formOf(text: string, size = 7, boundary = BOUNDARY): { form: Multipart; pulled: () => number } {
  const bytes = latin1(text);
  let at = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (at >= bytes.length) return controller.close();
        controller.enqueue(bytes.subarray(at, at + size));
        at += size;
      },
    },
    { highWaterMark: 0 },
  );
  const headers = new Headers({ 'content-type': `multipart/form-data; boundary=${boundary}` });
  const form = Multipart.of({ headers, body } as unknown as Request);
  if (!form) throw new Error('no form');
  return { form, pulled: () => Math.min(at, bytes.length) };
}

async function read(form: Multipart): Promise<Given[]> {
  const found: Given[] = [];
  for await (const { name, filename, type, bytes } of form.parts()) {
    let content = '';
    for await (const piece of bytes) content += Buffer.from(piece).toString('latin1');
    found.push({ name, ...(filename === undefined ? {} : { filename }), ...(type ? { type } : {}), content });
  }
  return found;
}

/** Contents in which something looks like the end of a part, and is none. */
const PARTS: Given[] = [
  { name: 'token', content: 'abc' },
  { name: 'empty', content: '' },
  { name: 'lines', content: '\r\n\r\n--\r\n' },
  { name: 'files', filename: 'a.bin', type: 'application/octet-stream', content: `\r\n--${BOUNDARY.slice(0, -1)}\r\r\n-\r\n--${BOUNDARY.slice(0, 5)}` },
  { name: 'files', filename: '', type: 'application/octet-stream', content: '' },
  { name: 'files', filename: 'b.bin', type: 'image/png', content: Array.from({ length: 512 }, (_one, at) => String.fromCharCode(at % 256)).join('') },
];

test.each([1, 2, 3, 7, 64, 65_536])('a form in pieces of %i bytes is read as what it is', async (size) => {
  expect(await read(formOf(written(PARTS), size).form)).toEqual(PARTS);
});

test('every way of cutting it in two reads the same', async () => {
  const text = written([
    { name: 'a', content: 'x\r\n' },
    { name: 'f', filename: 'n', type: 't/t', content: '\r\n--' },
  ]);
  const whole = await read(formOf(text, text.length).form);
  for (let at = 1; at < text.length; at += 1) expect(await read(formOf(text, at).form)).toEqual(whole);
});

test('names keep their signs: browsers escape quotes and line ends', async () => {
  const [part] = await read(formOf(written([{ name: 'files', filename: 'a%22b; name=%22x%0D%0A.txt', content: '' }])).form);
  expect(part).toMatchObject({ name: 'files', filename: 'a"b; name="x\r\n.txt' });
});

test('a part that is not read is passed over, one that is read in part too', async () => {
  const names: string[] = [];
  for await (const { name, bytes } of formOf(written(PARTS)).form.parts()) {
    names.push(name);
    if (name === 'files') for await (const _piece of bytes) break;
  }
  expect(names).toEqual(PARTS.map(({ name }) => name));
});

test('no more is read than is asked for, and the rest is drained on demand', async () => {
  const text = written([
    { name: 'a', content: '1' },
    { name: 'f', filename: 'n', content: 'x'.repeat(10_000) },
  ]);
  const { form, pulled } = formOf(text, 100);
  await form.parts().next();
  expect(pulled()).toBeLessThanOrEqual(200);
  await form.drain(text.length);
  expect(pulled()).toBe(text.length);
});

describe('what is no form is refused', () => {
  const whole = written([{ name: 'a', filename: 'n', content: 'content' }]);
  test.each<[string, string]>([
    ['nothing', ''],
    ['another boundary', written([{ name: 'a', content: '1' }], 'other')],
    ['a part without a name', `--${BOUNDARY}\r\nContent-Type: text/plain\r\n\r\n1\r\n--${BOUNDARY}--`],
    ['a mark that goes on', `--${BOUNDARY}x\r\n`],
    ['headers without an end', `--${BOUNDARY}\r\nX: ${'y'.repeat(20_000)}`],
    ...[whole.length - 5, whole.length - 30, 60].map((length): [string, string] => [`one that ends after ${length} bytes`, whole.slice(0, length)]),
  ])('%s', async (_what, text) => {
    await expect(read(formOf(text).form)).rejects.toThrow(BrokenForm);
  });
});

test.each(['application/x-www-form-urlencoded', 'multipart/form-data', 'multipart/form-data; boundary=', 'multipart/mixed; boundary=x'])(
  '%s has no parts',
  (type) => {
    expect(Multipart.of({ headers: new Headers({ 'content-type': type }), body: new ReadableStream() } as unknown as Request)).toBeUndefined();
  },
);

/** The answer's files: uploaded, encrypted, listed, removed; what strangers sent is handed out and never shown. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { MOST_ANSWER_BYTES } from '../../../core/requests/answer.ts';
import { addEvents, openCase } from '../../../worker/requests/cases.ts';
import { listFiles, storeFile } from '../../../worker/requests/files.ts';
import { safeName } from '../../../worker/routes/console/answer.tsx';
import { ask } from '../client.ts';
import { deskAt } from '../requests/desk.ts';
import { emptyTables, FROM_HERE, formIn, open, type Signed, signIn, submit, taken, typesOf, wordsIn } from './client.ts';

beforeEach(emptyTables);

const NOW = '2026-11-24T00:00:00Z';

async function upload(
  { cookie }: Signed,
  path: string,
  values: { files?: [string, string, Uint8Array][]; data?: string; passphrase?: string },
  meanwhile?: () => Promise<unknown>,
): Promise<Response> {
  const { html } = await open({ cookie }, path);
  await meanwhile?.();
  const form = new FormData();
  for (const [name, value] of formIn(html, 'Add to the answer').fields) if (name === 'token' || name === 'key') form.append(name, value);
  form.append('data', values.data ?? '');
  form.append('passphrase', values.passphrase ?? '');
  for (const [name, type, bytes] of values.files ?? [['', 'application/octet-stream', new Uint8Array()]])
    form.append('files', new File([bytes as Uint8Array<ArrayBuffer>], name, { type }));
  const body = new Response(form);
  return ask(path, {
    method: 'POST',
    headers: { cookie, ...FROM_HERE, 'content-type': body.headers.get('content-type') ?? '' },
    body: new Uint8Array(await body.arrayBuffer()),
  });
}

const filesOf = async (id: string) => {
  const desk = await deskAt(NOW);
  const opened = await openCase(desk, { id });
  return opened ? listFiles(desk, opened) : [];
};

test('files and data are added to the answer, each an event; what lies in the archive is encrypted', async () => {
  const { row } = await taken();
  const kim = await signIn('operator');
  const path = `/operator/requests/${row.reference}/answer/`;
  const response = await upload(kim, path, { files: [['letter.txt', 'text/plain', new TextEncoder().encode('all that we have')]], data: '{"name":"Jo"}' });
  expect([response.status, response.headers.get('location')]).toEqual([303, path]);
  const files = await filesOf(row.id);
  expect(files.length).toBeGreaterThan(0);
  expect(files.every(({ source }) => source === 'answer')).toBe(true);
  expect(new Set(await typesOf(row.id))).toEqual(new Set(['received', 'file-added']));
  for (const { id } of files) {
    const object = await env.ARCHIVE.get(`requests/${row.id}/${id}`);
    expect(await object?.text()).not.toMatch(/all that we have|"Jo"/);
  }
});

test.each<[string, Parameters<typeof upload>[2], string]>([
  ['nothing', {}, 'files'],
  ['data that is no JSON', { data: '{name: Jo}' }, 'data'],
  ['a passphrase that one can try out', { data: '{}', passphrase: 'short' }, 'passphrase'],
])('%s comes back with what is wrong', async (_name, values, field) => {
  const { row } = await taken();
  const response = await upload(await signIn('operator'), `/operator/requests/${row.reference}/answer/`, values);
  const html = await response.text();
  expect([response.status, html.includes(`<a href="#${field}">`)]).toEqual([422, true]);
  expect(await typesOf(row.id)).toEqual(['received']);
});

test('files that were chosen beside a fault are asked for again', async () => {
  const { row } = await taken();
  const values = { data: '{name: Jo}', files: [['a.txt', 'text/plain', new Uint8Array(3)]] as [string, string, Uint8Array][] };
  const html = await (await upload(await signIn('operator'), `/operator/requests/${row.reference}/answer/`, values)).text();
  expect(html).toContain('<a href="#files">Choose the files again');
});

test('data that comes when the request is closed is given back, and nothing is added', async () => {
  const { row } = await taken();
  const close = async () => addEvents(await deskAt(NOW), row.id, () => [{ event: { type: 'withdrawn', at: NOW }, actor: 'person' }]);
  const response = await upload(await signIn('operator'), `/operator/requests/${row.reference}/answer/`, { data: '["an hour"]' }, close);
  expect(response.status).toBe(409);
  expect(await response.text()).toMatch(/<textarea id="written-data"[^>]*readonly[^>]*>\s*\[&quot;an hour&quot;\]<\/textarea>/);
  expect(await typesOf(row.id)).toEqual(['received', 'withdrawn']);
});

describe('an upload', () => {
  const MEBIBYTE = 1_048_576;
  const AT_ONCE = 65_536;
  const BOUNDARY = 'fairnotice-test';

  /** The archive, with what it was given so far, and whether an upload was given up. */
  function watched() {
    const seen = { stored: 0, aborted: 0 };
    const ARCHIVE = new Proxy(env.ARCHIVE, {
      get(bucket, name: keyof R2Bucket) {
        if (name !== 'createMultipartUpload')
          return typeof bucket[name] === 'function' ? (bucket[name] as (...given: unknown[]) => unknown).bind(bucket) : bucket[name];
        return async (key: string): Promise<Partial<R2MultipartUpload>> => {
          const upload = await bucket.createMultipartUpload(key);
          return {
            async uploadPart(number, value) {
              // A slow archive: what comes in meanwhile has to wait.
              await scheduler.wait(20);
              const part = await upload.uploadPart(number, value);
              seen.stored += (value as Uint8Array).byteLength;
              return part;
            },
            complete: (parts) => upload.complete(parts),
            abort() {
              seen.aborted += 1;
              return upload.abort();
            },
          };
        };
      },
    });
    return { seen, ARCHIVE };
  }

  /** A form with one file of random bytes, which do not shrink, made while it is read. */
  async function sent(length: number, { data = '', passphrase = '', after = '', until = Number.POSITIVE_INFINITY } = {}) {
    const { row } = await taken();
    const { cookie } = await signIn('operator');
    const path = `/operator/requests/${row.reference}/answer/`;
    const { html } = await open({ cookie }, path);
    const fields = [
      ...formIn(html, 'Add to the answer').fields.filter(([name]) => name === 'token' || name === 'key'),
      ['data', data],
      ['passphrase', passphrase],
    ];
    const part = (name: string, value: string): string => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const head = `${fields.map(([name = '', value = '']) => part(name, value)).join('')}--${BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="all.bin"\r\nContent-Type: application/octet-stream\r\n\r\n`;
    const { seen, ARCHIVE } = watched();
    let given = 0;
    let held = 0;
    const pieces = (function* () {
      yield new TextEncoder().encode(head);
      for (; given < Math.min(length, until); ) {
        const piece = crypto.getRandomValues(new Uint8Array(Math.min(AT_ONCE, length - given)));
        given += piece.length;
        held = Math.max(held, given - seen.stored);
        yield piece;
      }
      if (until >= length) yield new TextEncoder().encode(`\r\n${after}--${BOUNDARY}--\r\n`);
    })();
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          const { value, done } = pieces.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
      },
      { highWaterMark: 0 },
    );
    const headers = { cookie, ...FROM_HERE, 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
    const response = await ask(path, { method: 'POST', headers, body, bindings: { ARCHIVE } });
    return { row, response, html: await response.text(), seen, given: () => given, held: () => held };
  }

  const keysOf = async (id: string): Promise<string[]> => (await env.ARCHIVE.list({ prefix: `requests/${id}/` })).objects.map(({ key }) => key);

  test.each([
    ['without a passphrase', ''],
    ['with one', 'correct horse battery'],
  ])('of as much as may be is taken %s, and never more than 8 MiB of it are held', { timeout: 120_000 }, async (_how, passphrase) => {
    const { row, response, held, seen } = await sent(MOST_ANSWER_BYTES, { passphrase });
    expect(response.status).toBe(303);
    const [file] = await filesOf(row.id);
    expect(file?.bytes).toBeGreaterThan(MOST_ANSWER_BYTES);
    expect(held()).toBeLessThan(8 * MEBIBYTE);
    expect(seen).toMatchObject({ aborted: 0, stored: expect.toSatisfy((bytes: number) => bytes > MOST_ANSWER_BYTES) });
    expect(await keysOf(row.id)).toEqual([`requests/${row.id}/${file?.id}`]);
    expect((await typesOf(row.id)).at(-1)).toBe('file-added');
  });

  test('of one byte more comes back with what was typed and the way out, and nothing of it is kept', { timeout: 120_000 }, async () => {
    const { row, response, html, seen, given } = await sent(MOST_ANSWER_BYTES + 1, { passphrase: 'correct horse battery' });
    expect([response.status, wordsIn(html).includes('at most 32 MB with the data; send several packages')]).toEqual([422, true]);
    expect(html).toContain('value="correct horse battery"');
    // A browser that cannot send its form to the end shows no answer to it.
    expect(given()).toBe(MOST_ANSWER_BYTES + 1);
    expect([seen.aborted, await keysOf(row.id), await typesOf(row.id)]).toEqual([1, [], ['received']]);
  });

  test('with as much in the file as may be takes no data beside it', { timeout: 120_000 }, async () => {
    const { row, response, html } = await sent(MOST_ANSWER_BYTES, { data: '{"name":"Jo"}' });
    expect([response.status, formIn(html, 'Add to the answer').fields.find(([name]) => name === 'data')?.[1]]).toEqual([422, '{"name":"Jo"}']);
    expect(await keysOf(row.id)).toEqual([]);
  });

  test.each([
    ['that breaks off', { until: 12 * MEBIBYTE }],
    [
      'whose passphrase comes after the file, so that it would not be heeded',
      { after: `--${BOUNDARY}\r\nContent-Disposition: form-data; name="passphrase"\r\n\r\ncorrect horse battery\r\n` },
    ],
  ])('%s leaves nothing behind', async (_how, more) => {
    const { row, response, html, seen } = await sent(16 * MEBIBYTE, { data: '{"name":"Jo"}', ...more });
    expect([response.status, wordsIn(html).includes('did not come in whole')]).toEqual([422, true]);
    expect(formIn(html, 'Add to the answer').fields).toContainEqual(['data', '{"name":"Jo"}']);
    expect([seen.aborted, await keysOf(row.id), await typesOf(row.id)]).toEqual([1, [], ['received']]);
  });

  test('beside data that is no JSON is passed over', async () => {
    const { row, response, given, seen } = await sent(6 * MEBIBYTE, { data: '{name: Jo}' });
    expect([response.status, given(), seen, await keysOf(row.id)]).toEqual([422, 6 * MEBIBYTE, { stored: 0, aborted: 0 }, []]);
  });
});

test('a file is removed from answer and archive; one of the person stays whoever asks', async () => {
  const { row } = await taken();
  const kim = await signIn('operator');
  const path = `/operator/requests/${row.reference}/answer/`;
  const theirs = await brought(row.id, 'passport.pdf', 'application/pdf');
  await upload(kim, path, { data: '{}' });
  const [own] = (await filesOf(row.id)).filter(({ source }) => source === 'answer');
  const { html } = await open(kim, path);
  await submit(kim, html, 'Files of the answer', { remove: theirs });
  await submit(kim, (await open(kim, path)).html, 'Files of the answer', { remove: own?.id ?? '' });
  expect((await filesOf(row.id)).map(({ id }) => id)).toEqual([theirs]);
  expect(await env.ARCHIVE.head(`requests/${row.id}/${own?.id}`)).toBeNull();
  expect((await typesOf(row.id)).at(-1)).toBe('file-removed');
});

async function brought(id: string, name: string, type: string, bytes = new TextEncoder().encode('<script>alert(1)</script>')): Promise<string> {
  const desk = await deskAt(NOW);
  const opened = await openCase(desk, { id });
  if (!opened) throw new Error('no request');
  const stored = await storeFile(desk, opened, 'person', { name, type, bytes });
  await addEvents(desk, id, () => [{ event: stored.event, actor: 'person' }], { also: () => [stored.statement] });
  return stored.id;
}

describe('a file of a stranger', () => {
  test('is handed out as bytes that a browser neither runs nor shows, under a name that says nothing (malicious uploads)', async () => {
    const { row } = await taken();
    const id = await brought(row.id, 'Jo Visitor "><script>.html', 'text/html');
    const kim = await signIn('operator');
    const page = await open(kim, `/operator/requests/${row.reference}/`);
    expect(page.html).not.toContain('<script');
    expect(wordsIn(page.html)).toContain('Jo Visitor "><script>.html');
    const file = await open(kim, `/operator/requests/${row.reference}/files/${id}/`);
    expect(file.html).toBe('<script>alert(1)</script>');
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9a-f]{6}\.html"$/);
  });

  test('is noted when it is fetched, is not there for viewers, and not under another request', async () => {
    const [one, other] = [await taken(), await taken()];
    const id = await brought(one.row.id, 'a.pdf', 'application/pdf');
    const kim = await signIn('operator');
    await open(kim, `/operator/requests/${one.row.reference}/files/${id}/`);
    expect((await open(kim, `/operator/requests/${other.row.reference}/files/${id}/`)).status).toBe(404);
    expect((await open(await signIn('viewer', 'Vic'), `/operator/requests/${one.row.reference}/files/${id}/`)).status).toBe(403);
    const { results } = await env.INDEX.prepare("SELECT entry FROM audit WHERE action = 'view-file'").all<{ entry: string }>();
    expect(results.map(({ entry }) => (JSON.parse(entry) as { details: unknown }).details)).toEqual([{ file: id }]);
  });
});

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\temp\\report.pdf', 'report.pdf'],
  ['.htaccess', 'htaccess'],
  ['a"b\r\nc.txt', 'a_b_c.txt'],
  ['‮fdp.exe', '_fdp.exe'],
  ['Größe.pdf', 'Größe.pdf'],
  ['...', 'file'],
])('a file that is called %j is kept as %j', (name, kept) => {
  expect(safeName(name)).toBe(kept);
});

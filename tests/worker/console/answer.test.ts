/** The answer's files: uploaded, encrypted, listed, removed; what strangers sent is handed out and never shown. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
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
): Promise<Response> {
  const { html } = await open({ cookie }, path);
  const form = new FormData();
  for (const [name, value] of formIn(html, 'Add to the answer').fields) if (name === 'token' || name === 'key') form.append(name, value);
  for (const [name, type, bytes] of values.files ?? []) form.append('files', new File([bytes as Uint8Array<ArrayBuffer>], name, { type }));
  form.append('data', values.data ?? '');
  form.append('passphrase', values.passphrase ?? '');
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

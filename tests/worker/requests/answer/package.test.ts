/** The answer package in workerd: made without threads, kept encrypted, told as an event of the request, opened byte for byte. */
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { MOST_ANSWER_BYTES } from '../../../../core/requests/answer.ts';
import { makeAnswer } from '../../../../worker/requests/answer.ts';
import { addEvents, openCase, takeCase } from '../../../../worker/requests/cases.ts';
import { listFiles, readFile } from '../../../../worker/requests/files.ts';
import { packAnswer } from '../../../../worker/requests/pack.ts';
import { deskAt } from '../desk.ts';

async function begun() {
  const desk = await deskAt('2026-12-01T09:00:00Z');
  const { opened } = await takeCase(desk, {
    kind: 'access',
    place: 'DE',
    locale: 'de',
    behalf: 'self',
    channel: 'form',
    content: { email: 'a@b.example' },
    actor: 'person',
  });
  return { desk, opened };
}

const textOf = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

test('a package is a file of the request, with its event, and nothing of it lies in clear', async () => {
  const { desk, opened } = await begun();
  const made = await makeAnswer(desk, opened, { data: { colour: 'cornflower' }, files: [], actor: 'Kim' });
  await addEvents(desk, opened.row.id, () => made.happenings, { also: () => made.statements });
  const after = await openCase(desk, { id: opened.row.id });
  expect(after?.events.at(-1)).toMatchObject({ actor: 'Kim', event: { type: 'file-added', source: 'answer', file: made.file } });
  expect(await listFiles(desk, opened)).toMatchObject([
    { id: made.file, source: 'answer', name: `answer-${opened.row.reference}.zip`, type: 'application/zip' },
  ]);
  const bytes = new Uint8Array(await new Response(await readFile(desk, opened, made.file)).arrayBuffer());
  expect(textOf(bytes.subarray(0, 4))).toBe('PK\x03\x04');
  expect(textOf(bytes)).toContain('answer.json');
  const kept = new Uint8Array((await (await env.ARCHIVE.get(`requests/${opened.row.id}/${made.file}`))?.arrayBuffer()) ?? new ArrayBuffer());
  expect(textOf(kept)).not.toContain('answer.json');
});

test('a file of 8 MiB is packed with a passphrase within the time of a request', async () => {
  const { desk, opened } = await begun();
  const bytes = new Uint8Array(8 * 1024 * 1024).map((_zero, at) => (at * 7919) % 251);
  const made = await makeAnswer(desk, opened, {
    files: [{ name: 'a.bin', type: 'application/octet-stream', bytes: [bytes] }],
    passphrase: 'correct horse battery',
  });
  expect(made.happenings).toHaveLength(1);
});

test('of what is too large nothing is stored', async () => {
  const { desk, opened } = await begun();
  const tooMuch = { name: 'a', type: 'b', bytes: [new Uint8Array(MOST_ANSWER_BYTES), new Uint8Array(1)] };
  await expect(makeAnswer(desk, opened, { files: [tooMuch] })).rejects.toThrow(RangeError);
  expect((await env.ARCHIVE.list({ prefix: `requests/${opened.row.id}/` })).objects).toEqual([]);
});

test('a package waits for no other one, whoever reads that late or never', async () => {
  const { desk, opened } = await begun();
  const { t, locale } = desk.texts('en');
  const about = { organisation: 'Acme', reference: opened.row.reference, right: 'access', made: 'today', now: desk.now, t, locale };
  const file = () => ({ name: 'a.bin', type: 'application/octet-stream', bytes: [crypto.getRandomValues(new Uint8Array(65_536))] });
  const never = Array.from({ length: 20 }, () => packAnswer(about, { files: [file()] }));
  const whole = new Uint8Array(await new Response(packAnswer(about, { files: [file()] })).arrayBuffer());
  expect(whole.length).toBeGreaterThan(65_536);
  for (const stream of never) await stream.cancel();
});

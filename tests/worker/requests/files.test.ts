/** Files of requests: encrypted in pieces, given back byte for byte, refused where one byte was changed. */
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { takeCase } from '../../../worker/requests/cases.ts';
import { listFiles, readFile, storeFile } from '../../../worker/requests/files.ts';
import { deskAt } from './desk.ts';

const MEBIBYTE = 1_048_576;

async function begun() {
  const desk = await deskAt('2026-01-31T09:00:00Z');
  const { opened } = await takeCase(desk, {
    kind: 'access',
    place: 'DE',
    locale: 'en',
    behalf: 'self',
    channel: 'form',
    content: { email: 'a@b.example' },
    actor: 'person',
  });
  return { desk, opened };
}

test.each([0, 1, 1000, MEBIBYTE - 1, MEBIBYTE, MEBIBYTE + 1, 3 * MEBIBYTE + 17])('a file of %i bytes comes back as it was', async (length) => {
  const { desk, opened } = await begun();
  const bytes = new Uint8Array(length).map((_zero, at) => at % 251);
  const { id, statement } = await storeFile(desk, opened, 'person', { name: 'letter.pdf', type: 'application/pdf', bytes });
  await statement.run();
  const back = new Uint8Array(await new Response(await readFile(desk, opened, id)).arrayBuffer());
  expect(back.length).toBe(length);
  expect(back.every((byte, at) => byte === at % 251)).toBe(true);
  expect(await listFiles(desk, opened)).toMatchObject([{ id, name: 'letter.pdf', bytes: length }]);
});

test('a byte that was changed, a piece that is missing and a file in another’s place are refused', async () => {
  const { desk, opened } = await begun();
  const bytes = new Uint8Array(MEBIBYTE + 500);
  const [one, two] = [
    await storeFile(desk, opened, 'answer', { name: 'a', type: 't', bytes }),
    await storeFile(desk, opened, 'answer', { name: 'b', type: 't', bytes }),
  ];
  const at = (id: string): string => `requests/${opened.row.id}/${id}`;
  const sealed = new Uint8Array((await (await env.ARCHIVE.get(at(one.id)))?.arrayBuffer()) ?? new ArrayBuffer());
  const read = async (): Promise<unknown> => new Response(await readFile(desk, opened, one.id)).arrayBuffer().catch((error: Error) => error.message);
  for (const changed of [sealed.map((byte, place) => (place === 700_000 ? byte ^ 1 : byte)), sealed.slice(0, MEBIBYTE + 28), sealed.slice(MEBIBYTE + 28)]) {
    await env.ARCHIVE.put(at(one.id), changed);
    expect(await read()).toMatch(/cannot be opened/);
  }
  await env.ARCHIVE.put(at(one.id), (await (await env.ARCHIVE.get(at(two.id)))?.arrayBuffer()) ?? '');
  expect(await read()).toMatch(/cannot be opened/);
});

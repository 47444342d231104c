/** A request as it is kept: nothing in clear, dates from events, one transaction, a leaf for each event. */
import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { verifyReceipt } from '../../../core/consent/receipt.ts';
import { addEvents, type NewCase, openCase, takeCase, wordsOf } from '../../../worker/requests/cases.ts';
import { logEvents, receiptOfEvent } from '../../../worker/requests/log.ts';
import { deskAt } from './desk.ts';

const ASKED: NewCase = {
  kind: 'access',
  place: 'DE',
  locale: 'en',
  behalf: 'self',
  channel: 'form',
  content: { email: 'Jo.Visitor@mail.example', name: 'Jo Visitor', details: 'Everything since spring, please.' },
  actor: 'person',
};

beforeEach(async () => {
  for (const table of ['requests', 'request_events', 'request_files']) await env.INDEX.exec(`DELETE FROM ${table}`);
});

test('a request is opened by its id, its reference and its secret, and by nothing else', async () => {
  const desk = await deskAt('2026-01-31T09:00:00Z');
  const { opened, secret } = await takeCase(desk, ASKED);
  const { id, reference } = opened.row;
  expect(reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  for (const by of [{ id }, { reference }, { secret }]) expect((await openCase(desk, by))?.content).toEqual(ASKED.content);
  expect(await openCase(desk, { secret: reference })).toBeUndefined();
});

test('"received 31 January; one month ends on Saturday 28 February; moved to Monday 2 March" (Regulation 1182/71 Art. 3(4))', async () => {
  const { opened } = await takeCase(await deskAt('2026-01-31T09:00:00Z'), ASKED);
  expect(opened.row).toMatchObject({ received: '2026-01-31', due: '2026-03-02', regime: 'eu-gdpr', queue: 'active', state: 'open' });
});

test('nothing that a person told lies in clear in the database', async () => {
  const desk = await deskAt('2026-01-31T09:00:00Z');
  const { opened } = await takeCase(desk, ASKED);
  await addEvents(desk, opened.row.id, () => [
    { event: { type: 'message-from-person', at: '2026-02-01T09:00:00Z' }, actor: 'person', words: 'My old name was Doe.' },
  ]);
  for (const table of ['requests', 'request_events']) {
    const { results } = await env.INDEX.prepare(`SELECT * FROM ${table}`).all();
    const held = results
      .flatMap((row) => Object.values(row))
      .map((value) => (Array.isArray(value) ? String.fromCharCode(...(value as number[])) : String(value)))
      .join('\n');
    expect(held).not.toMatch(/visitor|mail\.example|spring|Doe/i);
  }
});

test('two events that are noted at once are both there, and the dates follow from both', async () => {
  const desk = await deskAt('2026-01-31T09:00:00Z');
  const { opened } = await takeCase(desk, ASKED);
  const note = (words: string) => addEvents(desk, opened.row.id, () => [{ event: { type: 'note', at: '2026-02-01T09:00:00Z' }, actor: 'Kim', words }]);
  await Promise.all([note('one'), note('two'), note('three')]);
  const after = await openCase(desk, { id: opened.row.id });
  expect(after?.events.map(({ event }) => event.type)).toEqual(['received', 'note', 'note', 'note']);
  const words = await Promise.all((after?.events ?? []).map((event) => after && wordsOf(after, event)));
  expect(words.slice(1).sort()).toEqual(['one', 'three', 'two']);
});

test('words of one event cannot be read as those of another: they are bound to their place (NIST SP 800-38D, additional data)', async () => {
  const desk = await deskAt('2026-01-31T09:00:00Z');
  const { opened } = await takeCase(desk, ASKED);
  await addEvents(desk, opened.row.id, () => [
    { event: { type: 'note', at: '2026-02-01' }, actor: 'Kim', words: 'one' },
    { event: { type: 'note', at: '2026-02-01' }, actor: 'Kim', words: 'two' },
  ]);
  const after = await openCase(desk, { id: opened.row.id });
  const sealed = after?.events[1]?.sealed ?? null;
  await expect(after && wordsOf(after, { number: 3, sealed })).rejects.toThrow('cannot be opened');
});

test('every event is a leaf of the log, and its receipt is verified by anybody', async () => {
  const desk = await deskAt('2026-01-31T09:00:00Z');
  const { opened } = await takeCase(desk, ASKED);
  await logEvents(desk);
  await logEvents(desk);
  const after = await openCase(desk, { id: opened.row.id });
  const [event] = after?.events ?? [];
  const given = event && (await receiptOfEvent(desk, opened.row.id, event));
  const receipt = given?.ok ? given.text : '';
  const checked = await verifyReceipt(receipt);
  expect(checked).toMatchObject({ ok: true });
  expect(JSON.parse(checked.ok ? checked.record : '{}')).toMatchObject({
    type: 'request-event',
    request: opened.row.id,
    number: 1,
    event: { type: 'received' },
  });
  expect(receipt).not.toMatch(/visitor/i);
});

test('after a restore of the database another event has the number of one that is in the log: both have a leaf, and the log goes on', async () => {
  const desk = await deskAt('2026-01-31T09:00:00Z');
  const { opened } = await takeCase(desk, ASKED);
  const note = (words: string) => addEvents(desk, opened.row.id, () => [{ event: { type: 'note', at: '2026-02-01T09:00:00Z' }, actor: 'Kim', words }]);
  await note('before');
  await logEvents(desk);
  const leafOf = async (): Promise<number | null | undefined> => (await openCase(desk, { id: opened.row.id }))?.events[1]?.leaf;
  const first = await leafOf();
  // The backup knows the request as it was when it was received, and nothing of its leaf.
  await env.INDEX.exec('DELETE FROM request_events WHERE number = 2');
  await env.INDEX.exec('UPDATE request_events SET leaf = NULL WHERE number = 1');
  await note('after');
  await takeCase(desk, ASKED);
  await logEvents(desk);
  expect(await leafOf()).toBeGreaterThan(first ?? Number.POSITIVE_INFINITY);
  expect(await env.INDEX.prepare('SELECT count(*) AS n FROM request_events WHERE leaf IS NULL').first('n')).toBe(0);
});

test('without its master key a request cannot be opened, and without any no request is taken', async () => {
  const desk = await deskAt('2026-01-31T09:00:00Z');
  const { opened } = await takeCase(desk, ASKED);
  const other = await deskAt('2026-01-31T09:00:00Z', { REQUESTS_KEY: 'second:CAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg' });
  expect((await openCase(other, { id: opened.row.id }))?.content).toBeUndefined();
  await expect(deskAt('2026-01-31T09:00:00Z', { REQUESTS_KEY: '' })).rejects.toThrow('no desk');
});

/** A request that nobody proved: its address may be anybody's, so no letter is offered, taken or mailed, by whichever way it is asked for. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { LETTERS } from '../../../core/requests/letters.ts';
import { newFormToken } from '../../../worker/console/forms.ts';
import { addEvents, type Case, type Happening } from '../../../worker/requests/cases.ts';
import { deskAt } from '../requests/desk.ts';
import { emptyTables, letterPath, open, post, signIn, submit, taken, typesOf, wordsIn } from './client.ts';

beforeEach(emptyTables);

const NOW = '2026-02-10T12:00:00Z';
const ASKED_FOR: Happening = { event: { type: 'proof-asked', at: NOW }, actor: 'system' };
const kim = () => signIn('operator', 'Kim', { now: NOW });

async function unproved(): Promise<Case> {
  const then = [ASKED_FOR];
  const opened = await taken({ then }, '2026-02-09T09:00:00Z');
  await env.INDEX.exec('DELETE FROM outbox');
  return opened;
}

async function mails(): Promise<string[]> {
  return (await env.INDEX.prepare('SELECT name FROM outbox').all<{ name: string }>()).results.map(({ name }) => name);
}

test('its page offers no letter, says why, and what to do; once somebody has checked who it is, letters are there', async () => {
  const { row } = await unproved();
  const signed = await kim();
  const path = `/operator/requests/${row.reference}/`;
  const page = await open(signed, path);
  expect(page.html).not.toContain(`${path}letters/`);
  expect(wordsIn(page.html)).toContain('Nobody has shown that this address is theirs');
  expect(wordsIn(page.html)).toContain('Check in another way who it is');
  const checked = await submit(signed, page.html, 'What was settled', { do: 'proved' });
  for (const letter of LETTERS.filter((one) => one !== 'acknowledged')) expect(checked.html, letter).toContain(letterPath(row.reference, letter));
  expect(wordsIn(checked.html)).not.toContain('Nobody has shown');
});

test.each(LETTERS)('%s is refused with the reason and the way out, looked at or sent, and leaves nothing', async (letter) => {
  const { row } = await unproved();
  const signed = await kim();
  const to = letterPath(row.reference, letter);
  const { vault, now } = await deskAt(NOW);
  const form = await newFormToken(vault, { name: 'Kim', role: 'operator' }, to.slice('/operator/'.length), now);
  const text = 'Hello, this is the letter.';
  for (const fields of [{ do: 'preview' }, { do: 'send' }]) {
    const sent = await post(signed, to, Object.entries({ ...form, text, outcome: 'complied', reasons: 'excessive', extension: 'complexity', ...fields }));
    expect([sent.status, wordsIn(sent.html).includes('Nobody has shown that this address is theirs')]).toEqual([409, true]);
    expect(wordsIn(sent.html)).toContain('I have checked who it is');
  }
  expect((await open(signed, to)).status).toBe(409);
  expect(await typesOf(row.id)).toEqual(['received']);
  expect(await mails()).toEqual([]);
});

describe('many at once', () => {
  test('the queue of those offers nothing that needs a letter', async () => {
    await unproved();
    const { html } = await open(await kim(), '/operator/?queue=unproved');
    expect(html).toContain('value="assign"');
    expect(html).not.toMatch(/value="(acknowledge|close)"/);
  });

  test.each([
    ['acknowledge', {}],
    ['close', { as: 'no-data', sure: 'yes' }],
  ])('%s leaves it alone, says why, and does the others', async (what, more) => {
    const signed = await kim();
    const one = await unproved();
    const other = await taken({ content: { email: 'other@mail.example' } }, '2026-02-09T09:00:00Z');
    const sent = await submit(signed, (await open(signed, '/operator/')).html, 'Requests', { id: [one.row.id, other.row.id], do: what, ...more });
    expect(wordsIn(sent.html)).toMatch(new RegExp(`1 of 2 done.*${one.row.reference} was left alone\\. Nobody has shown`));
    expect(await typesOf(one.row.id)).toEqual(['received']);
    expect((await typesOf(other.row.id)).length).toBe(2);
  });
});

test('one that its owner disowned gets no message either', async () => {
  const { row } = await unproved();
  await addEvents(await deskAt(NOW), row.id, () => [{ event: { type: 'disputed', at: NOW }, actor: 'person' }]);
  const signed = await kim();
  expect((await open(signed, `/operator/requests/${row.reference}/`)).html).not.toContain('letters/message/');
  const page = await open(signed, letterPath(row.reference, 'message'));
  expect([page.status, wordsIn(page.html).includes('said that they asked for nothing')]).toEqual([409, true]);
});

test('it can be closed without a letter, and that mails nobody', async () => {
  const { row } = await unproved();
  const signed = await kim();
  await submit(signed, (await open(signed, `/operator/requests/${row.reference}/`)).html, 'What came in otherwise', { do: 'withdrawn' });
  expect(await typesOf(row.id)).toEqual(['received', 'withdrawn']);
  expect(await mails()).toEqual([]);
});

test('where there is no address at all, nobody is told that a letter was sent', async () => {
  const { row } = await taken({ channel: 'letter', content: { name: 'Jo Visitor', details: 'By post, please.' } }, '2026-02-09T09:00:00Z');
  const signed = await kim();
  let page = await open(signed, letterPath(row.reference, 'message'));
  page = await submit(signed, page.html, 'Write a message', { text: 'Hello.', do: 'preview' });
  page = await submit(signed, page.html, 'Write a message', { text: 'Hello.', do: 'send' });
  expect(wordsIn(page.html)).toContain('There is no address to mail it to');
  expect(wordsIn(page.html)).not.toContain('The letter was sent');
});

/** Letters over HTTP: written from templates, shown before they go out, sent once; clocks stand still and reach further where the law lets them. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { addEvents, openCase, wordsOf } from '../../../worker/requests/cases.ts';
import { storeFile } from '../../../worker/requests/files.ts';
import { deskAt } from '../requests/desk.ts';
import { letterPath as at, emptyTables, open, sendLetter, signIn, submit, taken, typesOf, wordsIn } from './client.ts';

beforeEach(emptyTables);

const NOW = '2026-02-10T12:00:00Z';
const kim = () => signIn('operator', 'Kim', { now: NOW });

async function lastOf(id: string) {
  const opened = await openCase(await deskAt(NOW), { id });
  const last = opened?.events.findLast(({ actor }) => actor !== 'system');
  return { opened, event: last?.event, words: opened && last && (await wordsOf(opened, last)) };
}

test('nothing is sent that was not shown as it goes out', async () => {
  const { row } = await taken({}, '2026-02-01T09:00:00Z');
  const signed = await kim();
  const page = await open(signed, at(row.reference, 'message'));
  expect(page.html).toContain('Dear Jo Visitor,');
  const untouched = await submit(signed, page.html, 'Write a message', { do: 'send' });
  expect([untouched.status, wordsIn(untouched.html).includes('where the template has brackets')]).toEqual([422, true]);
  const early = await submit(signed, page.html, 'Write a message', { text: 'Hello, we found it.', do: 'send' });
  expect(early.html).toContain('As the person will read it');
  const other = await submit(signed, early.html, 'Write a message', { text: 'Hello, something else.', do: 'send' });
  expect(other.html).toContain('As the person will read it');
  expect(await typesOf(row.id)).toEqual(['received']);
  const sent = await submit(signed, early.html, 'Write a message', { do: 'send' });
  expect(wordsIn(sent.html)).toContain('The letter was sent.');
  expect(await lastOf(row.id)).toMatchObject({ event: { type: 'message-to-person' }, words: 'Hello, we found it.' });
  await submit(signed, early.html, 'Write a message', { do: 'send' });
  expect(await typesOf(row.id)).toEqual(['received', 'message-to-person']);
});

describe('a letter that comes too late is not sent, and its words are given back', () => {
  const WORDS = 'An hour of <b>words</b>.';
  const GIVEN_BACK = /<textarea id="written-text"[^>]*readonly[^>]*>\s*An hour of &lt;b&gt;words&lt;\/b&gt;\.<\/textarea>/;
  const begun = async () => {
    const { row } = await taken({}, '2026-02-01T09:00:00Z');
    const signed = await kim();
    return { row, signed, page: await open(signed, at(row.reference, 'acknowledged')) };
  };
  const endAs = async (id: string, type: 'withdrawn' | 'disputed') => addEvents(await deskAt(NOW), id, () => [{ event: { type, at: NOW }, actor: 'person' }]);

  test.each(['withdrawn', 'disputed'] as const)('where the request was %s meanwhile', async (type) => {
    const { row, signed, page } = await begun();
    await endAs(row.id, type);
    const { status, html } = await submit(signed, page.html, 'Acknowledge receipt', { text: WORDS, do: 'preview' });
    expect(status).toBe(409);
    expect(html).toMatch(GIVEN_BACK);
    expect(html).toContain(`href="/operator/requests/${row.reference}/"`);
    expect(await typesOf(row.id)).toEqual(['received', type]);
  });

  test('where it was sent before', async () => {
    const { row, signed, page } = await begun();
    const shown = await submit(signed, page.html, 'Acknowledge receipt', { text: WORDS, do: 'preview' });
    for (const sent of [200, 409]) expect((await submit(signed, shown.html, 'Acknowledge receipt', { do: 'send' })).status).toBe(sent);
    expect(await typesOf(row.id)).toEqual(['received', 'acknowledged']);
  });

  test('where its page lay open for longer than half a day', async () => {
    const { signed, page } = await begun();
    const { status, html } = await submit(
      { ...signed, now: '2026-02-11T00:00:01Z', cookie: (await signIn('operator', 'Kim', { now: '2026-02-11T00:00:00Z' })).cookie },
      page.html,
      'Acknowledge receipt',
      { text: WORDS, do: 'preview' },
    );
    expect(status).toBe(403);
    expect(html).toMatch(GIVEN_BACK);
  });
});

test('what is chosen otherwise after the letter was looked at is looked at once more before it goes out', async () => {
  const { row } = await taken({}, '2026-02-01T09:00:00Z');
  const signed = await kim();
  let page = await submit(signed, (await open(signed, at(row.reference, 'answered'))).html, 'Answer', { outcome: 'complied', do: 'compose' });
  page = await submit(signed, page.html, 'Answer', { outcome: 'complied', do: 'preview' });
  const other = await submit(signed, page.html, 'Answer', { outcome: 'no-data', do: 'send' });
  expect(other.html).toContain('As the person will read it');
  expect(await typesOf(row.id)).toEqual(['received']);
});

test('a German request gets a German letter', async () => {
  const { row } = await taken({ locale: 'de' }, '2026-02-01T09:00:00Z');
  const { html } = await open(await kim(), at(row.reference, 'acknowledged'));
  expect(html).toMatch(/<textarea id="text"[^>]*lang="de"[^>]*>Guten Tag Jo Visitor,/);
  expect(html).toContain('2. März 2026');
});

describe('a question', () => {
  test('under the GDPR leaves the clock running, and the page says so before (EDPB Guidelines 01/2022)', async () => {
    const { row } = await taken({}, '2026-02-01T09:00:00Z');
    const signed = await kim();
    expect(wordsIn((await open(signed, at(row.reference, 'clarification'))).html)).toContain('The clock runs on');
    await sendLetter(signed, row.reference, 'clarification', 'Ask what exactly is wanted', {}, () => 'Which year?');
    expect((await lastOf(row.id)).opened?.summary).toMatchObject({ state: 'open', due: '2026-03-02' });
  });

  test('under the UK GDPR stops it until it is answered (Art. 12A)', async () => {
    const { row } = await taken({ place: 'GB' }, '2026-08-03T09:00:00Z');
    const signed = await signIn('operator', 'Kim', { now: '2026-08-10T09:00:00Z' });
    expect(wordsIn((await open(signed, at(row.reference, 'clarification'))).html)).toContain('The clock stands still from today');
    await sendLetter(signed, row.reference, 'clarification', 'Ask what exactly is wanted', {}, () => 'Which year?');
    expect((await lastOf(row.id)).opened?.summary.state).toBe('waiting');
    const answered = await signIn('operator', 'Kim', { now: '2026-08-20T09:00:00Z' });
    const path = `/operator/requests/${row.reference}/`;
    await submit(answered, (await open(answered, path)).html, 'What was settled', { do: 'clarification-answered' });
    const { summary } = (await lastOf(row.id)).opened ?? {};
    expect(summary?.state).toBe('open');
    expect(summary?.due?.slice(0, 7)).toBe('2026-09');
  });
});

describe('an extension', () => {
  test('reaches as far as the law lets it, with its reason, and no further (GDPR Art. 12(3))', async () => {
    const { row } = await taken({}, '2026-01-31T09:00:00Z');
    const signed = await kim();
    const page = await open(signed, at(row.reference, 'extended'));
    expect(wordsIn(page.html)).toContain('The law lets it reach 2026-04-30, and the person has to be told by 2026-03-02.');
    for (const until of ['2026-05-01', '2026-03-02', 'soon'])
      expect((await submit(signed, page.html, 'Extend the time limit', { extension: 'complexity', until, do: 'compose' })).status, until).toBe(422);
    expect((await submit(signed, page.html, 'Extend the time limit', { until: '2026-04-30', do: 'compose' })).html).toContain('href="#extension"');
    const sent = await sendLetter(signed, row.reference, 'extended', 'Extend the time limit', { extension: 'number-of-requests', until: '2026-04-30' });
    expect(wordsIn(sent.html)).toContain('The letter was sent.');
    const last = await lastOf(row.id);
    expect(last).toMatchObject({ event: { type: 'extended', reason: 'number-of-requests', until: '2026-04-30' }, opened: { summary: { due: '2026-04-30' } } });
    expect(last.words).toContain('there are many requests');
    expect(last.words).toContain('30 April 2026');
    expect(wordsIn((await open(signed, `/operator/requests/${row.reference}/`)).html)).toContain('No extension');
  });

  test('comes too late once the time limit is over', async () => {
    const { row } = await taken({}, '2026-01-05T09:00:00Z');
    const page = await open(await kim(), at(row.reference, 'extended'));
    const sent = await submit(await kim(), page.html, 'Extend the time limit', { extension: 'complexity', until: '2026-04-01', do: 'compose' });
    expect(wordsIn(sent.html)).toContain('The person had to be told by 2026-02-05.');
  });
});

describe('a refusal', () => {
  test('needs reasons, says the remedies, and closes the request with them as codes (GDPR Art. 12(4))', async () => {
    const { row } = await taken({ kind: 'erasure' }, '2026-02-01T09:00:00Z');
    const signed = await kim();
    const page = await open(signed, at(row.reference, 'refused'));
    const none = await submit(signed, page.html, 'Refuse', { do: 'compose' });
    expect(none.html).toContain('href="#reasons"');
    const sent = await sendLetter(signed, row.reference, 'refused', 'Refuse', { reasons: ['legal-obligation', 'legal-claims'] });
    expect(wordsIn(sent.html)).toContain('The letter was sent.');
    const last = await lastOf(row.id);
    expect(last).toMatchObject({
      event: { type: 'refused', reasons: ['legal-obligation', 'legal-claims'] },
      opened: { summary: { state: 'refused', queue: 'closed' } },
    });
    expect(last.words).toContain('You can also seek a remedy in court.');
  });

  test('that leaves out what the law wants said is not sent, unless the operator says where it stands', async () => {
    const { row } = await taken({ kind: 'erasure' }, '2026-02-01T09:00:00Z');
    const signed = await kim();
    const chosen = { reasons: ['legal-obligation'] };
    const refused = await sendLetter(signed, row.reference, 'refused', 'Refuse', chosen, (text) =>
      text.replace('You can also seek a remedy in court.', 'The courts are open to you.'),
    );
    expect(refused.status).toBe(422);
    expect(wordsIn(refused.html)).toContain('The letter does not say what the law wants said: right to a judicial remedy.');
    const id = /name="vouched" value="([0-9a-f]+)"/.exec(refused.html)?.[1] ?? '';
    const shown = await submit(signed, refused.html, 'Refuse', { ...chosen, vouched: id, do: 'preview' });
    expect(shown.html).toContain('As the person will read it');
    expect(wordsIn((await submit(signed, shown.html, 'Refuse', { do: 'send' })).html)).toContain('The letter was sent.');
  });
});

describe('an answer', () => {
  test('releases its files for as many days as the organisation gives, and closes the request', async () => {
    const { row } = await taken({}, '2026-02-01T09:00:00Z');
    const desk = await deskAt(NOW);
    const opened = await openCase(desk, { id: row.id });
    const { statement, event } = await storeFile(desk, opened ?? { row, key: undefined }, 'answer', {
      name: 'data.json',
      type: 'application/json',
      bytes: new Uint8Array([1]),
    });
    await addEvents(desk, row.id, () => [{ event, actor: 'Kim' }], { also: () => [statement] });
    await sendLetter(await kim(), row.reference, 'answered', 'Answer', { outcome: 'complied' });
    expect(await typesOf(row.id)).toEqual(['received', 'file-added', 'answer-released', 'answered']);
    const last = await lastOf(row.id);
    expect(last.opened?.events.at(-2)?.event).toMatchObject({ type: 'answer-released', until: '2026-02-17' });
    expect(last.words).toContain('17 February 2026');
  });

  test('to an erasure is blocked while an access request of the same contact is open, in Canada (PIPEDA s. 8(8))', async () => {
    const access = await taken({ place: 'CA-ON' }, '2026-02-01T09:00:00Z');
    const erasure = await taken({ kind: 'erasure', place: 'CA-ON' }, '2026-02-02T09:00:00Z');
    const signed = await kim();
    expect(wordsIn((await open(signed, `/operator/requests/${erasure.row.reference}/`)).html)).toContain(
      'Erasure is blocked: the same person has an access request open',
    );
    const sent = await submit(signed, (await open(signed, at(erasure.row.reference, 'answered'))).html, 'Answer', { outcome: 'complied', do: 'compose' });
    expect([sent.status, wordsIn(sent.html).includes(`Erasure is blocked while the request ${access.row.reference} is open (s. 8(8)).`)]).toEqual([422, true]);
    await sendLetter(signed, access.row.reference, 'answered', 'Answer', { outcome: 'complied' });
    await sendLetter(signed, erasure.row.reference, 'answered', 'Answer', { outcome: 'complied' });
    expect(await typesOf(erasure.row.id)).toEqual(['received', 'answered']);
  });
});

test('letters lie encrypted, and no row of the audit holds a word of them', async () => {
  const { row } = await taken({}, '2026-02-01T09:00:00Z');
  await sendLetter(await kim(), row.reference, 'message', 'Write a message', {}, () => 'A very private matter.');
  for (const table of ['request_events', 'audit']) {
    const { results } = await env.INDEX.prepare(`SELECT * FROM ${table}`).all();
    const held = results
      .flatMap((one) => Object.values(one))
      .map((value) => (Array.isArray(value) ? String.fromCharCode(...(value as number[])) : String(value)));
    expect(held.join('\n')).not.toMatch(/private matter|Visitor/);
  }
});

/** A promised answer that an extension takes the place of: whoever looks, wherever, sees the same day (GDPR Art. 12(3)). */
import { beforeEach, describe, expect, test } from 'vitest';
import { sendMails } from '../../../worker/jobs/mail.ts';
import { addEvents, type NewCase, openCase, takeCase, wordsOf } from '../../../worker/requests/cases.ts';
import { statusPath } from '../../../worker/requests/status-links.ts';
import { readFigures } from '../../../worker/statistics/figures.ts';
import { askAs, tokenFor } from '../requests/api/systems.ts';
import { deskAt } from '../requests/desk.ts';
import { Browser } from '../requests/person/browser.ts';
import { binding, deployed } from '../requests/world.ts';
import { ASKED, emptyTables, letterPath, open, sendLetter, signIn, submit, taken, wordsIn } from './client.ts';

beforeEach(emptyTables);

const NOW = '2026-02-10T12:00:00Z';
const RECEIVED = '2026-02-02T09:00:00Z';
/** Art. 12A of the UK GDPR is in force from 5 February 2026. */
const UNDER_12A = '2026-02-06T09:00:00Z';
const TITLE = 'Extend the time limit';
const kim = () => signIn('operator', 'Kim', { now: NOW });

/** A request that came in when an answer was promised within 14 days: by 16 February, where the law gives until 2 March. */
async function promised(made: Partial<NewCase> = {}, received = RECEIVED) {
  const desk = await deskAt(received);
  const organisation = { ...desk.file.organisation, answerWithinDays: [{ value: 14 }] };
  return (await takeCase({ ...desk, file: { ...desk.file, organisation } }, { ...ASKED, ...made })).opened;
}

/** What each place says of when the answer is due. */
async function seen(id: string, reference: string) {
  const desk = await deskAt(NOW);
  const signed = await kim();
  const person = new Browser();
  person.now = NOW;
  const [queue, page, status, api] = await Promise.all([
    open(signed, '/operator/'),
    open(signed, `/operator/requests/${reference}/`),
    person.open(`/${await statusPath(desk, id)}`),
    askAs(await tokenFor(['requests:read'], { at: NOW }), `/api/v1/requests/${id}`, { now: NOW }).then((answer) => answer.json<{ due: string }>()),
  ]);
  const figures = async (today: string) => (await readFigures(await deskAt(`${today}T12:00:00Z`), { from: '2026-02-01', to: '2026-02-28' })).figures.total.late;
  const opened = await openCase(desk, { id });
  return {
    summary: opened?.summary.due,
    api: api.due,
    queue: /<time datetime="([^"]+)">/.exec(queue.html)?.[1],
    page: /<p class="due">.*?<time datetime="([^"]+)">/s.exec(page.html)?.[1],
    status: /<strong>[^<]*?(\d+ \w+ \d{4})/.exec(status.html)?.[1],
    late: await Promise.all(['2026-02-17', '2026-05-01'].map(figures)),
    why: [wordsIn(page.html), wordsIn(status.html)].map((words) => words.includes('took the place of that promise')),
  };
}

test('before it the promised day stands everywhere, and after it the new one, which the letter names with the promise that is not kept and why', async () => {
  const { row } = await promised();
  expect(await seen(row.id, row.reference)).toEqual({
    summary: '2026-02-16',
    api: '2026-02-16',
    queue: '2026-02-16',
    page: '2026-02-16',
    status: '16 February 2026',
    late: [1, 1],
    why: [false, false],
  });
  const signed = await kim();
  const page = await open(signed, letterPath(row.reference, 'extended'));
  expect(wordsIn(page.html)).toContain('You promised an answer by 2026-02-16. The day that you name takes the place of that promise');
  const sent = await sendLetter(signed, row.reference, 'extended', TITLE, { extension: 'complexity', until: '2026-04-30' });
  expect(wordsIn(sent.html)).toContain('The letter was sent.');
  expect(await seen(row.id, row.reference)).toEqual({
    summary: '2026-04-30',
    api: '2026-04-30',
    queue: '2026-04-30',
    page: '2026-04-30',
    status: '30 April 2026',
    late: [0, 1],
    why: [true, true],
  });
  const desk = await deskAt(NOW);
  const opened = await openCase(desk, { id: row.id });
  const letter = opened && (await wordsOf(opened, opened.events.at(-1) ?? { number: 0, sealed: null }));
  expect(letter).toContain('We had promised you an answer by 16 February 2026. We cannot keep that promise.');
  expect(letter).toContain('The reason: the request is complex. We will answer by 30 April 2026.');
});

test('the mail says it too where nobody wrote a letter, and does not speak of a promise where there was none', async () => {
  const texts: (string | undefined)[] = [];
  for (const { row } of [await promised(), await taken({}, RECEIVED)]) {
    const extended = { type: 'extended' as const, at: NOW, reason: 'complexity' as const, until: '2026-04-30' };
    await addEvents(await deskAt(NOW), row.id, () => [{ event: extended, actor: 'shop backend (API)' }]);
    const { sent, EMAIL } = binding();
    await sendMails(await deskAt(NOW, deployed({ EMAIL })));
    texts.push(sent.find(({ subject }) => subject.includes('takes longer'))?.text);
  }
  expect(texts[0]).toContain('We had promised an answer by 16 February 2026. We cannot keep that promise.');
  expect(texts[1]).not.toContain('promise');
  for (const text of texts) expect(text).toContain('The new date is 30 April 2026.');
});

test.each([
  ['to a later day within the law’s own month', '2026-02-25', 200, '2026-02-25'],
  ['to the law’s limit, where no day is named', '', 200, '2026-05-04'],
  ['to the promised day itself', '2026-02-16', 422, '2026-02-16'],
  ['to a day before it', '2026-02-12', 422, '2026-02-16'],
  ['beyond the law’s limit', '2026-05-05', 422, '2026-02-16'],
])('%s: the day of the letter is the day that holds, or there is no letter', async (_what, until, status, due) => {
  const { row } = await promised();
  const sent = await sendLetter(await kim(), row.reference, 'extended', TITLE, { extension: 'complexity', until });
  expect(sent.status).toBe(status);
  expect((await openCase(await deskAt(NOW), { id: row.id }))?.summary.due).toBe(due);
});

describe('a letter that leaves out', () => {
  test.each([
    ['the new day', (text: string) => text.replace('30 April 2026', 'soon'), 'the day by which you answer'],
    ['the promise', (text: string) => text.replace(/We had promised.*promise\./, ''), 'that the promised day is not kept'],
    ['the reason', (text: string) => text.replace('the request is complex', 'well'), 'the reason'],
  ])('%s comes back, and nothing is extended', async (_what, change, asked) => {
    const { row } = await promised();
    const sent = await sendLetter(await kim(), row.reference, 'extended', TITLE, { extension: 'complexity', until: '2026-04-30' }, change);
    expect([sent.status, wordsIn(sent.html).includes(asked)]).toEqual([422, true]);
    expect((await openCase(await deskAt(NOW), { id: row.id }))?.summary.due).toBe('2026-02-16');
  });
});

test('another day that is chosen after the letter was looked at is looked at once more', async () => {
  const { row } = await promised();
  const signed = await kim();
  const chosen = { extension: 'complexity', until: '2026-04-30' };
  const written = await submit(signed, (await open(signed, letterPath(row.reference, 'extended'))).html, TITLE, { ...chosen, do: 'compose' });
  const shown = await submit(signed, written.html, TITLE, { ...chosen, do: 'preview' });
  const sent = await submit(signed, shown.html, TITLE, { ...chosen, until: '2026-04-15', do: 'send' });
  expect([sent.status, wordsIn(sent.html).includes('the day by which you answer')]).toEqual([422, true]);
  expect((await openCase(await deskAt(NOW), { id: row.id }))?.summary.due).toBe('2026-02-16');
});

test('a question that stops the law’s clock does not stop the promise, and the letter says so (UK GDPR Art. 12A)', async () => {
  const { row } = await promised({ place: 'GB' }, UNDER_12A);
  const signed = await kim();
  const page = await open(signed, letterPath(row.reference, 'clarification'));
  expect(wordsIn(page.html)).toContain('The clock runs on: a law that applies, or your own promise');
  expect(page.html).toContain('our answer is due by 20 February 2026');
  await sendLetter(signed, row.reference, 'clarification', 'Ask what exactly is wanted', {}, () => 'Which year?');
  expect((await openCase(await deskAt(NOW), { id: row.id }))?.summary).toMatchObject({ state: 'waiting', due: '2026-02-20' });
});

test('while the clock stands still nothing is extended: no day could be named that then holds', async () => {
  const { row } = await promised({ place: 'GB' }, UNDER_12A);
  const signed = await kim();
  await sendLetter(signed, row.reference, 'clarification', 'Ask what exactly is wanted', {}, () => 'Which year?');
  expect(wordsIn((await open(signed, `/operator/requests/${row.reference}/`)).html)).toContain('No extension: The clock stands still');
  const sent = await sendLetter(signed, row.reference, 'extended', TITLE, { extension: 'complexity', until: '2026-04-30' });
  expect(sent.status).toBe(422);
  const token = await tokenFor(['requests:answer'], { at: NOW });
  const asked = await askAs(token, `/api/v1/requests/${row.id}/extend`, { now: NOW, body: { reason: 'complexity', until: '2026-04-30' } });
  expect(asked.status).toBe(409);
});

test('the interface extends by the same rule: the day that it tells is the day that holds', async () => {
  const { row } = await promised();
  const token = await tokenFor(['requests:answer'], { at: NOW });
  const extend = (until: string) => askAs(token, `/api/v1/requests/${row.id}/extend`, { now: NOW, body: { reason: 'complexity', until } });
  for (const until of ['2026-02-12', '2026-02-16', '2026-05-05']) expect((await extend(until)).status, until).toBe(409);
  expect((await extend('2026-04-30')).status).toBe(201);
  expect((await openCase(await deskAt(NOW), { id: row.id }))?.summary).toMatchObject({ due: '2026-04-30', replaced: '2026-02-16' });
});

test('a promise that changes later moves no request, also where no law applies', async () => {
  const desk = await deskAt(RECEIVED);
  const organisation = { ...desk.file.organisation, answerWithinDays: [{ value: 14 }, { since: '2026-02-09', value: 7 }] };
  const own = (at: typeof desk) => ({ ...at, promiseOn: (day: string) => (day < '2026-02-09' ? 14 : 7), file: { ...at.file, organisation } });
  const { opened } = await takeCase(own(desk), { ...ASKED, place: 'JP' });
  expect(opened.summary.due).toBe('2026-02-16');
  expect((await openCase(own(await deskAt(NOW)), { id: opened.row.id }))?.summary.due).toBe('2026-02-16');
});

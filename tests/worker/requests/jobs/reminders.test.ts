/** Reminders: 10, 5 and 1 days before the answer is due, and when it is overdue; once each, and only while there is something to remind of. */
import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { sendMails } from '../../../../worker/jobs/mail.ts';
import { remind } from '../../../../worker/jobs/reminders.ts';
import { addEvents } from '../../../../worker/requests/cases.ts';
import { addEndpoint } from '../../../../worker/requests/webhooks.ts';
import { deskAt } from '../desk.ts';
import { asked, binding, deployed, forgetAll, rowsOf } from '../world.ts';

/** Received on 31 January, due on 2 March. */
const RECEIVED = '2026-01-31T09:00:00Z';

beforeEach(forgetAll);

/** Hourly rounds from day to day, and what was mailed on which day. */
async function rounds(from: string, to: string, hours = 6): Promise<string[]> {
  const told: string[] = [];
  for (let time = Date.parse(from); time <= Date.parse(to); time += hours * 3_600_000) {
    const now = new Date(time).toISOString();
    const { sent, EMAIL } = binding();
    const desk = await deskAt(now, deployed({ EMAIL }));
    await remind(desk);
    await sendMails(desk);
    for (const { subject } of sent.filter(({ subject }) => /due within|overdue/.test(subject)))
      told.push(`${now.slice(0, 10)} ${subject.replace(/^.*: requests /, '')}`);
  }
  return told;
}

test('each reminder comes once, on its day, whatever the rounds', async () => {
  await asked(await deskAt(RECEIVED));
  expect(await rounds('2026-02-15T00:00:00Z', '2026-03-06T00:00:00Z')).toEqual([
    '2026-02-20 due within 10 days',
    '2026-02-25 due within 5 days',
    '2026-03-01 due within 1 day',
    '2026-03-03 are overdue',
  ]);
});

test('after a pause of the rounds only the nearest one comes', async () => {
  await asked(await deskAt(RECEIVED));
  expect(await rounds('2026-02-28T00:00:00Z', '2026-02-28T12:00:00Z')).toEqual(['2026-02-28 due within 5 days']);
});

test('none comes for what is closed (okfde/froide#74)', async () => {
  const opened = await asked(await deskAt(RECEIVED));
  await addEvents(await deskAt('2026-02-10T09:00:00Z'), opened.row.id, () => [{ event: { type: 'answered', at: '2026-02-10' }, actor: 'Kim' }]);
  expect(await rounds('2026-02-15T00:00:00Z', '2026-03-06T00:00:00Z')).toEqual([]);
});

// Three months from 31 January end on 30 April.
test('an extension ends the old reminders and brings those of the new date (okfde/froide#281)', async () => {
  const opened = await asked(await deskAt(RECEIVED));
  expect(await rounds('2026-02-20T00:00:00Z', '2026-02-26T00:00:00Z')).toHaveLength(2);
  await addEvents(await deskAt('2026-02-26T09:00:00Z'), opened.row.id, () => [
    { event: { type: 'extended', at: '2026-02-26', reason: 'complexity' }, actor: 'Kim' },
  ]);
  expect(await rounds('2026-02-26T12:00:00Z', '2026-05-08T00:00:00Z', 12)).toEqual([
    '2026-04-20 due within 10 days',
    '2026-04-25 due within 5 days',
    '2026-04-29 due within 1 day',
    '2026-05-01 are overdue',
  ]);
});

test('nobody is reminded of what nobody has proved', async () => {
  await asked(await deskAt(RECEIVED), 'asked');
  expect(await rounds('2026-02-15T00:00:00Z', '2026-03-06T00:00:00Z')).toEqual([]);
});

test('requests of one stage come in one mail, with their numbers and nothing personal', async () => {
  const desk = await deskAt(RECEIVED);
  const all = [await asked(desk), await asked(desk), await asked(desk, 'none', { kind: 'erasure' })];
  const { sent, EMAIL } = binding();
  const later = await deskAt('2026-02-20T09:00:00Z', deployed({ EMAIL }));
  expect(await remind(later)).toBe(3);
  await sendMails(later, { limit: 200 });
  const [mail, ...others] = sent.filter(({ subject }) => subject.includes('due within'));
  expect(others).toEqual([]);
  for (const { row } of all) expect(mail?.text).toContain(row.reference);
  expect(mail?.text).not.toMatch(/visitor|mail\.example/i);
});

test('two rounds at once remind once', async () => {
  await asked(await deskAt(RECEIVED));
  const desk = await deskAt('2026-02-20T09:00:00Z');
  await Promise.allSettled([remind(desk), remind(desk), remind(desk)]);
  expect(await rowsOf("SELECT count(*) AS mails FROM outbox WHERE name = 'operator-reminder'")).toEqual([{ mails: 1 }]);
});

test('other systems are told too', async () => {
  const desk = await deskAt(RECEIVED);
  await addEndpoint(desk, { url: 'https://backend.example.org/hooks', events: ['request.reminder', 'request.overdue'], by: 'Kim' });
  const opened = await asked(desk);
  await remind(await deskAt('2026-02-25T09:00:00Z'));
  await remind(await deskAt('2026-03-03T09:00:00Z'));
  const rows = await rowsOf<{ body: string }>('SELECT body FROM webhook_deliveries ORDER BY made');
  expect(rows.map(({ body }) => JSON.parse(body))).toMatchObject([
    { type: 'request.reminder', data: { request: opened.row.id, days: 5, due: '2026-03-02' } },
    { type: 'request.overdue', data: { request: opened.row.id } },
  ]);
});

test('a round over many open requests reads an index, not all of them', async () => {
  const { results } = await env.INDEX.prepare("EXPLAIN QUERY PLAN SELECT * FROM requests WHERE queue = 'active' AND due <= '2026-03-01'").all<{
    detail: string;
  }>();
  expect(results.map(({ detail }) => detail).join()).toMatch(/USING INDEX requests_by_due/);
});

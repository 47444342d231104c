/** What follows from each event: who is mailed, with what in it, and who is not. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import type { CaseEvent } from '../../../../core/requests/events.ts';
import { sendMails } from '../../../../worker/jobs/mail.ts';
import { addEvents, type Case, openCase } from '../../../../worker/requests/cases.ts';
import { deskAt } from '../desk.ts';
import { asked, binding, deployed, forgetAll, type SentMail } from '../world.ts';

const DAY = '2026-02-02T09:00:00Z';
const LATER = '2026-02-03T09:00:00Z';

beforeEach(forgetAll);

async function sentAfter(): Promise<SentMail[]> {
  const { sent, EMAIL } = binding();
  await sendMails(await deskAt('2026-02-03T10:00:00Z', deployed({ EMAIL })));
  return sent;
}

async function note(opened: Case, event: CaseEvent, words?: string, actor = 'Kim'): Promise<void> {
  const desk = await deskAt(LATER);
  await addEvents(desk, opened.row.id, () => [{ event, actor, ...(words === undefined ? {} : { words }) }]);
}

describe('a request that somebody has to prove', () => {
  test('mails nobody until then: unverified ones raise no alert (bots filling the queue)', async () => {
    await asked(await deskAt(DAY), 'asked');
    expect(await sentAfter()).toEqual([]);
  });

  test('is acknowledged and announced once it is proved, with the date and where it stands', async () => {
    const opened = await asked(await deskAt(DAY), 'asked');
    await note(opened, { type: 'proved', at: LATER, by: 'code' }, undefined, 'person');
    const [toDesk, toPerson] = (await sentAfter()).sort((a, b) => (a.to < b.to ? 1 : -1));
    expect(toPerson).toMatchObject({ to: 'Jo.Visitor@mail.example', subject: `Acme Instruments: we have your request ${opened.row.reference}` });
    expect(toPerson?.text).toMatch(/answer by 2 March 2026/);
    expect(toPerson?.text).toMatch(/https:\/\/privacy\.example\/requests\/status\/[\w.-]+\//);
    expect(toDesk).toMatchObject({ to: 'desk@acme.example', subject: `Acme Instruments: new request ${opened.row.reference}` });
  });

  test('is taken up too once an operator has confirmed who it is, and is not erased as one that nobody proved', async () => {
    const opened = await asked(await deskAt(DAY), 'asked');
    await note(opened, { type: 'identity-confirmed', at: LATER });
    expect((await openCase(await deskAt(LATER), { id: opened.row.id }))?.row).toMatchObject({ queue: 'active', state: 'open', purge_contents: null });
    await note(opened, { type: 'proved', at: LATER, by: 'link' }, undefined, 'person');
    expect((await sentAfter()).map(({ to }) => to).sort()).toEqual(['Jo.Visitor@mail.example', 'desk@acme.example']);
  });

  test.each<CaseEvent>([
    { type: 'withdrawn', at: LATER },
    { type: 'disputed', at: LATER },
    { type: 'message-to-person', at: LATER },
    { type: 'extended', at: LATER, reason: 'complexity' },
  ])('mails nobody and tells nobody of %j before that: the address may be anybody’s', async (event) => {
    const opened = await asked(await deskAt(DAY), 'asked');
    await note(opened, event, undefined, 'person');
    expect(await sentAfter()).toEqual([]);
  });

  test('mails the person nothing more once the person said that it was somebody else', async () => {
    const opened = await asked(await deskAt(DAY), 'asked');
    await note(opened, { type: 'disputed', at: LATER }, undefined, 'person');
    expect((await sentAfter()).filter(({ to }) => to.startsWith('Jo'))).toEqual([]);
  });
});

test('a request without a proof is acknowledged at once, and the acknowledgement is an event once the mail has left (11 CCR 7021(a))', async () => {
  const opened = await asked(await deskAt(DAY), 'none', { kind: 'objection' });
  expect((await openCase(await deskAt(DAY), { id: opened.row.id }))?.summary.acknowledged).toBe(false);
  expect((await sentAfter()).map(({ to }) => to).sort()).toEqual(['Jo.Visitor@mail.example', 'desk@acme.example']);
  const after = await openCase(await deskAt(LATER), { id: opened.row.id });
  expect(after?.summary.acknowledged).toBe(true);
  expect(after?.events.at(-1)).toMatchObject({ actor: 'system', event: { type: 'acknowledged' } });
});

test('operators are told nothing personal by mail: neither name, address nor words', async () => {
  const opened = await asked(await deskAt(DAY));
  await note(opened, { type: 'message-from-person', at: LATER }, 'My old name was Doe.', 'person');
  const toDesk = (await sentAfter()).filter(({ to }) => to === 'desk@acme.example');
  expect(toDesk.map(({ subject }) => subject)).toEqual([
    `Acme Instruments: new request ${opened.row.reference}`,
    `Acme Instruments: news on request ${opened.row.reference}`,
  ]);
  expect(JSON.stringify(toDesk)).not.toMatch(/visitor|mail\.example|Doe|spring/i);
});

test('somebody who writes again and again brings operators one mail an hour', async () => {
  const opened = await asked(await deskAt(DAY));
  for (let count = 0; count < 5; count += 1) await note(opened, { type: 'message-from-person', at: LATER }, `Message ${count}`, 'person');
  expect((await sentAfter()).filter(({ subject }) => subject.includes('news on'))).toHaveLength(1);
});

test('an opt-out without an address is announced to operators, and mails nobody else', async () => {
  await asked(await deskAt(DAY), 'none', { kind: 'opt-out-sale', place: 'US-CA', content: {} });
  expect((await sentAfter()).map(({ to }) => to)).toEqual(['desk@acme.example']);
});

test('a request that came by letter is confirmed to the person, so that a wrong entry is noticed', async () => {
  await asked(await deskAt(DAY), 'none', { channel: 'letter', received: '2026-01-28', actor: 'Kim', locale: 'de' });
  const mail = (await sentAfter()).find(({ to }) => to.startsWith('Jo'));
  expect(mail?.subject).toMatch(/Antrag von Ihnen erfasst/);
  expect(mail?.text).toMatch(/28\. Januar 2026/);
});

test('in an agent’s name the agent is mailed where no address of the person is known', async () => {
  await asked(await deskAt(DAY), 'none', { behalf: 'agent', content: { agent: { name: 'Agency', email: 'agent@agency.example' } } });
  expect((await sentAfter()).map(({ to }) => to)).toContain('agent@agency.example');
});

test.each<[CaseEvent, string, RegExp]>([
  [{ type: 'message-to-person', at: LATER }, 'a message about', /the letter/],
  [{ type: 'fee-asked', at: LATER }, 'a message about', /the letter/],
  [{ type: 'clarification-asked', at: LATER }, 'a question about', /the letter/],
  [{ type: 'identity-asked', at: LATER }, 'please show us', /send nothing by mail/],
  [{ type: 'extended', at: LATER, reason: 'complexity' }, 'takes longer', /the request is complex[\s\S]*4 May 2026/],
  [{ type: 'answered', at: LATER, outcome: 'complied' }, 'is answered', /ask for a code once more/],
  [{ type: 'refused', at: LATER, reasons: ['excessive'] }, 'about your request', /the letter/],
  [{ type: 'withdrawn', at: LATER }, 'is closed', /taken back on 3 February 2026/],
])('%j is told to the person, with the letter of the operator', async (event, subject, text) => {
  const opened = await asked(await deskAt(DAY));
  await note(opened, event, event.type === 'withdrawn' ? undefined : 'Hello,\n\nthe letter.', event.type === 'withdrawn' ? 'person' : 'Kim');
  const mail = (await sentAfter()).filter(({ to }) => to.startsWith('Jo')).find((one) => one.subject.includes(subject));
  expect(mail?.text).toMatch(text);
  expect(mail?.text).toContain('/requests/status/');
});

test.each<CaseEvent>([
  { type: 'note', at: LATER },
  { type: 'assigned', at: LATER, to: 'Kim' },
])('%j stays inside', async (event) => {
  const opened = await asked(await deskAt(DAY));
  await sentAfter();
  await note(opened, event, 'internal words');
  expect(await sentAfter()).toEqual([]);
});

test('a proposal is told to operators alone, and without its words', async () => {
  const opened = await asked(await deskAt(DAY));
  await sentAfter();
  await note(opened, { type: 'approval-asked', at: LATER, action: 'answered' }, 'internal words');
  const mails = await sentAfter();
  expect(mails.length).toBeGreaterThan(0);
  for (const { to, subject, text } of mails) {
    expect(to).not.toMatch(/^Jo/);
    expect(subject).toContain('waits for a second person');
    expect(text).not.toContain('internal words');
  }
});

test('the console’s own mail for the same event is the same mail', async () => {
  const { mailStatements } = await import('../../../../worker/requests/mail.ts');
  const opened = await asked(await deskAt(DAY));
  const desk = await deskAt(LATER);
  await addEvents(desk, opened.row.id, () => [{ event: { type: 'message-to-person', at: LATER }, actor: 'Kim', words: 'Hello.' }], {
    also: (after) =>
      mailStatements(desk, after, {
        name: 'message',
        to: 'Jo.Visitor@mail.example',
        locale: 'en',
        values: { reference: after.row.reference },
        key: `${after.row.id} ${after.row.version} message`,
      }),
  });
  const messages = (await sentAfter()).filter(({ subject }) => subject.includes('a message'));
  expect(messages).toHaveLength(1);
  expect(messages[0]?.text).toContain('Hello.');
});

test('where the contents are gone nothing more is mailed', async () => {
  const opened = await asked(await deskAt(DAY));
  await sentAfter();
  await env.INDEX.exec('UPDATE requests SET key = NULL, sealed = NULL');
  await note(opened, { type: 'answered', at: LATER, outcome: 'complied' });
  expect(await sentAfter()).toEqual([]);
});

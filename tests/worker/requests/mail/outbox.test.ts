/** The outbox: what is in it, who sends it, and what happens where sending fails, dies, or is not set up. */
import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import worker from '../../../../worker/index.ts';
import { sendMails } from '../../../../worker/jobs/mail.ts';
import { tidy } from '../../../../worker/jobs/purge.ts';
import { addEvents, openCase } from '../../../../worker/requests/cases.ts';
import type { Desk } from '../../../../worker/requests/desk.ts';
import { mailStatements, sendWaiting } from '../../../../worker/requests/mail.ts';
import { proofStatements } from '../../../../worker/requests/proof.ts';
import { subscribe } from '../../../../worker/requests/subscriptions.ts';
import { deadMails, reviveMails } from '../../../../worker/store/outbox.ts';
import { deskAt } from '../desk.ts';
import { asked, binding, deployed, forgetAll, rowsOf } from '../world.ts';

const MORNING = '2026-02-02T09:00:00Z';
const minutesLater = (minutes: number): string => new Date(Date.parse(MORNING) + minutes * 60_000).toISOString();
const states = async (): Promise<unknown[]> => rowsOf('SELECT name, state, problem FROM outbox ORDER BY name');
const closed = { name: 'closed', to: 'a@mail.example', locale: 'en', values: { reference: 'A', date: 'today' } } as const;

async function put(key: string, now = MORNING): Promise<void> {
  const desk = await deskAt(now);
  await env.INDEX.batch(await mailStatements(desk, undefined, { ...closed, key }));
}

beforeEach(forgetAll);

test('a mail is there in the transaction of its event, or neither is', async () => {
  const desk = await deskAt(MORNING);
  await expect(
    (async () => {
      const opened = await asked(desk);
      await addEvents(desk, opened.row.id, () => [{ event: { type: 'answered', at: MORNING, outcome: 'complied' }, actor: 'Kim', words: 'Here.' }], {
        also: () => [env.INDEX.prepare('INSERT INTO requests (id) VALUES (NULL)')],
      });
    })(),
  ).rejects.toThrow();
  expect(await rowsOf("SELECT name FROM outbox WHERE name = 'answered'")).toEqual([]);
});

test('no address and no word lies in clear in the outbox', async () => {
  const desk = await deskAt(MORNING);
  const opened = await asked(desk);
  await addEvents(desk, opened.row.id, () => [{ event: { type: 'message-to-person', at: MORNING }, actor: 'Kim', words: 'About your spring data.' }]);
  const rows = await rowsOf('SELECT * FROM outbox');
  const held = rows.flatMap((row) => Object.values(row)).map((value) => (Array.isArray(value) ? String.fromCharCode(...(value as number[])) : String(value)));
  expect(rows.length).toBeGreaterThan(1);
  expect(held.join('\n')).not.toMatch(/visitor|mail\.example|spring|acme\.example/i);
});

test('what is asked for twice is one mail', async () => {
  await put('once');
  await put('once');
  expect(await states()).toHaveLength(1);
});

test('a mail that lacks what it needs is a mistake, and stops its transaction', async () => {
  const desk = await deskAt(MORNING);
  await expect(mailStatements(desk, undefined, { ...closed, key: 'k', values: { reference: 'A' } })).rejects.toThrow('the mail closed lacks date');
});

test('a mail is sent once, and what it said is gone at once', async () => {
  await put('one');
  const { sent, EMAIL } = binding();
  const desk = await deskAt(MORNING, deployed({ EMAIL }));
  expect(await sendMails(desk)).toMatchObject({ sent: 1, failed: 0 });
  expect(await sendMails(desk)).toMatchObject({ sent: 0 });
  expect(sent).toMatchObject([{ to: 'a@mail.example', from: { email: 'privacy@acme.example', name: 'Acme Instruments' } }]);
  expect(await rowsOf('SELECT state, sealed, wrapped, problem FROM outbox')).toEqual([{ state: 'sent', sealed: null, wrapped: null, problem: null }]);
});

test('a binding that throws costs waits, not mails: tried again later and later, then given up for operators to see', async () => {
  await put('one');
  const { sent, EMAIL } = binding(Array.from({ length: 20 }, () => 'E_DELIVERY_FAILED'));
  const tries: number[] = [];
  for (let minute = 0; minute < 3 * 24 * 60; minute += 1) {
    const round = await sendMails(await deskAt(minutesLater(minute), deployed({ EMAIL })));
    if (round.failed > 0) tries.push(minute);
    if (tries.length === 8) break;
    if (minute > 90) minute += 29;
  }
  expect(sent).toEqual([]);
  expect(tries.slice(0, 4)).toEqual([0, 1, 6, 21]);
  expect(tries).toHaveLength(8);
  expect(await states()).toEqual([{ name: 'closed', state: 'dead', problem: 'E_DELIVERY_FAILED' }]);
});

test('a failure is kept as its code alone: the words of an error may hold the address', async () => {
  await put('one');
  const { EMAIL } = binding(['NOT A CODE for a@mail.example']);
  await sendMails(await deskAt(MORNING, deployed({ EMAIL })));
  expect(await states()).toEqual([{ name: 'closed', state: 'waiting', problem: 'failed' }]);
});

test.each(['E_RECIPIENT_SUPPRESSED', 'E_VALIDATION_ERROR', 'E_HEADER_VALUE_INVALID'])('%s is not tried again', async (code) => {
  await put('one');
  const { EMAIL } = binding([code]);
  await sendMails(await deskAt(MORNING, deployed({ EMAIL })));
  expect(await states()).toEqual([{ name: 'closed', state: 'dead', problem: code }]);
});

test('what was given up is listed without address and words, and sent when an operator asks for it', async () => {
  const desk = await deskAt(MORNING);
  const opened = await asked(desk);
  const failing = binding(Array.from({ length: 9 }, () => 'E_VALIDATION_ERROR'));
  await sendMails(await deskAt(MORNING, deployed({ EMAIL: failing.EMAIL })));
  const dead = await deadMails(env.INDEX, 10);
  expect(dead.map(({ name, reference }) => [name, reference])).toContainEqual(['acknowledged', opened.row.reference]);
  expect(JSON.stringify(dead)).not.toMatch(/@/);
  const weekLater = '2026-02-12T09:00:00.000Z';
  expect(await reviveMails(env.INDEX, weekLater)).toEqual({ waiting: dead.length, expired: 0 });
  const { sent, EMAIL } = binding();
  await sendMails(await deskAt(weekLater, deployed({ EMAIL })));
  expect(sent).toHaveLength(dead.length);
});

test.each<[string, Partial<Cloudflare.Env>, string]>([
  ['no binding', { EMAIL: undefined as unknown as SendEmail }, 'no-binding'],
  ['a domain that is not set up', { EMAIL: binding(Array.from({ length: 99 }, () => 'E_SENDER_NOT_VERIFIED')).EMAIL }, 'E_SENDER_NOT_VERIFIED'],
])('with %s a request is taken all the same, and its mails wait without being used up', async (_what, more, problem) => {
  const desk = await deskAt(MORNING, deployed(more));
  const opened = await asked(desk);
  for (let hour = 0; hour < 30; hour += 1) await sendWaiting(await deskAt(minutesLater(hour * 61), deployed(more)));
  expect((await openCase(desk, { id: opened.row.id }))?.summary).toMatchObject({ queue: 'active', due: '2026-03-02', acknowledged: false });
  expect(await rowsOf('SELECT DISTINCT state, problem, attempts FROM outbox')).toEqual([{ state: 'waiting', problem, attempts: 0 }]);
  const { sent, EMAIL } = binding();
  await sendMails(await deskAt(minutesLater(31 * 61), deployed({ EMAIL })));
  expect(sent.map(({ to }) => to).sort()).toEqual(['Jo.Visitor@mail.example', 'desk@acme.example']);
});

test('without a sender in organisation.json mails wait too', async () => {
  await put('one');
  const desk = await deskAt(MORNING, deployed({ EMAIL: binding().EMAIL }));
  const { sender: _sender, ...settings } = desk.file.settings;
  await sendMails({ ...desk, file: { ...desk.file, settings } });
  expect(await states()).toEqual([{ name: 'closed', state: 'waiting', problem: 'no-sender' }]);
});

test('news of last week is not sent', async () => {
  await put('one');
  const { sent, EMAIL } = binding();
  await sendMails(await deskAt(minutesLater(6 * 24 * 60), deployed({ EMAIL })));
  expect(sent).toEqual([]);
  expect(await states()).toEqual([{ name: 'closed', state: 'dead', problem: 'too-old' }]);
});

describe('a mail whose words are over', () => {
  /** What each mail of this kind says holds until then, in minutes. */
  const cases: [string, number, (desk: Desk) => Promise<unknown>][] = [
    ['proof', 240, async (desk) => env.INDEX.batch(await proofStatements(desk, await asked(desk, 'asked'), 'proof'))],
    ['step-up', 30, async (desk) => env.INDEX.batch(await proofStatements(desk, await asked(desk, 'asked'), 'step-up'))],
    ['subscription-confirm', 3 * 24 * 60, (desk) => subscribe(desk, { address: 'a@mail.example', locale: 'en', from: { address: undefined } })],
    // Its files can be fetched on the 3rd still, where the organisation is.
    ['answered', 39 * 60, async (desk) => released(desk, '2026-02-03')],
  ];

  async function released(desk: Desk, until: string): Promise<void> {
    const opened = await asked(desk);
    await addEvents(desk, opened.row.id, () => [
      { event: { type: 'answer-released', at: MORNING, until }, actor: 'Kim' },
      { event: { type: 'answered', at: MORNING, outcome: 'complied' }, actor: 'Kim', words: 'Here.' },
    ]);
  }

  const put = async (name: string, make: (desk: Desk) => Promise<unknown>): Promise<void> => {
    await make(await deskAt(MORNING));
    await env.INDEX.prepare('DELETE FROM outbox WHERE name <> ?').bind(name).run();
  };

  test.each(cases)('%s is sent for %d minutes, and never after', async (name, minutes, make) => {
    for (const [after, expected] of [
      [minutes - 1, 1],
      [minutes, 0],
    ] as const) {
      await forgetAll();
      await put(name, make);
      const { sent, EMAIL } = binding();
      await sendMails(await deskAt(minutesLater(after), deployed({ EMAIL })));
      expect(sent).toHaveLength(expected);
      if (expected === 0) expect(await states()).toEqual([{ name, state: 'dead', problem: 'expired' }]);
    }
  });

  test.each(cases)('%s that was given up is tried anew within that time, and never after', async (name, minutes, make) => {
    for (const [after, waiting] of [
      [minutes - 1, 1],
      [minutes, 0],
    ] as const) {
      await forgetAll();
      await put(name, make);
      await env.INDEX.exec("UPDATE outbox SET state = 'dead', problem = 'E_DELIVERY_FAILED'");
      expect(await reviveMails(env.INDEX, minutesLater(after))).toEqual({ waiting, expired: 1 - waiting });
      const [{ id } = { id: '' }] = await deadMails(env.INDEX, 10);
      if (waiting === 0) expect(await reviveMails(env.INDEX, minutesLater(after), id)).toEqual({ waiting: 0, expired: 1 });
    }
  });

  test('that was given up is seen for a week, and is gone then', async () => {
    await put('proof', async (desk) => env.INDEX.batch(await proofStatements(desk, await asked(desk, 'asked'), 'proof')));
    await env.INDEX.exec("UPDATE outbox SET state = 'dead'");
    await tidy(await deskAt(minutesLater(7 * 24 * 60)));
    expect(await states()).toHaveLength(1);
    await tidy(await deskAt(minutesLater(8 * 24 * 60)));
    expect(await states()).toHaveLength(0);
  });
});

test('a sender that dies loses its mails after ten minutes; before that nobody else takes them', async () => {
  for (const key of ['one', 'two', 'three']) await put(key);
  const dying = { send: () => new Promise(() => undefined) } as unknown as SendEmail;
  // It never comes back: as when the platform ends the invocation.
  void sendMails(await deskAt(MORNING, deployed({ EMAIL: dying })));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const { sent, EMAIL } = binding();
  expect(await sendMails(await deskAt(minutesLater(9), deployed({ EMAIL })))).toMatchObject({ sent: 0 });
  expect(await sendMails(await deskAt(minutesLater(11), deployed({ EMAIL })))).toMatchObject({ sent: 3 });
  expect(sent).toHaveLength(3);
});

test('a mail of which every sender dies is given up', async () => {
  await put('one');
  await env.INDEX.exec('UPDATE outbox SET attempts = 9');
  const { sent, EMAIL } = binding();
  await sendMails(await deskAt(MORNING, deployed({ EMAIL })));
  expect([sent.length, await states()]).toEqual([0, [{ name: 'closed', state: 'dead', problem: 'senders-died' }]]);
});

test('where the database fails after a mail was sent, the mail comes again, and the rest comes at all', async () => {
  for (const key of ['one', 'two']) await put(key);
  const { sent, EMAIL } = binding();
  let fails = true;
  const INDEX = new Proxy(env.INDEX, {
    get(db, name: keyof D1Database) {
      if (name !== 'prepare') return typeof db[name] === 'function' ? (db[name] as () => unknown).bind(db) : db[name];
      return (query: string) => {
        if (fails && query.includes("state = 'sent'")) throw new Error('D1_ERROR: internal error');
        return db.prepare(query);
      };
    },
  });
  const desk = await deskAt(MORNING, deployed({ EMAIL, INDEX }));
  await expect(sendMails(desk)).rejects.toThrow('D1_ERROR');
  await expect(sendWaiting(desk)).resolves.toBeUndefined();
  fails = false;
  expect(await sendMails(await deskAt(minutesLater(11), deployed({ EMAIL, INDEX })))).toMatchObject({ sent: 2 });
  // At least once: the first one twice.
  expect(sent).toHaveLength(3);
});

test('a clock that jumps loses no mail', async () => {
  await put('one', '2026-02-02T09:00:00Z');
  const { sent, EMAIL } = binding(['E_INTERNAL_SERVER_ERROR']);
  await sendMails(await deskAt('2026-02-02T09:30:00Z', deployed({ EMAIL })));
  // Back: nothing is due. Forth: it is, and not too old.
  expect(await sendMails(await deskAt('2026-02-02T08:00:00Z', deployed({ EMAIL })))).toMatchObject({ sent: 0 });
  expect(await sendMails(await deskAt('2026-02-04T09:00:00Z', deployed({ EMAIL })))).toMatchObject({ sent: 1 });
  expect(sent).toHaveLength(1);
});

test('a queue that delivers a message twice sends a mail once, and one that cannot be answered is tried again', async () => {
  await put('one', '2026-11-23T23:00:00Z');
  const { sent, EMAIL } = binding();
  const bindings = { ...env, ...deployed({ EMAIL }) } as Cloudflare.Env;
  const batch = () => createMessageBatch<Cloudflare.Nudge>('fairnotice-outbox', [{ id: 'a', timestamp: new Date(), attempts: 1, body: {} }]);
  for (let delivered = 0; delivered < 2; delivered += 1) {
    const [context, messages] = [createExecutionContext(), batch()];
    await worker.queue(messages, bindings);
    expect(await getQueueResult(messages, context)).toMatchObject({ ackAll: true, retryBatch: { retry: false } });
  }
  expect(sent).toHaveLength(1);
  const [context, messages] = [createExecutionContext(), batch()];
  const INDEX = {
    prepare: () => {
      throw new Error('D1 is away');
    },
  } as unknown as D1Database;
  await worker.queue(messages, { ...bindings, INDEX });
  expect(await getQueueResult(messages, context)).toMatchObject({ ackAll: false, retryBatch: { retry: true } });
});

test('messages that the queue gave up are noted for operators, and lose nothing', async () => {
  await put('one');
  const [context, messages] = [
    createExecutionContext(),
    createMessageBatch<Cloudflare.Nudge>('fairnotice-outbox-dead', [{ id: 'a', timestamp: new Date(), attempts: 9, body: {} }]),
  ];
  await worker.queue(messages, env);
  expect(await getQueueResult(messages, context)).toMatchObject({ ackAll: true });
  expect(await rowsOf("SELECT value FROM rounds WHERE name = 'dead-nudges'")).toEqual([{ value: '1' }]);
  expect(await states()).toMatchObject([{ state: 'waiting' }]);
});

test('a hundred mails are sent in several looks, each told of what is left', async () => {
  for (let number = 0; number < 45; number += 1) await put(`k${number}`, '2026-11-23T23:00:00Z');
  const { sent, EMAIL } = binding();
  const told: unknown[] = [];
  const OUTBOX = { send: async (_body: unknown, options: unknown) => void told.push(options) } as unknown as Queue<Cloudflare.Nudge>;
  const messages = createMessageBatch<Cloudflare.Nudge>('fairnotice-outbox', [{ id: 'a', timestamp: new Date(), attempts: 1, body: {} }]);
  await worker.queue(messages, { ...env, ...deployed({ EMAIL, OUTBOX }) } as Cloudflare.Env);
  expect([sent.length, told]).toEqual([40, [{ delaySeconds: 0 }]]);
});

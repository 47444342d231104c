/** Strangers who send requests, messages and withdrawals in masses: operators learn of it, and their mailbox stays of use. */
import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { digest } from '../../../../worker/jobs/digest.ts';
import { hourly } from '../../../../worker/jobs/hourly.ts';
import { sendMails } from '../../../../worker/jobs/mail.ts';
import { addEvents, type NewCase } from '../../../../worker/requests/cases.ts';
import { readSite } from '../../../../worker/site.ts';
import { deskAt } from '../desk.ts';
import { Browser } from '../person/browser.ts';
import { asked, binding, deployed, forgetAll, rowsOf } from '../world.ts';

const HOUR = '2026-02-02T09';
const minute = (count: number): string => new Date(Date.parse(`${HOUR}:00:00Z`) + count * 60_000).toISOString();

beforeEach(forgetAll);

/** Mails to operators, by their name. */
const toOperators = async (): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await rowsOf<{ name: string; count: number }>("SELECT name, count(*) AS count FROM outbox WHERE name LIKE 'operator-%' GROUP BY name")).map(
      ({ name, count }) => [name, count],
    ),
  );

const stranger = (kind: NewCase['kind'], now = minute(1)) => deskAt(now).then((desk) => asked(desk, 'none', { kind, content: { details: 'Stop.' } }));

async function digested(now: string): Promise<{ subject: string; text: string }[]> {
  await digest(await deskAt(now));
  const { sent, EMAIL } = binding();
  await sendMails(await deskAt(now, deployed({ EMAIL })), { limit: 500 });
  return sent.filter(({ subject }) => subject.includes('announcement'));
}

test('forms from two hundred networks bring five mails, and one more at the hour, with the counts', async () => {
  for (let at = 0; at < 200; at += 1) {
    const browser = new Browser({ headers: { 'cf-connecting-ip': `2001:db8:${at}::1` } });
    browser.now = minute(at / 4);
    const { status } = await browser.post(at % 4 === 0 ? '/requests/withdraw-consent/' : '/requests/opt-out-sale/', {
      place: 'US-CA',
      email: '',
      step: 'send',
    });
    expect(status).toBe(200);
  }
  expect(await rowsOf('SELECT count(*) AS count FROM requests')).toEqual([{ count: 200 }]);
  expect(await toOperators()).toEqual({ 'operator-new': 5 });
  const [mail, ...more] = await digested(minute(61));
  expect(more).toEqual([]);
  expect(mail?.subject).toBe('Acme Instruments: 195 more announcements of requests');
  const counts = [...(mail?.text.matchAll(/^(\d+) · (.+)$/gm) ?? [])].map(([, count]) => Number(count));
  expect(counts).toHaveLength(2);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(195);
}, 60_000);

test('messages and withdrawals of strangers, one in each of a hundred requests, do not either', async () => {
  for (let at = 0; at < 60; at += 1) {
    const { row } = await stranger('objection');
    const type = at % 2 === 0 ? ('message-from-person' as const) : ('withdrawn' as const);
    await addEvents(await deskAt(minute(2)), row.id, () => [{ event: { type, at: minute(2) }, actor: 'person', words: 'x' }]);
  }
  expect(await toOperators()).toEqual({ 'operator-new': 5, 'operator-message': 5 });
  const [mail] = await digested(minute(61));
  expect(mail?.text).toMatch(/^55 · /m);
  expect(mail?.text).toContain('55 · news of requests');
});

test('the digest is one mail an hour, whatever the rounds, of the hours that are over', async () => {
  for (let at = 0; at < 8; at += 1) await stranger('objection');
  expect(await digest(await deskAt(minute(59)))).toBe(0);
  expect(await digest(await deskAt(minute(60)))).toBe(3);
  for (let at = 0; at < 7; at += 1) await stranger('objection', minute(61));
  for (const now of [61, 80, 119]) expect(await digest(await deskAt(minute(now)))).toBe(0);
  expect(await digest(await deskAt(minute(121)))).toBe(2);
  expect(await toOperators()).toMatchObject({ 'operator-digest': 2 });
});

test('a digest that breaks off is told by the next round, and told once', async () => {
  for (let at = 0; at < 8; at += 1) await stranger('objection');
  const INDEX = new Proxy(env.INDEX, {
    get(db, name: keyof D1Database) {
      if (name === 'batch') return () => Promise.reject(new Error('D1_ERROR: internal error'));
      return typeof db[name] === 'function' ? (db[name] as () => unknown).bind(db) : db[name];
    },
  });
  await expect(digest(await deskAt(minute(61), { INDEX }))).rejects.toThrow('D1_ERROR');
  expect(await digest(await deskAt(minute(62)))).toBe(3);
  expect(await digest(await deskAt(minute(63)))).toBe(0);
  expect(await toOperators()).toMatchObject({ 'operator-digest': 1 });
});

test('is part of the hourly round', async () => {
  for (let at = 0; at < 8; at += 1) await stranger('objection');
  const errors: unknown[] = [];
  await hourly(env, await readSite(env.ASSETS, 'https://privacy.example'), new Date(minute(61)), (error) => errors.push(error));
  expect(await toOperators()).toMatchObject({ 'operator-digest': 1 });
});

test('in the midst of an attack a request that is proved, or entered by an operator, is announced at once', async () => {
  for (let at = 0; at < 20; at += 1) await stranger('objection');
  const desk = await deskAt(minute(3));
  const { row } = await asked(desk, 'asked');
  await addEvents(desk, row.id, () => [{ event: { type: 'proved', at: minute(3), by: 'code' }, actor: 'person' }]);
  await asked(desk, 'none', { channel: 'letter', actor: 'Kim' });
  expect(await toOperators()).toEqual({ 'operator-new': 7 });
});

test('whoever owns a domain proves as many addresses as there are: after thirty in an hour those too are told in the digest', async () => {
  const desk = await deskAt(minute(3));
  for (let at = 0; at < 40; at += 1) {
    const { row } = await asked(desk, 'asked', { content: { email: `a${at}@mail.example` } });
    await addEvents(desk, row.id, () => [{ event: { type: 'proved', at: minute(3), by: 'code' }, actor: 'person' }]);
  }
  expect(await toOperators()).toEqual({ 'operator-new': 30 });
  expect((await digested(minute(61)))[0]?.subject).toContain('10 more announcements');
});

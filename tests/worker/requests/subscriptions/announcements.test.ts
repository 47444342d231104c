/** What subscribers are told: each material version when it is announced and when it takes effect, once, and nothing that was before them. */
import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import type { IndexedVersion } from '../../../../core/site-index.ts';
import { sendMails } from '../../../../worker/jobs/mail.ts';
import { announceChanges } from '../../../../worker/jobs/subscriptions.ts';
import type { Desk } from '../../../../worker/requests/desk.ts';
import { stop, stopLink, subscribe, subscriptionToStop } from '../../../../worker/requests/subscriptions.ts';
import { deskAt } from '../desk.ts';
import { binding, deployed, forgetAll, rowsOf, type SentMail } from '../world.ts';

beforeEach(forgetAll);

/** The fixture's privacy policy, with versions that are material. */
async function deskWith(now: string, versions: Partial<IndexedVersion>[], bindings: Partial<Cloudflare.Env> = {}): Promise<Desk> {
  const desk = await deskAt(now, bindings);
  const policies = desk.site.index.policies.map((policy) =>
    policy.id === 'privacy' ? { ...policy, versions: policy.versions.map((one) => ({ ...one, ...versions.find(({ id }) => id === one.id) })) } : policy,
  );
  return { ...desk, site: { ...desk.site, index: { ...desk.site.index, policies } } };
}

async function subscriber(address: string, confirmed: string, locale = 'en'): Promise<string> {
  await subscribe(await deskAt(confirmed), { address, locale, from: { address: undefined } });
  const [{ id } = { id: '' }] = await rowsOf<{ id: string }>('SELECT id FROM subscriptions WHERE confirmed IS NULL');
  await env.INDEX.batch([
    env.INDEX.prepare('UPDATE subscriptions SET confirmed = ? WHERE id = ?').bind(confirmed, id),
    env.INDEX.prepare("DELETE FROM outbox WHERE name = 'subscription-confirm'"),
  ]);
  return id;
}

const MATERIAL = [{ id: '2027-01-01', material: true, publishedAt: '2026-11-01T10:00:00Z' }];

/** What was mailed at a moment. */
async function told(now: string, versions = MATERIAL): Promise<SentMail[]> {
  const { sent, EMAIL } = binding();
  await announceChanges(await deskWith(now, versions));
  await sendMails(await deskAt(now, deployed({ EMAIL })), { limit: 500 });
  return sent;
}

test('a material version is told when it is announced and when it takes effect, with the comparison and the way out', async () => {
  await subscriber('jo@mail.example', '2026-10-01T09:00:00.000Z');
  expect(await told('2026-10-31T09:00:00Z')).toEqual([]);
  const [announced, ...others] = await told('2026-11-02T09:00:00Z');
  expect(others).toEqual([]);
  expect(announced).toMatchObject({ to: 'jo@mail.example', subject: 'Acme Instruments: privacy will change on 1 January 2027' });
  expect(announced?.text).toContain('https://privacy.example/privacy/2027-01-01/');
  expect(announced?.text).toContain('https://privacy.example/privacy/compare/2026-03-01..2027-01-01/');
  expect(announced?.text).toMatch(/https:\/\/privacy\.example\/subscribe\/stop\/[\w.-]+\//);
  expect(announced?.headers).toMatchObject({ 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' });
  expect(await told('2026-12-01T09:00:00Z')).toEqual([]);
  expect((await told('2027-01-01T00:17:00Z')).map(({ subject }) => subject)).toEqual(['Acme Instruments: privacy has changed']);
  expect(await told('2027-01-01T01:17:00Z')).toEqual([]);
});

test('in the language of the subscriber where the version has it', async () => {
  await subscriber('jo@mail.example', '2026-10-01T09:00:00.000Z', 'de');
  const [mail] = await told('2026-11-02T09:00:00Z');
  expect(mail?.subject).toBe('Acme Instruments: privacy ändert sich am 1. Januar 2027');
  expect(mail?.text).toContain('https://privacy.example/privacy/2027-01-01/de/');
});

test.each<[string, Partial<IndexedVersion>]>([
  ['that changes nothing that matters', { material: false }],
  ['that is a draft', { publishedAt: undefined as unknown as string }],
  ['that was withdrawn', { withdrawn: { at: '2026-11-01T12:00:00Z', by: 'A. Tester', reason: 'for the test' } }],
])('a version %s is told nobody', async (_what, change) => {
  await subscriber('jo@mail.example', '2026-10-01T09:00:00.000Z');
  const versions = [{ ...MATERIAL[0], ...change }] as typeof MATERIAL;
  for (const now of ['2026-11-02T09:00:00Z', '2027-01-02T09:00:00Z']) expect(await told(now, versions)).toEqual([]);
});

test('whoever comes later is told of what comes later', async () => {
  await subscriber('early@mail.example', '2026-10-01T09:00:00.000Z');
  await told('2026-11-02T09:00:00Z');
  await subscriber('late@mail.example', '2026-11-20T09:00:00.000Z');
  expect(await told('2026-11-21T09:00:00Z')).toEqual([]);
  expect((await told('2027-01-01T00:17:00Z')).map(({ to }) => to).sort()).toEqual(['early@mail.example', 'late@mail.example']);
});

test('versions of years ago, as after an import, are no news', async () => {
  await subscriber('jo@mail.example', '2026-10-01T09:00:00.000Z');
  const old = [{ id: '2026-03-01', material: true, publishedAt: '2026-02-01T10:00:00Z' }];
  expect(await told('2026-11-02T09:00:00Z', old)).toEqual([]);
});

test('a version that was never announced ahead is told once, when it is in force', async () => {
  await subscriber('jo@mail.example', '2026-10-01T09:00:00.000Z');
  const sudden = [{ id: '2027-01-01', material: true, publishedAt: '2027-01-01T00:00:00Z' }];
  expect((await told('2027-01-01T00:17:00Z', sudden)).map(({ subject }) => subject)).toEqual(['Acme Instruments: privacy has changed']);
});

/** Ends a subscription by the link of its mails. */
async function ending(desk: Desk, id: string): Promise<void> {
  const { row } = await subscriptionToStop(desk, (await stopLink(desk, id)).split('/').at(-2) ?? '');
  if (row) await stop(desk, row);
}

test('nobody is mailed who has not confirmed, or who ended it', async () => {
  const ended = await subscriber('ended@mail.example', '2026-10-01T10:00:00.000Z');
  const desk = await deskAt('2026-10-02T09:00:00Z');
  await ending(desk, ended);
  await subscribe(desk, { address: 'unconfirmed@mail.example', locale: 'en', from: { address: undefined } });
  await env.INDEX.exec('DELETE FROM outbox');
  expect(await told('2026-11-02T09:00:00Z')).toEqual([]);
});

test('what waits for somebody who ends it is not sent any more', async () => {
  const id = await subscriber('jo@mail.example', '2026-10-01T09:00:00.000Z');
  await announceChanges(await deskWith('2026-11-02T09:00:00Z', MATERIAL));
  const desk = await deskAt('2026-11-02T09:30:00Z');
  await ending(desk, id);
  const { sent, EMAIL } = binding();
  await sendMails(await deskAt('2026-11-02T10:00:00Z', deployed({ EMAIL })));
  expect(sent).toEqual([]);
});

test('a long list is told in pieces; a round that breaks off is gone on with, and nobody is told twice', { timeout: 60_000 }, async () => {
  const id = await subscriber('jo@mail.example', '2026-10-01T09:00:00.000Z');
  const { vault } = await deskAt('2026-10-01T09:00:00Z');
  const { sealText } = await import('../../../../worker/requests/vault.ts');
  const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const others = await Promise.all(
    Array.from({ length: 1_199 }, async (_none, number) => {
      const own = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
      const { key, wrapped } = await vault.newKey(own);
      return { id: own, wrapped: hex(wrapped), sealed: hex(await sealText(key, `s${number}@mail.example`, `subscription\n${own}`)) };
    }),
  );
  await env.INDEX.prepare(
    `INSERT INTO subscriptions (id, contact, locale, master, wrapped, sealed, asked, confirmed)
     SELECT value ->> 'id', CAST(value ->> 'id' AS BLOB), 'en', 'first', unhex(value ->> 'wrapped'), unhex(value ->> 'sealed'), '2026-10-01', '2026-10-01T09:00:00.000Z' FROM json_each(?)`,
  )
    .bind(JSON.stringify(others))
    .run();
  const now = '2026-11-02T09:00:00Z';
  let batches = 0;
  const INDEX = new Proxy(env.INDEX, {
    get(db, name: keyof D1Database) {
      if (name === 'batch')
        return (statements: D1PreparedStatement[]) => {
          batches += 1;
          if (batches === 3) throw new Error('D1_ERROR: internal error');
          return db.batch(statements);
        };
      return typeof db[name] === 'function' ? (db[name] as (...given: unknown[]) => unknown).bind(db) : db[name];
    },
  });
  await expect(announceChanges({ ...(await deskWith(now, MATERIAL)), db: INDEX })).rejects.toThrow('D1_ERROR');
  expect(await rowsOf('SELECT count(*) AS mails FROM outbox')).toEqual([{ mails: 400 }]);
  expect(await announceChanges(await deskWith(now, MATERIAL))).toBe(800);
  await announceChanges(await deskWith(now, MATERIAL));
  expect(await rowsOf('SELECT count(*) AS mails, count(DISTINCT subscription) AS people FROM outbox')).toEqual([{ mails: 1200, people: 1200 }]);
  expect(await rowsOf('SELECT finished IS NOT NULL AS finished FROM announcements')).toEqual([{ finished: 1 }]);
  expect(id).not.toBe('');
});

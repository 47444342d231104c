/** The hourly round: each part is done although another one fails, and done again it does nothing twice. */
import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { hourly } from '../../../../worker/jobs/hourly.ts';
import { readSite } from '../../../../worker/site.ts';
import { deskAt } from '../desk.ts';
import { asked, binding, deployed, forgetAll, rowsOf } from '../world.ts';

const RECEIVED = '2026-01-31T09:00:00Z';
const NEAR = '2026-02-25T09:00:00Z';

beforeEach(forgetAll);

async function round(now: string, bindings: Partial<Cloudflare.Env>): Promise<string[]> {
  const failed: string[] = [];
  const site = await readSite(env.ASSETS, 'https://privacy.example');
  await hourly({ ...env, ...bindings }, site, new Date(now), (error) => failed.push(String(error)));
  return failed;
}

/** A database that fails for whatever statement holds the words. */
function failingAt(words: string): D1Database {
  return new Proxy(env.INDEX, {
    get(db, name: keyof D1Database) {
      if (name === 'prepare')
        return (query: string) => {
          if (query.includes(words)) throw new Error(`D1 fails at ${words}`);
          return db.prepare(query);
        };
      return typeof db[name] === 'function' ? (db[name] as (...given: unknown[]) => unknown).bind(db) : db[name];
    },
  });
}

test('sends, reminds and forgets, and the next one finds nothing to do', async () => {
  await asked(await deskAt(RECEIVED));
  const { sent, EMAIL } = binding();
  const bindings = deployed({ EMAIL, OUTBOX: undefined as unknown as Queue<Cloudflare.Nudge> });
  expect(await round(RECEIVED, bindings)).toEqual([]);
  expect(await round(NEAR, bindings)).toEqual([]);
  const subjects = sent.map(({ subject }) => subject.replace(/^.*?: /, '').replace(/ \w{4}-\w{4}$/, ''));
  expect(subjects.sort()).toEqual(['new request', 'requests due within 5 days', 'we have your request']);
  await round(NEAR, bindings);
  expect(sent).toHaveLength(3);
});

test.each([
  ['INSERT INTO reminders', 'operator-new'],
  ['INSERT INTO announcements', 'operator-reminder'],
  ['purge_contents <=', 'operator-reminder'],
  ['DELETE FROM request_counters', 'operator-reminder'],
  ['FROM webhook_deliveries WHERE state', 'operator-reminder'],
])('a database that fails at “%s” does not keep the mail %s', async (words, name) => {
  await asked(await deskAt(RECEIVED));
  await env.INDEX.exec('DELETE FROM outbox');
  await asked(await deskAt(NEAR), 'none', { kind: 'erasure' });
  const { EMAIL } = binding();
  const failed = await round(NEAR, deployed({ EMAIL, INDEX: failingAt(words), OUTBOX: undefined as unknown as Queue<Cloudflare.Nudge> }));
  expect(failed.length).toBeGreaterThan(0);
  expect(await rowsOf('SELECT state FROM outbox WHERE name = ?', name)).toEqual([{ state: 'sent' }]);
});

test('where there is a queue, it is told and does the sending; where it takes nothing, the round does', async () => {
  await asked(await deskAt(RECEIVED));
  const { sent, EMAIL } = binding();
  const nudged: unknown[] = [];
  const queue = (send: () => Promise<void>) => ({ send }) as unknown as Queue<Cloudflare.Nudge>;
  await round(RECEIVED, deployed({ EMAIL, OUTBOX: queue(async () => void nudged.push(1)) }));
  expect([nudged.length, sent.length]).toEqual([1, 0]);
  await round(RECEIVED, deployed({ EMAIL, OUTBOX: queue(async () => Promise.reject(new Error('overloaded'))) }));
  expect(sent).toHaveLength(2);
});

test('without keys for requests the logs go on', async () => {
  expect(await round(NEAR, { REQUESTS_KEY: '' })).toEqual([]);
});

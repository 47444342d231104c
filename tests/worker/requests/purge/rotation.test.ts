/** Rotation of the master key: every wrapped key, in pieces, without touching what it protects. */
import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { sendMails } from '../../../../worker/jobs/mail.ts';
import { openCase } from '../../../../worker/requests/cases.ts';
import { mailStatements } from '../../../../worker/requests/mail.ts';
import { rotateKeys } from '../../../../worker/requests/rotation.ts';
import { openSubscription, subscribe } from '../../../../worker/requests/subscriptions.ts';
import { addEndpoint, secretsOf } from '../../../../worker/requests/webhooks.ts';
import { findSubscription } from '../../../../worker/store/subscriptions.ts';
import { endpoints } from '../../../../worker/store/webhooks.ts';
import { TEST_SECRETS } from '../../../support/secrets.ts';
import { postAsOperator } from '../../operator/asked.ts';
import { deskAt } from '../desk.ts';
import { asked, binding, deployed, forgetAll, rowsOf } from '../world.ts';

const NOW = '2026-02-02T09:00:00Z';
const SECOND = 'second:CwsLCwsLCwsLCwsLCwsLCwsLCwsLCwsLCwsLCwsLCws';
const BOTH = { REQUESTS_KEY: `${SECOND} ${TEST_SECRETS.REQUESTS_KEY}` };
const ALONE = { REQUESTS_KEY: SECOND };

beforeEach(forgetAll);

test('everything is opened by the new key alone afterwards: requests, mails, webhooks, subscriptions', async () => {
  const desk = await deskAt(NOW);
  const opened = await asked(desk);
  await env.INDEX.batch(
    await mailStatements(desk, undefined, { name: 'closed', to: 'own@mail.example', locale: 'en', values: { reference: 'A', date: 'x' }, key: 'own' }),
  );
  const { secret } = await addEndpoint(desk, { url: 'https://backend.example.org/', events: [], by: 'Kim' });
  await subscribe(desk, { address: 'sub@mail.example', locale: 'en', from: { address: undefined } });

  expect(await rotateKeys(await deskAt(NOW, BOTH))).toEqual({ master: 'second', rewrapped: 4, left: 0, lost: [] });
  const after = await deskAt(NOW, ALONE);
  expect((await openCase(after, { id: opened.row.id }))?.content).toMatchObject({ name: 'Jo Visitor' });
  const [endpoint] = await endpoints(env.INDEX);
  expect(endpoint && (await secretsOf(after, endpoint))).toEqual([secret]);
  const [{ id } = { id: '' }] = await rowsOf<{ id: string }>('SELECT id FROM subscriptions');
  const row = await findSubscription(env.INDEX, { id });
  expect(row && (await openSubscription(after, row))?.address).toBe('sub@mail.example');
  const { sent, EMAIL } = binding();
  await sendMails(await deskAt(NOW, deployed({ ...ALONE, EMAIL })));
  expect(sent.map(({ to }) => to).sort()).toEqual(['Jo.Visitor@mail.example', 'desk@acme.example', 'own@mail.example', 'sub@mail.example']);
});

test('it is done in pieces, and goes on where it was broken off', { timeout: 60_000 }, async () => {
  const desk = await deskAt(NOW);
  const opened = await asked(desk);
  const keys = await Promise.all(
    Array.from({ length: 2500 }, async (_none, at) => {
      const { wrapped } = await desk.vault.newKey(`copy-${at}`);
      return { id: `copy-${at}`, wrapped: [...wrapped].map((byte) => byte.toString(16).padStart(2, '0')).join('') };
    }),
  );
  await env.INDEX.prepare(
    `INSERT INTO requests (id, reference, kind, place, locale, behalf, channel, rules, master, key, version, queue, state, regime, received, acknowledged)
     SELECT k.value ->> 'id', k.value ->> 'id', kind, place, locale, behalf, channel, rules, master, unhex(k.value ->> 'wrapped'), version, queue, state, regime, received, 0
     FROM json_each(?) AS k, requests WHERE requests.id = ?`,
  )
    .bind(JSON.stringify(keys), opened.row.id)
    .run();
  const both = await deskAt(NOW, BOTH);
  expect(await rotateKeys(both)).toEqual({ master: 'second', rewrapped: 2000, left: 501, lost: [] });
  expect(await rotateKeys(both)).toEqual({ master: 'second', rewrapped: 501, left: 0, lost: [] });
  expect(await rotateKeys(both)).toEqual({ master: 'second', rewrapped: 0, left: 0, lost: [] });
  const { vault } = await deskAt(NOW, ALONE);
  const rows = await rowsOf<{ id: string; key: ArrayBuffer; master: string }>('SELECT id, master, key FROM requests LIMIT 50');
  for (const { id, master, key } of rows) expect(await vault.open(id, master, new Uint8Array(key))).toBeDefined();
});

test('keys of a master key that is not there are named and left as they are', async () => {
  await asked(await deskAt(NOW));
  const before = await rowsOf('SELECT master, key FROM requests');
  expect(await rotateKeys(await deskAt(NOW, ALONE))).toEqual({ master: 'second', rewrapped: 0, left: 0, lost: [{ master: 'first', keys: 1 }] });
  expect(await rowsOf('SELECT master, key FROM requests')).toEqual(before);
});

test('operators start it by the API, and it says what is left', async () => {
  await asked(await deskAt(NOW));
  expect(await (await postAsOperator('/requests/rotate-keys', {})).json()).toEqual({ master: 'first', rewrapped: 0, left: 0, lost: [] });
});

test('what is to be wrapped anew is found by an index', async () => {
  const { results } = await env.INDEX.prepare(
    "EXPLAIN QUERY PLAN SELECT id, key FROM requests WHERE master = 'x' AND key IS NOT NULL ORDER BY id LIMIT 200",
  ).all<{ detail: string }>();
  expect(results.map(({ detail }) => detail).join()).toMatch(/USING INDEX requests_by_master/);
});

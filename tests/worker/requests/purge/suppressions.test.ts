/** Who was erased stays erased: a list of keyed hashes, kept where no restore reaches, and replayed after one. */
import { env } from 'cloudflare:workers';
import { beforeEach, expect, test, vi } from 'vitest';
import { purge, tidy } from '../../../../worker/jobs/purge.ts';
import { addEvents, openCase } from '../../../../worker/requests/cases.ts';
import { subscribe } from '../../../../worker/requests/subscriptions.ts';
import { addEndpoint } from '../../../../worker/requests/webhooks.ts';
import { askAsOperator, postAsOperator } from '../../operator/asked.ts';
import { deskAt } from '../desk.ts';
import { asked, forgetAll, rowsOf } from '../world.ts';

const RECEIVED = '2026-01-31T09:00:00Z';
const ANSWERED = '2026-02-10T09:00:00Z';
const NOW = '2026-11-24T00:00:00Z';

beforeEach(async () => {
  // Webhooks go nowhere here.
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(null, { status: 204 }));
  await forgetAll();
  const { objects } = await env.ARCHIVE.list({ prefix: 'suppressions/' });
  if (objects.length > 0) await env.ARCHIVE.delete(objects.map(({ key }) => key));
});

async function erased() {
  const opened = await asked(await deskAt(RECEIVED), 'none', { kind: 'erasure' });
  await addEvents(await deskAt(ANSWERED), opened.row.id, () => [{ event: { type: 'answered', at: ANSWERED, outcome: 'complied' }, actor: 'Kim' }]);
  return opened;
}

interface Replayed {
  suppressions: number;
  erased: number;
  open: string[];
  cursor: string | null;
}

async function replayAll(): Promise<Replayed> {
  const response = await postAsOperator('/requests/replay-suppressions', {});
  expect(response.status).toBe(200);
  return response.json();
}

test('the list says who by a keyed hash alone, and a copy of it lies where no restore of the database reaches', async () => {
  const opened = await erased();
  await tidy(await deskAt(ANSWERED));
  const { objects } = await env.ARCHIVE.list({ prefix: 'suppressions/', include: ['customMetadata'] });
  expect(objects.map(({ key, customMetadata }) => [key, customMetadata])).toEqual([
    [expect.stringMatching(new RegExp(`^suppressions/erased/[0-9a-f]{64}/${opened.row.id}$`)), { at: '2026-02-10T09:00:00.000Z' }],
  ]);
  expect(JSON.stringify(objects)).not.toMatch(/visitor/i);
});

test('after a restore the erased person’s closed requests lose their contents again, and backends are told to erase again', async () => {
  const opened = await erased();
  const backup = await rowsOf<{ key: ArrayBuffer; sealed: ArrayBuffer; contact: ArrayBuffer; master: string }>(
    'SELECT key, sealed, contact, master FROM requests',
  );
  await tidy(await deskAt(ANSWERED));
  await purge(await deskAt('2026-06-01T00:00:00Z'));
  // The backup of before the purge comes back, and with it everything but the list's copy.
  const [row] = backup;
  await env.INDEX.prepare("UPDATE requests SET key = ?, sealed = ?, contact = ?, master = ?, version = 2, purge_contents = '2099-01-01'")
    .bind(row?.key ?? null, row?.sealed ?? null, row?.contact ?? null, row?.master ?? null)
    .run();
  await env.INDEX.batch([env.INDEX.prepare('DELETE FROM suppressions'), env.INDEX.prepare("DELETE FROM request_events WHERE type = 'purged'")]);
  await addEndpoint(await deskAt(NOW), { url: 'https://backend.example.org/hooks', events: ['erasure.replayed'], by: 'Kim' });
  expect((await openCase(await deskAt(NOW), { id: opened.row.id }))?.content).toBeDefined();

  expect(await replayAll()).toEqual({ suppressions: 1, erased: 1, open: [], cursor: null });
  expect((await openCase(await deskAt(NOW), { id: opened.row.id }))?.content).toBeUndefined();
  expect(await rowsOf('SELECT what, copied FROM suppressions')).toEqual([{ what: 'erased', copied: 1 }]);
  const [told] = await rowsOf<{ body: string }>('SELECT body FROM webhook_deliveries');
  expect(JSON.parse(told?.body ?? '')).toMatchObject({ type: 'erasure.replayed', data: { request: opened.row.id, erased: '2026-02-10T09:00:00.000Z' } });

  // Twice is the same.
  expect(await replayAll()).toMatchObject({ suppressions: 1, erased: 0 });
  expect(await rowsOf('SELECT count(*) AS told FROM webhook_deliveries')).toEqual([{ told: 1 }]);
});

test('a request that the backup shows as open is named, not touched: its end was lost with what came later', async () => {
  const opened = await erased();
  await tidy(await deskAt(ANSWERED));
  await env.INDEX.batch([
    env.INDEX.prepare("DELETE FROM request_events WHERE type = 'answered'"),
    env.INDEX.prepare("UPDATE requests SET queue = 'active', state = 'open', version = 1, closed = NULL"),
  ]);
  expect(await replayAll()).toMatchObject({ erased: 0, open: [opened.row.reference] });
  expect((await openCase(await deskAt(NOW), { id: opened.row.id }))?.content).toBeDefined();
});

test('what the person sent after the erasure is not touched', async () => {
  await erased();
  await tidy(await deskAt(ANSWERED));
  const later = await asked(await deskAt('2026-03-01T09:00:00Z'));
  await addEvents(await deskAt('2026-03-02T09:00:00Z'), later.row.id, () => [{ event: { type: 'answered', at: '2026-03-02' }, actor: 'Kim' }]);
  await replayAll();
  expect((await openCase(await deskAt('2026-03-03T09:00:00Z'), { id: later.row.id }))?.content).toBeDefined();
});

test('an erasure ends the person’s subscription too, and one that a restore brings back is ended again', async () => {
  const start = await deskAt('2026-01-30T09:00:00Z');
  await subscribe(start, { address: 'jo.visitor@mail.example', locale: 'en', from: { address: undefined } });
  const [row] = await rowsOf<{ id: string }>('SELECT * FROM subscriptions');
  await env.INDEX.prepare('UPDATE subscriptions SET confirmed = ?').bind('2026-01-30T10:00:00.000Z').run();
  const kept = await rowsOf<Record<string, unknown>>('SELECT * FROM subscriptions');
  await erased();
  expect(await rowsOf('SELECT id FROM subscriptions')).toEqual([]);
  await tidy(await deskAt(ANSWERED));
  const values = Object.entries(kept[0] ?? {});
  await env.INDEX.prepare(`INSERT INTO subscriptions (${values.map(([name]) => name).join(', ')}) VALUES (${values.map(() => '?').join(', ')})`)
    .bind(...values.map(([, value]) => value))
    .run();
  expect(await rowsOf('SELECT id FROM subscriptions')).toEqual([{ id: row?.id }]);
  await replayAll();
  expect(await rowsOf('SELECT id FROM subscriptions')).toEqual([]);
});

test('when the record of a request goes, it goes from the list and its copy too', async () => {
  await erased();
  await tidy(await deskAt(ANSWERED));
  await purge(await deskAt('2028-03-01T00:00:00Z'));
  expect(await rowsOf('SELECT * FROM suppressions')).toEqual([]);
  expect((await env.ARCHIVE.list({ prefix: 'suppressions/' })).objects).toEqual([]);
});

test('only an administrator replays', async () => {
  expect((await askAsOperator('/requests/replay-suppressions', { method: 'POST', headers: { authorization: 'Bearer x' } })).status).toBe(401);
});

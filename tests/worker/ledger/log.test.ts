/** C3, C4, C6: the public part of a log, receipts and a visitor's own history, over HTTP in workerd, with the real object and R2. */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseReceipt, verifyReceipt } from '../../../core/consent/receipt.ts';
import { subjectOf } from '../../../core/consent/subject.ts';
import { parseCheckpoint } from '../../../core/log/checkpoint.ts';
import { readBundle } from '../../../core/log/entry.ts';
import { leafHash } from '../../../core/log/hash.ts';
import { parseVkey, type Vkey, verifyNote } from '../../../core/log/note.ts';
import { appendLeaves, rootOf } from '../../../core/log/tree.ts';
import { ask, ORIGIN } from '../client.ts';
import { emptyLedgers, noticeOf, recordWith, SHOP, send } from '../records.ts';

// The first record under a notice also makes a leaf for the notice; from here on it is known.
beforeAll(async () => {
  await send(await recordWith());
  await emptyLedgers();
});
afterEach(() => emptyLedgers());

const SECRET = '00112233445566778899aabbccddeeff';
const ring = (log = 'shop'): Promise<boolean> => runDurableObjectAlarm(env.LEDGER.getByName(log));
const post = (path: string, body: unknown, headers = {}): Promise<Response> => send(body, { path, headers });

async function keyOf(log = 'shop'): Promise<Vkey> {
  const vkey = parseVkey((await (await ask(`/log/${log}/vkey`)).text()).trim());
  if (!vkey.ok) throw new Error(vkey.reason);
  return vkey;
}

async function fill(count: number, given: object = {}): Promise<void> {
  const notice = await noticeOf();
  for (let at = 0; at < count; at += 20) {
    const records = await Promise.all(Array.from({ length: Math.min(20, count - at) }, () => recordWith({ notice, ...given })));
    expect((await send(records)).status).toBe(201);
  }
}

describe('a log', () => {
  test('is read with nothing but its address: checkpoint, key, entries and tiles', async () => {
    await fill(40);
    expect((await ask('/log/shop/checkpoint')).status).toBe(404);
    expect(await ring()).toBe(true);
    const response = await ask('/log/shop/checkpoint');
    expect([
      ...['content-type', 'cache-control', 'access-control-allow-origin', 'cross-origin-resource-policy'].map((name) => response.headers.get(name)),
    ]).toEqual(['text/plain; charset=utf-8', 'public, max-age=5', '*', 'cross-origin']);
    const note = await verifyNote(await response.text(), [await keyOf()]);
    const head = note.ok ? parseCheckpoint(note.text) : undefined;
    expect(head).toMatchObject({ ok: true, origin: 'privacy.example/log/shop', size: 40 });
    const tile = await ask('/log/shop/tile/entries/000.p/40');
    expect([tile.headers.get('cache-control'), tile.headers.get('access-control-allow-origin')]).toEqual(['public, max-age=31536000, immutable', '*']);
    const bundle = readBundle(new Uint8Array(await tile.arrayBuffer()));
    const leaves = bundle.ok ? bundle.entries.map(leafHash) : [];
    expect(rootOf(appendLeaves(0, [], leaves).edge)).toEqual(head?.ok && head.root);
    const hashes = new Uint8Array(await (await ask('/log/shop/tile/0/000.p/40')).arrayBuffer());
    expect(hashes).toEqual(Uint8Array.from(leaves.flatMap((leaf) => [...leaf])));
    expect(await (await ask('/log/shop/minimum')).text()).toBe('0\n');
  });

  test('has its full tiles in the archive, and the parts of them that it once had', async () => {
    await fill(20);
    await ring();
    const part = await (await ask('/log/shop/tile/entries/000.p/20')).arrayBuffer();
    await fill(240);
    await ring();
    for (const path of ['tile/0/000', 'tile/entries/000', 'tile/1/000.p/1', 'tile/0/001.p/4', 'tile/entries/001.p/4'])
      expect((await ask(`/log/shop/${path}`)).status, path).toBe(200);
    expect(await (await ask('/log/shop/tile/entries/000.p/20')).arrayBuffer()).toEqual(part);
    expect((await (await ask('/log/shop/tile/0/000')).arrayBuffer()).byteLength).toBe(8192);
    const { objects } = await env.ARCHIVE.list({ prefix: 'log/shop/' });
    expect(objects.map(({ key }) => key)).toEqual(['log/shop/checkpoint', 'log/shop/tile/0/000', 'log/shop/tile/entries/000']);
  }, 60_000);

  test.each([
    'nope/checkpoint',
    'shop.1/checkpoint',
    'shop/tile/0/000',
    'shop/tile/0/0',
    'shop/tile/00/000',
    'shop/tile/0/000.p/256',
    'shop/tile/entries/000.p/1',
    'shop/',
    'constructor/vkey',
  ])('has nothing at %s', async (path) => {
    const response = await ask(`/log/${path}`, { headers: { accept: 'application/json' } });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([404, '*']);
    await response.text();
  });

  test('does not serve what lies below its minimum', async () => {
    await env.ARCHIVE.put('log/blog/minimum', '512');
    const answers = await Promise.all(
      ['tile/entries/001', 'tile/0/001', 'tile/0/002', 'tile/1/000'].map((path) => ask(`/log/blog/${path}`, { now: '2027-05-01T00:00:00Z' })),
    );
    expect(answers.map(({ status }) => status)).toEqual([410, 410, 404, 404]);
    expect(answers.map(({ headers }) => headers.get('access-control-allow-origin'))).toEqual(['*', '*', '*', '*']);
  });
});

describe('a receipt', () => {
  const receipt = (id: string, body: object, headers = {}): Promise<Response> => post(`/api/v1/consents/${id}/receipt`, { site: 'shop', ...body }, headers);

  test('is a file that proves the record, for whoever has the secret; asking seals what waits', async () => {
    await fill(30);
    const record = await recordWith({ subject: await subjectOf(SECRET) });
    await send(record);
    await fill(5);
    const response = await receipt(record.id, { secret: SECRET });
    expect([
      response.status,
      response.headers.get('content-disposition'),
      response.headers.get('cache-control'),
      response.headers.get('access-control-allow-origin'),
    ]).toEqual([200, `attachment; filename="consent-receipt-${record.id}.json"`, 'no-store', SHOP]);
    const text = await response.text();
    expect(text.length).toBeLessThan(3072);
    const parsed = parseReceipt(text);
    expect(JSON.parse(parsed.ok ? parsed.record : '{}')).toMatchObject({ id: record.id, choices: record.choices });
    expect(await verifyReceipt(text, [await keyOf()])).toMatchObject({ ok: true, index: 30, trusted: true });
    expect(await verifyReceipt(text.replace('analytics\\":true', 'analytics\\":false'), [await keyOf()])).toMatchObject({ ok: false, reason: 'not-in-tree' });
  });

  test('goes to whoever has the token of the acknowledgement, once', async () => {
    const sent = await recordWith({ subject: null, action: 'reject', choices: { analytics: false, marketing: false } });
    const { token } = await (await send(sent)).json<{ token: string }>();
    expect((await receipt(sent.id, { token })).status).toBe(200);
    // Whoever lost the answer on the way has some minutes.
    expect((await receipt(sent.id, { token })).status).toBe(200);
    await runInDurableObject(env.LEDGER.getByName('shop'), (_object, { storage }) => void storage.sql.exec('UPDATE redeemed SET at = at - 600001'));
    expect((await receipt(sent.id, { token })).status).toBe(403);
  });

  test('is refused alike to everybody else', async () => {
    const record = await recordWith({ subject: await subjectOf(SECRET) });
    const other = await (await send(await recordWith())).json<{ token: string }>();
    await send(record);
    const answers = await Promise.all([
      receipt(record.id, { secret: 'f'.repeat(32) }),
      receipt(record.id, { token: other.token }),
      receipt('019aae2c-5400-7000-8000-0000000fffff', { secret: SECRET }),
      receipt('no-id', { secret: SECRET }),
    ]);
    const texts = await Promise.all(answers.map((response) => response.text()));
    expect([answers.map(({ status }) => status), new Set(texts).size]).toEqual([[403, 403, 403, 403], 1]);
    for (const [body, pointer] of [
      [{}, ''],
      [{ secret: SECRET, token: 'a'.repeat(64) }, ''],
      [{ secret: 'x' }, '/secret'],
    ] as const)
      expect(await (await receipt(record.id, body)).json()).toMatchObject({ status: 400, errors: [{ pointer }] });
    expect((await receipt(record.id, { secret: SECRET }, { origin: 'https://evil.example' })).status).toBe(403);
  });

  test('that needs a new tree is made every few seconds at most', async () => {
    const records = [await recordWith({ subject: await subjectOf(SECRET) }), await recordWith({ subject: await subjectOf(SECRET) })];
    await send(records[0]);
    expect((await receipt(records[0]?.id ?? '', { secret: SECRET })).status).toBe(200);
    await send(records[1]);
    const response = await receipt(records[1]?.id ?? '', { secret: SECRET });
    expect([response.status, Number(response.headers.get('retry-after'))]).toEqual([503, 5]);
    await ring();
    expect((await receipt(records[1]?.id ?? '', { secret: SECRET })).status).toBe(200);
  });
});

describe('a visitor', () => {
  const own = (name: 'history' | 'erase', body: object = { site: 'shop', secret: SECRET }): Promise<Response> => post(`/api/v1/subjects/${name}`, body);

  test('sees their own records, newest first, and nobody else’s', async () => {
    const subject = await subjectOf(SECRET);
    const records = [
      await recordWith({ subject }),
      await recordWith(),
      await recordWith({ subject, action: 'withdraw', choices: { analytics: false, marketing: false } }),
    ];
    await send(records[0]);
    await ring();
    await send(records.slice(1));
    const { records: found } = await (await own('history')).json<{ records: { id: string; state: string; index: number }[] }>();
    expect(found.map(({ id, state, index }) => [id, state, index])).toEqual([
      [records[2]?.id, 'accepted', 2],
      [records[0]?.id, 'sealed', 0],
    ]);
    expect(await (await own('history', { site: 'shop', secret: 'e'.repeat(32) })).json()).toEqual({ records: [] });
  });

  test('erases them', async () => {
    const subject = await subjectOf(SECRET);
    await send([await recordWith({ subject }), await recordWith(), await recordWith({ subject })]);
    expect(await (await own('erase')).json()).toEqual({ erased: 2 });
    expect(await (await own('history')).json()).toEqual({ records: [] });
    expect(await (await own('erase')).json()).toEqual({ erased: 0 });
  });

  test('is not known by the hash that stands in records', async () => {
    const response = await own('history', { site: 'shop', secret: await subjectOf(SECRET) });
    expect(await response.json()).toMatchObject({ status: 400, errors: [{ pointer: '/secret' }] });
  });

  test('of the publishing site itself may ask too; a preflight is granted', async () => {
    expect((await post('/api/v1/subjects/history', { site: 'shop', secret: SECRET }, { origin: ORIGIN })).status).toBe(200);
    const preflight = await ask('/api/v1/subjects/erase', { method: 'OPTIONS', headers: { origin: SHOP, 'access-control-request-method': 'POST' } });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, SHOP]);
  });
});

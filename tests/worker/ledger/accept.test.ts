/** C1: what the ledger acknowledges, and how: batches, indexes, promises, tokens, links between a subject's records. */
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, test } from 'vitest';
import { parsePromise } from '../../../core/consent/promise.ts';
import type { ConsentRecord } from '../../../core/consent/record.ts';
import { fromBase64, toHex } from '../../../core/log/bytes.ts';
import { parseCheckpoint } from '../../../core/log/checkpoint.ts';
import { commitmentEntry } from '../../../core/log/entry.ts';
import { leafHash } from '../../../core/log/hash.ts';
import { parseNote, parseVkey, verifyNote } from '../../../core/log/note.ts';
import { signersOf, vkeysOf } from '../../../worker/ledger/signers.ts';
import { isTokenOf } from '../../../worker/ledger/tokens.ts';
import { NOW } from '../client.ts';
import { emptyLedgers, recordWith, rowsOf, SOON, send } from '../records.ts';

afterEach(() => emptyLedgers());

interface Answer {
  id: string;
  state: string;
  received: string;
  log: string;
  index: number;
  leaf: string;
  promise: string;
  token: string;
}

const take = async (sent: unknown, asked = {}): Promise<Answer> => (await send(sent, asked)).json();
const recordAt = async (at: number): Promise<ConsentRecord> => JSON.parse(String((await rowsOf())[at]?.record)) as ConsentRecord;

describe('an acknowledgement', () => {
  test('names the leaf that commits to salt and record', async () => {
    const answers = [await take(await recordWith()), await take(await recordWith())];
    expect(answers.map(({ log, index }) => [log, index])).toEqual([
      // The notice comes first.
      ['shop', 1],
      ['shop', 2],
    ]);
    const rows = await rowsOf();
    answers.forEach(({ leaf }, at) => {
      const { salt, record } = rows[at] as { salt: ArrayBuffer; record: string };
      const entry = commitmentEntry(new Uint8Array(salt), new TextEncoder().encode(record));
      expect(fromBase64(leaf)).toEqual(leafHash(entry));
    });
  });

  test('holds a promise that the log’s key signed, and that cannot pass for a checkpoint', async () => {
    const { promise, index, leaf } = await take(await recordWith());
    const [vkey = ''] = vkeysOf(await signersOf(env.LOG_KEY, 'privacy.example/log/shop'));
    const key = parseVkey(vkey);
    if (!key.ok) throw new Error(key.reason);
    const verified = await verifyNote(promise, [key]);
    expect(verified).toMatchObject({ ok: true });
    const text = verified.ok ? verified.text : '';
    expect(parsePromise(text)).toEqual({
      ok: true,
      origin: 'privacy.example/log/shop',
      index,
      leaf: fromBase64(leaf),
      sealedBy: expect.stringMatching(/^2026-11-24T01:0\d:\d\d\.\d{3}Z$/),
    });
    expect(parseCheckpoint(text).ok).toBe(false);
    expect(parseNote(promise)).toMatchObject({ ok: true, signatures: [{ name: 'privacy.example/log/shop' }] });
  });

  test('holds a token for this record and no other', async () => {
    const [first, second] = [await take(await recordWith()), await take(await recordWith())];
    const key = env.LOG_KEY ?? '';
    expect(await isTokenOf(key, first.id, first.token)).toBe(true);
    expect(await isTokenOf(`AAAA ${key}`, first.id, first.token)).toBe(true);
    const wrong = [second.token, first.token.slice(2), `${first.token}00`, first.token.toUpperCase(), ''];
    for (const token of wrong) expect(await isTokenOf(key, first.id, token)).toBe(false);
  });

  test('is the same, word for word, when the record comes again', async () => {
    const record = await recordWith();
    const first = await take(record);
    await take(await recordWith());
    expect(await take(record, { now: '2026-11-24T05:00:00Z' })).toEqual(first);
  });
});

describe('a list of records', () => {
  test('is taken in its order, and answered in it', async () => {
    const records = [await recordWith(), await recordWith({ subject: null }), await recordWith()];
    const response = await send(records);
    expect(response.status).toBe(201);
    const answers = await response.json<Answer[]>();
    expect(answers.map(({ id, index }) => [id, index])).toEqual(records.map(({ id }, index) => [id, index]));
    const again = await send(records);
    expect([again.status, await again.json()]).toEqual([200, answers]);
    // What is new is new, though the rest is known.
    expect((await send([...records, await recordWith()])).status).toBe(201);
  });

  test('may name a record twice, which is one', async () => {
    const record = await recordWith();
    const answers = await (await send([record, record])).json<Answer[]>();
    expect(answers).toHaveLength(2);
    expect(answers[0]).toEqual(answers[1]);
    expect(await rowsOf()).toHaveLength(1);
  });

  test('is taken whole or not at all', async () => {
    const known = await recordWith();
    await send(known);
    const response = await send([await recordWith(), { ...known, gpc: true }, await recordWith()]);
    expect([response.status, await response.json()]).toMatchObject([409, { detail: expect.stringContaining(known.id) }]);
    expect(await rowsOf()).toHaveLength(1);
    const twice = await recordWith();
    expect((await send([twice, { ...twice, surface: 'page' }])).status).toBe(409);
    expect(await rowsOf()).toHaveLength(1);
  });

  test.each<[string, (records: unknown[]) => unknown[], string]>([
    ['none', () => [], ''],
    ['twenty-one', (records) => Array.from({ length: 21 }, () => records[0]), ''],
    ['one that is wrong', ([a, b]) => [a, { ...(b as object), gpc: 1 }], '/1/gpc'],
    ['one that is no object', ([a]) => [a, 7], '/1'],
    ['another site', ([a, b]) => [a, { ...(b as object), site: 'blog' }], '/1/site'],
    ['an answer to what was not asked', ([a, b]) => [a, { ...(b as object), choices: { analytics: true } }], '/1/choices/marketing'],
  ])('of %s is refused, and the place is named', async (_what, change, pointer) => {
    const response = await send(change([await recordWith(), await recordWith()]));
    expect([response.status, await response.json()]).toMatchObject([400, { errors: [{ pointer }] }]);
    expect(await rowsOf()).toEqual([]);
  });

  test('of twenty is read whole, and no more than 32 KiB', async () => {
    const records = await Promise.all(Array.from({ length: 20 }, () => recordWith()));
    expect((await send(records)).status).toBe(201);
    const long = await send(JSON.stringify(records).padEnd(32_769));
    expect([long.status, await long.json()]).toMatchObject([400, { errors: [{ detail: 'at most 32768 bytes' }] }]);
  });
});

describe('what the edge adds', () => {
  test.each([
    [{}, false],
    [{ 'sec-gpc': '1' }, true],
    [{ 'sec-gpc': '0' }, false],
    [{ 'sec-gpc': 'true' }, false],
  ])('Sec-GPC as it came (%o)', async (headers, secGpc) => {
    await send(await recordWith(), { headers });
    expect(await recordAt(0)).toMatchObject({ gpc: false, secGpc });
  });

  test('a record names the one that its subject made before, and nobody else’s', async () => {
    const [one, other] = ['01'.repeat(32), '02'.repeat(32)];
    const records = [
      await recordWith({ subject: one }),
      await recordWith({ subject: other }),
      await recordWith({ subject: null }),
      await recordWith({ subject: one }),
    ];
    for (const record of records) await send(record);
    const previous = await Promise.all(records.map(async (_record, at) => (await recordAt(at)).previous));
    expect(previous).toEqual([null, null, null, records[0]?.id]);
  });

  test('time goes one way within a log, whatever the clocks say', async () => {
    for (const now of [NOW, '2026-11-23T23:59:00Z', '2026-11-24T00:00:01Z']) await send(await recordWith(), { now });
    const received = await Promise.all([0, 1, 2].map(async (at) => (await recordAt(at)).received));
    expect(received).toEqual([SOON, received[0], SOON]);
    expect(received).toEqual(received.toSorted());
  });
});

describe('a ledger that cannot take a record says so, and the banner keeps it', () => {
  test('without a key', async () => {
    const response = await send(await recordWith(), { bindings: { LOG_KEY: '' } });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '600']);
    expect(await response.json()).toMatchObject({ type: expect.stringContaining('/problems/ledger-closed/') });
  });

  test('with a notice that is not known yet', async () => {
    const response = await send(await recordWith({ notice: 'e'.repeat(64) }));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '60']);
    await response.text();
  });

  test('from a network that sends too many', async () => {
    const keys: string[] = [];
    const CONSENT_LIMIT = { limit: ({ key }: { key: string }) => Promise.resolve({ success: keys.push(key) <= 1 }) } as RateLimit;
    const asked = (address: string) => ({ bindings: { CONSENT_LIMIT }, headers: { 'cf-connecting-ip': address } });
    expect((await send(await recordWith(), asked('2001:db8:0:7::1'))).status).toBe(201);
    const response = await send(await recordWith(), asked('2001:0db8::7:9:9:9:9'));
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '60']);
    expect(response.headers.get('access-control-allow-origin')).not.toBeNull();
    await response.text();
    await send(await recordWith(), asked('203.0.113.77'));
    expect(keys).toEqual(['shop 2001:db8:0:7', 'shop 2001:db8:0:7', 'shop 203.0.113.77']);
    expect(await rowsOf()).toHaveLength(1);
  });
});

test('indexes hold neither id nor subject, so that no copy of them outlives an erasure there', async () => {
  const record = await recordWith();
  await send(record);
  const [row] = (await rowsOf()) as { key: ArrayBuffer; subject: ArrayBuffer; id: ArrayBuffer }[];
  const id = record.id.replaceAll('-', '');
  expect(toHex(new Uint8Array(row?.id ?? new ArrayBuffer()))).toBe(id);
  for (const hash of [row?.key, row?.subject]) {
    const hex = toHex(new Uint8Array(hash ?? new ArrayBuffer()));
    expect(hex).toHaveLength(32);
    expect([id, record.subject]).not.toContain(hex);
  }
});

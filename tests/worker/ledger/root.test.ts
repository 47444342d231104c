/** C8: the root log over the logs' checkpoints, outside witnesses, and logs in shards. */
import { runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { verifyReceipt } from '../../../core/consent/receipt.ts';
import { subjectOf } from '../../../core/consent/subject.ts';
import { concat, equalBytes, fromBase64, fromDecimal, fromHex, toBase64, utf8 } from '../../../core/log/bytes.ts';
import { parseCheckpoint } from '../../../core/log/checkpoint.ts';
import { cosignatureBytes, cosignedText, verifyCosignatures } from '../../../core/log/cosignature.ts';
import { COSIGNATURE, formatVkey, keyId, parseNote, parseVkey, type Vkey, verifyNote } from '../../../core/log/note.ts';
import { verifyConsistency } from '../../../core/log/verify.ts';
import { hourly } from '../../../worker/jobs/hourly.ts';
import { readSite, type Site } from '../../../worker/site.ts';
import { ask } from '../client.ts';
import { emptyLedgers, noticeOf, recordWith, send } from '../records.ts';

const LOGS = ['shop', 'blog', 'root'];
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  await emptyLedgers(LOGS);
});

const NOW = new Date('2026-11-24T01:17:00Z');
const SECRET = '00112233445566778899aabbccddeeff';

async function siteWith(witnesses: Site['index']['ledger']['witnesses'] = []): Promise<Site> {
  const site = await readSite(env.ASSETS, 'https://privacy.example');
  return { ...site, index: { ...site.index, ledger: { ...site.index.ledger, witnesses } } };
}

const keyOf = async (log: string): Promise<Vkey> => {
  const key = parseVkey((await (await ask(`/log/${log}/vkey`)).text()).trim());
  if (!key.ok) throw new Error(key.reason);
  return key;
};

async function fillBoth(): Promise<void> {
  await send(await recordWith({ subject: await subjectOf(SECRET) }));
  await send(await recordWith({ site: 'blog', notice: await noticeOf('blog'), choices: { media: true } }), { headers: { origin: 'https://blog.example' } });
  for (const log of ['shop', 'blog']) await ring(log);
}

/** The alarm of a log, which seals it and tells the root log. */
const ring = (log: string): Promise<boolean> => runDurableObjectAlarm(env.LEDGER.getByName(log));

const failures: unknown[] = [];
const round = (site: Site): Promise<void> => hourly(env, site, NOW, (error) => failures.push(error));
const rootSize = async (): Promise<number> => (await env.LEDGER.getByName('root').checkpoint()).size;

describe('the root log', () => {
  test('has each log’s checkpoint, entered by the log itself, once and once an hour at most', async () => {
    await fillBoth();
    await round(await siteWith());
    expect([failures.splice(0), await rootSize()]).toEqual([[], 2]);
    await send(await recordWith());
    await ring('shop');
    await round(await siteWith());
    expect(await rootSize()).toBe(2);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    await ring('shop');
    await round(await siteWith());
    expect(await rootSize()).toBe(3);
  });

  test('lets a receipt prove its log’s checkpoint in the root log', async () => {
    await fillBoth();
    await round(await siteWith());
    const [record] = await env.LEDGER.getByName('shop').history(await subjectOf(SECRET));
    const { id } = JSON.parse(record?.record ?? '{}') as { id: string };
    // Later trees do not take that away.
    await send(await recordWith());
    await ring('shop');
    const response = await send({ site: 'shop', secret: SECRET }, { path: `/api/v1/consents/${id}/receipt` });
    const text = await response.text();
    expect(text.length).toBeLessThan(3072);
    expect(await verifyReceipt(text, [await keyOf('root')])).toMatchObject({
      ok: true,
      trusted: true,
      checkpoint: { origin: 'privacy.example/log/shop', size: 1 },
      root: { trusted: true, checkpoint: { origin: 'privacy.example/log/root' } },
    });
  });
});

/** A witness as the specification describes one: it signs what grew out of what it knows, and persists before it answers. */
async function witnessOf(name: string) {
  const { publicKey, privateKey } = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const key = new Uint8Array((await crypto.subtle.exportKey('raw', publicKey)) as ArrayBuffer);
  const logKey = await keyOf('root');
  const known = { size: 0, root: new Uint8Array() };
  const asked: number[] = [];
  async function answer(body: string): Promise<Response> {
    const blank = body.indexOf('\n\n');
    const [oldLine = '', ...proof] = body.slice(0, blank).split('\n');
    const old = fromDecimal(oldLine.slice('old '.length)) ?? -1;
    asked.push(old);
    const note = await verifyNote(body.slice(blank + 2), [logKey]);
    if (!note.ok) return new Response('', { status: 403 });
    const head = parseCheckpoint(note.text);
    if (!head.ok || old > head.size) return new Response('', { status: 400 });
    if (old !== known.size) return new Response(`${known.size}\n`, { status: 409, headers: { 'content-type': 'text/x.tlog.size' } });
    if (old === head.size && !equalBytes(head.root, known.root) && old > 0) return new Response('', { status: 409 });
    const hashes = proof.flatMap((line) => fromBase64(line) ?? []);
    const grown = verifyConsistency({ from: old, fromRoot: known.root, to: head.size, toRoot: head.root, hashes });
    if (old > 0 && !grown.ok) return new Response('', { status: 422 });
    Object.assign(known, { size: head.size, root: head.root });
    const time = NOW.getTime() / 1000;
    const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, utf8(cosignedText(time, note.text))));
    const id = Uint8Array.from(keyId(name, COSIGNATURE, key).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    return new Response(`— ${name} ${toBase64(concat(id, cosignatureBytes(time, signature)))}\n`);
  }
  return { known, asked, answer, vkey: formatVkey(name, COSIGNATURE, key), url: `https://${name}` };
}

describe('an outside witness', () => {
  async function withWitness(change: (answer: (body: string) => Promise<Response>) => (body: string) => Promise<Response> = (answer) => answer) {
    const witness = await witnessOf('witness.example');
    const answer = change(witness.answer);
    vi.stubGlobal('fetch', async (address: string, { body }: { body: string }) => {
      expect(address).toBe('https://witness.example/add-checkpoint');
      return answer(body);
    });
    return { witness, site: await siteWith([{ url: witness.url, vkey: witness.vkey }]) };
  }

  async function cosigners(vkey: string): Promise<number> {
    const note = parseNote(await (await ask('/log/root/checkpoint')).text());
    const key = parseVkey(vkey);
    if (!note.ok || !key.ok) throw new Error('unreadable');
    const verified = await verifyCosignatures(note.text, note.signatures, [key]);
    return verified.ok ? verified.cosigned.length : -1;
  }

  test('cosigns the root log as it grows, and its line stands under the checkpoint', async () => {
    const { witness, site } = await withWitness();
    await fillBoth();
    await round(site);
    expect([failures.splice(0), witness.known.size, await cosigners(witness.vkey)]).toEqual([[], 2, 1]);
    await send(await recordWith());
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    await ring('shop');
    await round(site);
    await round(site);
    expect([failures.splice(0), witness.known.size, await cosigners(witness.vkey)]).toEqual([[], 3, 1]);
    // It was asked from where it stood, each time.
    expect(witness.asked).toEqual([0, 2, 3]);
    // The object starts again with the line, and is whole.
    expect((await env.LEDGER.getByName('root').health()).frozen).toBeNull();
  });

  test('that knows another size says which, and is asked from there', async () => {
    const { witness, site } = await withWitness();
    await fillBoth();
    await round(site);
    witness.known.size = 0;
    await round(site);
    expect([failures.splice(0), witness.asked]).toEqual([[], [0, 2, 0]]);
  });

  test.each<[string, (key: Vkey) => string]>([
    ['in the name of the log', ({ name, id }) => `— ${name} ${toBase64(concat(fromHex(id), new Uint8Array(64)))}\n`],
    ['of strangers, more than a note holds', () => '— stranger.example AAAAAAAA\n'.repeat(200)],
  ])('that sends other lines with its own, %s, has its own kept and no other', async (_name, others) => {
    const key = await keyOf('root');
    const { witness, site } = await withWitness((answer) => async (body) => {
      const own = await answer(body);
      return own.ok ? new Response((await own.text()) + others(key)) : own;
    });
    await fillBoth();
    await round(site);
    expect([failures.splice(0), await cosigners(witness.vkey)]).toEqual([[], 1]);
    const note = await verifyNote(await (await ask('/log/root/checkpoint')).text(), [key]);
    expect(note).toMatchObject({ ok: true, signatures: [{ name: 'privacy.example/log/root' }, { name: 'witness.example' }] });
  });

  test.each<[string, (body: string) => Promise<Response>, RegExp]>([
    ['breaks off', () => Promise.resolve(new Response(new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) }))), /unreachable/],
    ['never stops', () => Promise.resolve(new Response('— stranger.example AAAAAAAA\n'.repeat(5000))), /bad-answer/],
    ['is away', () => Promise.reject(new Error('no route')), /unreachable/],
    ['has seen another tree', () => Promise.resolve(new Response('', { status: 422 })), /conflict/],
    ['does not know the log', () => Promise.resolve(new Response('', { status: 404 })), /refused \(404\)/],
    ['signs something else', () => Promise.resolve(new Response('— witness.example AAAAAAAA\n')), /bad-answer/],
    ['answers anything', () => Promise.resolve(new Response('<html>')), /bad-answer/],
  ])('that %s is told to the operator, and the log goes on', async (_name, answer, told) => {
    const { witness, site } = await withWitness(() => answer);
    await fillBoth();
    await round(site);
    expect(failures.splice(0).map(String)).toEqual([expect.stringMatching(told)]);
    expect([await rootSize(), await cosigners(witness.vkey)]).toEqual([2, 0]);
  });
});

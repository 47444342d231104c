/**
 * C12: the real local server is killed with SIGKILL at random moments while records come in. What it has acknowledged must be
 * there after each start, once, at the index that was promised, and the whole log must verify. `ROUNDS=n` for another number.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { logAt } from '../../cli/verify/read-log.ts';
import { checkLog } from '../../core/log/check.ts';
import { parseVkey } from '../../core/log/note.ts';
import { freePort } from '../support/free-port.ts';
import { type RealEdge, startRealEdge } from '../support/real-edge.ts';
import { OPERATOR_TOKEN } from '../support/secrets.ts';
import { makeEdgeSites } from '../support/worker-site.ts';

const ROUNDS = Number(process.env.ROUNDS ?? 200);
const CLIENTS = 4;
const BATCH = 5;

const folder = mkdtempSync(join(tmpdir(), 'fairnotice-kill-'));
const assets = makeEdgeSites(join(folder, 'site'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Acknowledged {
  id: string;
  index: number;
  leaf: string;
}

let made = 0;
let asked = 0;
let notice = '';

function nextRecord(): Record<string, unknown> {
  made += 1;
  return {
    id: `019aae2c-5400-7000-8000-${made.toString(16).padStart(12, '0')}`,
    site: 'shop',
    notice,
    subject: made % 3 === 0 ? null : 'ab'.repeat(32),
    decided: '2026-11-23T23:59:58.123Z',
    action: 'save',
    surface: 'dialog',
    choices: { analytics: true, marketing: false },
    gpc: false,
  };
}

/** @returns nothing where the server did not answer, or refused for now. */
async function send(origin: string, records: readonly object[]): Promise<Acknowledged[] | undefined> {
  try {
    asked += 1;
    // Each from a network of its own: the limit of a network would keep the load away.
    const network = `2001:db8:${(asked >> 16).toString(16)}:${(asked & 0xffff).toString(16)}::1`;
    const headers = { 'content-type': 'text/plain', origin: 'https://shop.example', 'cf-connecting-ip': network };
    const answer = await fetch(`${origin}/api/v1/consents`, { method: 'POST', body: JSON.stringify(records), headers });
    const said = await answer.text();
    return answer.ok ? (JSON.parse(said) as Acknowledged[]) : undefined;
  } catch {
    return undefined;
  }
}

async function noticeAt({ origin }: RealEdge): Promise<string> {
  return ((await (await fetch(`${origin}/banner/shop.json?region=DE&lang=de`)).json()) as { notice: string }).notice;
}

/** Sends until the server is dead. */
async function sendUntilDead(edge: RealEdge, isDead: () => boolean, heard: (sent: object[], answer: Acknowledged[] | undefined) => void): Promise<void> {
  while (!isDead()) {
    const records = Array.from({ length: BATCH }, nextRecord);
    heard(records, await send(edge.origin, records));
  }
}

test(`${ROUNDS} deaths lose no acknowledged record and make none twice`, async () => {
  const port = await freePort();
  const state = join(folder, 'state');
  const known = new Map<string, Acknowledged>();
  let last: object[][] = [];
  let size = 0;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const edge = await startRealEdge(assets, state, port);
    notice ||= await noticeAt(edge);
    // Whoever got no answer asks again, and whoever got one may: each record is there once, where it was.
    for (const records of last) {
      let answer = await send(edge.origin, records);
      for (let attempt = 0; !answer && attempt < 100; attempt += 1) {
        await new Promise((resolve) => setTimeout(resolve, 1000));
        answer = await send(edge.origin, records);
      }
      expect(answer).toHaveLength(BATCH);
      for (const own of answer ?? []) {
        const before = known.get(own.id);
        if (before) expect([own.index, own.leaf]).toEqual([before.index, before.leaf]);
        known.set(own.id, own);
      }
    }
    expect(new Set([...known.values()].map(({ index }) => index)).size).toBe(known.size);
    if (round === ROUNDS || round % 10 === 9) size = await checkAll(edge, [...known.values()], size);
    if (round === ROUNDS) {
      await edge.stop();
      break;
    }
    last = [];
    let dead = false;
    const clients = Array.from({ length: CLIENTS }, () =>
      sendUntilDead(
        edge,
        () => dead,
        (records, answer) => {
          last.push(records);
          for (const own of answer ?? []) known.set(own.id, own);
        },
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 600));
    dead = true;
    await edge.kill();
    await Promise.all(clients);
  }
  process.stdout.write(`${ROUNDS} deaths, ${known.size} records acknowledged, ${size} leaves verified.\n`);
  expect(known.size).toBeGreaterThan(ROUNDS);
});

/** All that was acknowledged is sealed, and the log verifies. @returns the size of the log, which never shrinks. */
async function checkAll({ origin }: RealEdge, known: readonly Acknowledged[], atLeast: number): Promise<number> {
  const key = parseVkey((await (await fetch(`${origin}/log/shop/vkey`)).text()).trim());
  if (!key.ok) throw new Error(`The key cannot be read: ${key.reason}`);
  const newest = known.reduce((one, other) => (other.index > one.index ? other : one));
  await expect.poll(() => receiptStatus(origin, newest.id), { timeout: 60_000, interval: 1000 }).toBe(200);
  const { ok, head, faults } = await checkLog({ read: logAt(`${origin}/log/shop`), vkeys: [key] });
  expect(faults).toEqual([]);
  expect(ok).toBe(true);
  const size = head?.size ?? 0;
  expect(size).toBeGreaterThan(newest.index);
  expect(size).toBeGreaterThanOrEqual(atLeast);
  return size;
}

/** A receipt seals what waits. */
async function receiptStatus(origin: string, id: string): Promise<number> {
  const answer = await fetch(`${origin}/api/v1/operator/consents/${id}?site=shop&format=receipt`, { headers: { authorization: `Bearer ${OPERATOR_TOKEN}` } });
  await answer.body?.cancel();
  return answer.status;
}

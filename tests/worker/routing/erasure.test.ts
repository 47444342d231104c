/** C5, GDPR Art. 17: after an erasure, no byte of the subject is left in any file of a real local workerd, databases and their logs included. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { subjectOf } from '../../../core/consent/subject.ts';
import { freePort } from '../../support/free-port.ts';
import { type RealEdge, startRealEdge } from '../../support/real-edge.ts';

const state = mkdtempSync(join(tmpdir(), 'fairnotice-state-'));
let edge: RealEdge;
let origin: string;

beforeAll(async () => {
  edge = await startRealEdge(process.env.FAIRNOTICE_EDGE_SITE ?? '', state, await freePort(), '2026-11-24T00:00:00Z');
  origin = edge.origin;
}, 150_000);

afterAll(async () => {
  await edge.stop();
  rmSync(state, { recursive: true, force: true });
});

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(origin + path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'text/plain', origin: 'https://shop.example' } });

/** A file may be gone while one looks. */
function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

/** Files that hold some of these bytes, and where. */
function holding(needles: readonly Buffer[]): string[] {
  const files = readdirSync(state, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  return files.flatMap((file) => {
    const bytes = bytesOf(join(file.parentPath, file.name));
    const places = needles.flatMap((needle) => (bytes.includes(needle) ? [bytes.indexOf(needle)] : []));
    return places.length > 0 ? [`${file.name}, ${bytes.length} bytes: ${places.length} at ${Math.min(...places)} to ${Math.max(...places)}`] : [];
  });
}

test('nothing of the erased is left, and others’ records are there', async () => {
  const { notice } = (await (await fetch(`${origin}/banner/shop.json?region=DE&lang=de`)).json()) as { notice: string };
  const [secret, others] = ['00112233445566778899aabbccddeeff', 'ffeeddccbbaa99887766554433221100'];
  const subjects = [await subjectOf(secret), await subjectOf(others)];
  const id = (n: number): string => `019aae2c-5400-7000-8000-eeeeeeee${n.toString(16).padStart(4, '0')}`;
  // Enough for full tiles, in more than one page of every table, with the two mixed.
  for (let batch = 0; batch < 28; batch += 1) {
    const records = Array.from({ length: 20 }, (_one, at) => ({
      id: id(batch * 20 + at),
      site: 'shop',
      notice,
      subject: at % 5 === 0 ? subjects[0] : subjects[1],
      decided: at % 5 === 0 ? '2031-07-09T01:02:03.456Z' : '2026-11-23T23:59:58.123Z',
      action: 'save',
      surface: 'dialog',
      choices: { analytics: true, marketing: false },
      gpc: false,
    }));
    expect((await post('/api/v1/consents', records)).status).toBe(201);
  }
  // A receipt seals what waits, so that bundles lie in the archive too. Somebody else's: the developer tool keeps a trace of addresses.
  expect((await post(`/api/v1/consents/${id(1)}/receipt`, { site: 'shop', secret: others })).status).toBe(200);
  const mine = Array.from({ length: 560 / 5 }, (_one, at) => id(at * 5));
  const needles = [
    ...[...mine, ...mine.map((one) => one.replaceAll('-', '')), subjects[0] ?? '', '2031-07-09T01:02:03'].map((text) => Buffer.from(text)),
    ...[...mine.map((one) => one.replaceAll('-', '')), subjects[0] ?? ''].map((hex) => Buffer.from(hex, 'hex')),
  ];
  expect(holding(needles).length).toBeGreaterThan(1);
  expect(await (await post('/api/v1/subjects/erase', { site: 'shop', secret })).json()).toEqual({ erased: mine.length });
  // The hourly round writes over what SQLite has freed; nobody waits for the alarm that would do the same.
  expect((await fetch(`${origin}/__scheduled?cron=17+*+*+*+*`)).status).toBe(200);
  await expect.poll(() => holding(needles), { timeout: 60_000, interval: 2000 }).toEqual([]);
  const left = (await (await post('/api/v1/subjects/history', { site: 'shop', secret: others })).json()) as { records: unknown[] };
  expect(left.records).toHaveLength(560 - mine.length);
}, 300_000);

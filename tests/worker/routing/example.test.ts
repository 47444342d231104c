/** D14: the example of docs/examples/delete-and-export/, run as it stands there against a real local edge: webhooks, API and database included. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../support/free-port.ts';
import { type RealEdge, startRealEdge } from '../../support/real-edge.ts';
import { OPERATOR_TOKEN } from '../../support/secrets.ts';

const state = mkdtempSync(join(tmpdir(), 'fairnotice-example-'));
const database = join(state, 'users.sqlite');
const EXAMPLE = join(import.meta.dirname, '..', '..', '..', 'docs', 'examples', 'delete-and-export');

let edge: RealEdge;
let shop: ChildProcess | undefined;
let port: number;
let token: string;
let secret: string;

async function send(path: string, bearer: string, body?: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(edge.origin + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}

async function startShop(): Promise<void> {
  const env = { ...process.env, FAIRNOTICE_URL: `${edge.origin}/`, FAIRNOTICE_TOKEN: token, WEBHOOK_SECRET: secret, DATABASE: database, PORT: String(port) };
  shop = spawn(process.execPath, [join(EXAMPLE, 'server.mjs')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => shop?.stdout?.once('data', resolve));
}

async function stopShop(): Promise<void> {
  const closed = new Promise((resolve) => shop?.once('close', resolve));
  shop?.kill();
  await closed;
}

function query(sql: string, ...values: string[]): unknown[] {
  const db = new DatabaseSync(database);
  try {
    return db.prepare(sql).all(...values);
  } finally {
    db.close();
  }
}

/** A request as a signed-in account would send it. */
async function ask(kind: string, email: string, more: Record<string, unknown> = {}): Promise<string> {
  return String((await send('/api/v1/requests', token, { kind, place: 'DE', content: { email }, proved: true, ...more })).request);
}

async function until(id: string, closed: string): Promise<{ outcome: string; events: { event: { type: string; file?: string } }[] }> {
  await expect.poll(async () => (await send(`/api/v1/requests/${id}`, token)).state, { timeout: 60_000, interval: 200 }).toBe(closed);
  return (await send(`/api/v1/requests/${id}`, token)) as never;
}

beforeAll(async () => {
  const wrangler = join('node_modules', 'wrangler', 'bin', 'wrangler.js');
  const made = spawnSync(process.execPath, [wrangler, 'd1', 'migrations', 'apply', 'INDEX', '--local', '--persist-to', state], {
    env: { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false' },
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(made.stdout + made.stderr);
  edge = await startRealEdge(process.env.FAIRNOTICE_EDGE_SITE ?? '', state, await freePort());
  port = await freePort();
  const scopes = ['requests:read', 'requests:contents', 'requests:create', 'requests:write', 'requests:files', 'requests:answer'];
  token = String((await send('/api/v1/operator/tokens', OPERATOR_TOKEN, { name: 'shop', scopes })).token);
  secret = String((await send('/api/v1/operator/webhooks', OPERATOR_TOKEN, { url: `http://127.0.0.1:${port}/webhooks`, events: ['request.received'] })).secret);
  await startShop();
  const db = new DatabaseSync(database);
  db.exec(`INSERT INTO users (id, email, name, joined) VALUES (1, 'jo@mail.example', 'Jo Visitor', '2025-01-01'), (2, 'kim@mail.example', 'Kim Guest', '2025-02-02'), (3, 'sam@mail.example', 'Sam Late', '2025-03-03');
    INSERT INTO orders (user, item, cents, at) VALUES (1, 'tuning fork', 1200, '2026-01-01'), (2, 'metronome', 4500, '2026-02-02');
    INSERT INTO photos (user, name, type, bytes) VALUES (1, '../me.png', 'image/png', x'89504e47')`);
  db.close();
}, 240_000);

afterAll(async () => {
  await stopShop();
  await edge.stop();
  rmSync(state, { recursive: true, force: true });
});

test('a user who asks for access gets what the shop holds, as a package (GDPR Art. 15, 20)', async () => {
  const id = await ask('access', 'Jo@mail.example');
  const { outcome, events } = await until(id, 'answered');
  expect(outcome).toBe('complied');
  const types = events.map(({ event }) => event.type).filter((type) => type !== 'acknowledged');
  expect(types).toEqual(['received', 'proved', 'file-added', 'note', 'answer-released', 'answered']);
  const file = events.find(({ event }) => event.type === 'file-added')?.event.file ?? '';
  const response = await fetch(`${edge.origin}/api/v1/requests/${id}/files/${file}`, { headers: { authorization: `Bearer ${token}` } });
  const path = join(state, 'answer.zip');
  writeFileSync(path, Buffer.from(await response.arrayBuffer()));
  const program = 'import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nprint(z.namelist())\nprint(z.read("answer.json").decode())';
  const { stdout } = spawnSync('python3', ['-c', program, path], { encoding: 'utf8' });
  expect(stdout).toContain('files/001.png');
  expect(stdout).toContain('tuning fork');
  expect(stdout).not.toContain('Kim');
});

test('a user who asks for erasure is deleted, and told what the law makes the shop keep (GDPR Art. 17(3)(b))', async () => {
  const { outcome } = await until(await ask('erasure', 'kim@mail.example'), 'answered');
  expect(outcome).toBe('complied-in-part');
  expect(query('SELECT name FROM users ORDER BY id')).toEqual([{ name: 'Jo Visitor' }, { name: 'Sam Late' }]);
  expect(query('SELECT user FROM orders WHERE item = ?', 'metronome')).toEqual([{ user: null }]);
});

test('of whom the shop knows nothing, nothing is said but that', async () => {
  expect((await until(await ask('access', 'nobody@mail.example'), 'answered')).outcome).toBe('no-data');
});

test('who only typed an address gets nothing deleted', async () => {
  const id = await ask('erasure', 'jo@mail.example', { proved: false });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(await send(`/api/v1/requests/${id}`, token)).toMatchObject({ state: 'unproved', proved: false });
  expect(query('SELECT name FROM users WHERE id = 1')).toEqual([{ name: 'Jo Visitor' }]);
});

test('forged, stale and changed webhooks are refused', async () => {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const body = JSON.stringify({ type: 'request.received', timestamp: new Date().toISOString(), data: { request: crypto.randomUUID() } });
  const post = async (id: string, seconds: number, signedBody: string, signedBy: Buffer): Promise<number> => {
    const signature = createHmac('sha256', signedBy).update(`${id}.${seconds}.${signedBody}`).digest('base64');
    const headers = { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${signature}` };
    return (await fetch(`http://127.0.0.1:${port}/webhooks`, { method: 'POST', headers, body })).status;
  };
  const now = Math.floor(Date.now() / 1000);
  expect(await post('msg_1', now, body, Buffer.alloc(32))).toBe(401);
  expect(await post('msg_2', now - 3600, body, key)).toBe(401);
  expect(await post('msg_3', now, `${body} `, key)).toBe(401);
  expect((await fetch(`http://127.0.0.1:${port}/webhooks`, { method: 'POST', body })).status).toBe(401);
});

test('what came while the server was down is done when it starts', async () => {
  await stopShop();
  const id = await ask('erasure', 'sam@mail.example');
  await startShop();
  await until(id, 'answered');
  expect(query('SELECT name FROM users WHERE id = 3')).toEqual([]);
});

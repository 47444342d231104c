/** The systems that are measured, each on a port of this machine with its storage on disk. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { freePort } from '../../tests/support/free-port.ts';
import { begunHere, cpuOf } from '../processes.ts';
import { ROOT } from '../report.ts';
import { bare, c15t, ours } from './bodies.ts';
import { ORIGIN, SITE, writeEdge } from './edge-config.ts';
import { type Asked, send } from './load.ts';

export interface System {
  name: string;
  /** What a request goes through. */
  way: string;
  port: number;
  asked: Asked;
  /** Brings it to at least this number of records more. */
  fill(records: number): Promise<void>;
  /** How many records it holds. */
  count(): number;
  /** Waits until what it does after it has answered is done; absent where it does nothing then. */
  settled?(): Promise<void>;
  /** What its process has computed by now, milliseconds; absent where there is more than one. */
  cpu?(): number;
  stop(): Promise<void>;
}

const WRANGLER = join(ROOT, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
const QUIET = { WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false', CI: '1' };
const MOST_RECORDS = 20;

interface MiniflareLike {
  ready: Promise<URL>;
  dispose(): Promise<void>;
}
// The version that wrangler itself uses; it is no dependency of our own.
const miniflare = createRequire(createRequire(import.meta.url).resolve('wrangler'))('miniflare') as {
  Miniflare: new (options: object) => MiniflareLike;
  convertV4MiniflareOptions(options: object): object;
};

/** Our built Worker in one workerd, which listens itself: no proxy before it, and none of the scripts that play the platform's router of assets. */
export async function alone(folder: string, groupCommitMilliseconds = 0): Promise<System> {
  const { config, notice } = writeEdge(folder, groupCommitMilliseconds);
  const built = join(folder, 'built');
  wrangler(['deploy', '--dry-run', '--config', config, '--outdir', built], folder);
  const state = join(folder, 'state');
  wrangler(['d1', 'migrations', 'apply', 'INDEX', '--local', '--persist-to', state, '--config', config], folder);
  const { name: own, compatibility_date, compatibility_flags, assets, vars } = JSON.parse(readFileSync(config, 'utf8')) as Record<string, object>;
  const port = await freePort();
  const worker = {
    name: own,
    modules: [
      { type: 'ESModule', path: join(built, 'entry.js'), contents: "export * from './index.js';\nexport { default, default as edge } from './index.js';" },
      { type: 'ESModule', path: join(built, 'index.js'), contents: readFileSync(join(built, 'index.js'), 'utf8') },
    ],
    modulesRoot: built,
    compatibilityDate: compatibility_date,
    compatibilityFlags: compatibility_flags,
    bindings: vars,
    durableObjects: { LEDGER: { className: 'ConsentLedger', useSQLite: true } },
    r2Buckets: { ARCHIVE: 'fairnotice-archive' },
    d1Databases: { INDEX: 'bench' },
    assets: { ...assets, binding: 'ASSETS', routerConfig: { has_user_worker: true }, assetConfig: { html_handling: 'auto-trailing-slash' } },
    // The default entrypoint of a Worker with assets is their router.
    unsafeDirectSockets: [{ host: '127.0.0.1', port, entrypoint: 'edge' }],
  };
  const { runtime, cpu } = await workerd(worker, join(state, 'v3'));
  const name = groupCommitMilliseconds > 0 ? `Fairnotice, group commit of ${groupCommitMilliseconds} ms` : 'Fairnotice, workerd alone';
  return { name, way: 'workerd → Worker → object', port, ...parts(port, notice, state), cpu, stop: () => runtime.dispose() };
}

export const NEVER_FILLED = 'Fairnotice, never filled';

/** The same that holds no more than it is sent while it is measured. */
export async function empty(folder: string): Promise<System> {
  return { ...(await alone(folder)), name: NEVER_FILLED, fill: async () => undefined };
}

/** The same behind the proxy of `wrangler dev`, which is what `npm start` runs. */
export async function dev(folder: string): Promise<System> {
  const { config, notice } = writeEdge(folder);
  const state = join(folder, 'state');
  wrangler(['d1', 'migrations', 'apply', 'INDEX', '--local', '--persist-to', state, '--config', config], folder);
  const port = await freePort();
  const args = ['dev', '--config', config, '--port', String(port), '--ip', '127.0.0.1', '--persist-to', state, '--log-level', 'error', '--inspector-port', '0'];
  const child = spawn(process.execPath, [WRANGLER, ...args, '--show-interactive-dev-session=false'], {
    cwd: folder,
    env: { ...process.env, ...QUIET },
    stdio: 'ignore',
  });
  return {
    name: 'Fairnotice, wrangler dev',
    way: 'proxy of wrangler → workerd → Worker → object',
    port,
    ...parts(port, notice, state),
    stop: () => stopped(child),
  };
}

function parts(port: number, notice: string, state: string): Pick<System, 'asked' | 'fill' | 'count' | 'settled'> {
  const asked = ours(SITE, ORIGIN, notice);
  const count = (): number => countIn(state, 'entries', 'id IS NOT NULL');
  return {
    asked,
    // By its own door, twenty at a time: what is measured later lies there as it would.
    fill: (records) => fillBy(port, { ...asked, body: () => asked.list(MOST_RECORDS) }, Math.ceil(records / MOST_RECORDS)),
    count,
    settled: () => sealed(port, count()),
  };
}

/** Waits until a checkpoint covers that many entries. */
async function sealed(port: number, entries: number): Promise<void> {
  for (let patience = Date.now() + 600_000; ; ) {
    const note = await (await fetch(`http://127.0.0.1:${port}/log/${SITE}/checkpoint`)).text();
    if (Number(note.split('\n')[1]) >= entries) return;
    if (Date.now() > patience) throw new Error(`${entries} entries are not sealed, the checkpoint says: ${note}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

async function fillBy(port: number, asked: Asked, requests: number): Promise<void> {
  let left = requests;
  const connection = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const status = await send(port, asked);
      if (status !== 201) throw new Error(`a list of records was answered with ${status}`);
    }
  };
  await Promise.all(Array.from({ length: 4 }, connection));
}

const BARE = `import { DurableObject } from 'cloudflare:workers';
export class Bare extends DurableObject {
  constructor(state, env) {
    super(state, env);
    state.storage.sql.exec('CREATE TABLE IF NOT EXISTS decisions (id TEXT PRIMARY KEY, subject TEXT, choices TEXT, received INTEGER) STRICT, WITHOUT ROWID');
  }
  add({ id, subject, choices }) {
    this.ctx.storage.sql.exec('INSERT INTO decisions VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING', id, subject, JSON.stringify(choices), Date.now());
  }
  fill(count) {
    this.ctx.storage.sql.exec("INSERT INTO decisions WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT lower(hex(randomblob(16))), lower(hex(randomblob(32))), '{}', i FROM n", count);
  }
}
export default {
  async fetch(request, env) {
    const object = env.BARE.getByName('one');
    const body = await request.json();
    await (body.fill ? object.fill(body.fill) : object.add(body));
    return Response.json({ id: body.id }, { status: 201 });
  },
};`;

/** The least that an object with SQLite does: one row by its key. What nothing on this platform can beat. */
export async function bareObject(folder: string): Promise<System> {
  const port = await freePort();
  const state = join(folder, 'state');
  const worker = {
    name: 'bare',
    modules: [{ type: 'ESModule', path: 'bare.mjs', contents: BARE }],
    compatibilityDate: '2026-11-01',
    durableObjects: { BARE: { className: 'Bare', useSQLite: true } },
    unsafeDirectSockets: [{ host: '127.0.0.1', port }],
  };
  const { runtime, cpu } = await workerd(worker, join(state, 'v3'));
  const fill = async (records: number): Promise<void> => {
    for (let left = records; left > 0; left -= 50_000) await send(port, { ...bare, body: () => JSON.stringify({ fill: Math.min(left, 50_000) }) });
  };
  return {
    name: 'a bare object',
    way: 'workerd → Worker → object',
    port,
    asked: bare,
    fill,
    count: () => countIn(state, 'decisions'),
    cpu,
    stop: () => runtime.dispose(),
  };
}

/** The backend of c15t on Node and SQLite; nothing where its packages are not installed. */
export async function c15tBackend(folder: string): Promise<System | undefined> {
  const peers = join(import.meta.dirname, 'peers');
  if (!existsSync(join(peers, 'node_modules', '@c15t', 'backend'))) return undefined;
  const port = await freePort();
  const file = join(folder, 'c15t.db');
  const child = spawn(process.execPath, [join(peers, 'c15t.mjs'), String(port), file], { stdio: 'ignore' });
  const count = (): number => counted(file, 'consent');
  return {
    name: 'c15t',
    way: 'Node → Hono → Kysely → SQLite',
    port,
    asked: c15t,
    fill: async (records) => fillC15t(file, records),
    count,
    cpu: () => cpuOf(child.pid as number),
    stop: () => stopped(child),
  };
}

/** Straight into its tables, like the row that it wrote itself: by its own door this would take hours. */
function fillC15t(file: string, records: number): void {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA busy_timeout = 10000; BEGIN');
  const like = db.prepare('SELECT * FROM consent LIMIT 1').get() as Record<string, string>;
  const subject = db.prepare(`INSERT INTO subject (id, "identityProvider") VALUES (?, 'anonymous')`);
  const consent = db.prepare(
    'INSERT INTO consent (id, "subjectId", "domainId", "policyId", "purposeIds", "userAgent", "givenAt") VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const mark = Date.now().toString(36);
  for (let n = 0; n < records; n += 1) {
    subject.run(`sub_fill${mark}${n}`);
    consent.run(
      `cns_fill${mark}${n}`,
      `sub_fill${mark}${n}`,
      like.domainId ?? null,
      like.policyId ?? null,
      like.purposeIds ?? null,
      'bench',
      1_700_000_000_000 + n,
    );
  }
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

async function workerd(worker: object, persistence: string): Promise<{ runtime: MiniflareLike; cpu(): number }> {
  const before = begunHere('workerd');
  const runtime = new miniflare.Miniflare(miniflare.convertV4MiniflareOptions({ workers: [worker], resourcePersistencePath: persistence, cf: false, port: 0 }));
  await runtime.ready;
  const pid = begunHere('workerd').find((one) => !before.includes(one));
  if (pid === undefined) throw new Error('No workerd has begun.');
  return { runtime, cpu: () => cpuOf(pid) };
}

/** Records in the table of whichever object has most of them. */
function countIn(state: string, table: string, where = 'true'): number {
  const files = readdirSync(state, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sqlite') && !file.includes('metadata'));
  return Math.max(0, ...files.map((file) => counted(join(state, file), table, where)));
}

function counted(file: string, table: string, where = 'true'): number {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return Number(db.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${where}`).get()?.n);
  } catch {
    // Another object's tables.
    return 0;
  } finally {
    db.close();
  }
}

function wrangler(args: string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [WRANGLER, ...args], { cwd, env: { ...process.env, ...QUIET }, encoding: 'utf8' });
  if (status !== 0) throw new Error(`wrangler ${args[0]} failed:\n${stdout}\n${stderr}`);
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('close', () => resolve());
    child.kill('SIGTERM');
  });
}

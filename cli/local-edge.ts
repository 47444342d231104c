/**
 * The edge on this machine: where its state lies, its databases, and the Worker itself (workerd through `wrangler dev`). Each
 * content tree has a state of its own, for the logs of one are not those of another.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fingerprint, sha256 } from '../core/digest.ts';
import { archivePublications } from './archive.ts';
import { CannotRun, progress } from './outcome.ts';
import { filesOf } from './renderer.ts';
import { run } from './run.ts';
import { localSecrets, readToken } from './secrets.ts';
import type { StopOrders } from './stop-orders.ts';
import { ROOT } from './tree.ts';

const WRANGLER = join(ROOT, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
const QUIET = { WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false', CI: '1' };

/** Where the logs, the archive and the databases of a content tree lie. Its name says to people which tree that is. */
export function stateFolder(content: string): string {
  return join(ROOT, '.fairnotice', 'state', `${basename(content).replace(/[^\w.-]/g, '_')}-${sha256(content).slice(0, 12)}`);
}

/** Brings the local databases up to date. Nothing is started where no migration is new. */
export async function migrate(state: string): Promise<void> {
  const files = filesOf(join(ROOT, 'migrations')).sort();
  const key = fingerprint(files.map((file) => [file, readFileSync(file, 'utf8')]));
  if (files.length === 0 || remembers(state, 'migrated', key)) return;
  const { code, output } = await run([WRANGLER, 'd1', 'migrations', 'apply', 'INDEX', '--local', '--persist-to', state], ROOT, QUIET);
  if (code !== 0) throw new CannotRun(`The local database could not be set up.\n${output}`);
  remember(state, 'migrated', key);
}

/** Archives what the build publishes, and gives what there is to say about it. Nothing is asked where the last start archived the same. */
export async function archiveLocally(state: string, to: string, out: string, content: string): Promise<string> {
  const key = sha256(readFileSync(join(out, '_at', 'publications.json'), 'utf8'));
  const token = readToken(localSecrets(ROOT).token);
  if (!token || remembers(state, 'archived', key)) return '';
  const archived = await archivePublications({ to, token, out, content, progress: progress() });
  if (!archived.ok) return `What is published could not be archived: ${archived.detail}. The next start tries again.`;
  if (archived.differing.length > 0)
    return `Published here before with other words, and the local archive keeps those:\n${archived.differing.map(({ path }) => `  ${path}`).join('\n')}\nTo begin anew, stop and delete ${state}`;
  remember(state, 'archived', key);
  return '';
}

function remembers(state: string, what: string, key: string): boolean {
  try {
    return readFileSync(join(state, what), 'utf8') === key;
  } catch {
    return false;
  }
}

function remember(state: string, what: string, key: string): void {
  mkdirSync(state, { recursive: true });
  writeFileSync(join(state, what), key);
}

const HOUR = 3_600_000;

/** The hourly round (the log over all logs, retention): `wrangler dev` has no clock of its own for it. */
export function runHourly(origin: string): void {
  const round = (): void => void fetch(`${origin}/cdn-cgi/local/scheduled`).catch(() => undefined);
  setInterval(round, HOUR).unref();
  round();
}

export interface Serving {
  port: number;
  host: string;
  state: string;
  now: string | undefined;
  /** Where every visitor is: nothing is looked up on a laptop. */
  place: string;
}

/** Serves until an order to stop comes. `ready` is called when the Worker answers. */
export function serve({ port, host, state, now, place }: Serving, orders: StopOrders, ready: () => Promise<void>): Promise<void> {
  const args = [
    'dev',
    '--port',
    String(port),
    '--ip',
    host === 'localhost' ? '127.0.0.1' : host,
    '--persist-to',
    state,
    '--env-file',
    localSecrets(ROOT).vars,
    '--show-interactive-dev-session=false',
    '--log-level',
    'warn',
    '--inspector-port',
    '0',
    // Here, and only here: a deployment knows no such variables.
    ...Object.entries({ LOCAL: '1', FIXED_PLACE: place, ...(now ? { FIXED_NOW: now } : {}) }).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
  ];
  const child = spawn(process.execPath, [WRANGLER, ...args], { cwd: ROOT, env: { ...process.env, ...QUIET }, stdio: ['ignore', 'inherit', 'inherit'] });
  orders.obey(() => child.kill('SIGTERM'));
  const readied = waitFor(reachable(host, port), child).then((up) => (up ? ready() : undefined));
  return new Promise((resolve, reject) => {
    readied.catch((error: unknown) => {
      child.kill('SIGTERM');
      reject(error);
    });
    child.once('error', reject);
    child.once('close', (code, signal) =>
      orders.ended() || code === 0 || signal !== null ? resolve() : reject(new CannotRun(`The Worker stopped with status ${code}.`)),
    );
  });
}

/** How this machine reaches what listens at a host. */
export function reachable(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === 'localhost' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** Waits as long as the Worker lives: a busy machine may take minutes. @returns whether it answered. */
async function waitFor(origin: string, child: { exitCode: number | null; signalCode: string | null }): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    try {
      await fetch(`${origin}/robots.txt`);
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return false;
}

/** The real local server, `wrangler dev` with its storage in a folder: for tests that look into its files, or kill it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { TEST_SECRETS } from './secrets.ts';

export interface RealEdge {
  origin: string;
  process: ChildProcess;
  /** Ends it as one stops a server. */
  stop(): Promise<void>;
  /** Ends it and all that it started at once: nobody can finish anything. */
  kill(): Promise<void>;
}

/**
 * @param assets Folder of a built site.
 * @param state Folder of its storage.
 * @param port A free one; the same again keeps the address.
 * @param inspector Another one, at which the Worker's isolate can be looked into.
 */
export async function startRealEdge(assets: string, state: string, port: number, now?: string, inspector = 0): Promise<RealEdge> {
  const origin = `http://127.0.0.1:${port}`;
  const vars = { ...(now ? { FIXED_NOW: now } : {}), LOCAL: '1', ...TEST_SECRETS };
  const args = [
    'dev',
    '--port',
    String(port),
    '--ip',
    '127.0.0.1',
    '--inspector-port',
    String(inspector),
    '--persist-to',
    state,
    '--test-scheduled',
    '--log-level',
    'error',
  ];
  const given = Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`]);
  const env = { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' };
  const wrangler = join('node_modules', 'wrangler', 'bin', 'wrangler.js');
  // A group of its own, so that workerd dies with it.
  const child = spawn(process.execPath, [wrangler, ...args, '--assets', assets, ...given], { env, stdio: 'ignore', detached: true });
  const closed = once(child, 'close');
  while (child.exitCode === null && !(await answers(`${origin}/robots.txt`))) await new Promise((resolve) => setTimeout(resolve, 100));
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(signal === 'SIGKILL' ? -child.pid : child.pid, signal);
    await closed;
  };
  return { origin, process: child, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

function answers(address: string): Promise<boolean> {
  return fetch(address).then(
    ({ ok }) => ok,
    () => false,
  );
}

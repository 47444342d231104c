/** `npm start`: everything on one machine, served by the real Worker, without an account or a question. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Content } from '../../core/content.ts';
import { build } from '../build.ts';
import { CannotRun, typedInstant } from '../outcome.ts';
import { contentDir, ROOT, readTree } from '../tree.ts';

interface Options {
  content?: string;
  port: string;
  host: string;
  now?: string;
}

export function startCommand(): Command {
  return new Command('start')
    .description('Build the site, drafts included, and serve it with the real Worker.')
    .option('--content <dir>', 'content tree')
    .option('--port <port>', 'port to listen on', process.env.PORT ?? '8787')
    .option('--host <host>', 'address to listen on', process.env.HOST ?? 'localhost')
    .option('--now <instant>', 'pretend that it is this moment', process.env.FAIRNOTICE_NOW)
    .addHelpText('after', '\nExample:\n  PORT=9000 npm start\n')
    .action(start);
}

async function start(options: Options): Promise<void> {
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new CannotRun(`PORT is "${options.port}"; it takes a number from 1 to 65535.`);
  const now = options.now === undefined ? undefined : typedInstant('--now', options.now);
  const place = placeOf(process.env.PLACE ?? 'DE');
  await ensureFree(port, options.host);
  const origin = `http://${options.host.includes(':') ? `[${options.host}]` : options.host === '0.0.0.0' ? 'localhost' : options.host}:${port}`;
  const folder = contentDir(options.content);
  const orders = stopOrders();
  process.stdout.write('Building the site …\n');
  const built = await build({ content: folder, out: join(ROOT, 'dist'), drafts: true, origin, ...(now ? { now } : {}) });
  process.stdout.write(`Built ${built.files} files in ${(built.milliseconds / 1000).toFixed(1)} s. Starting the Worker …\n`);
  await serve({ port, host: options.host, now, place }, orders, () => process.stdout.write(`${addresses(readTree(folder), origin + built.base)}\n`));
}

interface StopOrders {
  /** What to do when one comes. Before anything is named, the process ends and takes the build with it. */
  obey(stop: () => void): void;
  /** Whether one came. No more are waited for. */
  ended(): boolean;
}

/** Milliseconds between two looks at who started us. */
const LOOK_EVERY = 500;

/**
 * Orders to stop: signals, and that npm is gone. Who kills npm by its id does not reach what npm started,
 * and a Worker that nobody knows of would hold the port.
 */
function stopOrders(): StopOrders {
  let obey = (): void => process.exit(143);
  let ordered = false;
  const order = (): void => {
    if (!ordered) obey();
    ordered = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, order);
  const family = ancestors();
  // Started by hand in the background, the command outlives its shell as any other does.
  const look = process.env.npm_execpath ? setInterval(() => ancestors() !== family && order(), LOOK_EVERY) : undefined;
  look?.unref();
  return {
    obey(stop) {
      obey = stop;
    },
    ended() {
      clearInterval(look);
      return ordered;
    },
  };
}

/** Who started this process, and who that one: npm puts a shell between, which may outlive it. */
function ancestors(): string {
  try {
    // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html; the name in brackets may hold anything.
    const [, grandparent] = readFileSync(`/proc/${process.ppid}/stat`, 'utf8')
      .replace(/^.*\)\s/s, '')
      .split(' ');
    return `${process.ppid} ${grandparent}`;
  } catch {
    return String(process.ppid);
  }
}

/** A port in use is said before the build, not after it. */
function ensureFree(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE'
          ? `Port ${port} is in use. Stop what listens there, or take another: PORT=${port + 1} npm start`
          : error.code === 'EACCES'
            ? `Port ${port} needs more rights. Take one above 1023: PORT=8787 npm start`
            : `Cannot listen on ${host}:${port}: ${error.message}`;
      reject(new CannotRun(why));
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

interface Serving {
  port: number;
  host: string;
  now: string | undefined;
  /** Where every visitor is: nothing is looked up on a laptop. */
  place: string;
}

function placeOf(place: string): string {
  if (!/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(place)) throw new CannotRun(`PLACE is "${place}"; it takes a country such as DE, or a region such as US-CA.`);
  return place;
}

function serve({ port, host, now, place }: Serving, orders: StopOrders, ready: () => void): Promise<void> {
  const bin = join(ROOT, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
  const args = [
    'dev',
    '--port',
    String(port),
    '--ip',
    host === 'localhost' ? '127.0.0.1' : host,
    '--persist-to',
    join(ROOT, '.wrangler', 'state'),
    '--show-interactive-dev-session=false',
    '--log-level',
    'warn',
    '--inspector-port',
    '0',
  ];
  const child = spawn(process.execPath, [bin, ...args, '--var', `FIXED_PLACE:${place}`, ...(now ? ['--var', `FIXED_NOW:${now}`] : [])], {
    cwd: ROOT,
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false', CI: '1' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  orders.obey(() => child.kill('SIGTERM'));
  void waitFor(port, host, child).then((up) => up && ready());
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) =>
      orders.ended() || code === 0 || signal !== null ? resolve() : reject(new CannotRun(`The Worker stopped with status ${code}.`)),
    );
  });
}

async function waitFor(port: number, host: string, child: { exitCode: number | null }): Promise<boolean> {
  const address = `http://${host === '0.0.0.0' || host === 'localhost' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}/robots.txt`;
  for (let attempt = 0; attempt < 300 && child.exitCode === null; attempt += 1) {
    try {
      await fetch(address);
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return false;
}

/** Where to look. */
function addresses(content: Content, origin: string): string {
  const lines = [['Start', origin]];
  for (const policy of content.policies) {
    lines.push([policy.settings.title[policy.settings.prevailing] ?? policy.id, `${origin}${policy.id}/`]);
    lines.push(['  its history', `${origin}${policy.id}/history/`]);
    const published = policy.versions.filter((version) => version.published);
    const [before, last] = published.slice(-2);
    if (before && last) lines.push([`  what ${last.id} changes`, `${origin}${policy.id}/compare/${before.id}..${last.id}/`]);
    for (const draft of policy.versions.filter((version) => !version.published)) lines.push([`  draft ${draft.id}`, `${origin}${policy.id}/${draft.id}/`]);
  }
  for (const { id } of content.sites) {
    lines.push([`Banner of ${id}, a demo page`, `${origin}demo/${id}/`]);
    lines.push(['  the tag to copy', `${origin}embed/${id}/`]);
  }
  const width = Math.max(...lines.map(([name = '']) => name.length)) + 2;
  return `\n${lines.map(([name = '', address = '']) => `  ${name.padEnd(width)}${address}`).join('\n')}\n\n  Stop with Ctrl+C.\n`;
}

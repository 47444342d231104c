/** `npm start`: everything on one machine, served by the real Worker, without an account or a question. */
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Content } from '../../core/content.ts';
import { build } from '../build.ts';
import { archiveLocally, migrate, reachable, runHourly, serve, stateFolder } from '../local-edge.ts';
import { CannotRun, typedInstant } from '../outcome.ts';
import { ensureSecrets, localSecrets } from '../secrets.ts';
import { stopOrders } from '../stop-orders.ts';
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
  const content = contentDir(options.content);
  const out = join(ROOT, 'dist');
  const state = stateFolder(content);
  const orders = stopOrders();
  say('Building the site …');
  ensureSecrets(localSecrets(ROOT));
  const [built] = await Promise.all([build({ content, out, drafts: true, origin, ...(now ? { now } : {}) }), migrate(state)]);
  say(`Built ${built.files} files in ${(built.milliseconds / 1000).toFixed(1)} s. Starting the Worker …`);
  await serve({ port, host: options.host, state, now, place }, orders, async () => {
    const notes = await archiveLocally(state, reachable(options.host, port) + built.base, out, content);
    if (notes) say(`\n${notes}`);
    runHourly(reachable(options.host, port));
    say(addresses(readTree(content), origin + built.base, state));
  });
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
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

function placeOf(place: string): string {
  if (!/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(place)) throw new CannotRun(`PLACE is "${place}"; it takes a country such as DE, or a region such as US-CA.`);
  return place;
}

/** Where to look. */
function addresses(content: Content, origin: string, state: string): string {
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
    lines.push(['  its public log', `${origin}log/${id}/checkpoint`]);
  }
  lines.push(['Log of what was published', `${origin}log/root/checkpoint`]);
  lines.push(['Check a receipt', `${origin}verify/`]);
  lines.push(['Forms for rights requests', `${origin}requests/`]);
  lines.push(['  their console, with the token', `${origin}operator/`]);
  lines.push(['  the mailbox of this machine', `${origin}dev/mail/`]);
  lines.push(['Operators’ token, in the file', localSecrets(ROOT).token]);
  lines.push(['Logs, archive and databases', state]);
  const width = Math.max(...lines.map(([name = '']) => name.length)) + 2;
  return `\n${lines.map(([name = '', address = '']) => `  ${name.padEnd(width)}${address}`).join('\n')}\n\n  Stop with Ctrl+C.\n`;
}

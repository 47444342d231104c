/** `fairnotice requests`: the upkeep of rights requests at a running site: rotation of the master key, and the replay after a restore. */
import { Command } from 'commander';
import type { Replayed, Rotation } from '../../core/requests/upkeep.ts';
import { CannotRun, print, progress } from '../outcome.ts';
import { readToken } from '../secrets.ts';
import { fromHere } from '../tree.ts';
import { replaySuppressions, rotateKeys, type UpkeepRequest } from '../upkeep.ts';

interface Options {
  to: string;
  tokenFile?: string;
  json?: boolean;
}

export function requestsCommand(): Command {
  return new Command('requests')
    .description('Upkeep of rights requests at a running site.')
    .addCommand(
      withOptions(new Command('rotate-keys'))
        .description('Wrap the keys of all requests by the main master key: the first one in REQUESTS_KEY. What they protect is not touched.')
        .action(rotate),
    )
    .addCommand(
      withOptions(new Command('replay-suppressions'))
        .description('After a restore of the database: erase again who was erased, end again what was ended, and tell other systems by webhook.')
        .action(replay),
    );
}

function withOptions(command: Command): Command {
  return command
    .requiredOption('--to <address>', 'the running site, such as https://privacy.example.org')
    .option('--token-file <file>', "file with the operators' token; without it the environment variable FAIRNOTICE_OPERATOR_TOKEN has the token")
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExample:\n  fairnotice requests ${command.name()} --to https://privacy.example.org --token-file ../operator-token\n`)
    .exitOverride();
}

async function rotate(options: Options): Promise<void> {
  const rotation = await rotateKeys(requestOf(options));
  print(options.json, rotation, rotationInWords(rotation));
  if (rotation.lost.length > 0 || rotation.left > 0) process.exitCode = 1;
}

async function replay(options: Options): Promise<void> {
  const replayed = await replaySuppressions(requestOf(options));
  print(options.json, replayed, replayInWords(replayed));
  if (replayed.open.length > 0) process.exitCode = 1;
}

function requestOf({ to, tokenFile }: Options): UpkeepRequest {
  if (!/^https?:\/\/./.test(to)) throw new CannotRun(`--to is "${to}"; it takes an address such as https://privacy.example.org.`);
  const token = tokenFile === undefined ? process.env.FAIRNOTICE_OPERATOR_TOKEN : readToken(fromHere(tokenFile));
  if (!token) throw new CannotRun(tokenFile ? `${tokenFile} holds no token.` : 'Name the file with the operators’ token: --token-file FILE.');
  return { to, token, progress: progress() };
}

export function rotationInWords({ master, rewrapped, left, lost }: Rotation): string {
  const lines = [`${rewrapped} keys were wrapped by the master key “${master}”.`];
  if (left > 0) lines.push(`${left} keys are left under another one. Run it again.`);
  for (const one of lost)
    lines.push(
      `${one.keys} keys can be opened by “${one.master}” alone, and REQUESTS_KEY has no such key. Put it back behind the main one, or what those keys protect stays closed.`,
    );
  if (left === 0 && lost.length === 0) lines.push('No other master key is needed any more: take it out of REQUESTS_KEY.');
  return lines.join('\n');
}

export function replayInWords({ suppressions, erased, open }: Omit<Replayed, 'cursor'>): string {
  const lines = [`${suppressions} entries were replayed: ${erased} requests had come back with their contents, which are erased again.`];
  if (open.length > 0)
    lines.push(
      `The backup shows these requests as open although their person was erased later: ${open.join(', ')}. Look at each: its end was lost with what came after the backup.`,
    );
  return lines.join('\n');
}

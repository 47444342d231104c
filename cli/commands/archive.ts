/** `fairnotice archive`: keeps what a build publishes in the archive of a running site, for ever. */
import { join } from 'node:path';
import { Command } from 'commander';
import { type Archived, archivePublications } from '../archive.ts';
import { CannotRun, print, progress } from '../outcome.ts';
import { readToken } from '../secrets.ts';
import { contentDir, fromHere, ROOT } from '../tree.ts';

interface Options {
  to: string;
  tokenFile?: string;
  out?: string;
  content?: string;
  json?: boolean;
}

export function archiveCommand(): Command {
  return new Command('archive')
    .description('Send the notices, banner builds, seals and texts of a build to the archive of a running site. What is there already is not sent.')
    .requiredOption('--to <address>', 'the running site, such as https://privacy.example.org')
    .option('--token-file <file>', "file with the operators' token; without it the environment variable FAIRNOTICE_OPERATOR_TOKEN has the token")
    .option('--out <dir>', 'folder of the built site', process.env.FAIRNOTICE_OUT)
    .option('--content <dir>', 'content tree')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  fairnotice archive --to https://privacy.example.org --token-file ../operator-token\n')
    .action(archive);
}

async function archive(options: Options): Promise<void> {
  if (!/^https?:\/\/./.test(options.to)) throw new CannotRun(`--to is "${options.to}"; it takes an address such as https://privacy.example.org.`);
  const token = options.tokenFile === undefined ? process.env.FAIRNOTICE_OPERATOR_TOKEN : readToken(fromHere(options.tokenFile));
  if (!token) throw new CannotRun(options.tokenFile ? `${options.tokenFile} holds no token.` : 'Name the file with the operators’ token: --token-file FILE.');
  const out = options.out ? fromHere(options.out) : join(ROOT, 'dist');
  const archived = await archivePublications({ to: options.to, token, out, content: contentDir(options.content), progress: progress() });
  print(options.json, archived, archivedInWords(options.to, archived));
  if (!archived.ok) process.exitCode = 2;
  else if (archived.differing.length > 0) process.exitCode = 1;
}

export function archivedInWords(to: string, archived: Archived): string {
  if (!archived.ok)
    return `${to} took nothing: ${{ unreachable: 'it does not answer', 'no-archive': 'it has no archive yet', 'wrong-token': 'this is not its operators’ token' }[archived.reason]} (${archived.detail}).`;
  const { listed, sent, later, differing } = archived;
  const lines = [
    `${listed} files are published for ever: ${sent} sent to the archive now${later > 0 ? `, ${later} of a new site wait for its deployment` : ''}.`,
  ];
  for (const { path, sha256 } of differing)
    lines.push(
      `${path} was published with other bytes (SHA-256 ${sha256}), and the archive keeps those. What was published may not change: publish a version of its own.`,
    );
  return lines.join('\n');
}

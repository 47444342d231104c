/** `fairnotice build`: the static site from a content tree. */

import { join } from 'node:path';
import { Command } from 'commander';
import { build, limitInWords } from '../build.ts';
import { print, typedInstant } from '../outcome.ts';
import { contentDir, fromHere, ROOT } from '../tree.ts';

interface Options {
  content?: string;
  out?: string;
  now?: string;
  drafts?: boolean;
  force?: boolean;
  json?: boolean;
}

export function buildCommand(): Command {
  return new Command('build')
    .description('Build the site. Fails where a published word differs from its seal.')
    .option('--content <dir>', 'content tree')
    .option('--out <dir>', 'where the site goes', process.env.FAIRNOTICE_OUT)
    .option('--now <instant>', 'build for this moment instead of now, such as 2027-01-01T00:00:00Z', process.env.FAIRNOTICE_NOW)
    .option('--drafts', 'show drafts: for your own eyes')
    .option('--force', 'keep nothing of the last build')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  fairnotice build --content ../our-policies --out public\n')
    .action(async (options: Options) => {
      const built = await build({
        content: contentDir(options.content),
        out: options.out ? fromHere(options.out) : join(ROOT, 'dist'),
        drafts: options.drafts ?? false,
        force: options.force ?? false,
        ...(options.now ? { now: typedInstant('--now', options.now) } : {}),
      });
      print(
        options.json,
        { ok: true, ...built },
        `${built.files} files in ${built.out}, ${(built.milliseconds / 1000).toFixed(1)} s${built.unchanged ? '; nothing had changed' : ''}.${limitInWords(built.files)}`,
      );
    });
}

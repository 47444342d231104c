/** `fairnotice withdraw` and `fairnotice mistake`: a published version is taken back, and stays in the history. */
import { Command } from 'commander';
import type { Policy, Version } from '../../core/content.ts';
import { instant, wholeSecond } from '../../core/dates.ts';
import { publishedFile, withEntry } from '../../core/publishing.ts';
import { CannotRun, print } from '../outcome.ts';
import { contentDir, findPolicy, findVersion, readTree, writeFiles } from '../tree.ts';

interface Options {
  reason: string;
  by: string;
  content?: string;
  json?: boolean;
}

export function withdrawCommand(): Command {
  return command('withdraw', 'Withdraw an announced version before it comes into force. It stays in the history, marked.', (version, now) => {
    if (version.effective <= now)
      throw new CannotRun(
        `${version.id} is in force already; it cannot be withdrawn any more. Where it was a mistake: fairnotice mistake ${version.policy} ${version.id}`,
      );
  });
}

export function mistakeCommand(): Command {
  return command(
    'mistake',
    'Mark a version that was published by mistake. From now on the one before it is in force again; both stay in the history.',
    (version, now) => {
      if (version.effective > now) throw new CannotRun(`${version.id} is not in force yet; withdraw it: fairnotice withdraw ${version.policy} ${version.id}`);
    },
  );
}

function command(name: 'withdraw' | 'mistake', description: string, check: (version: Version, now: string) => void): Command {
  return new Command(name)
    .description(description)
    .argument('<policy>', 'the policy')
    .argument('<version>', 'the version')
    .requiredOption('--reason <text>', 'why, for readers')
    .requiredOption('--by <name>', 'who decided')
    .option('--content <dir>', 'content tree')
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExample:\n  fairnotice ${name} privacy 2027-01-01 --reason "A recipient was left out." --by "Legal department"\n`)
    .action((policyId: string, versionId: string, options: Options) => {
      const folder = contentDir(options.content);
      const content = readTree(folder);
      const policy: Policy = findPolicy(content, policyId);
      const version = findVersion(policy, versionId);
      if (!version.published) throw new CannotRun(`${policyId} ${versionId} is a draft; delete its folder where it is not wanted.`);
      if (version.withdrawn ?? version.mistaken) throw new CannotRun(`${policyId} ${versionId} was taken back already.`);
      const now = instant(wholeSecond(new Date().toISOString()));
      check(version, now);
      const entry = { ...version.published, [name === 'withdraw' ? 'withdrawn' : 'mistaken']: { at: now, by: options.by, reason: options.reason } };
      writeFiles(folder, [publishedFile(withEntry(content.published, entry))]);
      print(
        options.json,
        { ok: true, entry },
        `${policyId} ${versionId} is marked as ${name === 'withdraw' ? 'withdrawn' : 'a mistake'}. It stays in the history with its reason.`,
      );
    });
}

/** `fairnotice correct`: facts that were published wrongly beside the words are put right, and readers see that they were. */
import { Command } from 'commander';
import { wholeSecond } from '../../core/dates.ts';
import { type CorrectionPlan, planCorrection } from '../../core/publishing.ts';
import { CannotRun, print } from '../outcome.ts';
import { contentDir, findPolicy, findVersion, readTree, writeFiles } from '../tree.ts';

interface Options {
  reason: string;
  by: string;
  content?: string;
  json?: boolean;
}

export function correctCommand(): Command {
  return new Command('correct')
    .description('Correct what was published beside the words (summary, material, announced, …): first in the front matter, then by this command.')
    .argument('<policy>', 'the policy')
    .argument('[version]', 'the version; every version whose facts were edited by default')
    .requiredOption('--reason <text>', 'why, for readers')
    .requiredOption('--by <name>', 'who decided')
    .option('--content <dir>', 'content tree')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nWhat was published stays in published.json and beside the text. Words are never corrected, nor the day on which a version begins.' +
        '\n\nExample:\n  fairnotice correct privacy 2027-01-01 --reason "The summary named a wrong number." --by "Legal department"\n',
    )
    .action(correct);
}

function correct(policyId: string, versionId: string | undefined, options: Options): void {
  const folder = contentDir(options.content);
  const content = readTree(folder);
  const policy = findPolicy(content, policyId);
  const versions = versionId === undefined ? policy.versions : [findVersion(policy, versionId)];
  const now = wholeSecond(new Date().toISOString());
  const plan = planCorrection(content, policy, versions, { now, by: options.by, reason: options.reason });
  if (!plan.ok) throw new CannotRun(refusalInWords(`${policyId}${versionId === undefined ? '' : ` ${versionId}`}`, policyId, plan.refusal));
  writeFiles(folder, plan.files);
  const lines = plan.corrected.map(({ entry, changes }) => `  ${entry.version}  ${[...new Set(changes.map(({ field }) => field))].join(', ')}`);
  print(
    options.json,
    { ok: true, entries: plan.corrected.map(({ entry }) => entry), files: plan.files.map(({ path }) => path) },
    `Corrected ${policyId}. Readers see what it was and why.\n${lines.join('\n')}\nCommit published.json with the files that you edited.`,
  );
}

function refusalInWords(name: string, policy: string, refusal: Extract<CorrectionPlan, { ok: false }>['refusal']): string {
  switch (refusal.reason) {
    case 'nothing-moved':
      return `${name} says beside its words what was published; there is nothing to correct. Edit the front matter first.`;
    case 'fixed':
      return `${refusal.field} of ${policy} ${refusal.version} was published as ${refusal.was}, and readers have relied on it: it is never corrected. Restore it.`;
  }
}

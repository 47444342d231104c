/** `fairnotice import`: a policy from a file, or from the git history of a file. */
import { join } from 'node:path';
import { Command } from 'commander';
import { diskReader } from '../../core/files.ts';
import { ImportError, importFile, importGit, reportInWords, writePlan } from '../import/index.ts';
import { CannotRun, print, progress } from '../outcome.ts';
import { contentDir, fromHere, ROOT, writeFiles } from '../tree.ts';

interface Options {
  policy: string;
  version?: string;
  git?: string;
  path?: string;
  branch?: string;
  locale?: string;
  kind?: string;
  title?: string;
  base?: string;
  organisation?: string;
  domain?: string;
  sourceName?: string;
  dryRun?: boolean;
  content?: string;
  json?: boolean;
}

export function importCommand(): Command {
  return new Command('import')
    .description('Take over a policy: a file (text, HTML, Markdown, MDX) as a draft, or the git history of a file as published versions.')
    .argument('[file]', 'the file to take over')
    .requiredOption('--policy <policy>', 'name of the policy here')
    .option('--version <date>', 'of a file: the day from which it is in force')
    .option('--git <repository>', 'folder of a git repository, bare or not')
    .option('--path <path>', 'with --git: the file in it')
    .option('--branch <branch>', 'with --git: the branch; its default one otherwise')
    .option('--locale <tag>', 'language of the text')
    .option('--kind <kind>', 'privacy, cookies, terms or other')
    .option('--title <title>', 'title where the source names none')
    .option('--base <address>', 'where the source was published, to complete relative links')
    .option('--source-name <name>', 'with --git: how the source is called in published.json')
    .option('--organisation <name>', 'into an empty folder: name of the organisation')
    .option('--domain <domain>', 'into an empty folder: a domain that it holds')
    .option('--dry-run', 'say what would be done and write nothing')
    .option('--content <dir>', 'content tree')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  fairnotice import old-policy.html --policy privacy --version 2027-01-01\n  fairnotice import --git ../policies --path privacy.md --policy privacy --content ../ours --organisation "Example Ltd" --domain example.org\n',
    )
    .action(run);
}

async function run(file: string | undefined, options: Options): Promise<void> {
  const folder = contentDir(options.content);
  const { git, path, version, dryRun, json, content: _content, ...common } = options;
  const shared = { ...common, content: diskReader(folder), defaults: diskReader(join(ROOT, 'content')), progress: progress() };
  try {
    if (git !== undefined && (file !== undefined || version !== undefined))
      throw new CannotRun('Name either a file with --version, or --git with --path; versions of a history get their dates from it.');
    if (git !== undefined && path === undefined) throw new CannotRun('Name the file in the repository: --path privacy.md');
    if (git === undefined && (file === undefined || version === undefined))
      throw new CannotRun('Name a file and --version DATE, or --git REPOSITORY --path PATH.');
    const plan =
      git !== undefined
        ? await importGit({ ...shared, repository: fromHere(git), path: path ?? '' })
        : importFile({ ...shared, file: fromHere(file ?? ''), version: version ?? '' });
    if (!dryRun) await writePlan(plan, { write: (to, text) => writeFiles(folder, [{ path: to, text }]) });
    print(json, plan.report, reportInWords(plan.report));
  } catch (error) {
    if (error instanceof ImportError) throw new CannotRun(error.message);
    throw error;
  }
}

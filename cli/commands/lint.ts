/** `fairnotice lint`: what is wrong or missing in the policies of a tree, or in any text file. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { Command, Option } from 'commander';
import { POLICY_KINDS, type PolicyKind } from '../../core/vocabulary.ts';
import { formatGithub } from '../lint/format/github.ts';
import { formatJson } from '../lint/format/json.ts';
import { formatText } from '../lint/format/text.ts';
import { exitStatus, type Finding, lintOrganisation, lintSite, lintWithReport, RULE_REGIMES, type RuleRegime, type SkippedRule } from '../lint/index.ts';
import type { Format, LintInput, LintOptions } from '../lint/input.ts';
import { lintedSites, lintInputs } from '../lint-tree.ts';
import { CannotRun } from '../outcome.ts';
import { contentDir, fromHere, readTree } from '../tree.ts';

interface Options {
  content?: string;
  format: 'text' | 'json' | 'github';
  json?: boolean;
  unchecked?: boolean;
  all?: boolean;
  regime?: string;
  kind?: PolicyKind;
  locale: string;
}

export function lintCommand(): Command {
  return new Command('lint')
    .description('Check policies for slips of form and for what the laws ask for. Exits with 1 where an error or a warning stands that nobody accepted.')
    .argument('[path...]', 'files (md, mdx, txt) outside a content tree, or paths inside it; the whole tree by default')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json', 'github']).default('text'))
    .option('--json', 'the same as --format json')
    .option('--unchecked', 'also rules whose law nobody has checked in the statute yet')
    .option('--all', 'also versions that are replaced already')
    .option('--regime <ids>', `for files outside a tree: laws to check against (${RULE_REGIMES.join(', ')})`)
    .addOption(new Option('--kind <kind>', 'for files outside a tree').choices(POLICY_KINDS))
    .option('--locale <tag>', 'for files outside a tree: their language', 'en')
    .option('--content <dir>', 'content tree')
    .addHelpText('after', '\nExamples:\n  fairnotice lint\n  fairnotice lint ../site/privacy.md --regime eu,uk --kind privacy\n')
    .action(lint);
}

function lint(paths: string[], options: Options): void {
  const folder = contentDir(options.content);
  const today = new Date().toISOString().slice(0, 10);
  const lintOptions: LintOptions = {
    today,
    unchecked: options.unchecked ?? false,
    ...(options.regime ? { regimes: regimesOf(options.regime) } : {}),
    ...(options.kind ? { kind: options.kind } : {}),
  };
  const outside = paths.map(fromHere).filter((path) => relative(folder, path).startsWith('..'));
  const inside = paths.map(fromHere).filter((path) => !outside.includes(path));
  const findings: Finding[] = [];
  const skipped: SkippedRule[] = [];
  const take = (input: LintInput): void => {
    const report = lintWithReport(input, lintOptions);
    findings.push(...report.findings);
    skipped.push(...report.skipped);
  };
  for (const path of outside) take(fileInput(path, options.locale));
  if (paths.length === 0 || inside.length > 0) {
    const organisation = join(folder, 'organisation.json');
    const content = readTree(folder);
    const isWanted = (path: string): boolean => inside.length === 0 || inside.some((prefix) => join(folder, path).startsWith(prefix));
    const shown = (path: string): string => relative(process.env.INIT_CWD ?? process.cwd(), path) || path;
    if (inside.length === 0) findings.push(...lintOrganisation(shown(organisation), readFileSync(organisation, 'utf8')));
    const sites = Object.entries(lintedSites(content, today)).filter(([path]) => isWanted(path));
    for (const [path, site] of sites) findings.push(...lintSite(shown(join(folder, path)), readFileSync(join(folder, path), 'utf8'), site));
    const inputs = lintInputs(content, { all: options.all ?? inside.length > 0, now: new Date().toISOString() });
    const wanted = inputs.filter(({ path }) => isWanted(path));
    if (inside.length > 0 && wanted.length === 0 && sites.length === 0) throw new CannotRun(`No policy text or site lies at ${inside.join(', ')}.`);
    for (const input of wanted) take({ ...input, path: shown(join(folder, input.path)) });
  }
  const format = options.json ? 'json' : options.format;
  process.stdout.write(format === 'json' ? formatJson(findings, skipped) : format === 'github' ? formatGithub(findings) : formatText(findings, skipped));
  process.exitCode = exitStatus(findings);
}

function fileInput(path: string, locale: string): LintInput {
  if (!existsSync(path) || !statSync(path).isFile()) throw new CannotRun(`There is no file ${path}.`);
  const formats: Record<string, Format> = { '.md': 'md', '.markdown': 'md', '.mdx': 'mdx', '.txt': 'txt' };
  const format = formats[extname(path).toLowerCase()];
  if (!format) throw new CannotRun(`${path} is neither Markdown, MDX nor text. Convert it first: fairnotice import ${path} --policy NAME --version DATE`);
  return { path: relative(process.env.INIT_CWD ?? process.cwd(), path), source: readFileSync(path, 'utf8'), format, locale };
}

function regimesOf(list: string): RuleRegime[] {
  return list.split(',').map((name) => {
    const found = RULE_REGIMES.find((known) => known === name.trim());
    if (!found) throw new CannotRun(`--regime names ${name}; known are ${RULE_REGIMES.join(', ')}.`);
    return found;
  });
}

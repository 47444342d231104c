/** `fairnotice new`: a policy, a version, a site with a banner or a whole content tree to begin with. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import type { ZodType } from 'zod';
import { splitFrontMatter } from '../../core/content.ts';
import type { FileToWrite } from '../../core/publishing.ts';
import { localeSchema, organisationOn, organisationSchema, siteSchema, slugSchema, versionIdSchema } from '../../core/schemas.ts';
import { inForceAt } from '../../core/versions.ts';
import { POLICY_KINDS } from '../../core/vocabulary.ts';
import { beginOrganisation } from '../begin-organisation.ts';
import { firstText } from '../first-text.ts';
import { CannotRun, print } from '../outcome.ts';
import { contentDir, ensureTree, findPolicy, readTree, writeFiles } from '../tree.ts';

interface Options {
  content?: string;
  json?: boolean;
  locale?: string;
  kind?: string;
  title?: string;
  organisation?: string;
  domain?: string;
  origin?: string[];
  policy?: string;
}

export function newCommand(): Command {
  // Before the commands below it are made: they take it over.
  const command = new Command('new').exitOverride().description('Make a content tree, a policy, a version or a site to begin with.');
  const withOptions = (sub: Command): Command => sub.option('--content <dir>', 'content tree').option('--json', 'print JSON');
  withOptions(command.command('organisation'))
    .description('Begin a content tree: organisation.json with what is known, and a list of what is not.')
    .requiredOption('--organisation <name>', 'name that readers know')
    .requiredOption('--domain <domain>', 'a domain that the organisation holds')
    .option('--locale <tag>', 'first language', 'en')
    .addHelpText('after', '\nExample:\n  fairnotice new organisation --content ../our-policies --organisation "Example Ltd" --domain example.org\n')
    .action((options: Options) => finish(options, newOrganisation(contentDir(options.content), options)));
  withOptions(command.command('policy'))
    .description('Add a policy without a version.')
    .argument('<policy>', 'its name in addresses, such as privacy')
    .option('--kind <kind>', POLICY_KINDS.join(', '))
    .option('--title <title>', 'its title')
    .option('--locale <tag>', 'its prevailing language')
    .addHelpText('after', '\nExample:\n  fairnotice new policy privacy --title "Privacy policy"\n')
    .action((policy: string, options: Options) => finish(options, newPolicy(contentDir(options.content), policy, options)));
  withOptions(command.command('version'))
    .description('Begin a version: a copy of the words before it, in every language that they have.')
    .argument('<policy>', 'the policy')
    .argument('<version>', 'the day from which it is in force, such as 2027-01-01')
    .addHelpText('after', '\nExample:\n  fairnotice new version privacy 2027-01-01\n')
    .action((policy: string, version: string, options: Options) => finish(options, newVersion(contentDir(options.content), policy, version)));
  withOptions(command.command('site'))
    .description('Add the settings of a site that embeds the consent banner.')
    .argument('<site>', 'its name in addresses')
    .requiredOption('--origin <origin...>', 'where its pages are, such as https://www.example.org')
    .option('--policy <policy>', 'the policy that a choice is about; the privacy policy by default')
    .addHelpText('after', '\nExample:\n  fairnotice new site shop --origin https://shop.example\n')
    .action((site: string, options: Options) => finish(options, newSite(contentDir(options.content), site, options), nextForSite(site)));
  return command;
}

function finish(options: Options, files: FileToWrite[], next = ''): void {
  const folder = contentDir(options.content);
  const there = files.filter(({ path }) => existsSync(join(folder, path)));
  if (there.length > 0) throw new CannotRun(`${there.map(({ path }) => join(folder, path)).join(', ')} is there already; nothing was written.`);
  writeFiles(folder, files);
  print(options.json, { ok: true, files: files.map(({ path }) => path) }, `Wrote ${files.map(({ path }) => join(folder, path)).join('\n      ')}${next}`);
}

/** @throws with what is wrong with a draft, field by field. */
function mustFit(schema: ZodType, draft: unknown): void {
  const checked = schema.safeParse(draft);
  if (!checked.success) throw new CannotRun(checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
}

/** Only what is known: its origins and its policy. It asks about nothing until somebody says what it does. */
export function newSite(folder: string, site: string, { origin = [], policy }: Options): FileToWrite[] {
  if (!slugSchema.safeParse(site).success) throw new CannotRun(`${site} cannot stand in an address; use lower case letters, digits and single hyphens.`);
  firstLocale(folder);
  const draft = { origins: origin, policy: policy ?? privacyPolicy(folder), categories: [], services: [] };
  mustFit(siteSchema, draft);
  const known = policiesOf(folder);
  if (!known.includes(draft.policy))
    throw new CannotRun(
      `There is no policy ${draft.policy}. ${known.length > 0 ? `There are: ${known.join(', ')}` : 'Make it first: fairnotice new policy privacy'}`,
    );
  return [{ path: `sites/${site}.json`, text: json(draft) }];
}

function nextForSite(site: string): string {
  return [
    '',
    'It asks about nothing yet, so there is no banner. Next:',
    `  1. Name in sites/${site}.json what its pages use: \`services\` (ids of docs/catalogue.md) and the \`categories\` that these need.`,
    '  2. Check: fairnotice lint',
    `  3. See it: npm start, then /demo/${site}/`,
    `  4. Copy the tag from /embed/${site}/`,
  ].join('\n');
}

function policiesOf(folder: string): string[] {
  const policies = join(folder, 'policies');
  return existsSync(policies) ? readdirSync(policies).filter((name) => existsSync(join(policies, name, 'policy.json'))) : [];
}

function privacyPolicy(folder: string): string {
  const kindOf = (policy: string): unknown => (JSON.parse(readFileSync(join(folder, 'policies', policy, 'policy.json'), 'utf8')) as { kind?: unknown }).kind;
  return policiesOf(folder).find((policy) => kindOf(policy) === 'privacy') ?? 'privacy';
}

export function newOrganisation(folder: string, { organisation: name = '', domain = '', locale = 'en' }: Options): FileToWrite[] {
  const draft = beginOrganisation({ name, domain, locale });
  mustFit(organisationSchema, draft);
  if (existsSync(folder) && readdirSync(folder).includes('organisation.json')) throw new CannotRun(`${folder} is a content tree already.`);
  return [
    { path: 'organisation.json', text: json(draft) },
    { path: 'cookies.json', text: json({ entries: [] }) },
    { path: 'published.json', text: json({ versions: [] }) },
  ];
}

/** Works before the tree is whole, so it reads organisation.json by itself. */
export function newPolicy(folder: string, policy: string, options: Options): FileToWrite[] {
  if (!slugSchema.safeParse(policy).success) throw new CannotRun(`${policy} cannot stand in an address; use lower case letters, digits and single hyphens.`);
  const kind = options.kind ?? (POLICY_KINDS as readonly string[]).find((known) => known === policy) ?? 'other';
  if (!(POLICY_KINDS as readonly string[]).includes(kind)) throw new CannotRun(`--kind is ${kind}; it can be ${POLICY_KINDS.join(', ')}.`);
  const prevailing = options.locale ?? firstLocale(folder);
  if (!localeSchema.safeParse(prevailing).success) throw new CannotRun(`--locale is ${prevailing}; it takes a language tag such as en or pt-BR.`);
  const title = options.title ?? `${policy[0]?.toUpperCase()}${policy.slice(1).replaceAll('-', ' ')} policy`;
  return [{ path: `policies/${policy}/policy.json`, text: json({ kind, title: { [prevailing]: title }, prevailing }) }];
}

export function newVersion(folder: string, policyId: string, version: string): FileToWrite[] {
  const named = versionIdSchema.safeParse(version);
  if (!named.success) throw new CannotRun(`${version} is no name for a version; it takes ${named.error.issues[0]?.message}.`);
  const settings = join(folder, 'policies', policyId, 'policy.json');
  if (!existsSync(settings)) throw new CannotRun(`There is no policy ${policyId} in ${folder}. Make it: fairnotice new policy ${policyId}`);
  const { title, prevailing } = JSON.parse(readFileSync(settings, 'utf8')) as { title: Record<string, string>; prevailing: string };
  const hasVersions = readdirSync(join(folder, 'policies', policyId)).some((name) => versionIdSchema.safeParse(name).success);
  if (!hasVersions)
    return [
      { path: `policies/${policyId}/${version}/${prevailing}.mdx`, text: firstText(title[prevailing] ?? policyId, servesLaws(folder, version.slice(0, 10))) },
    ];
  const policy = findPolicy(readTree(folder), policyId);
  const before = inForceAt(policy.versions, `${version.slice(0, 10)}T23:59:59Z`) ?? policy.versions.at(-1);
  // A second version on a day names the instant at which it begins; noon is a proposal.
  const effective = version.length > 10 ? [`effective: ${version.slice(0, 10)}T12:00:00Z`] : [];
  return Object.values(before?.translations ?? {}).map(({ locale, mdxPath, frontMatter }) => {
    const { body } = splitFrontMatter(readFileSync(join(folder, mdxPath), 'utf8'));
    const fields =
      locale === prevailing
        ? ['# What changed, in one or two sentences for readers. `publish` asks for it.', 'summary: ""', 'cause: wording', 'material: false', ...effective]
        : ['summary: ""'];
    return {
      path: `policies/${policyId}/${version}/${locale}.mdx`,
      text: `---\ntitle: ${JSON.stringify(frontMatter.title)}\n${fields.join('\n').replaceAll('summary: ""', '# summary:')}\n---\n${body}`,
    };
  });
}

/** Rights and deadlines come from the table of laws, once the organisation says which it serves. */
function servesLaws(folder: string, date: string): boolean {
  const read = organisationSchema.safeParse(JSON.parse(readFileSync(join(folder, 'organisation.json'), 'utf8')));
  return read.success && organisationOn(read.data, date).regimes.length > 0;
}

function firstLocale(folder: string): string {
  ensureTree(folder);
  return (JSON.parse(readFileSync(join(folder, 'organisation.json'), 'utf8')) as { locales?: string[] }).locales?.[0] ?? 'en';
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

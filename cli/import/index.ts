/**
 * `fairnotice import`: a policy from a file, or from a git repository's history of a file. Planning
 * reads and decides, writing writes: nothing is touched before the whole result has been read back as
 * the site would read it.
 */
import { readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { type Content, ContentError, type ContentReader, loadContent, type Policy, type Version } from '../../core/content.ts';
import { renderEdition } from '../../core/editions.ts';
import { PHRASING } from '../../core/phrasing.ts';
import { type Article, readArticle } from '../../core/policy/article.ts';
import type { ComponentContext } from '../../core/policy/components/context.ts';
import { renderArticle } from '../../core/policy/render.ts';
import { type FileToWrite, newEntry, publishedFile, sealTranslation, withEntry } from '../../core/publishing.ts';
import { dateSchema, type Organisation, organisationOn, type PublishedVersion, versionIdSchema } from '../../core/schemas.ts';
import { declaredDates } from './dates.ts';
import { decodeText } from './decode.ts';
import { Git } from './git.ts';
import { readHistory } from './git-history.ts';
import { ImportError } from './import-error.ts';
import { excerpt } from './notes.ts';
import { type ImportReport, versionReport } from './report.ts';
import { type Converted, FORMATS, type Format, formatOf, toMdx } from './to-mdx.ts';
import { type ContentWriter, check, mdxFile, overlay, type Place, placeIn, policyFile, type TreeOptions, versionsIn } from './tree.ts';
import { type PlannedVersion, planVersions } from './versions.ts';

export { ImportError, type ImportFailure } from './import-error.ts';
export { type ImportReport, reportInWords } from './report.ts';
export { type ContentWriter, overlay } from './tree.ts';

export type Progress = (done: number, total: number, what: string) => void;

interface CommonOptions extends TreeOptions {
  /** Wording that the tree does not have: the product's own content. */
  defaults: ContentReader;
  /** `text`, `html`, `markdown` or `mdx`. Default: by the file's name, else its look. */
  format?: string;
  /** Title where the source names none. */
  title?: string;
  /** Address of the source as it was published, to complete relative links. */
  base?: string;
  progress?: Progress;
}

export interface ImportFileOptions extends CommonOptions {
  file: string;
  /** The day from which the text is in force. */
  version: string;
}

export interface ImportGitOptions extends CommonOptions {
  /** Folder of a repository, bare or not. */
  repository: string;
  /** The file, as the branch has it today, or had it last. */
  path: string;
  branch?: string;
  /** How the source is called in `published.json`. Default: the repository's address, else its folder's name. */
  sourceName?: string;
}

export interface ImportPlan {
  files: FileToWrite[];
  report: ImportReport;
}

/** Writes what was planned, seals and texts first and `published.json` last, so that it never names what is not there. */
export async function writePlan(plan: ImportPlan, writer: ContentWriter): Promise<void> {
  for (const { path, text } of plan.files) await writer.write(path, text);
}

/** Plans the import of one text as a draft. */
export function importFile(options: ImportFileOptions): ImportPlan {
  const { content, policy, version } = options;
  check(versionIdSchema.safeParse(version).success, `--version ${version} is no version: write the day from which the text is in force, such as 2027-01-01.`);
  check(
    dateSchema.safeParse(version).success,
    `--version ${version} is a second version on a day; import it as ${version.slice(0, 10)} where that day is free, or make it with \`fairnotice new version\`.`,
  );
  const place = placeIn(options);
  const { locale } = place;
  const path = `policies/${policy}/${version}/${locale}.mdx`;
  if (content.read(path) !== undefined)
    throw new ImportError('exists', `${path} is there already, and an import replaces nothing. Remove it first if it is a draft, or choose another --version.`);
  if (place.settings && place.settings.prevailing !== locale && content.read(`policies/${policy}/${version}/${place.settings.prevailing}.mdx`) === undefined) {
    throw new ImportError(
      'content',
      `${policy} ${version} has no text in ${place.settings.prevailing}, its prevailing language. Import that one first, then its translation.`,
    );
  }
  const source = readSourceFile(options.file);
  const converted = convert(source, options.file, options);
  assertWords(converted, options.file);
  const files = [...place.files, ...policyFile(policy, place, converted.title), mdxFile(path, { title: converted.title }, converted.body)];
  const tree = readTree(overlay(content, files), options);
  const edition = tree.content.policies.find(({ id }) => id === policy);
  const written = edition?.versions.find(({ id }) => id === version);
  const article = edition && written ? readDraft(tree.content, edition, written, locale) : undefined;
  const dates = declaredDates(article?.blocks.map(({ text }) => text) ?? []).map(
    ({ words }) => `the text names a date of its own, “${excerpt(words)}”; the site shows the version's date, so it can go`,
  );
  return {
    files,
    report: {
      policy,
      locale,
      source: options.file,
      commits: 0,
      versions: [{ id: version, title: converted.title, renamed: {}, commits: [], notes: converted.notes }],
      folded: [],
      datesNotMoved: [],
      remarks: [...place.remarks, ...dates],
      files: files.map((file) => file.path),
      published: false,
    },
  };
}

/** Plans the import of a file's whole history, published and sealed as what others kept. */
export async function importGit(options: ImportGitOptions): Promise<ImportPlan> {
  const { content, policy } = options;
  const place = placeIn(options);
  const present = versionsIn(content, policy);
  if (present.length > 0)
    throw new ImportError(
      'exists',
      `policies/${policy} has versions already (${present.slice(0, 3).join(', ')}${present.length > 3 ? ', …' : ''}), and a history cannot be put under them. Give another --policy.`,
    );
  const history = await readHistory(options);
  const context = contextOf(place);
  const { versions, folded } = planVersions(history.commits, {
    timeZone: place.organisation.timeZone ?? 'UTC',
    convert: (source, path) => convert(source, path, options),
    read: (converted) => read(converted, context, place.locale),
    ...(options.progress ? { progress: options.progress } : {}),
  });
  const newest = versions.at(-1);
  if (!newest) throw new ImportError('empty', `${options.path} had no words in any of its ${history.commits.length} commits.`);
  const source = `${options.sourceName ?? (await sourceName(options.repository))}:${options.path}`;
  const texts = versions.map((version) => mdxOf(version, policy, place.locale));
  const drafts = [...place.files, ...policyFile(policy, place, newest.title), ...texts];
  const tree = readTree(overlay(content, drafts), options);
  const files = [...drafts, ...sealAll(tree.content, versions, policy, place.locale, source, options.progress)];
  const sealed = readTree(overlay(content, files), options);
  return {
    files,
    report: {
      policy,
      locale: place.locale,
      source,
      branch: history.branch,
      commits: history.commits.length,
      versions: versions.map((version, index) => versionReport(version, versions[index - 1])),
      folded,
      datesNotMoved: versions.filter(({ date }) => date.verdict === 'not-moved').map(({ id }) => id),
      remarks: [...place.remarks, ...history.remarks, ...remarksOn(versions, policy), ...sealed.remarks],
      files: files.map((file) => file.path),
      published: true,
    },
  };
}

function convert(source: string, path: string, { format, title, base, policy }: CommonOptions): Converted {
  check(format === undefined || (FORMATS as readonly string[]).includes(format), `--format ${format} is not known: ${FORMATS.join(', ')}.`);
  check(base === undefined || URL.canParse(base), `--base ${base} is no address; write https://example.org/privacy/.`);
  return toMdx(source, (format as Format | undefined) ?? formatOf(path, source), { title: title ?? titleOf(policy), ...(base ? { base } : {}) });
}

/** `privacy-policy` is "Privacy policy". */
function titleOf(policy: string): string {
  const words = policy.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function contextOf({ organisation, kind, locale }: Place & { organisation: Organisation }): ComponentContext {
  const date = '0001-01-01';
  return { date, locale, organisation: organisationOn(organisation, date), cookies: [], policyKind: kind, phrasing: PHRASING, t: (key) => key };
}

function read(converted: Converted, context: ComponentContext, locale: string): Article {
  return readArticle(renderArticle(converted.body, converted.title, context), locale);
}

function mdxOf(version: PlannedVersion, policy: string, locale: string): FileToWrite {
  const { title, summary, announced, renamed, body } = version;
  return mdxFile(`policies/${policy}/${version.id}/${locale}.mdx`, { title, summary, announced, renamed }, body);
}

function sealAll(
  content: Content,
  versions: readonly PlannedVersion[],
  policyId: string,
  locale: string,
  source: string,
  progress: Progress | undefined,
): FileToWrite[] {
  const policy = content.policies.find(({ id }) => id === policyId);
  let published: PublishedVersion[] = content.published;
  const seals = versions.flatMap((planned, index): FileToWrite[] => {
    const version = policy?.versions.find(({ id }) => id === planned.id);
    const translation = version?.translations[locale];
    if (!policy || !version || !translation) return [];
    const approval = { publishedAt: planned.publishedAt, approvedBy: planned.author };
    const { file, entry } = sealTranslation(content, policy, version, translation, approval);
    published = withEntry(published, { ...newEntry(policy, version, approval, { [locale]: entry }), imported: { source, commit: planned.commit } });
    progress?.(index + 1, versions.length, 'seals');
    return [file];
  });
  return [...seals, publishedFile(published)];
}

function readDraft(content: Content, policy: Policy, version: Version, locale: string): Article | undefined {
  const translation = version.translations[locale];
  return translation && readArticle(renderEdition(content, policy, version, translation), locale);
}

/** Reads a tree as the build does: what it would refuse is refused here, before anything is written. */
function readTree(reader: ContentReader, { defaults }: CommonOptions): { content: Content; remarks: string[] } {
  try {
    return { content: loadContent(reader, defaults), remarks: [] };
  } catch (error) {
    if (error instanceof ContentError) throw new ImportError('content', `With this import the content would not be read:\n\n${error.message}`);
    throw error;
  }
}

function readSourceFile(file: string): string {
  let bytes: Buffer;
  try {
    if (statSync(file).isDirectory())
      throw new ImportError('not-text', `${file} is a folder; give the file in it. For a history, give the folder with --git and the file with --path.`);
    bytes = readFileSync(file);
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError(
      'not-found',
      `${file} cannot be read: ${error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'there is no such file' : String(error)}.`,
    );
  }
  return decodeText(bytes, file);
}

function assertWords(converted: Converted, file: string): void {
  if (converted.body.trim() === '') throw new ImportError('empty', `${file} has no words that readers would see.`);
}

async function sourceName(repository: string): Promise<string> {
  const address = (await new Git(repository).attempt(['config', '--get', 'remote.origin.url']))?.trim();
  // Addresses may carry a password.
  if (address && /^(https?|ssh|git):\/\/|^[\w.-]+@/.test(address)) return address.replace(/^(\w+:\/\/)[^/@]*@/, '$1').replace(/\.git$/, '');
  return basename(resolve(repository)).replace(/\.git$/, '');
}

function remarksOn(versions: readonly PlannedVersion[], policy: string): string[] {
  const unsaid = versions
    .slice(1)
    .filter(({ summary }) => summary === undefined)
    .map(({ id }) => id);
  const ahead = versions.filter(({ announced }) => announced !== undefined).map(({ id }) => id);
  return [
    ...(unsaid.length > 0
      ? [
          `${unsaid.length} versions have no summary, for their commits say nothing of the change: ${unsaid.slice(0, 6).join(', ')}${unsaid.length > 6 ? ', …' : ''}. Write them in the front matter, then: fairnotice correct ${policy} --reason "…" --by "…"`,
        ]
      : []),
    ...(ahead.length > 0
      ? [`${ahead.length} versions were announced before they were in force: ${ahead.slice(0, 6).join(', ')}${ahead.length > 6 ? ', …' : ''}`]
      : []),
  ];
}

/**
 * A content tree, read and checked. It does no I/O of its own: files come through a `ContentReader`.
 * Every problem in the tree is collected before anything is refused, so that an author mends them in
 * one go.
 */
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { RESERVED_NAMES } from './addresses.ts';
import { siteProblems } from './banner/site-problems.ts';
import { instant, startOfDay } from './dates.ts';
import { sha256 } from './digest.ts';
import { REQUESTS_LOG, ROOT_LOG } from './ledger-settings.ts';
import { nearest } from './nearest.ts';
import { regimeProblems } from './regimes.ts';
import {
  type CookieEntry,
  cookiesSchema,
  type FrontMatter,
  frontMatterSchema,
  localeSchema,
  type Organisation,
  organisationSchema,
  type PolicySettings,
  type PublishedVersion,
  policySchema,
  publishedSchema,
  type SiteSettings,
  siteSchema,
  slugSchema,
  versionIdSchema,
  type Wording,
  wordingSchema,
} from './schemas.ts';
import { compareVersions, type VersionFacts } from './versions.ts';

/** Files of a content tree, by path relative to it, with `/` between folders. */
export interface ContentReader {
  /** The text of a file, or nothing where there is none. */
  read(path: string): string | undefined;
  /** Names in a folder, sorted; empty where there is no such folder. */
  list(path: string): string[];
}

/** Remembers what a function of a key gave. The default remembers nothing. */
export type Memo = <T>(key: string, make: () => T) => T;

/** What is wrong in a content file, where, and what would be right. */
export interface ContentProblem {
  file: string;
  /** Path of the field, as `look.accent`; absent where the file as a whole is meant. */
  field?: string;
  line?: number;
  column?: number;
  found: string;
  expected: string;
}

export class ContentError extends Error {
  override readonly name = 'ContentError';
  readonly problems: ContentProblem[];
  constructor(problems: ContentProblem[]) {
    super(problems.map(problemInWords).join('\n\n'));
    this.problems = problems;
  }
}

/** Languages that have the banner's wording, in the order of their names, English first. */
export function bannerLocales(wording: Record<string, Wording>): string[] {
  const all = Object.keys(wording).filter((locale) => wording[locale]?.texts['banner.title'] !== undefined);
  return ['en', ...all.filter((locale) => locale !== 'en').sort()];
}

/** A problem as an author reads it. */
export function problemInWords({ file, field, line, column, found, expected }: ContentProblem): string {
  const place = `${file}${line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`}`;
  return `${place}${field ? `\n  field     ${field}` : ''}\n  found     ${found}\n  expected  ${expected}`;
}

/** One version of a policy in one language, as it lies in the tree. */
export interface Translation {
  locale: string;
  /** Paths relative to the content tree. */
  mdxPath: string;
  sealPath: string;
  /** SHA-256 of the MDX file, and the line on which its body begins. */
  mdxSha256: string;
  bodyLine: number;
  frontMatter: FrontMatter;
  /** What `published.json` says of it; absent for a draft. */
  sealed?: PublishedVersion['locales'][string];
}

export interface Version extends VersionFacts {
  policy: string;
  translations: Record<string, Translation>;
  /** Front matter of the prevailing language. */
  frontMatter: FrontMatter;
  published?: PublishedVersion;
}

export interface Policy {
  id: string;
  settings: PolicySettings;
  /** In the order of their beginnings. Drafts are among them. */
  versions: Version[];
  /** Languages that some version has, the prevailing one first. */
  locales: string[];
}

export interface Content {
  organisation: Organisation;
  /** Zone in which days begin: the organisation's, or UTC where it is not known. */
  timeZone: string;
  policies: Policy[];
  cookies: CookieEntry[];
  published: PublishedVersion[];
  /** Sites that embed the banner. */
  sites: { id: string; settings: SiteSettings }[];
  wording: Record<string, Wording>;
  reader: ContentReader;
}

/**
 * Reads a content tree.
 *
 * @param defaults Where wording is looked up that the tree does not have: the product's own content.
 * @throws {ContentError} with every problem found.
 */
export function loadContent(reader: ContentReader, defaults: ContentReader, memo: Memo = (_key, make) => make()): Content {
  return new Loader(reader, defaults, memo).load();
}

class Loader {
  private readonly problems: ContentProblem[] = [];
  private readonly reader: ContentReader;
  private readonly defaults: ContentReader;
  private readonly memo: Memo;

  constructor(reader: ContentReader, defaults: ContentReader, memo: Memo) {
    this.reader = reader;
    this.defaults = defaults;
    this.memo = memo;
  }

  load(): Content {
    const organisation = this.json('organisation.json', organisationSchema);
    for (const { field, found, expected } of organisation ? regimeProblems(organisation) : []) this.problem('organisation.json', found, expected, field);
    const logo = organisation?.look.logo;
    if (logo !== undefined && (!/\.(svg|png)$/.test(logo) || this.reader.read(logo) === undefined)) {
      this.problem('organisation.json', `"${logo}", which is no such file`, 'an svg or png file of the content tree, by its path in it', 'look.logo');
    }
    const published = this.json('published.json', publishedSchema, { versions: [] })?.versions ?? [];
    const cookies = this.json('cookies.json', cookiesSchema, { entries: [] })?.entries ?? [];
    const wording = this.wording();
    const timeZone = organisation?.timeZone ?? 'UTC';
    const policies = this.reader.list('policies').flatMap((id) => this.policy(id, published, timeZone) ?? []);
    this.checkPublished(published, policies);
    const sites = this.sites(policies, wording);
    if (organisation?.banner !== undefined) this.checkOwnBanner(organisation.banner);
    if (policies.length === 0 && this.problems.length === 0) {
      this.problem('policies/', 'no policy', 'a folder policies/<policy> with policy.json and a version; `fairnotice new policy privacy` makes one');
    }
    if (this.problems.length > 0 || !organisation) throw new ContentError(this.problems);
    return { organisation, timeZone, policies, cookies, published, sites, wording, reader: this.reader };
  }

  private problem(file: string, found: string, expected: string, field?: string): void {
    this.problems.push({ file, found, expected, ...(field ? { field } : {}) });
  }

  private json<S extends z.ZodType>(path: string, schema: S, absent?: z.input<S>, reader = this.reader): z.output<S> | undefined {
    const text = reader.read(path);
    if (text === undefined && absent === undefined) {
      this.problem(path, 'no such file', 'this file; `fairnotice new` and docs/content.md show its shape');
      return undefined;
    }
    let value: unknown = absent;
    try {
      if (text !== undefined) value = JSON.parse(text);
    } catch (error) {
      this.problem(path, error instanceof Error ? error.message : String(error), 'JSON');
      return undefined;
    }
    return this.check(path, schema, value);
  }

  private check<S extends z.ZodType>(file: string, schema: S, value: unknown): z.output<S> | undefined {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) this.problems.push(...problemsOf(file, schema, issue, value));
    return undefined;
  }

  private wording(): Record<string, Wording> {
    const all: Record<string, Wording> = {};
    for (const reader of [this.defaults, this.reader]) {
      for (const name of reader.list('wording').filter((file) => file.endsWith('.json'))) {
        const locale = name.slice(0, -'.json'.length);
        const file = this.json(`wording/${name}`, wordingSchema, undefined, reader);
        if (!file) continue;
        all[locale] = { reviewed: file.reviewed, texts: { ...all[locale]?.texts, ...file.texts } };
      }
    }
    return all;
  }

  private sites(policies: readonly Policy[], wording: Record<string, Wording>): Content['sites'] {
    const locales = bannerLocales(wording);
    // The law of the last day that the tree knows of: an announced rule is checked before it is in force.
    const date =
      policies
        .flatMap(({ versions }) => versions.map(({ id }) => id.slice(0, 10)))
        .sort()
        .at(-1) ?? '';
    return this.reader
      .list('sites')
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => {
        const file = `sites/${name}`;
        const id = name.slice(0, -'.json'.length);
        if (!slugSchema.safeParse(id).success) this.problem(file, `the name ${id}`, 'lower case letters, digits and single hyphens');
        if (id === ROOT_LOG || id === REQUESTS_LOG) this.problem(file, `the name ${id}`, 'another name: a log of the publishing site itself has this one');
        const settings = this.json(file, siteSchema);
        if (!settings) return [];
        const context = { policies: policies.map((policy) => policy.id), locales, date };
        for (const { field, found, expected } of siteProblems(settings, context)) this.problem(file, found, expected, field);
        return [{ id, settings }];
      });
  }

  /** The publishing site's own banner is that of a site which has a file. */
  private checkOwnBanner(banner: string): void {
    const ids = this.reader.list('sites').flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : []));
    if (ids.includes(banner)) return;
    const meant = nearest(banner, ids);
    const expected =
      ids.length === 0 ? 'a site of this tree; `fairnotice new site` makes one' : `a site of this tree${meant ? `; perhaps ${meant}` : `: ${ids.join(', ')}`}`;
    this.problem('organisation.json', JSON.stringify(banner), expected, 'banner');
  }

  private policy(id: string, published: PublishedVersion[], timeZone: string): Policy | undefined {
    const folder = `policies/${id}`;
    if (!slugSchema.safeParse(id).success) {
      this.problem(folder, `the name ${id}`, 'a folder name of lower case letters, digits and single hyphens');
      return undefined;
    }
    if ((RESERVED_NAMES as readonly string[]).includes(id)) {
      this.problem(folder, `the name ${id}`, `a name that no other page has; taken are ${RESERVED_NAMES.join(', ')}`);
      return undefined;
    }
    const settings = this.json(`${folder}/policy.json`, policySchema);
    if (!settings) return undefined;
    const versions = this.reader
      .list(folder)
      .filter((name) => name !== 'policy.json')
      .flatMap((name) => this.version(id, name, settings, published, timeZone) ?? [])
      .sort(compareVersions);
    if (versions.length === 0 && this.problems.length === 0) {
      this.problem(folder, 'no version', `a folder ${folder}/<date> with ${settings.prevailing}.mdx; \`fairnotice new version ${id} <date>\` makes one`);
    }
    const locales = [...new Set([settings.prevailing, ...versions.flatMap((version) => Object.keys(version.translations)).sort()])];
    return { id, settings, versions, locales };
  }

  private version(policy: string, id: string, settings: PolicySettings, published: PublishedVersion[], timeZone: string): Version | undefined {
    const folder = `policies/${policy}/${id}`;
    const named = versionIdSchema.safeParse(id);
    if (!named.success) {
      this.problem(folder, `the name ${id}`, named.error.issues[0]?.message ?? 'a date');
      return undefined;
    }
    const entry = published.find((item) => item.policy === policy && item.version === id);
    const translations: Record<string, Translation> = {};
    for (const name of this.reader.list(folder)) {
      if (!name.endsWith('.mdx')) {
        if (!name.endsWith('.sealed.html'))
          this.problem(
            `${folder}/${name}`,
            'a file that is no part of a version',
            '<locale>.mdx and its seal <locale>.sealed.html alone; images are not supported',
          );
        continue;
      }
      const translation = this.translation(folder, name, entry);
      if (translation) translations[translation.locale] = translation;
    }
    const main = translations[settings.prevailing];
    if (!main) {
      if (!this.problems.some((problem) => problem.file.startsWith(`${folder}/`))) {
        this.problem(folder, `no ${settings.prevailing}.mdx`, `the text in the prevailing language of ${policy}`);
      }
      return undefined;
    }
    const effective = this.effective(id, main, timeZone);
    if (effective === undefined) return undefined;
    const { cause, material, categories, announced, reviewed } = main.frontMatter;
    return {
      policy,
      id,
      effective,
      cause,
      material,
      categories,
      translations,
      frontMatter: main.frontMatter,
      ...(announced ? { announced } : {}),
      ...(reviewed ? { reviewed } : {}),
      ...(entry
        ? {
            published: entry,
            publishedAt: instant(entry.publishedAt),
            ...decided('withdrawn', entry),
            ...decided('mistaken', entry),
            ...(entry.imported ? { imported: entry.imported } : {}),
          }
        : {}),
    };
  }

  private translation(folder: string, name: string, entry: PublishedVersion | undefined): Translation | undefined {
    const mdxPath = `${folder}/${name}`;
    const locale = name.slice(0, -'.mdx'.length);
    if (!localeSchema.safeParse(locale).success) {
      this.problem(mdxPath, `the name ${name}`, 'a language tag and .mdx, such as en.mdx or pt-BR.mdx');
      return undefined;
    }
    const source = this.reader.read(mdxPath) ?? '';
    const mdxSha256 = sha256(source);
    const { frontMatter, bodyLine } = this.memo(`front-matter ${mdxSha256}`, () => this.frontMatter(mdxPath, source));
    if (!frontMatter) return undefined;
    const sealed = entry?.locales[locale];
    return { locale, mdxPath, sealPath: `${folder}/${locale}.sealed.html`, mdxSha256, bodyLine, frontMatter, ...(sealed ? { sealed } : {}) };
  }

  private frontMatter(file: string, source: string): { frontMatter: FrontMatter | undefined; bodyLine: number } {
    const { yaml, bodyLine } = splitFrontMatter(source);
    if (yaml === undefined) {
      this.problem(file, 'no front matter', 'lines between --- and --- at the top, with at least a title');
      return { frontMatter: undefined, bodyLine };
    }
    const document = parseDocument(yaml);
    const [error] = document.errors;
    if (error) {
      this.problems.push({ file, line: (error.linePos?.[0].line ?? 0) + 1, found: error.message.split('\n')[0] ?? '', expected: 'YAML, a field on each line' });
      return { frontMatter: undefined, bodyLine };
    }
    return { frontMatter: this.check(file, frontMatterSchema, document.toJS() ?? {}), bodyLine };
  }

  private effective(id: string, main: Translation, timeZone: string): string | undefined {
    if (main.frontMatter.effective) return instant(main.frontMatter.effective);
    if (id.length > 10) {
      this.problem(main.mdxPath, 'no instant', `a second version on a day names when it begins: effective: ${id.slice(0, 10)}T14:00:00Z`, 'effective');
      return undefined;
    }
    return startOfDay(id, timeZone);
  }

  /** A published version cannot vanish, nor lose a language. */
  private checkPublished(published: PublishedVersion[], policies: Policy[]): void {
    const seen = new Set<string>();
    for (const entry of published) {
      const name = `${entry.policy} ${entry.version}`;
      if (seen.has(name)) this.problem('published.json', `${name} twice`, 'one entry for each version');
      seen.add(name);
      const version = policies.find((policy) => policy.id === entry.policy)?.versions.find((item) => item.id === entry.version);
      if (this.problems.length > 0 && !version) continue;
      for (const locale of Object.keys(entry.locales)) {
        if (version?.translations[locale]) continue;
        this.problem(
          `policies/${entry.policy}/${entry.version}/${locale}.mdx`,
          'no such file',
          `the source of a published version; restore it from git (published.json names it)`,
        );
      }
    }
  }
}

function decided<K extends 'withdrawn' | 'mistaken'>(key: K, entry: PublishedVersion): Pick<VersionFacts, K> | Record<string, never> {
  const decision = entry[key];
  return decision ? ({ [key]: { ...decision, at: instant(decision.at) } } as Pick<VersionFacts, K>) : {};
}

/** Parts an MDX file into its front matter and its body. `bodyLine` is the line, from 1, on which the body begins. */
export function splitFrontMatter(source: string): { yaml?: string; body: string; bodyLine: number } {
  const match = /^\uFEFF?---[ \t]*\r?\n(?:([\s\S]*?)\r?\n)??---[ \t]*(?:\r?\n|$)/.exec(source);
  if (!match) return { body: source, bodyLine: 1 };
  return { yaml: match[1] ?? '', body: source.slice(match[0].length), bodyLine: match[0].split('\n').length };
}

/** From a schema's issue to field, found and expected, in an author's words. */
function problemsOf(file: string, schema: z.core.$ZodType, issue: z.core.$ZodIssue, value: unknown): ContentProblem[] {
  const field = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, issue.path);
    return issue.keys.map((key) => {
      const near = nearest(key, known);
      const said = issue.message.startsWith('Unrecognized key') ? 'no such field; see docs/content.md' : issue.message;
      const expected = near ? `${near}?` : said;
      return { file, field: [field, key].filter(Boolean).join('.'), found: 'a field that nothing reads', expected };
    });
  }
  if (issue.code === 'invalid_key') {
    return [{ file, field, found: `the name ${String(issue.path.at(-1))}`, expected: issue.issues[0]?.message ?? issue.message }];
  }
  const at = issue.path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key as PropertyKey], value);
  const found = at === undefined ? 'nothing' : JSON.stringify(at);
  const expected =
    issue.code === 'invalid_value'
      ? `one of ${issue.values.map(String).join(', ')}`
      : inWords(issue.message.replace(/^Invalid input: expected /, '').replace(/, received .*$/, ''));
  return [{ file, ...(field ? { field } : {}), found: found.length > 120 ? `${found.slice(0, 117)}…` : found, expected }];
}

/** Types as an author knows them. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  number: 'a number',
  array: 'a list',
  object: 'fields with values',
  record: 'fields with values',
};

function inWords(expected: string): string {
  return TYPES[expected] ?? expected;
}

/** The fields that a schema knows at a path. */
function knownKeys(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const { shape, innerType, element, valueType } = schema._zod.def as unknown as {
    shape?: Record<PropertyKey, z.core.$ZodType>;
    innerType?: z.core.$ZodType;
    element?: z.core.$ZodType;
    valueType?: z.core.$ZodType;
  };
  if (innerType) return knownKeys(innerType, path);
  const [key, ...rest] = path;
  if (key === undefined) return Object.keys(shape ?? {});
  const inner = shape?.[key] ?? element ?? valueType;
  return inner ? knownKeys(inner, rest) : [];
}

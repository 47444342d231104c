/** The files that an import adds to a content tree, and what must hold before it may. */
import { stringify as toYaml } from 'yaml';
import type { ContentReader } from '../../core/content.ts';
import type { FileToWrite } from '../../core/publishing.ts';
import { localeSchema, type Organisation, organisationSchema, type PolicySettings, policySchema, slugSchema, versionIdSchema } from '../../core/schemas.ts';
import { POLICY_KINDS, type PolicyKind } from '../../core/vocabulary.ts';
import { beginOrganisation } from '../begin-organisation.ts';
import { ImportError } from './import-error.ts';

/** Writes files of a content tree. Paths are relative to it, with `/` between folders. */
export interface ContentWriter {
  write(path: string, text: string): void | Promise<void>;
}

export interface TreeOptions {
  content: ContentReader;
  /** Id of the policy: the folder's name and the first part of its address. */
  policy: string;
  /** Language of the text. Default: the policy's prevailing one, else the site's first, else `en`. */
  locale?: string;
  kind?: string;
  /** Name and domain of the organisation: asked for where the tree is empty. */
  organisation?: string;
  domain?: string;
}

export interface Place {
  organisation: Organisation;
  settings?: PolicySettings;
  locale: string;
  kind: PolicyKind;
  /** Files that make an empty tree a content tree. */
  files: FileToWrite[];
  remarks: string[];
}

/** Finds the place of an import in a tree, or says what is in its way. */
export function placeIn(options: TreeOptions): Place {
  check(
    slugSchema.safeParse(options.policy).success,
    `--policy ${options.policy} is no policy's name: write lower case letters, digits and single hyphens, such as privacy.`,
  );
  if (options.locale !== undefined)
    check(localeSchema.safeParse(options.locale).success, `--locale ${options.locale} is no language tag: write en, de, pt-BR or zh-Hant.`);
  const settings = readJson(options.content, `policies/${options.policy}/policy.json`, policySchema) as PolicySettings | undefined;
  const known = readJson(options.content, 'organisation.json', organisationSchema) as Organisation | undefined;
  const locale = options.locale ?? settings?.prevailing ?? known?.locales[0] ?? 'en';
  const { organisation, files } = known ? { organisation: known, files: [] } : newOrganisation(options, locale);
  const kind = kindOf(options, settings);
  const remarks = organisation.locales.includes(locale)
    ? []
    : [`organisation.json does not list the locale ${locale}; add it, so that the site is offered in it`];
  return { organisation, ...(settings ? { settings } : {}), locale, kind, files, remarks };
}

function newOrganisation({ organisation: name, domain, content }: TreeOptions, locale: string): { organisation: Organisation; files: FileToWrite[] } {
  if (!name?.trim() || !domain) {
    const missing = [name?.trim() ? '' : '--organisation NAME', domain ? '' : '--domain DOMAIN'].filter(Boolean).join(' and ');
    const empty = content.list('').length === 0 && content.list('policies').length === 0;
    throw new ImportError(
      'needs-organisation',
      `The content directory ${empty ? 'is empty' : 'has no organisation.json'}, and the import does not invent whose policy this is. Give ${missing}: the name that readers know, and a domain that the organisation holds and will keep (permanent ids are made with it).`,
    );
  }
  const value = beginOrganisation({ name: name.trim(), domain: domain.toLowerCase(), locale });
  const result = organisationSchema.safeParse(value);
  if (!result.success)
    throw new ImportError(
      'bad-option',
      `--domain ${domain} is ${result.error.issues[0]?.message ?? 'no domain name'}; write it without https:// and path, such as example.org.`,
    );
  return { organisation: result.data, files: [jsonFile('organisation.json', value)] };
}

function kindOf({ kind, policy }: TreeOptions, settings: PolicySettings | undefined): PolicyKind {
  if (kind !== undefined) {
    check((POLICY_KINDS as readonly string[]).includes(kind), `--kind ${kind} is not known: ${POLICY_KINDS.join(', ')}.`);
    return kind as PolicyKind;
  }
  if (settings) return settings.kind;
  if (/cookie/.test(policy)) return 'cookies';
  if (/priva|datenschutz|data-protection/.test(policy)) return 'privacy';
  return /terms|tos|agb|conditions/.test(policy) ? 'terms' : 'other';
}

/** `policy.json` of a policy that the tree does not have yet. */
export function policyFile(policy: string, place: Place, title: string): FileToWrite[] {
  if (place.settings) return [];
  return [jsonFile(`policies/${policy}/policy.json`, { kind: place.kind, title: { [place.locale]: title }, prevailing: place.locale })];
}

/** The MDX file of a version: front matter, then the body. */
export function mdxFile(path: string, frontMatter: Record<string, unknown>, body: string): FileToWrite {
  const fields = Object.fromEntries(
    Object.entries(frontMatter).filter(([, value]) => value !== undefined && !(typeof value === 'object' && value !== null && Object.keys(value).length === 0)),
  );
  return { path, text: `---\n${toYaml(fields, { lineWidth: 0 })}---\n\n${body}` };
}

/** Versions that the policy has in the tree. */
export function versionsIn(content: ContentReader, policy: string): string[] {
  return content.list(`policies/${policy}`).filter((name) => versionIdSchema.safeParse(name).success);
}

/** A tree with files laid over it. */
export function overlay(content: ContentReader, files: readonly FileToWrite[]): ContentReader {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  return {
    read: (path) => texts.get(path) ?? content.read(path),
    list(path) {
      const prefix = path === '' ? '' : `${path.replace(/\/$/, '')}/`;
      const names = [...texts.keys()].filter((file) => file.startsWith(prefix)).map((file) => file.slice(prefix.length).split('/')[0] as string);
      return [...new Set([...content.list(path), ...names])].sort();
    },
  };
}

function readJson(
  content: ContentReader,
  path: string,
  schema: { safeParse(value: unknown): { success: boolean; data?: unknown; error?: { issues: { message: string; path: PropertyKey[] }[] } } },
): unknown {
  const text = content.read(path);
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ImportError('content', `${path} is no JSON: ${error instanceof Error ? error.message : String(error)}. Mend it first.`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error?.issues[0];
  throw new ImportError(
    'content',
    `${path}: ${issue?.path.map(String).join('.') || 'the file'}: ${issue?.message ?? 'not valid'}. Mend it first; \`fairnotice lint\` lists all there is.`,
  );
}

function jsonFile(path: string, value: unknown): FileToWrite {
  return { path, text: `${JSON.stringify(value, null, 2)}\n` };
}

export function check(holds: boolean, message: string): void {
  if (!holds) throw new ImportError('bad-option', message);
}

/** What the linter is handed for each text of a content tree. */
import { catalogued } from '../core/catalogue.ts';
import { bannerLocales, type Content, type Policy, type Version } from '../core/content.ts';
import { readEdition } from '../core/editions.ts';
import { holds } from '../core/lasting.ts';
import { compareBlocks } from '../core/policy/compare/index.ts';
import { organisationOn } from '../core/schemas.ts';
import { inForceAt, predecessorOf, standingAt } from '../core/versions.ts';
import type { LintedSite, LintInput, LintTree } from './lint/input.ts';

export interface LintTreeOptions {
  /** Replaced versions too. Their words cannot be mended, so they are left out otherwise. */
  all: boolean;
  now: string;
}

export function lintInputs(content: Content, { all, now }: LintTreeOptions): LintInput[] {
  return content.policies.flatMap((policy) =>
    policy.versions
      .filter((version) => all || ['draft', 'announced', 'in-force'].includes(standingAt(policy.versions, version, now)))
      .flatMap((version) => Object.keys(version.translations).map((locale) => inputOf(content, policy, version, locale, now))),
  );
}

/** Each site that embeds the banner, by the path of its file in the tree. */
export function lintedSites({ sites, wording, cookies, organisation }: Content, today: string): Record<string, LintedSite> {
  const linted = sites.map(({ id, settings }): [string, LintedSite] => {
    const services = catalogued(settings).map((service) => ({ ...service, entries: service.entries.filter((entry) => holds(entry, today)) }));
    const locales = settings.locales ?? bannerLocales(wording);
    return [`sites/${id}.json`, { settings, locales, ownLocales: organisation.locales, wording, services, cookies, today }];
  });
  return Object.fromEntries(linted);
}

function inputOf(content: Content, policy: Policy, version: Version, locale: string, now: string): LintInput {
  const translation = version.translations[locale];
  const path = translation?.mdxPath ?? '';
  const source = (of: Version, tag: string): string => {
    const other = of.translations[tag];
    // Another policy may lack the language.
    return (other && content.reader.read(other.mdxPath)) ?? '';
  };
  const { prevailing, kind } = policy.settings;
  const previous = predecessorOf(policy.versions, version);
  const tree: LintTree = {
    organisation: organisationOn(content.organisation, version.id.slice(0, 10)),
    policy: { id: policy.id, kind, prevailing },
    version: {
      id: version.id,
      effective: version.id.slice(0, 10),
      frontMatter: version.frontMatter,
      ...(version.announced ? { announced: version.announced } : {}),
      ...(version.publishedAt ? { publishedAt: version.publishedAt } : {}),
      ...(translation ? { anchors: anchorsOf(content, policy, version, locale) } : {}),
    },
    ...(previous?.translations[locale] ? { previous: previousOf(content, policy, version, previous, locale) } : {}),
    translations: Object.fromEntries(Object.keys(version.translations).map((tag) => [tag, source(version, tag)])),
    cookies: content.cookies,
    otherPolicies: content.policies
      .filter((other) => other !== policy)
      .flatMap((other) => {
        const newest = other.versions.findLast(({ translations }) => translations[locale]) ?? inForceAt(other.versions, now);
        return newest ? [{ id: other.id, kind: other.settings.kind, source: source(newest, locale) }] : [];
      }),
  };
  return { path, source: source(version, locale), format: 'mdx', locale, tree };
}

function anchorsOf(content: Content, policy: Policy, version: Version, locale: string): string[] {
  const translation = version.translations[locale];
  return translation ? readEdition(content, policy, version, translation).blocks.flatMap(({ id }) => (id === undefined ? [] : [id])) : [];
}

function previousOf(content: Content, policy: Policy, version: Version, previous: Version, locale: string): NonNullable<LintTree['previous']> {
  const [before, after] = [previous, version].map((of) => {
    const translation = of.translations[locale];
    return translation ? readEdition(content, policy, of, translation).blocks : [];
  });
  const { blocks } = compareBlocks(before ?? [], after ?? [], { locale, renamed: version.frontMatter.renamed });
  return {
    id: previous.id,
    source: content.reader.read(previous.translations[locale]?.mdxPath ?? '') ?? '',
    frontMatter: previous.translations[locale]?.frontMatter ?? previous.frontMatter,
    sensitiveChanges: blocks.filter(({ op }) => op !== 'inserted' && op !== 'deleted').flatMap(({ sensitive = [] }) => sensitive),
    anchors: anchorsOf(content, policy, previous, locale),
    hasOtherWords: blocks.some(({ op }) => op !== 'equal'),
  };
}

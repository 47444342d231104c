/** A version as machines read it: its words in blocks, its sections with their hashes, its dates, and what it means in schema.org and DPV terms. */

import { pathOf } from '../../core/addresses.ts';
import type { Policy } from '../../core/content.ts';
import { correctionsOf } from '../../core/facts.ts';
import { tenuresOf } from '../../core/versions.ts';
import type { Edition } from './history.ts';
import type { Site } from './site.ts';
import { predecessorIn, tenureOf } from './timeline.ts';

const DPV_NOTICE: Record<string, string> = { privacy: 'dpv:PrivacyNotice', cookies: 'dpv:PrivacyNotice', terms: 'dpv:TermsOfService', other: 'dpv:Notice' };

/** The JSON of a version as text. Its blocks are kept as bytes, for they are most of it. */
export function versionJson(site: Site, policy: Policy, edition: Edition): string {
  const blocks = site.readings.blocksJson(policy, edition.version, edition.translation).toString();
  return `${JSON.stringify(aboutVersion(site, policy, edition)).slice(0, -1)},"blocks":${blocks}}\n`;
}

function aboutVersion(site: Site, policy: Policy, edition: Edition): Record<string, unknown> {
  const { version, translation } = edition;
  const { locale } = translation;
  const { prevailing, kind } = policy.settings;
  const url = (path: string): string => (site.settings.origin ?? '') + site.base + path;
  const sinceOf = new Map((site.history(policy, locale).placed.get(version.id) ?? []).map(({ id, since }) => [id, since]));
  const tenure = tenureOf(policy, version);
  const predecessor = predecessorIn(policy, version);
  const page = url(pathOf.version(policy.id, version.id, locale, prevailing));
  const facts = {
    announced: version.announced ?? null,
    published: version.publishedAt ?? null,
    effective: version.effective,
    until: tenure?.until ?? null,
    reviewed: version.reviewed ?? null,
  };
  return {
    policy: policy.id,
    kind,
    version: version.id,
    locale,
    prevailing: locale === prevailing,
    title: edition.title,
    url: page,
    text: url(pathOf.file(policy.id, version.id, locale, prevailing, 'txt')),
    sha256: edition.sha256,
    dates: facts,
    change: {
      predecessor: predecessor?.id ?? null,
      cause: version.cause,
      material: version.material,
      categories: version.categories,
      summary: translation.frontMatter.summary ?? null,
      renamed: version.frontMatter.renamed,
      ...(edition.change ? { wordsAdded: edition.change.wordsAdded, wordsRemoved: edition.change.wordsRemoved, wordsMoved: edition.change.wordsMoved } : {}),
    },
    withdrawn: version.withdrawn ?? null,
    mistaken: version.mistaken ?? null,
    errata: translation.frontMatter.errata,
    corrections: correctionsOf(version, locale),
    approvedBy: translation.sealed?.approvedBy ?? null,
    imported: version.imported ?? null,
    sections: edition.sections
      .filter(({ id }) => id !== '')
      .map(({ id, title, level, sha256 }) => ({ id, title, level, sha256, since: sinceOf.get(id) ?? version.id })),
    '@context': { '@vocab': 'https://schema.org/', dpv: 'https://w3id.org/dpv#' },
    '@type': ['DigitalDocument', DPV_NOTICE[kind] ?? 'dpv:Notice'],
    '@id': page,
    name: edition.title,
    inLanguage: locale,
    datePublished: facts.published,
    temporalCoverage: `${facts.effective}/${facts.until ?? '..'}`,
    publisher: { '@type': 'Organization', name: site.content.organisation.name },
    ...(predecessor ? { isBasedOn: url(pathOf.version(policy.id, predecessor.id, locale, prevailing)) } : {}),
    'dpv:hasDataController': { '@type': 'dpv:DataController', name: site.content.organisation.name },
  };
}

/** The list of all versions of a policy, oldest first. */
export function versionsJson(site: Site, policy: Policy): Record<string, unknown> {
  const { prevailing, kind, title } = policy.settings;
  const url = (path: string): string => (site.settings.origin ?? '') + site.base + path;
  const tenures = tenuresOf(policy.versions);
  return {
    policy: policy.id,
    kind,
    title,
    prevailing,
    url: url(pathOf.policy(policy.id, prevailing, prevailing)),
    timeZone: site.content.timeZone,
    tenures,
    versions: policy.versions.map((version) => ({
      version: version.id,
      announced: version.announced ?? null,
      published: version.publishedAt ?? null,
      effective: version.effective,
      reviewed: version.reviewed ?? null,
      cause: version.cause,
      material: version.material,
      categories: version.categories,
      summary: version.frontMatter.summary ?? null,
      withdrawn: version.withdrawn ?? null,
      mistaken: version.mistaken ?? null,
      draft: version.publishedAt === undefined,
      locales: Object.fromEntries(
        policy.locales.flatMap((locale) => {
          const edition = site.history(policy, locale).editions.find((other) => other.version === version);
          if (!edition) return [];
          const file = (format: 'txt' | 'json') => url(pathOf.file(policy.id, version.id, locale, prevailing, format));
          return [
            [locale, { sha256: edition.sha256, url: url(pathOf.version(policy.id, version.id, locale, prevailing)), text: file('txt'), json: file('json') }],
          ];
        }),
      ),
    })),
  };
}

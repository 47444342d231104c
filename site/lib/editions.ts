/** Editions that pages and files are made for, with what identifies them. */
import type { Policy } from '../../core/content.ts';
import { fingerprint } from '../../core/digest.ts';

import type { Edition } from './history.ts';
import type { Site } from './site.ts';
import { predecessorIn, tenureOf } from './timeline.ts';

export interface PolicyEdition {
  policy: Policy;
  edition: Edition;
  locale: string;
}

export function allEditions(site: Site): PolicyEdition[] {
  return site.own.flatMap((policy) =>
    policy.locales.flatMap((locale) => site.history(policy, locale).editions.map((edition) => ({ policy, edition, locale }))),
  );
}

/** What an edition's words come from: the seal, or the source of a draft. */
export function sourceKey(edition: Edition): string {
  return edition.translation.sealed?.seal ?? edition.translation.mdxSha256;
}

/** A key over all that a version's JSON says. */
export function versionJsonKey(site: Site, policy: Policy, edition: Edition): string {
  const { version, translation } = edition;
  const own = (site.history(policy, translation.locale).placed.get(version.id) ?? []).map(({ since }) => since);
  const { policy: _policy, translations: _translations, published: _published, ...facts } = version;
  return fingerprint([
    sourceKey(edition),
    facts,
    translation.sealed?.approvedBy,
    translation.frontMatter,
    version.published?.corrections,
    tenureOf(policy, version),
    predecessorIn(policy, version)?.id,
    edition.change,
    own,
    site.settings.origin,
    site.base,
    site.content.organisation.name,
    policy.settings,
  ]);
}

/** What an edition's page shows beside its words: where it stands, what came before and after, and how old each section is. */

import { pathOf } from '../../core/addresses.ts';
import type { Policy, Version } from '../../core/content.ts';
import { dateAt, timeAt } from '../../core/dates.ts';
import { correctionsOf } from '../../core/facts.ts';
import type { MovedFact } from '../../core/schemas.ts';
import { inForceAt, standingAt } from '../../core/versions.ts';
import type { Standing } from '../../core/vocabulary.ts';
import type { Edition } from './history.ts';
import type { Site } from './site.ts';
import { predecessorIn, tenureOf } from './timeline.ts';

/** A version as other pages speak of it. */
export interface VersionLink {
  id: string;
  date: string;
  path: string;
  summary?: string;
  /** Its redline against the version that it replaces. */
  comparePath?: string;
}

export interface EditionView {
  policy: string;
  kind: string;
  locale: string;
  prevailing: string;
  title: string;
  /** Standing page of the policy (`/privacy/`), or that of one version. */
  moving: boolean;
  version: VersionLink & {
    standing: Standing;
    announced?: string;
    reviewed?: string;
    publishedOn?: string;
    approvedBy?: string;
    material: boolean;
    reason?: string;
    decidedOn?: string;
    imported?: string;
  };
  /** Day from which it was in force, and the day from which it was not any more. */
  from: string;
  /** Time of the first day at which it begins, `00:00`. */
  fromTime: string;
  until?: string;
  predecessor?: VersionLink;
  successor?: VersionLink;
  /** The version in force now, where this is another one. */
  inForce?: VersionLink;
  /** The next version that is announced: after the one in force, or after this one where that has not begun itself. */
  announced?: VersionLink;
  sha256: string;
  sections: { id: string; since: string; sinceDate: string; threadPath: string; formerIds: string[] }[];
  tombstones: { id: string; title: string; removedIn: VersionLink; path: string }[];
  translations: { locale: string; path: string; current: boolean }[];
  /** Of a translation: the prevailing text that it is behind, and the sections that differ. */
  behind?: { version: VersionLink; basedOn: string; comparePath: string; sections: string[] };
  errata: { date: string; note: string; section?: string }[];
  /** Facts that were published wrongly: those of the version, and those of this language. */
  corrections: { date: string; reason: string; changes: MovedFact[] }[];
  noindex: boolean;
  path: string;
  canonicalPath: string;
  textPath: string;
  jsonPath: string;
  historyPath: string;
}

const days = new Map<string, string>();

/** Day of an instant where the organisation's days begin. */
export function dayOf(site: Site, instant: string): string {
  const key = `${instant} ${site.content.timeZone}`;
  const day = days.get(key) ?? dateAt(instant, site.content.timeZone);
  days.set(key, day);
  return day;
}

export function versionLink(policy: Policy, version: Version, locale: string, compareWith?: Version): VersionLink {
  const { prevailing } = policy.settings;
  const own = version.translations[locale] ? locale : prevailing;
  const summary = version.translations[own]?.frontMatter.summary ?? version.frontMatter.summary;
  return {
    id: version.id,
    date: version.id.slice(0, 10),
    path: pathOf.version(policy.id, version.id, own, prevailing),
    ...(summary ? { summary } : {}),
    ...(compareWith
      ? { comparePath: pathOf.compare(policy.id, compareWith.id, version.id, compareWith.translations[own] ? own : prevailing, prevailing) }
      : {}),
  };
}

/** The edition that the policy's standing page shows at a moment: in force, else the newest before it that has the language, else the first announced. */
export function shownEdition(site: Site, policy: Policy, locale: string, now: string): Edition | undefined {
  const { editions } = site.history(policy, locale);
  const inForce = inForceAt(
    editions.map(({ version }) => version),
    now,
  );
  return editions.find(({ version }) => version === inForce) ?? editions.find(({ version }) => version.publishedAt && !version.withdrawn) ?? editions[0];
}

export function editionView(site: Site, policy: Policy, edition: Edition, now: string, moving: boolean): EditionView {
  const { version, translation } = edition;
  const { locale } = translation;
  const { prevailing } = policy.settings;
  const link = (other: Version): VersionLink => versionLink(policy, other, locale, predecessorIn(policy, other));
  const inForce = inForceAt(policy.versions, now);
  const standing = standingAt(policy.versions, version, now);
  const tenure = tenureOf(policy, version);
  const until = version.mistaken && tenure ? version.mistaken.at : tenure?.until;
  const predecessor = predecessorIn(policy, version);
  const successor = until ? inForceAt(policy.versions, until) : undefined;
  const begun = standing === 'announced' ? version.effective : now;
  const next = policy.versions.find((other) => other.published && !other.withdrawn && other.effective > begun);
  const decision = version.withdrawn ?? version.mistaken;
  const canonicalLocale = locale;
  const stale = behindView(site, policy, edition, inForce, moving);
  return {
    policy: policy.id,
    kind: policy.settings.kind,
    locale,
    prevailing,
    title: edition.title,
    moving,
    version: {
      ...link(version),
      standing,
      material: version.material,
      ...(version.announced ? { announced: version.announced } : {}),
      ...(version.reviewed ? { reviewed: version.reviewed } : {}),
      ...(version.publishedAt ? { publishedOn: dayOf(site, version.publishedAt) } : {}),
      ...(translation.sealed ? { approvedBy: translation.sealed.approvedBy } : {}),
      ...(decision ? { reason: decision.reason, decidedOn: dayOf(site, decision.at) } : {}),
      ...(version.imported ? { imported: version.imported.source } : {}),
    },
    from: dayOf(site, version.effective),
    fromTime: timeAt(version.effective, site.content.timeZone),
    ...(until ? { until: dayOf(site, until) } : {}),
    ...(predecessor ? { predecessor: link(predecessor) } : {}),
    ...(successor && successor !== version ? { successor: link(successor) } : {}),
    ...(inForce && inForce !== version && standing !== 'superseded' ? { inForce: link(inForce) } : {}),
    ...(next && (standing === 'in-force' || standing === 'announced') ? { announced: link(next) } : {}),
    sha256: edition.sha256,
    ...sectionsView(site, policy, edition),
    translations: policy.locales
      .filter((other) => moving || version.translations[other])
      .map((other) => ({
        locale: other,
        path: moving ? pathOf.policy(policy.id, other, prevailing) : pathOf.version(policy.id, version.id, other, prevailing),
        current: other === locale,
      })),
    ...(stale ? { behind: stale } : {}),
    errata: translation.frontMatter.errata,
    corrections: correctionsOf(version, locale).map(({ at, reason, changes }) => ({ date: dayOf(site, at), reason, changes })),
    noindex: standing !== 'in-force' && !moving,
    path: moving ? pathOf.policy(policy.id, locale, prevailing) : pathOf.version(policy.id, version.id, locale, prevailing),
    canonicalPath: pathOf.policy(policy.id, canonicalLocale, prevailing),
    textPath: pathOf.file(policy.id, version.id, locale, prevailing, 'txt'),
    jsonPath: pathOf.file(policy.id, version.id, locale, prevailing, 'json'),
    historyPath: pathOf.history(policy.id, locale, prevailing),
  };
}

function sectionsView(site: Site, policy: Policy, edition: Edition): Pick<EditionView, 'sections' | 'tombstones'> {
  const { locale } = edition.translation;
  const { prevailing } = policy.settings;
  const { placed, gone, editions } = site.history(policy, locale);
  const { version } = edition;
  const taken = new Set(edition.sections.map(({ id }) => id));
  const sections = (placed.get(version.id) ?? []).flatMap(({ id, since, thread, formerIds }) =>
    id === undefined
      ? []
      : [
          {
            id,
            since,
            sinceDate: since.slice(0, 10),
            threadPath: pathOf.section(policy.id, thread.id, locale, prevailing),
            formerIds: formerIds.filter((former) => !taken.has(former)),
          },
        ],
  );
  const tombstones = (gone.get(version.id) ?? []).flatMap(({ thread, id, title, removedIn }) => {
    const removing = editions.find((other) => other.version.id === removedIn)?.version;
    return removing && !taken.has(id)
      ? [{ id, title, removedIn: versionLink(policy, removing, locale), path: pathOf.section(policy.id, thread.id, locale, prevailing) }]
      : [];
  });
  return { sections, tombstones };
}

/** How far a translation is behind the prevailing text, or nothing where it is not. */
function behindView(site: Site, policy: Policy, edition: Edition, inForce: Version | undefined, moving: boolean): EditionView['behind'] {
  const { prevailing } = policy.settings;
  const { locale, frontMatter } = edition.translation;
  if (locale === prevailing) return undefined;
  const target = moving && inForce && inForce.effective > edition.version.effective ? inForce : edition.version;
  const basedOn = frontMatter.translationOf ?? edition.version.id;
  if (basedOn === target.id) return undefined;
  const { editions } = site.history(policy, prevailing);
  const [from, to] = [basedOn, target.id].map((id) => editions.find(({ version }) => version.id === id));
  if (!from || !to) return undefined;
  const before = new Map(from.sections.map((section) => [section.id, section.sha256]));
  const sections = to.sections
    .filter((section) => before.get(section.id) !== section.sha256)
    .map(({ title }) => title)
    .filter(Boolean);
  return {
    version: versionLink(policy, target, prevailing),
    basedOn,
    comparePath: pathOf.compare(policy.id, basedOn, target.id, prevailing, prevailing),
    sections,
  };
}

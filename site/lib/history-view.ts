/** What the history of a policy shows: a timeline, newest first, with the size of each change. */

import { pathOf } from '../../core/addresses.ts';
import type { Policy } from '../../core/content.ts';
import { compareVersions, inForceAt, predecessorOf, standingAt } from '../../core/versions.ts';
import type { Standing } from '../../core/vocabulary.ts';
import { dayOf, type VersionLink, versionLink } from './edition-view.ts';
import type { Site } from './site.ts';
import { predecessorIn, tenureOf } from './timeline.ts';

export interface TimelineEntry extends VersionLink {
  standing: Standing;
  from: string;
  until?: string;
  announced?: string;
  publishedOn?: string;
  cause: string;
  material: boolean;
  sensitive: number;
  words: number;
  added: number;
  removed: number;
  moved: number;
  /** Titles of the sections that changed, with the page of each. */
  changed: { title: string; path: string; kind: 'added' | 'changed' | 'removed' }[];
  reason?: string;
  decidedOn?: string;
  sha256: string;
  imported?: string;
}

export interface HistoryView {
  policy: string;
  locale: string;
  prevailing: string;
  path: string;
  policyPath: string;
  timeZone: string;
  /** Newest first. */
  entries: TimelineEntry[];
  sections: { title: string; path: string; changes: number; removed: boolean }[];
  translations: { locale: string; path: string; current: boolean }[];
}

export function historyView(site: Site, policy: Policy, locale: string, now: string): HistoryView {
  const { prevailing } = policy.settings;
  const { editions, placed } = site.history(policy, locale);
  const entries = [...editions]
    .sort((a, b) => compareVersions(b.version, a.version))
    .map((edition): TimelineEntry => {
      const { version, change } = edition;
      const tenure = tenureOf(policy, version);
      const decision = version.withdrawn ?? version.mistaken;
      return {
        ...versionLink(policy, version, locale, predecessorIn(policy, version)),
        standing: standingAt(policy.versions, version, now),
        from: dayOf(site, version.effective),
        ...(tenure?.until ? { until: dayOf(site, tenure.until) } : {}),
        ...(version.announced ? { announced: version.announced } : {}),
        ...(version.publishedAt ? { publishedOn: dayOf(site, version.publishedAt) } : {}),
        cause: version.cause,
        material: version.material,
        sensitive: change?.sensitive ?? 0,
        words: edition.words,
        added: change?.wordsAdded ?? 0,
        removed: change?.wordsRemoved ?? 0,
        moved: change?.wordsMoved ?? 0,
        changed: change
          ? (placed.get(version.id) ?? []).flatMap(({ kind, title, thread }) =>
              kind === 'same' ? [] : [{ title, path: pathOf.section(policy.id, thread.id, locale, prevailing), kind }],
            )
          : [],
        ...(decision ? { reason: decision.reason, decidedOn: dayOf(site, decision.at) } : {}),
        sha256: edition.sha256,
        ...(version.imported ? { imported: version.imported.source } : {}),
      };
    });
  return {
    policy: policy.id,
    locale,
    prevailing,
    path: pathOf.history(policy.id, locale, prevailing),
    policyPath: pathOf.policy(policy.id, locale, prevailing),
    timeZone: site.content.timeZone,
    entries: withoutPrevailingComparison(entries, policy, locale),
    sections: sectionList(site, policy, locale, now),
    translations: policy.locales.map((other) => ({ locale: other, path: pathOf.history(policy.id, other, prevailing), current: other === locale })),
  };
}

/** In a translation's history only versions that have the language are compared. */
function withoutPrevailingComparison(entries: TimelineEntry[], policy: Policy, locale: string): TimelineEntry[] {
  const own = policy.versions.filter((version) => version.translations[locale]);
  return entries.map((entry) => {
    const version = own.find(({ id }) => id === entry.id);
    const before = version && predecessorOf(own, version);
    const { comparePath: _dropped, ...rest } = entry;
    return before ? { ...rest, comparePath: pathOf.compare(policy.id, before.id, entry.id, locale, policy.settings.prevailing) } : rest;
  });
}

/** Sections of the text in force as they stand in it, then those that are gone, the last one first. */
function sectionList(site: Site, policy: Policy, locale: string, now: string): HistoryView['sections'] {
  const { threads, editions } = site.history(policy, locale);
  const own = editions.map(({ version }) => version);
  const shown = inForceAt(own, now) ?? own.at(-1);
  const order = editions.find(({ version }) => version === shown)?.sections.map(({ id }) => id) ?? [];
  const listed = threads.map((thread) => {
    const last = thread.entries.findLast(({ version }) => shown !== undefined && version <= shown.id);
    const removed = last?.kind === 'removed';
    return { thread, removed, since: removed ? last.version : '', place: last?.id === undefined ? order.length : order.indexOf(last.id) };
  });
  return listed
    .sort((a, b) => Number(a.removed) - Number(b.removed) || b.since.localeCompare(a.since, 'en') || a.place - b.place)
    .map(({ thread, removed }) => ({
      title: thread.title,
      path: pathOf.section(policy.id, thread.id, locale, policy.settings.prevailing),
      changes: thread.entries.filter(({ kind }) => kind === 'changed').length,
      removed,
    }));
}

/**
 * A policy through time as RFC 7089 (Memento) tells it: `/<policy>/` is the original resource and its own
 * TimeGate (pattern 1.1, answering 302), each version that has begun is a Memento, and the TimeMap lists
 * them. RFC 5829 names the neighbours of a version. Pure: the moment is an argument.
 */
import { type IndexedPolicy, type IndexedVersion, inOrder } from '../core/site-index.ts';
import { inForceAt, predecessorOf, tenuresOf } from '../core/versions.ts';
import type { PolicyKind } from '../core/vocabulary.ts';
import { pathOf } from './addresses.ts';
import type { Link } from './links.ts';

/** A version that has been in force, and since when. */
export interface Memento {
  version: IndexedVersion;
  at: string;
}

/** A policy in one language, and how its addresses are completed. */
export interface Original {
  policy: IndexedPolicy;
  locale: string;
  /** Makes an absolute address of a path relative to the base. */
  url: (path: string) => string;
}

/** The versions that have a text in the language, in the order of their beginnings. */
export function versionsIn(policy: IndexedPolicy, locale: string): IndexedVersion[] {
  return inOrder(policy).filter((version) => Object.hasOwn(version.locales, locale));
}

/**
 * The versions that were or are in force, once each. What was withdrawn before it began or is only
 * announced is none; neither is a draft.
 */
export function mementosOf(versions: readonly IndexedVersion[], now: string): Memento[] {
  const begun = tenuresOf(versions).filter(({ from }) => from <= now);
  const firsts = begun.filter(({ id }, index) => begun.findIndex((other) => other.id === id) === index);
  return firsts.flatMap(({ id, from }) => {
    const version = versions.find((other) => other.id === id);
    return version ? [{ version, at: from }] : [];
  });
}

/**
 * The Memento that a TimeGate chooses: the one in force at the moment asked for. Before all of them it is
 * the first, in the future or in a gap the newest one before (RFC 7089, section 4.5.3).
 */
export function chooseMemento(versions: readonly IndexedVersion[], mementos: readonly Memento[], asked: string, now: string): Memento | undefined {
  const moment = asked < now ? asked : now;
  const chosen = inForceAt(versions, moment);
  return mementos.find(({ version }) => version === chosen) ?? mementos.findLast(({ at }) => at <= moment) ?? mementos[0];
}

/** `Sun, 01 Mar 2026 00:00:00 GMT`: the one form that Accept-Datetime and Memento-Datetime have. */
export function httpDate(instant: string): string {
  return new Date(instant).toUTCString();
}

/** An instant from that form, or nothing where the text is not exactly in it. */
export function readHttpDate(text: string): string | undefined {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds) || httpDate(new Date(milliseconds).toISOString()) !== text) return undefined;
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** Original, TimeGate and TimeMap, which every answer about the policy names. */
function anchors({ policy, locale, url }: Original): Link[] {
  return [
    { href: url(pathOf.policy(policy, locale)), rel: ['original', 'timegate'] },
    { href: url(pathOf.timeMap(policy, locale)), rel: ['timemap'], attributes: { type: 'application/link-format' } },
  ];
}

/** First and last Memento, those before and after `here`, and `here` itself. */
function neighbours(original: Original, mementos: readonly Memento[], here: Memento | undefined): Link[] {
  const at = here ? mementos.indexOf(here) : -1;
  const relations = mementos.map((_memento, index) => [
    ...(index === 0 ? ['first'] : []),
    ...(index === mementos.length - 1 ? ['last'] : []),
    ...(at >= 0 && index === at - 1 ? ['prev'] : []),
    ...(at >= 0 && index === at + 1 ? ['next'] : []),
  ]);
  return mementos.flatMap((memento, index) => {
    const rel = relations[index] ?? [];
    return rel.length > 0 || index === at ? [mementoLink(original, memento, rel)] : [];
  });
}

function mementoLink({ policy, locale, url }: Original, { version, at }: Memento, rel: string[]): Link {
  return { href: url(pathOf.version(policy, version.id, locale)), rel: [...rel, 'memento'], attributes: { datetime: httpDate(at) } };
}

/** Links of `/<policy>/`, which shows the newest Memento. */
export function originalLinks(original: Original, now: string): Link[] {
  const versions = versionsIn(original.policy, original.locale);
  const mementos = mementosOf(versions, now);
  const shown = mementos.find(({ version }) => version === inForceAt(versions, now));
  return [...anchors(original), ...neighbours(original, mementos, shown), historyLink(original)];
}

/** Links of a TimeGate's answer that leads to `chosen`. */
export function timeGateLinks(original: Original, chosen: Memento, now: string): Link[] {
  return [...anchors(original), ...neighbours(original, mementosOf(versionsIn(original.policy, original.locale), now), chosen)];
}

/** Links of a version's own page. One that never was in force is no Memento and names none. */
export function versionLinks(original: Original, version: IndexedVersion, now: string): Link[] {
  const { policy, locale, url } = original;
  const versions = versionsIn(policy, locale);
  const mementos = mementosOf(versions, now);
  const here = mementos.find((memento) => memento.version === version);
  const published = versions.filter(({ publishedAt }) => publishedAt !== undefined);
  const link = (other: IndexedVersion | undefined, rel: string): Link[] => (other ? [{ href: url(pathOf.version(policy, other.id, locale)), rel: [rel] }] : []);
  return [
    ...(here ? [...anchors(original), ...neighbours(original, mementos, here)] : []),
    { href: url(pathOf.policy(policy, locale)), rel: ['latest-version'] },
    ...link(predecessorOf(published, version), 'predecessor-version'),
    ...link(successorOf(published, version), 'successor-version'),
    historyLink(original),
  ];
}

/** The version that took over from a version, or will; a withdrawn or mistaken one is nobody's successor. */
function successorOf(versions: readonly IndexedVersion[], version: IndexedVersion): IndexedVersion | undefined {
  return versions.find((other) => other !== version && !other.mistaken && predecessorOf(versions, other) === version && !other.withdrawn);
}

function historyLink({ policy, locale, url }: Original): Link {
  return { href: url(pathOf.history(policy, locale)), rel: ['version-history'] };
}

/** The TimeMap: original, itself with the time it spans, and every Memento. */
export function timeMapLinks(original: Original, now: string): Link[] {
  const { policy, locale, url } = original;
  const mementos = mementosOf(versionsIn(policy, locale), now);
  const [first] = mementos;
  const last = mementos.at(-1);
  const span: Record<string, string> = first && last ? { from: httpDate(first.at), until: httpDate(last.at) } : {};
  return [
    { href: url(pathOf.policy(policy, locale)), rel: ['original', 'timegate'] },
    { href: url(pathOf.timeMap(policy, locale)), rel: ['self'], attributes: { type: 'application/link-format', ...span } },
    ...mementos.map((memento, index) =>
      mementoLink(original, memento, [...(index === 0 ? ['first'] : []), ...(index === mementos.length - 1 ? ['last'] : [])]),
    ),
  ];
}

/** RFC 6903 has a relation for two kinds of policy. */
const KIND_RELATIONS: Partial<Record<PolicyKind, string>> = { privacy: 'privacy-policy', terms: 'terms-of-service' };

/** Where a site's privacy policies and terms stand. */
export function policyLinks(policies: readonly IndexedPolicy[], url: (path: string) => string): Link[] {
  return policies.flatMap((policy) => {
    const rel = KIND_RELATIONS[policy.kind];
    return rel ? [{ href: url(pathOf.policy(policy, policy.prevailing)), rel: [rel] }] : [];
  });
}

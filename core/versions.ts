/**
 * Versions in time: which one is in force at an instant, where each stands, and at which instants the
 * site changes. The Worker, the site and the commands all ask here.
 */
import type { Cause, OptionalCategory, Standing } from './vocabulary.ts';

/** What is known of a version beside its words. Instants are UTC and compare as text. */
export interface VersionFacts {
  id: string;
  /** First instant at which it is in force. */
  effective: string;
  /** When it was published. Absent: a draft. */
  publishedAt?: string;
  /** Calendar date on which it was announced. */
  announced?: string;
  reviewed?: string;
  cause: Cause;
  material: boolean;
  categories: readonly OptionalCategory[];
  withdrawn?: { at: string; by: string; reason: string };
  mistaken?: { at: string; by: string; reason: string };
  imported?: { source: string; commit?: string | undefined };
}

/** A time in which one version was in force. `until` is absent for the last one known. */
export interface Tenure {
  id: string;
  from: string;
  until?: string;
}

const counts = (version: VersionFacts): boolean => version.publishedAt !== undefined && version.withdrawn === undefined;

/**
 * The version in force at an instant: the newest one that has begun. A withdrawn one never begins; a
 * mistaken one counts until it was marked, for until then it was what readers were shown.
 */
export function inForceAt<V extends VersionFacts>(versions: readonly V[], instant: string): V | undefined {
  let found: V | undefined;
  for (const version of versions) {
    if (!counts(version) || version.effective > instant) continue;
    if (version.mistaken && version.mistaken.at <= instant) continue;
    if (!found || compareVersions(version, found) > 0) found = version;
  }
  return found;
}

/** Orders by the beginning, then by name: `2026-01-01.2` is after `2026-01-01`, and `.10` after `.9`. */
export function compareVersions(a: VersionFacts, b: VersionFacts): number {
  if (a.effective !== b.effective) return a.effective < b.effective ? -1 : 1;
  return ordinal(a.id) - ordinal(b.id);
}

function ordinal(id: string): number {
  return Number(id.split('.')[1] ?? 1);
}

/** The instants, in order, at which the version in force can change. */
export function boundariesOf(versions: readonly VersionFacts[]): string[] {
  const instants = versions.filter(counts).flatMap((version) => (version.mistaken ? [version.effective, version.mistaken.at] : [version.effective]));
  return [...new Set(instants)].sort();
}

/** Who was in force when, without gaps but for the time before the first. */
export function tenuresOf(versions: readonly VersionFacts[]): Tenure[] {
  const tenures: Tenure[] = [];
  for (const boundary of boundariesOf(versions)) {
    const id = inForceAt(versions, boundary)?.id;
    const last = tenures.at(-1);
    if (last && last.until === undefined && last.id === id) continue;
    if (last && last.until === undefined) last.until = boundary;
    if (id !== undefined) tenures.push({ id, from: boundary });
  }
  return tenures;
}

/**
 * The version that a version replaces: the one that was in force when it began. This is what its
 * redline compares with, so a mistaken or withdrawn version is never anyone's predecessor.
 */
export function predecessorOf<V extends VersionFacts>(versions: readonly V[], version: V): V | undefined {
  return inForceAt(
    versions.filter((other) => compareVersions(other, version) < 0),
    version.effective,
  );
}

/** Where a version stands at an instant. */
export function standingAt(versions: readonly VersionFacts[], version: VersionFacts, instant: string): Standing {
  if (version.publishedAt === undefined) return 'draft';
  if (version.withdrawn && version.withdrawn.at <= instant) return 'withdrawn';
  if (version.mistaken && version.mistaken.at <= instant) return 'mistaken';
  if (version.effective > instant) return 'announced';
  return inForceAt(versions, instant)?.id === version.id ? 'in-force' : 'superseded';
}

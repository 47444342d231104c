/**
 * What a build tells the Worker about itself: which versions there are, and which pages differ at the
 * moments that come later. Written by the site to `_at/index.json`, an address that is never served.
 */
import type { LedgerIndex } from './ledger-settings.ts';
import { compareVersions, type VersionFacts } from './versions.ts';
import type { PolicyKind } from './vocabulary.ts';

export interface IndexedVersion extends VersionFacts {
  /** Languages of the version, with the SHA-256 of the canonical text of each. */
  locales: Record<string, string>;
  /** Sections that got another id in it: new id to old id. */
  renamed: Record<string, string>;
}

export interface IndexedPolicy {
  id: string;
  kind: PolicyKind;
  /** Language of the pages without a language in their address. */
  prevailing: string;
  locales: string[];
  title: Record<string, string>;
  versions: IndexedVersion[];
}

/** A moment after the build at which pages change. */
export interface Moment {
  at: string;
  /** Folder below `_at/` that holds the pages as they are from then on: `20270101T000000Z`. */
  folder: string;
  /** Addresses of those pages relative to the base, `privacy/2027-01-01/`; the start page is `''`. */
  paths: string[];
}

export interface SiteIndex {
  /** Folder of the site on its host, `/` or `/legal/`. */
  base: string;
  /** Where the site is served, `https://privacy.example`, where it is known. */
  origin: string | null;
  timeZone: string;
  /** The moment for which the pages outside `_at/` were made. */
  builtAt: string;
  /** Since when Global Privacy Control is honoured: calendar date, and the instant at which it begins. */
  gpc: { date: string; from: string } | null;
  /** Do the site's own pages carry the banner? */
  banner?: true;
  ledger: LedgerIndex;
  /** Later moments, in order. */
  moments: Moment[];
  policies: IndexedPolicy[];
}

/** Kinds of pages that depend on the moment, in the order in which a moment lists them. */
const MOVING = ['home', 'edition', 'fragment', 'history', 'cookie-table', 'requests', 'embed'] as const;

/** A page that is another from a later moment on. */
export interface LaterPage {
  at: string;
  kind: (typeof MOVING)[number];
  policy?: string;
  path: string;
}

/** What one process of a build knows of the index: its own policies, and which of its pages differ later. */
export interface SiteIndexPart extends Omit<SiteIndex, 'moments'> {
  /** Instants. */
  moments: string[];
  later: LaterPage[];
}

/** The index of a site that several processes made. `policies` has the ids in the order of the content. */
export function joinIndex(parts: readonly SiteIndexPart[], policies: readonly string[]): SiteIndex {
  const [first] = parts;
  if (!first) throw new Error('A site has at least one part.');
  const place = ({ kind, policy }: LaterPage): number => MOVING.indexOf(kind) * (policies.length + 1) + policies.indexOf(policy ?? '') + 1;
  const later = parts.flatMap((part) => part.later).sort((a, b) => place(a) - place(b));
  const { base, origin, timeZone, banner, builtAt, gpc, ledger } = first;
  return {
    base,
    origin,
    timeZone,
    ...(banner ? { banner } : {}),
    builtAt,
    gpc,
    ledger,
    moments: first.moments.map((at) => ({ at, folder: momentFolder(at), paths: later.filter((page) => page.at === at).map(({ path }) => path) })),
    policies: parts.flatMap((part) => part.policies).sort((a, b) => policies.indexOf(a.id) - policies.indexOf(b.id)),
  };
}

/** The folder of a moment: the instant without the signs that file systems and addresses dislike. */
export function momentFolder(instant: string): string {
  return instant.replace(/[-:]|\.\d+/g, '');
}

/**
 * The asset that answers for a page at an instant: that of the newest moment which changed the page and
 * has come, else the page as it was built.
 *
 * @param path Address relative to the base, with its final slash.
 * @returns Path relative to the base.
 */
export function assetAt(index: SiteIndex, path: string, instant: string): string {
  for (let i = index.moments.length - 1; i >= 0; i -= 1) {
    const moment = index.moments[i];
    if (moment && moment.at <= instant && moment.paths.includes(path)) return `_at/${moment.folder}/${path}`;
  }
  return path;
}

/** The next moment after an instant at which any page changes. */
export function nextMoment(index: SiteIndex, instant: string): string | undefined {
  return index.moments.find((moment) => moment.at > instant)?.at;
}

/** Versions in the order of their beginnings. */
export function inOrder(policy: IndexedPolicy): IndexedVersion[] {
  return [...policy.versions].sort(compareVersions);
}

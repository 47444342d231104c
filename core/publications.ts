/**
 * What is published for ever: notice documents, banner builds, and the seals and canonical texts of versions. A build lists its
 * own in `_at/publications.json`; the archive takes what it does not have, under the same paths, and each is a leaf of a log.
 */
import { z } from 'zod';
import { ROOT_LOG } from './ledger-settings.ts';
import { fromHex, toBase64 } from './log/bytes.ts';
import { localeSchema, sha256Schema, slugSchema, versionIdSchema } from './schemas.ts';

export const PUBLICATION_KINDS = ['notice', 'banner', 'seal', 'text'] as const;
export type PublicationKind = (typeof PUBLICATION_KINDS)[number];

export interface Publication {
  kind: PublicationKind;
  /** Address relative to the base. */
  path: string;
  sha256: string;
  /** Name of the site in whose log it is a leaf, or `root`. */
  log: string;
}

/** As many are asked about at once: each costs the archive one look. */
export const MOST_ASKED = 200;

/** No publication is longer: the largest is the canonical text of a very long policy. */
export const MOST_PUBLISHED_BYTES = 8 * 1024 * 1024;

/** The body of `POST /api/v1/operator/archive/missing`. */
export const askedSchema = z
  .array(z.strictObject({ path: z.string().max(500), sha256: sha256Schema, log: slugSchema }), { error: 'a list of { "path", "sha256", "log" }' })
  .max(MOST_ASKED, `at most ${MOST_ASKED} at once`);

/** What that answers. */
export interface ArchiveState {
  /** Paths that the archive wants. */
  missing: string[];
  /** Paths under which the archive holds other bytes: nothing published is ever changed. */
  differing: { path: string; sha256: string }[];
  /** Paths of sites that the deployment does not know yet: to be sent after the next one. */
  later: string[];
}

/** What a path can be a publication of. The log of a notice stands in the notice. */
export interface PublicationPath {
  kind: PublicationKind;
  log?: string;
  /** Whether a hash agrees with the one in the path; where the path has none, any does. */
  names(sha256: string): boolean;
}

const any = (): boolean => true;

/** Reads a path; nothing where it is no publication's, however it is spelt. */
export function publicationAt(path: string): PublicationPath | undefined {
  const parts = path.split('/');
  if (parts.length > 3 || parts.includes('')) return undefined;
  const [first = '', second = '', third = ''] = parts;
  if (first === 'notices') return third === '' ? noticeAt(second) : undefined;
  if (first === 'pinned') return third === '' ? sharedCodeAt(second) : bannerAt(second, third);
  return isSlug(first) ? editionAt(second, third) : undefined;
}

function noticeAt(file: string): PublicationPath | undefined {
  const [, hash] = /^([0-9a-f]{64})\.json$/.exec(file) ?? [];
  return hash === undefined ? undefined : { kind: 'notice', names: (sha256) => sha256 === hash };
}

/** A site's own script or data: the name ends with the first 16 digits of the hash. */
function bannerAt(site: string, file: string): PublicationPath | undefined {
  const [, hash] = /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)?\.([0-9a-f]{16})\.(?:js|json)$/.exec(file) ?? [];
  if (hash === undefined || !isSlug(site)) return undefined;
  return { kind: 'banner', log: site, names: (sha256) => sha256.startsWith(hash) };
}

/** Code that all sites load: the script before it finds it by the hash as SRI writes it. */
function sharedCodeAt(file: string): PublicationPath | undefined {
  const [, hash] = /^[a-z]+\.([A-Za-z0-9-]{16})\.js$/.exec(file) ?? [];
  return hash === undefined ? undefined : { kind: 'banner', log: ROOT_LOG, names: (sha256) => pinOf(sha256) === hash };
}

/** The part of a hash that is in the name of a shared file. */
export function pinOf(sha256: string): string {
  return toBase64(fromHex(sha256)).slice(0, 16).replace(/\W/g, '-');
}

function editionAt(version: string, file: string): PublicationPath | undefined {
  if (file === '') return version.endsWith('.txt') && isVersion(version.slice(0, -'.txt'.length)) ? { kind: 'text', log: ROOT_LOG, names: any } : undefined;
  const [, locale, ending] = /^([^.]+)\.(txt|sealed\.html)$/.exec(file) ?? [];
  if (!isVersion(version) || !localeSchema.safeParse(locale).success) return undefined;
  return { kind: ending === 'txt' ? 'text' : 'seal', log: ROOT_LOG, names: any };
}

function isSlug(name: string): boolean {
  return slugSchema.safeParse(name).success;
}

function isVersion(name: string): boolean {
  return versionIdSchema.safeParse(name).success;
}

/** The type under which a publication is served, whichever server does it. */
export function typeOf(path: string): string {
  if (path.endsWith('.json')) return 'application/json';
  if (path.endsWith('.js')) return 'text/javascript; charset=utf-8';
  return path.endsWith('.html') ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8';
}

/**
 * What the processes of one build tell each other: the command parts the policies into shares, each share
 * is made by a process of its own, and reports what it made.
 */
import type { SiteIndexPart } from './site-index.ts';

/** A file of the site: the key of what it shows (`''`: made in every build), and what tells that nobody touched it. */
export interface MadeFile {
  key: string;
  size: number;
  modified: number;
}

/** By path below the output folder. */
export type MadeFiles = Record<string, MadeFile>;

export interface ShareReport {
  made: MadeFiles;
  index: SiteIndexPart;
}

/** Names in the cache folder of what the command leaves for its shares. */
export const SHARED = { content: 'content.json', made: 'made.json' } as const;

/** Whether a file on the disk is still the one that a build made. */
export function isUntouched(made: MadeFile, found: { size: number; mtimeMs: number } | undefined): boolean {
  return found !== undefined && found.size === made.size && found.mtimeMs === made.modified;
}

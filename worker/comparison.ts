/** Any two versions of a policy, compared from the blocks in their built JSON. */
import type { Block } from '../core/policy/blocks.ts';
import { type Comparison, compareBlocks } from '../core/policy/compare/index.ts';
import { type IndexedPolicy, type IndexedVersion, inOrder } from '../core/site-index.ts';
import { compareVersions } from '../core/versions.ts';
import { pathOf } from './addresses.ts';
import { readJson, type Site } from './site.ts';

/** What the Worker reads of a version's JSON. */
interface VersionJson {
  blocks: Block[];
  sha256: string;
}

export interface Pair {
  a: IndexedVersion;
  b: IndexedVersion;
}

export interface Compared {
  comparison: Comparison;
  /** SHA-256 of the canonical texts. */
  hashes: { a: string; b: string };
}

/** Compares two versions in one language, or gives nothing where the build has no JSON of one. */
export async function compareVersionsIn(site: Site, request: Request, policy: IndexedPolicy, { a, b }: Pair, locale: string): Promise<Compared | undefined> {
  const [older, newer] = await Promise.all([a, b].map(({ id }) => readJson<VersionJson>(site, request, pathOf.json(policy, id, locale))));
  if (!older || !newer) return undefined;
  const ahead = compareVersions(a, b) < 0;
  const renamed = renamedBetween(policy, ahead ? a : b, ahead ? b : a);
  return { comparison: compareBlocks(older.blocks, newer.blocks, { locale, renamed }), hashes: { a: older.sha256, b: newer.sha256 } };
}

/**
 * New id to old id of the sections renamed anywhere between two versions. Each version tells only its own
 * renames, so those between are strung together.
 */
export function renamedBetween(policy: IndexedPolicy, older: IndexedVersion, newer: IndexedVersion): Record<string, string> {
  const between = inOrder(policy).filter((version) => compareVersions(version, older) > 0 && compareVersions(version, newer) <= 0);
  let renamed: Record<string, string> = {};
  for (const { renamed: step } of between) {
    const left = new Set(Object.values(step));
    const kept = Object.entries(renamed).filter(([id]) => !left.has(id));
    renamed = Object.fromEntries([...kept, ...Object.entries(step).map(([now, before]) => [now, renamed[before] ?? before])]);
  }
  return renamed;
}

/**
 * The hash of every text that a build serves against `published.json`, which is what readers, consent
 * records and the log compare with. The site has worked them out anyway, so this reads two files.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContentProblem } from '../core/content.ts';
import { publishedSchema } from '../core/schemas.ts';
import type { SiteIndex } from '../core/site-index.ts';

/** What `published.json` says otherwise than the index of a built site. */
export function hashProblems(content: string, indexFile: string): ContentProblem[] {
  const { policies } = JSON.parse(readFileSync(indexFile, 'utf8')) as SiteIndex;
  const served = new Map(policies.flatMap(({ id, versions }) => versions.map((version) => [`${id} ${version.id}`, version.locales] as const)));
  return readPublished(content).flatMap(({ policy, version, locales }) =>
    Object.entries(locales).flatMap(([locale, { sha256 }]) => {
      const made = served.get(`${policy} ${version}`)?.[locale];
      if (made === sha256) return [];
      return [
        {
          file: 'published.json',
          field: `${policy} ${version}, ${locale}, sha256`,
          found: sha256,
          expected: `${made}, the SHA-256 of the sealed text; restore the file from git, it is never written by hand`,
        },
      ];
    }),
  );
}

function readPublished(content: string): { policy: string; version: string; locales: Record<string, { sha256: string }> }[] {
  try {
    return publishedSchema.parse(JSON.parse(readFileSync(join(content, 'published.json'), 'utf8'))).versions;
  } catch {
    // Absent: nothing is published. Anything else that is wrong with it was told by the proof.
    return [];
  }
}

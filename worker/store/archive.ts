/** R2 as the archive that ledgers write to. */
import type { Archive } from '../ledger/world.ts';

export function archiveOf(bucket: R2Bucket): Archive {
  return {
    async get(key) {
      const object = await bucket.get(key);
      return object ? { bytes: new Uint8Array(await object.arrayBuffer()), version: object.etag } : undefined;
    },
    async put(key, bytes, condition) {
      const onlyIf = conditionOf(condition);
      const object = (await bucket.put(key, bytes, onlyIf ? { onlyIf } : {})) as R2Object | null;
      return object?.etag;
    },
  };
}

function conditionOf(condition: Parameters<Archive['put']>[2]): R2Conditional | undefined {
  if (!condition) return undefined;
  return 'ifVersion' in condition ? { etagMatches: condition.ifVersion } : { etagDoesNotMatch: '*' };
}

/** The bucket of a jurisdiction. Locally there is one for all. */
export function bucketOf(env: Cloudflare.Env, jurisdiction: 'eu' | undefined): R2Bucket {
  if (jurisdiction === undefined || env.LOCAL) return env.ARCHIVE;
  if (!env.ARCHIVE_EU) throw new Error('A site asks for the jurisdiction eu, and there is no bucket ARCHIVE_EU.');
  return env.ARCHIVE_EU;
}

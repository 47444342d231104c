/** Archives what is published, and has the log say so: first the bytes, then the leaf, so that a leaf never speaks of what is not there. */
import type { Context } from 'hono';
import { siteNamed } from '../core/banner/index-file.ts';
import { ROOT_LOG } from '../core/ledger-settings.ts';
import type { Publication } from '../core/publications.ts';
import type { Edge } from './edge.ts';
import type { Refused } from './ledger/context.ts';
import { ledgerOf } from './ledger/objects.ts';
import { type Kept, keep } from './published.ts';
import { readBanners } from './site.ts';

type Said = { ok: true } | Refused;

/** Writes a publication and its leaf. Repeated after a failure, it does what is left to do. */
export async function publish(
  c: Context<Edge>,
  publication: Publication,
  bytes: Uint8Array,
): Promise<Exclude<Kept, { ok: true }> | (Said & { again?: boolean })> {
  const kept = await keep(c.env, publication, bytes);
  if (!kept.ok) return kept;
  return { ...(await sayPublished(c, [publication])), again: kept.again };
}

/** Has the logs say what is in the archive. What they say already is not said twice. */
export async function sayPublished(c: Context<Edge>, publications: readonly Publication[]): Promise<Said> {
  const at = c.env.now.toISOString();
  const { sites } = await readBanners(c.env.site, c.req.raw);
  for (const [log, list = []] of Object.entries(Object.groupBy(publications, ({ log }) => log))) {
    const statements = list.map(({ kind, path, sha256 }) => ({ type: 'published' as const, kind, path, sha256, at }));
    const said = await ledgerOf(c.env, log, siteNamed({ sites }, log)?.ledger.jurisdiction).publish(statements);
    if (!said.ok) return said;
  }
  return { ok: true };
}

/** Whether a log is one of this deployment: that of a site which it does not know yet has no home. */
export async function hasLog(c: Context<Edge>, log: string): Promise<boolean> {
  return log === ROOT_LOG || siteNamed(await readBanners(c.env.site, c.req.raw), log) !== undefined;
}

/** Our Worker for the bench: a small built site, and `wrangler.toml` without what a laptop has no use for. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BannerIndex } from '../../core/banner/index-file.ts';
import { edgeConfig } from '../../tests/support/worker-server.ts';
import { makeEdgeSites } from '../../tests/support/worker-site.ts';
import { ROOT } from '../report.ts';

export const SITE = 'shop';
export const ORIGIN = 'https://shop.example';

/**
 * Writes the site and the configuration. The limit of posts from one address is left out: here all come from one.
 *
 * @param groupCommitMilliseconds Of each site.
 */
export function writeEdge(folder: string, groupCommitMilliseconds = 0): { config: string; notice: string } {
  const assets = makeEdgeSites(join(folder, 'assets'));
  setGroupCommit(join(assets, '_at', 'banner.json'), groupCommitMilliseconds);
  const { ratelimits: _none, ...edge } = edgeConfig(assets, { FIXED_PLACE: 'DE' });
  const databases = edge.d1_databases.map((database: object) => ({ ...database, migrations_dir: join(ROOT, 'migrations'), database_id: 'bench' }));
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'wrangler.json');
  writeFileSync(config, JSON.stringify({ ...edge, main: join(ROOT, 'worker', 'index.ts'), d1_databases: databases }));
  return { config, notice: noticeIn(join(assets, 'notices')) };
}

function setGroupCommit(file: string, groupCommitMilliseconds: number): void {
  const index = JSON.parse(readFileSync(file, 'utf8')) as BannerIndex;
  for (const { ledger } of Object.values(index.sites)) Object.assign(ledger, { groupCommitMilliseconds });
  writeFileSync(file, JSON.stringify(index));
}

/** The notice of the site that asks about two categories by opt-in. */
function noticeIn(folder: string): string {
  for (const file of readdirSync(folder)) {
    const { site, model, locale } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { site: string; model: string; locale: string };
    if (site === SITE && model === 'opt-in' && locale === 'de') return file.replace('.json', '');
  }
  throw new Error(`${folder} holds no notice of ${SITE}`);
}

/** The logs of a deployment: which there are, under which name each speaks, and where it lies. */
import { type BannerIndex, siteNamed } from '../core/banner/index-file.ts';
import { siteOfLog } from '../core/consent/shards.ts';
import { logsOf, REQUESTS_LOG, ROOT_LOG } from '../core/ledger-settings.ts';
import type { Site } from './site.ts';

export interface Log {
  name: string;
  jurisdiction?: 'eu';
}

/** Every log of this deployment, without the root log. */
export function allLogs({ sites }: BannerIndex): Log[] {
  const own = Object.entries(sites).flatMap(([site, { ledger }]) =>
    logsOf(site, ledger).map((name) => ({ name, ...(ledger.jurisdiction ? { jurisdiction: ledger.jurisdiction } : {}) })),
  );
  return [...own, { name: REQUESTS_LOG }];
}

/** The log of a name in an address; nothing where no site has it. */
export function logNamed(index: BannerIndex, name: string): Log | undefined {
  if (name === ROOT_LOG || name === REQUESTS_LOG) return { name };
  const site = siteNamed(index, siteOfLog(name));
  return site && allLogs({ sites: { [siteOfLog(name)]: site } }).find((log) => log.name === name && log.name !== REQUESTS_LOG);
}

/** The name in a log's checkpoints: its address without the scheme. */
export function originOf({ index }: Site, log: string): string {
  return `${index.ledger.origin}/log/${log}`;
}

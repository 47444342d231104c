/**
 * What the content says of the ledger: under which name the logs speak, and how those of a site are kept. The build puts it
 * into `_at/index.json` and `_at/banner.json`, which is where the Worker reads it.
 */
import { startOfDay } from './dates.ts';
import type { Organisation, SiteSettings } from './schemas.ts';

/** Of the whole site, in `_at/index.json`. */
export interface LedgerIndex {
  /** What the name of every log begins with: a host and perhaps a folder, without scheme. A log's own is `<origin>/log/<log>`. */
  origin: string;
  /** Keys that the organisation has announced for its logs, as C2SP verifier keys. None: whoever checks takes that of `/log/<log>/vkey`. */
  keys: string[];
  witnesses: { url: string; vkey: string }[];
}

/** Of one site, in `_at/banner.json`. */
export interface SiteLedger {
  /** Into how many logs its records go, and from when on, oldest first. Without `from` it was so ever since. */
  shards: { from?: string; count: number }[];
  /** Days after which a record is dropped; kept for ever without. */
  retentionDays?: number;
  jurisdiction?: 'eu';
  /** How long records are gathered before they are written together; 0 writes each by itself. */
  groupCommitMilliseconds: number;
}

/** Its log is the one over all others; no site may take the name. */
export const ROOT_LOG = 'root';

/** The log of what happens to rights requests, and of what operators do. No site may take the name either. */
export const REQUESTS_LOG = 'requests';

export function ledgerIndexOf({ ledger, address, domain, look }: Pick<Organisation, 'ledger' | 'address' | 'domain' | 'look'>): LedgerIndex {
  const folder = look.basePath.replace(/\/$/, '');
  const origin = ledger.origin ?? (address ? new URL(address).host : domain) + folder;
  return { origin, keys: ledger.keys, witnesses: ledger.witnesses };
}

export function siteLedgerOf({ shards, retentionDays, jurisdiction, groupCommitMilliseconds }: SiteSettings, timeZone: string): SiteLedger {
  return {
    shards: shards.map(({ since, value }) => ({ ...(since === undefined ? {} : { from: startOfDay(since, timeZone) }), count: value })),
    ...(retentionDays === undefined ? {} : { retentionDays }),
    ...(jurisdiction === undefined ? {} : { jurisdiction }),
    groupCommitMilliseconds,
  };
}

/** Into how many logs the records of a moment go. Never asked of the clock, but of the time within a record's id. */
export function shardCountAt({ shards }: SiteLedger, milliseconds: number): number {
  return shards.findLast(({ from }) => from === undefined || Date.parse(from) <= milliseconds)?.count ?? 1;
}

/** The logs that a site has had or will have by its settings, the first one first. */
export function logsOf(site: string, { shards }: SiteLedger): string[] {
  return Array.from({ length: Math.max(1, ...shards.map(({ count }) => count)) }, (_none, index) => logName(site, index));
}

export function logName(site: string, shard: number): string {
  return shard === 0 ? site : `${site}.${shard}`;
}

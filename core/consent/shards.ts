/**
 * Which log of a site a record belongs to. A busy site is split by subject, so that a person's records lie in one log; how
 * many logs there are depends on the time in the record's id alone, so that the same record always meets the same log.
 */
import { logName, logsOf, type SiteLedger, shardCountAt } from '../ledger-settings.ts';
import { timeOfId } from './record.ts';

/** The log of a record, by its subject; by the random part of its id where there is none. */
export function logOfRecord({ id, site, subject }: { id: string; site: string; subject: string | null }, ledger: SiteLedger): string {
  const random = id.replaceAll('-', '').slice(20);
  return logName(site, shardOf(subject ?? random, shardCountAt(ledger, timeOfId(id))));
}

/** Every log in which records of a subject may lie, for there may have been another number of logs. */
export function logsOfSubject(site: string, subject: string, ledger: SiteLedger): string[] {
  const first = ledger.shards[0];
  // Before the first day that is named there was one.
  const counts = [...(first && first.from === undefined ? [] : [1]), ...ledger.shards.map(({ count }) => count)];
  return [...new Set(counts.map((count) => logName(site, shardOf(subject, count))))];
}

/** Every log in which a record may lie of which only the id is known. */
export function logsOfId(site: string, id: string, ledger: SiteLedger): string[] {
  const count = shardCountAt(ledger, timeOfId(id));
  return logsOf(site, ledger).slice(0, count);
}

/** The site that a log's name means. */
export function siteOfLog(log: string): string {
  return log.replace(/\.\d+$/, '');
}

function shardOf(hex: string, count: number): number {
  return Number.parseInt(hex.slice(0, 8), 16) % count;
}

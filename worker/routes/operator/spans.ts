/** Records of a log that were received within a span of days, read page by page: no more than a page is ever held. Pure. */
import type { ConsentRecord } from '../../../core/consent/record.ts';

export interface Page {
  records: { index: number; record: string }[];
  /** Where to go on; nothing at the end. */
  next: number | null;
}

/** A log as it is read: whatever answers like the ledger's object. */
export interface Pages {
  /** Records from an index on, in order; `limit` is how many entries are looked at at most. */
  page(from: number, limit: number): Promise<Page>;
}

/** Entries of one page. */
const LIMIT = 1000;
/** Entries that are looked at to learn the day of a place in the log. */
const PROBE = 16;

export interface Span {
  /** Calendar dates in UTC, both included. */
  from?: string | undefined;
  to?: string | undefined;
}

/** The records of a span in the order of the log, a page at a time. */
export async function* recordsIn(log: Pages, { from, to }: Span): AsyncGenerator<Page['records']> {
  for (let at: number | null = from === undefined ? 0 : await placeOf(log, from); at !== null; ) {
    const { records, next }: Page = await log.page(at, LIMIT);
    const last = to === undefined ? -1 : records.findIndex(({ record }) => dayOf(record) > to);
    const within = last < 0 ? records : records.slice(0, last);
    const own = from === undefined ? within : within.filter(({ record }) => dayOf(record) >= from);
    if (own.length > 0) yield own;
    at = last < 0 ? next : null;
  }
}

/**
 * A place in the log that is not after the first record of a day, and near it: within a log, time of receipt only grows, so
 * it is found in a few looks, however long the log is.
 */
async function placeOf(log: Pages, day: string): Promise<number> {
  const isBefore = async (index: number): Promise<boolean> => {
    const first = await firstFrom(log, index);
    return first !== undefined && dayOf(first.record) < day;
  };
  let low = 0;
  let high = PROBE;
  for (; await isBefore(high); high *= 2) low = high;
  while (high - low > PROBE) {
    const middle = Math.floor((low + high) / 2);
    if (await isBefore(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The first record from an index on: what lies between may have been erased, or be no record at all. */
async function firstFrom(log: Pages, index: number): Promise<Page['records'][number] | undefined> {
  for (let at: number | null = index, limit = PROBE; at !== null; limit = LIMIT) {
    const { records, next }: Page = await log.page(at, limit);
    if (records[0]) return records[0];
    at = next;
  }
  return undefined;
}

function dayOf(text: string): string {
  return (JSON.parse(text) as ConsentRecord).received.slice(0, 10);
}

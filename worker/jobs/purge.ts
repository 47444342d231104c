/**
 * The round that forgets. In pieces, each whole by itself, and no more of them than one invocation may ask of the database: what is
 * left comes with the next hour.
 */
import { addDays } from '../../core/deadlines/count.ts';
import type { Desk } from '../requests/desk.ts';
import { purgeNextContents, purgeNextRecords } from '../requests/purge.ts';
import { copySuppressions, dropCopies } from '../requests/suppression-copies.ts';
import { forgetExpiredMails, forgetSentMails } from '../store/outbox.ts';
import { dropOver } from '../store/proofs.ts';
import { readRound, unknownFiles, writeRound } from '../store/purge.ts';
import { forgetReminders } from '../store/reminders.ts';
import { forgetUnconfirmed } from '../store/subscriptions.ts';
import { deleteSuppressions, oldSuppressions } from '../store/suppressions.ts';
import { dropAnswers } from '../store/tokens.ts';
import { forgetDeliveries } from '../store/webhooks.ts';

/** Queries that a piece costs, measured by a test; and what the round may cost in all of the thousand that D1 allows. */
export const QUERIES = { contents: 9, records: 10 } as const;
const MOST_QUERIES = 500;

/** Days for which rows stay of mails that were sent, and of webhooks that were delivered or given up. */
const KEEP_DAYS = 90;
const UNCONFIRMED_DAYS = 7;
/** For so long operators see that a code could not be sent. */
const EXPIRED_DAYS = 7;

export interface PurgeRound {
  contents: number;
  records: number;
  /** Nothing that was due is left. */
  finished: boolean;
}

/** @throws where database or archive fail. What was done until then stays done. */
export async function purge(desk: Desk, mostQueries = MOST_QUERIES): Promise<PurgeRound> {
  const round: PurgeRound = { contents: 0, records: 0, finished: false };
  let left = mostQueries;
  const all = async (cost: number, next: (desk: Desk) => Promise<number>, note: (done: number) => void): Promise<boolean> => {
    for (; left >= cost; left -= cost) {
      const done = await next(desk);
      note(done);
      if (done === 0) return true;
    }
    return false;
  };
  const contents = await all(QUERIES.contents, purgeNextContents, (done) => {
    round.contents += done;
  });
  const records = await all(QUERIES.records, purgeNextRecords, (done) => {
    round.records += done;
  });
  return { ...round, finished: contents && records };
}

/** Rows that are of no use any more, and the copies of suppressions. */
export async function tidy(desk: Desk): Promise<void> {
  const { db, env, now } = desk;
  const before = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString();
  await copySuppressions(desk);
  const old = await oldSuppressions(db, before(31 * desk.file.settings.recordMonths), 500);
  await dropCopies(env, old);
  await db.batch([
    deleteSuppressions(db, old),
    forgetSentMails(db, before(KEEP_DAYS)),
    forgetExpiredMails(db, before(EXPIRED_DAYS)),
    forgetDeliveries(db, before(KEEP_DAYS)),
    forgetUnconfirmed(db, before(UNCONFIRMED_DAYS)),
    // Proofs and counts that are over: what comes again after two days is new.
    ...dropOver(db, before(2)),
    // Their hashes are of what was sent, words too; where nothing more is sent, nothing else drops them.
    dropAnswers(db, before(2)),
    forgetReminders(db, addDays(desk.today, -365)),
  ]);
}

const FOLDER = 'requests/';
/** A file is stored before its row is: younger ones may still get theirs. */
const ORPHAN_HOURS = 24;

/** Removes files in R2 that no row names, a page of the listing at a time. @returns how many. */
export async function dropOrphans({ db, env, now }: Desk): Promise<number> {
  const former = await readRound(db, 'orphans');
  const listed = await env.ARCHIVE.list({ prefix: FOLDER, limit: 500, ...(former?.value ? { cursor: former.value } : {}) });
  const old = listed.objects.filter(({ uploaded }) => now.getTime() - uploaded.getTime() > ORPHAN_HOURS * 3_600_000).map(({ key }) => key);
  const names = new Map(old.map((key) => [key.split('/').at(-1) ?? '', key]));
  const unknown = names.size > 0 ? await unknownFiles(db, [...names.keys()]) : [];
  const gone = unknown.flatMap((name) => names.get(name) ?? []);
  if (gone.length > 0) await env.ARCHIVE.delete(gone);
  await writeRound(db, 'orphans', now.toISOString(), listed.truncated ? listed.cursor : '').run();
  return gone.length;
}

/**
 * Forgetting: contents of requests some time after they are closed, those that nobody proved after a shorter one, and in the end
 * the bare record. Dropping the key makes everything unreadable that it sealed, in backups too once they are older than the drop.
 */

import type { CaseEvent } from '../../core/requests/events.ts';
import { summaryOf } from '../../core/requests/summary.ts';
import { contentsToPurge, type Purgeable, type Purged, purgeContents, purgeRecords, recordsToPurge } from '../store/purge.ts';
import { suppressionsOf } from '../store/suppressions.ts';
import type { Desk } from './desk.ts';
import { fileKey } from './files.ts';
import { dropCopies } from './suppression-copies.ts';

/** Requests that are forgotten together, in one transaction of small statements. */
export const BATCH = 500;
/** What R2 removes at once. */
const MOST_FILES = 1000;

/** Drops the contents of the next requests that are due. @returns how many; 0 where none is left. */
export async function purgeNextContents(desk: Desk): Promise<number> {
  const found = await contentsToPurge(desk.db, desk.today, BATCH);
  await purgeFound(desk, found);
  return found.length;
}

/** Drops contents: files first, so that a row names them as long as they are there. */
export async function purgeFound(desk: Desk, found: readonly Purgeable[]): Promise<void> {
  if (found.length === 0) return;
  const files = found.flatMap(({ id, files }) => files.map((file) => fileKey(id, file)));
  for (let at = 0; at < files.length; at += MOST_FILES) await desk.env.ARCHIVE.delete(files.slice(at, at + MOST_FILES));
  const now = desk.now.toISOString();
  await desk.db.batch(
    purgeContents(
      desk.db,
      found.map((one) => purgedOf(desk, one, now)),
      now,
    ),
  );
}

function purgedOf({ timeZone, file, promiseOn }: Desk, { id, kind, state, outcome, rules, events }: Purgeable, at: string): Purged {
  const event: CaseEvent = { type: 'purged', at, what: state === 'unproved' ? 'unproved' : 'contents' };
  return {
    id,
    number: events.length + 1,
    event,
    salt: crypto.getRandomValues(new Uint8Array(32)),
    summary: summaryOf({ rules, events: [...events, event], timeZone, settings: file.settings, promiseOn }),
    forgetContact: isErased(kind, state, outcome),
  };
}

/** Was this an erasure that was complied with, wholly or in part? */
function isErased(kind: string, state: string, outcome: string | null): boolean {
  return kind === 'erasure' && state === 'answered' && outcome !== 'no-data';
}

/** Removes the next records that are due altogether. @returns how many; 0 where none is left. */
export async function purgeNextRecords({ db, env, today }: Desk): Promise<number> {
  const ids = await recordsToPurge(db, today, BATCH);
  if (ids.length === 0) return 0;
  await dropCopies(env, await suppressionsOf(db, ids));
  await db.batch(purgeRecords(db, ids));
  return ids.length;
}

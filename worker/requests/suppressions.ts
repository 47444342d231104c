/**
 * Who was erased must stay erased although a backup is restored. The list is a table, and a copy of it lies in R2, where no restore
 * of the database reaches; it holds keyed hashes alone. Replaying reads the copy and does again what a backup has undone.
 */
import type { Replayed } from '../../core/requests/upkeep.ts';
import { contentsOf } from '../store/purge.ts';
import { endSubscriptionsAgain, insertSuppressions, requestsThatCameBack } from '../store/suppressions.ts';
import type { Desk } from './desk.ts';
import { purgeFound } from './purge.ts';
import { listCopies } from './suppression-copies.ts';
import { messageOf, webhookStatements } from './webhooks.ts';

/** Suppressions of one piece of a replay. */
const PAGE = 500;

/** Replays a piece of the list. May be done at any time, and twice. */
export async function replaySuppressions(desk: Desk, cursor?: string): Promise<Replayed> {
  const { db, env, now } = desk;
  const { page, cursor: next } = await listCopies(env, PAGE, cursor);
  const back = page.length > 0 ? await requestsThatCameBack(db, page, PAGE) : [];
  const closed = back.filter(({ open }) => open === 0).map(({ id }) => id);
  await purgeFound(desk, await contentsOf(db, closed));
  const messages = page
    .filter(({ what, request }) => what === 'erased' && request !== '')
    .map(({ request, at }) => messageOf('erasure.replayed', `${request}_replayed_${desk.today}`, now, null, { request, erased: at }));
  if (page.length > 0) await db.batch([insertSuppressions(db, page, true), ...endSubscriptionsAgain(db, page), ...webhookStatements(desk, messages)]);
  return {
    suppressions: page.length,
    erased: closed.length,
    open: back.filter(({ open }) => open === 1).map(({ reference }) => reference),
    cursor: next,
  };
}

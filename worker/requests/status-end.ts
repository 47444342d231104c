/** What a person puts an end to: the request, or a code that they did not ask for. */
import { lacksProof } from '../../core/requests/summary.ts';
import { endProofs, newestProof } from '../store/proofs.ts';
import { addEvents, addressOf, type Case, openCase } from './cases.ts';
import type { Desk } from './desk.ts';
import { blockStatement } from './limits.ts';

/** `closed`: somebody else was first. `refused`: it is not for this browser to end. */
export type Ended = 'ended' | 'closed' | 'refused';

/**
 * Ends a request. Doing it twice is no mistake.
 *
 * @param may Asked of the request as it is when it is written: somebody may have proved it meanwhile.
 */
export async function end(desk: Desk, id: string, type: 'withdrawn' | 'disputed', may: (opened: Case) => boolean): Promise<Ended> {
  let came = 'closed' as Ended;
  await addEvents(desk, id, (opened) => {
    const { queue, state } = opened.summary;
    came = state === type ? 'ended' : queue === 'closed' ? 'closed' : may(opened) ? 'ended' : 'refused';
    return came === 'ended' && state !== type ? [{ event: { type, at: desk.now.toISOString() }, actor: 'person' }] : [];
  });
  return came;
}

/**
 * "I asked nothing", by the link of a mail with a code. Mails are passed on, so the link alone ends nothing that was proved: there it ends
 * the code and whatever was opened by one, and operators hear of it. A request that nobody proved ends, and the form's mails with it.
 */
export async function disown(desk: Desk, id: string): Promise<'ended' | 'reported'> {
  const { db, now } = desk;
  const at = now.toISOString();
  const known = await openCase(desk, { id });
  const address = known?.content && addressOf(known.content);
  const block = address === undefined ? [] : [blockStatement(desk, await desk.vault.hash('contact', address))];
  const newest = await newestProof(db, id);
  let came = 'reported' as 'ended' | 'reported';
  let isNoted = false;
  const also = (): D1PreparedStatement[] => (came === 'ended' ? block : [endProofs(db, id, at)]);
  await addEvents(
    desk,
    id,
    ({ summary, events }) => {
      const all = events.map(({ event }) => event);
      came = lacksProof(all) ? 'ended' : 'reported';
      const before = all.findLast(({ type }) => type === 'code-disputed')?.at ?? '';
      // One report for each code: the same link, pressed again, tells nothing new.
      isNoted = came === 'ended' ? summary.queue !== 'closed' : newest !== undefined && newest.made > before;
      return isNoted ? [{ event: { type: came === 'ended' ? 'disputed' : 'code-disputed', at }, actor: 'person' }] : [];
    },
    { also },
  );
  const rest = also();
  if (!isNoted && rest.length > 0) await db.batch(rest);
  return came;
}

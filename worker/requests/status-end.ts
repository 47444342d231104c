/** The two ends that a person puts to a request: it is withdrawn, or it never was theirs. */
import { addEvents, addressOf, openCase } from './cases.ts';
import type { Desk } from './desk.ts';
import { blockStatement } from './limits.ts';
import { hashesOf } from './proof.ts';

/** Ends a request that is not ended yet. @param block Are mails to its address to stop? */
export async function end(desk: Desk, id: string, type: 'withdrawn' | 'disputed', block = false): Promise<void> {
  const known = await openCase(desk, { id });
  const address = known?.content && addressOf(known.content);
  const { contact } = address === undefined ? {} : await hashesOf(desk, address, known?.row.kind ?? '');
  const also = block && contact ? [blockStatement(desk, contact)] : [];
  let isNew = false;
  await addEvents(
    desk,
    id,
    ({ summary }) => {
      isNew = summary.queue !== 'closed';
      return isNew ? [{ event: { type, at: desk.now.toISOString() }, actor: 'person' }] : [];
    },
    { also: () => also },
  );
  if (!isNew && also.length > 0) await desk.db.batch(also);
}

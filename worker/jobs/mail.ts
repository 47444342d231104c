/**
 * Sends the mails that wait: at least once each, and once unless a sender dies between the sending and its note. Whoever takes a
 * mail holds it for some minutes; who dies meanwhile loses it to the next round.
 */
import type { MailName } from '../../core/requests/mails.ts';
import { CannotCompose, composeMail } from '../mail/compose.ts';
import { type Outcome, type Transport, transportOf } from '../mail/transport.ts';
import { addEvents } from '../requests/cases.ts';
import type { Desk } from '../requests/desk.ts';
import { openMail } from '../requests/outbox.ts';
import { type ClaimedMail, claimMails, settleDead, settleLater, settleSent } from '../store/outbox.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How long a sender may need for what it took. */
const HOLD = 10 * MINUTE;
/** Waits between attempts; after the last one a mail is given up. */
const WAITS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR];
/** No mail is sent later than this: who gets news of last week asks what is wrong. */
const LONGEST = 5 * 24 * HOUR;
/** Mails that tell a person that the request has arrived. */
const ACKNOWLEDGING: readonly MailName[] = ['acknowledged', 'entered'];

export interface MailRound {
  sent: number;
  failed: number;
  /** Whether more may be waiting. */
  more: boolean;
  /** Milliseconds after which the first of those that failed is tried again. */
  again?: number;
}

/** @throws where the database fails: what was taken comes back by itself. */
export async function sendMails(
  desk: Desk,
  { transport = transportOf(desk.env), limit = 40 }: { transport?: Transport; limit?: number } = {},
): Promise<MailRound> {
  const { db, now } = desk;
  const claim = crypto.randomUUID();
  const mails = await claimMails(db, { claim, now: now.toISOString(), until: later(now, HOLD), limit });
  const round: MailRound = { sent: 0, failed: 0, more: mails.length === limit };
  for (const mail of mails) {
    const outcome = await send(desk, mail, transport);
    if (outcome.ok) await noteSent(desk, mail, claim);
    else round.again = least(round.again, await noteFailed(desk, mail, claim, outcome));
    round[outcome.ok ? 'sent' : 'failed'] += 1;
  }
  return round;
}

async function send(desk: Desk, mail: ClaimedMail, transport: Transport): Promise<Outcome> {
  // Its senders died each time: perhaps of this mail.
  if (mail.attempts > WAITS.length + 1) return { ok: false, retry: 'never', code: 'senders-died' };
  if (mail.expires !== null && mail.expires <= desk.now.toISOString()) return { ok: false, retry: 'never', code: 'expired' };
  if (Date.parse(mail.made) + LONGEST < desk.now.getTime()) return { ok: false, retry: 'never', code: 'too-old' };
  try {
    return await transport(composeMail(desk, await openMail(desk, mail)));
  } catch (error) {
    return { ok: false, retry: 'never', code: error instanceof CannotCompose ? error.code : 'cannot-be-made' };
  }
}

/** What acknowledges a request is noted as its event in the same transaction: 11 CCR 7021(a) and others ask for it by a day. */
async function noteSent(desk: Desk, { id, name, request }: ClaimedMail, claim: string): Promise<void> {
  const sent = settleSent(desk.db, id, claim, desk.now.toISOString(), Boolean(desk.env.LOCAL));
  let noted = false;
  if (request !== null && ACKNOWLEDGING.includes(name)) {
    await addEvents(
      desk,
      request,
      ({ summary }) => {
        noted = !summary.acknowledged && summary.closed === undefined;
        return noted ? [{ event: { type: 'acknowledged', at: desk.now.toISOString() }, actor: 'system' }] : [];
      },
      { also: () => [sent] },
      // It was sent: the note of that must not wait for the event, or the person gets the mail again and again.
    ).catch(() => {
      noted = false;
    });
  }
  if (!noted) await sent.run();
}

/** @returns milliseconds until it is tried again; none where it is given up. */
async function noteFailed(
  { db, now }: Desk,
  { id, attempts }: ClaimedMail,
  claim: string,
  { retry, code }: Exclude<Outcome, { ok: true }>,
): Promise<number | undefined> {
  const wait = retry === 'unconfigured' ? HOUR : WAITS[attempts - 1];
  if (retry === 'never' || wait === undefined) await settleDead(db, id, claim, code).run();
  else await settleLater(db, id, claim, later(now, wait), code, retry === 'later').run();
  return retry === 'never' ? undefined : wait;
}

function later(now: Date, milliseconds: number): string {
  return new Date(now.getTime() + milliseconds).toISOString();
}

function least(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

/**
 * Limits of the form, counted in D1 for all isolates together: mails to one address, requests and mails from one network, a ceiling
 * over all, and mails to operators about what strangers send. The client's address is the one that the platform names, never one that
 * a header of the request claims.
 */

import { utf8 } from '../../core/log/bytes.ts';
import { addressPrefix } from '../limits.ts';
import { blockMails, countUp, type Within } from '../store/proofs.ts';
import { known, type Question, together } from '../store/together.ts';
import type { Desk } from './desk.ts';

/** Mails of the form to an address on a day. */
const MOST_MAILS_TO_ADDRESS = 3;
/** Codes on a day for a request of which no stranger can have mails sent. */
const MOST_CODES_OF_REQUEST = 6;
/** Mails that one network causes in an hour. */
const MOST_MAILS_FROM_PREFIX = 10;
/** Requests that one network sends in an hour: more than people do, also where many share an address. */
const MOST_REQUESTS_FROM_PREFIX = 30;
/** Mails of the form in an hour, over all, and codes. Who reaches it is told in the log, once. */
const MOST_MAILS = 500;
const BLOCK_DAYS = 30;
/** Mails to operators in an hour about requests that were proved, or that came in otherwise than by the form; and about those of anybody. */
const MOST_ANNOUNCED = { known: 30, strangers: 5 } as const;

export interface Sender {
  /** As the platform names it; nothing locally. */
  address: string | undefined;
}

export function senderOf(request: Request): Sender {
  const address = request.headers.get('CF-Connecting-IP') ?? undefined;
  // On a laptop everybody comes from there; the platform never names it.
  return { address: address === '127.0.0.1' || address === '::1' ? undefined : address };
}

/** May this network send one more request? Asking counts. */
export async function mayRequest({ db, vault, now }: Desk, { address }: Sender): Promise<Question<boolean>> {
  if (!address) return known(true);
  const key = await vault.hash('prefix', `requests\n${addressPrefix(address)}`);
  const { statements, answer } = countUp(db, [{ key, span: hourOf(now) }]);
  return { statements, answer: (results) => (answer(results)[0] ?? 0) <= MOST_REQUESTS_FROM_PREFIX };
}

/**
 * May a mail of the form go to an address that anybody may have typed? Asking counts, whether it then goes or not; it does not where
 * the address is to have no mails.
 *
 * @param contact Keyed hash of the address.
 */
export async function mayMail(desk: Desk, contact: Uint8Array, sender: Sender): Promise<boolean> {
  return mayOneMore(desk, 'mails', { key: contact, most: MOST_MAILS_TO_ADDRESS, unless: { contact, now: desk.now.toISOString() } }, sender);
}

/**
 * May one more code go out for a request that is its person's for sure? Counted apart, so that nobody is locked out by the forms that
 * strangers send with the same address, nor by having said that those are not theirs.
 */
export async function maySendCode(desk: Desk, request: string, sender: Sender): Promise<boolean> {
  return mayOneMore(desk, 'codes', { key: await desk.vault.hash('contact', `codes\n${request}`), most: MOST_CODES_OF_REQUEST }, sender);
}

async function mayOneMore(
  { db, vault, now }: Desk,
  what: 'mails' | 'codes',
  { key, most, unless }: { key: Uint8Array; most: number; unless?: { contact: Uint8Array; now: string } },
  { address }: Sender,
): Promise<boolean> {
  const prefix = address ? [{ key: await vault.hash('prefix', `${what}\n${addressPrefix(address)}`), span: hourOf(now) }] : [];
  const counters = [{ key, span: now.toISOString().slice(0, 10) }, { key: utf8(what), span: hourOf(now) }, ...prefix];
  const [counts] = await together(db, countUp(db, counters, unless));
  if (counts.length === 0) return false;
  const [onDay = 0, overAll = 0, fromPrefix = 0] = counts;
  if (overAll === MOST_MAILS + 1) alarm(what);
  return onDay <= most && fromPrefix <= MOST_MAILS_FROM_PREFIX && overAll <= MOST_MAILS;
}

/**
 * The count by which operators are mailed of this at once, and the most of it in an hour: of strangers' requests only a few, for they
 * could fill a mailbox with them.
 */
export function announced({ now }: Pick<Desk, 'now'>, mail: string, from: keyof typeof MOST_ANNOUNCED): Within {
  return { key: utf8(`${mail} ${from}`), span: hourOf(now), most: MOST_ANNOUNCED[from] };
}

/** "I asked nothing": no mail of the form goes there for some time. */
export function blockStatement({ db, now }: Desk, contact: Uint8Array): D1PreparedStatement {
  return blockMails(db, contact, new Date(now.getTime() + BLOCK_DAYS * 86_400_000).toISOString());
}

export function hourOf(now: Date): string {
  return now.toISOString().slice(0, 13);
}

function alarm(what: string): void {
  // biome-ignore lint/suspicious/noConsole: the platform's log is where an operator looks.
  console.error(JSON.stringify({ requests: `more than ${MOST_MAILS} ${what} were asked for in an hour; no more are sent until the next one` }));
}

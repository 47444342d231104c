/**
 * Limits of the form, counted in D1 for all isolates together: mails to one address, requests and mails from one network, and a
 * ceiling over all. The client's address is the one that the platform names, never one that a header of the request claims.
 */

import { utf8 } from '../../core/log/bytes.ts';
import { addressPrefix } from '../limits.ts';
import { blockMails, countUp, isBlocked, provedSince } from '../store/proofs.ts';
import type { Desk } from './desk.ts';

/** Mails to an address on a day. */
const MOST_MAILS_TO_ADDRESS = 3;
/** Mails that one network causes in an hour. */
const MOST_MAILS_FROM_PREFIX = 10;
/** Requests that one network sends in an hour: more than people do, also where many share an address. */
const MOST_REQUESTS_FROM_PREFIX = 30;
/** Mails of the form in an hour, over all. Who reaches it is told in the log, once. */
const MOST_MAILS = 500;
/** A repetition within that time sends nothing new. */
const REPEAT_MINUTES = 15;
const BLOCK_DAYS = 30;

export interface Sender {
  /** As the platform names it; nothing locally. */
  address: string | undefined;
}

export function senderOf(request: Request): Sender {
  const address = request.headers.get('CF-Connecting-IP') ?? undefined;
  // On a laptop everybody comes from there; the platform never names it.
  return { address: address === '127.0.0.1' || address === '::1' ? undefined : address };
}

/** May this network send one more request? */
export async function mayRequest({ db, vault, now }: Desk, { address }: Sender): Promise<boolean> {
  if (!address) return true;
  const key = await vault.hash('prefix', `requests\n${addressPrefix(address)}`);
  const [count = 0] = await countUp(db, [{ key, span: hourOf(now) }]);
  return count <= MOST_REQUESTS_FROM_PREFIX;
}

/**
 * May a mail with link and code go to an address? Asking counts, whether it then goes or not.
 *
 * @param contact Keyed hash of the address.
 * @param subject Keyed hash of address and kind.
 */
export async function mayMail(
  { db, vault, now }: Desk,
  { contact, subject }: { contact: Uint8Array; subject: Uint8Array },
  { address }: Sender,
): Promise<boolean> {
  const moment = now.toISOString();
  const [blocked, repeated] = await Promise.all([
    isBlocked(db, contact, moment),
    provedSince(db, subject, new Date(now.getTime() - REPEAT_MINUTES * 60_000).toISOString()),
  ]);
  if (blocked || repeated) return false;
  const prefix = address ? [{ key: await vault.hash('prefix', `mails\n${addressPrefix(address)}`), span: hourOf(now) }] : [];
  const [toAddress = 0, overAll = 0, fromPrefix = 0] = await countUp(db, [
    { key: contact, span: moment.slice(0, 10) },
    { key: utf8('mails'), span: hourOf(now) },
    ...prefix,
  ]);
  if (overAll === MOST_MAILS + 1) alarm();
  return toAddress <= MOST_MAILS_TO_ADDRESS && fromPrefix <= MOST_MAILS_FROM_PREFIX && overAll <= MOST_MAILS;
}

/** "I asked nothing": no mail of the form goes there for some time. */
export function blockStatement({ db, now }: Desk, contact: Uint8Array): D1PreparedStatement {
  return blockMails(db, contact, new Date(now.getTime() + BLOCK_DAYS * 86_400_000).toISOString());
}

function hourOf(now: Date): string {
  return now.toISOString().slice(0, 13);
}

function alarm(): void {
  // biome-ignore lint/suspicious/noConsole: the platform's log is where an operator looks.
  console.error(JSON.stringify({ requests: `more than ${MOST_MAILS} mails were asked for in an hour; no more are sent until the next one` }));
}

/**
 * Events of requests as leaves of the log `requests`: nobody can date one back, not the operator either. D1 has them first; a leaf
 * that is late is made up for by the next round.
 */

import { formatReceipt } from '../../core/consent/receipt.ts';
import { sha256Bytes } from '../../core/digest.ts';
import { REQUESTS_LOG } from '../../core/ledger-settings.ts';
import { toBase64, toHex, utf8 } from '../../core/log/bytes.ts';
import { commitmentEntry } from '../../core/log/entry.ts';
import { eventRecordText } from '../../core/requests/events.ts';
import { ledgerOf } from '../ledger/objects.ts';
import { signersOf, vkeysOf } from '../ledger/signers.ts';
import { originOf } from '../logs.ts';
import { type EventRow, eventsToLog, setLeaves } from '../store/requests.ts';
import type { Desk } from './desk.ts';

/** Events of one batch, and batches of one call. Each batch is two queries, and a purge may leave thousands of events. */
const [BATCH, MOST_BATCHES] = [100, 100];

/** The JSON that the leaf of an event commits to. */
export function recordOfEvent(request: string, { number, noted, actor, event, wordsHash }: EventRow): string {
  return eventRecordText({ v: 1, type: 'request-event', request, number, noted, actor, event, words: wordsHash && toHex(wordsHash) });
}

/** Enters what no leaf commits to yet, as far as one invocation may ask the database. May be done at any time, and twice. */
export async function logEvents({ env, db }: Desk): Promise<void> {
  for (let batches = 0; batches < MOST_BATCHES; batches += 1) {
    const waiting = await eventsToLog(db, BATCH);
    if (waiting.length === 0) return;
    const commitments = waiting.map(({ request, event }) => ({
      key: sha256Bytes(utf8(`${request}\n${event.number}`)),
      entry: commitmentEntry(event.salt, utf8(recordOfEvent(request, event))),
    }));
    const done = await ledgerOf(env, REQUESTS_LOG).commit(commitments);
    if (!done.ok) throw new Error(`the log of requests: ${done.reason}`);
    await setLeaves(
      db,
      waiting.map(({ request, event: { number } }, at) => ({ request, number, leaf: done.indexes[at] ?? -1 })),
    ).run();
    if (waiting.length < BATCH) return;
  }
}

/** The signed acknowledgement of an event: a receipt as that of a consent. Nothing where the log is closed or has not got so far. */
export async function receiptOfEvent(desk: Desk, request: string, event: EventRow): Promise<string | undefined> {
  const { env, site } = desk;
  if (event.leaf === null) return undefined;
  const ledger = ledgerOf(env, REQUESTS_LOG);
  let proof = await ledger.prove(event.leaf);
  if (proof === undefined) {
    await ledger.seal();
    proof = await ledger.prove(event.leaf);
  }
  const [vkey = ''] = vkeysOf(await signersOf(env.LOG_KEY, originOf(site, REQUESTS_LOG)));
  return proof === undefined
    ? undefined
    : formatReceipt({ type: 'fairnotice-receipt', v: 1, record: recordOfEvent(request, event), salt: toBase64(event.salt), proof, vkey });
}

/**
 * Events of requests as leaves of the log `requests`: nobody can date one back, not the operator either. D1 has them first; a leaf
 * that is late is made up for by the next write or round.
 */

import { formatReceipt } from '../../core/consent/receipt.ts';
import { sha256Bytes } from '../../core/digest.ts';
import { REQUESTS_LOG } from '../../core/ledger-settings.ts';
import { toBase64, toHex, utf8 } from '../../core/log/bytes.ts';
import { commitmentEntry } from '../../core/log/entry.ts';
import { eventRecordText } from '../../core/requests/events.ts';
import { ledgerOf } from '../ledger/objects.ts';
import type { NotSealed } from '../ledger/receipt.ts';
import { signersOf, vkeysOf } from '../ledger/signers.ts';
import { originOf } from '../logs.ts';
import { type EventRow, eventsToLog, type NewEvent, setLeaves } from '../store/requests.ts';
import type { Desk } from './desk.ts';

/** Events of one batch, and batches of one call. Each batch is two queries, and a purge may leave thousands of events. */
const [BATCH, MOST_BATCHES] = [100, 100];

/** The JSON that the leaf of an event commits to. */
export function recordOfEvent(request: string, { number, noted, actor, event, wordsHash }: Omit<NewEvent, 'sealed' | 'salt'>): string {
  return eventRecordText({ v: 1, type: 'request-event', request, number, noted, actor, event, words: wordsHash && toHex(wordsHash) });
}

/** Enters what no leaf commits to yet, as far as one invocation may ask the database. May be done at any time, and twice. */
export async function logEvents({ env, db }: Desk, mostBatches = MOST_BATCHES): Promise<void> {
  for (let batches = 0; batches < mostBatches; batches += 1) {
    const waiting = await eventsToLog(db, BATCH);
    if (waiting.length === 0) return;
    const commitments = waiting.map(({ request, event }) => {
      const entry = commitmentEntry(event.salt, utf8(recordOfEvent(request, event)));
      // By its own bytes: after a restore of the database another event may have the number of one that is in the log.
      return { key: sha256Bytes(entry), entry };
    });
    const done = await ledgerOf(env, REQUESTS_LOG).commit(commitments);
    if (!done.ok) throw new Error(`the log of requests: ${done.reason}`);
    await setLeaves(
      db,
      waiting.map(({ request, event: { number } }, at) => ({ request, number, leaf: done.indexes[at] ?? -1 })),
    ).run();
    if (waiting.length < BATCH) return;
  }
}

export type LeafReceipt = { ok: true; text: string } | NotSealed | { ok: false; reason: 'forgotten' };

/** The receipt of what a leaf of this log commits to, as that of a consent. Asking seals what waits, every few seconds at most. */
export async function receiptOfLeaf({ env, site }: Pick<Desk, 'env' | 'site'>, leaf: number | null, record: string, salt: Uint8Array): Promise<LeafReceipt> {
  if (leaf === null) return { ok: false, reason: 'not-sealed', retryAfter: 60 };
  const proved = await ledgerOf(env, REQUESTS_LOG).proveAsked(leaf);
  if (!proved.ok) return proved;
  const [vkey = ''] = vkeysOf(await signersOf(env.LOG_KEY, originOf(site, REQUESTS_LOG)));
  return { ok: true, text: formatReceipt({ type: 'fairnotice-receipt', v: 1, record, salt: toBase64(salt), proof: proved.proof, vkey }) };
}

/** The signed acknowledgement of an event. That of words or of a file is not given any more once the contents are gone. */
export async function receiptOfEvent(desk: Desk, request: string, event: EventRow): Promise<LeafReceipt> {
  return event.salt ? receiptOfLeaf(desk, event.leaf, recordOfEvent(request, event), event.salt) : { ok: false, reason: 'forgotten' };
}

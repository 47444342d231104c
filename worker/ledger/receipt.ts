/** Receipts: a record with its salt and the proof that its leaf is in a published tree. Only for whoever can claim it. */
import { equalBytes, toBase64 } from '../../core/log/bytes.ts';
import { commitmentEntry } from '../../core/log/entry.ts';
import { formatProof } from '../../core/log/proof.ts';
import { inclusionProof } from '../../core/log/tree.ts';
import { readRecord } from './accept.ts';
import { openingAt } from './bundles.ts';
import type { Context } from './context.ts';
import { bytesOfId } from './ids.ts';
import { tilesOf } from './read.ts';
import { signedByAll } from './seal.ts';
import type { EntryRow } from './tables.ts';

/**
 * By what somebody claims a record: the hash of the subject's secret, the one-time token of its acknowledgement (which the
 * Worker has checked), or the operator's own right.
 */
export type Claim = { by: 'subject'; subject: string } | { by: 'token' } | { by: 'operator' };

export interface ReceiptParts {
  /** Canonical JSON, the very bytes. */
  record: string;
  /** Base64. */
  salt: string;
  /** c2sp.org/tlog-proof. */
  proof: string;
  /** Where the root log has the checkpoint of the proof. */
  rooted?: { statement: string; index: number };
}

export type Receipted =
  | ({ ok: true } & ReceiptParts)
  /** No such record, or not theirs: the answer is the same. */
  | { ok: false; reason: 'not-yours' }
  | NotSealed;

/** Not in a published tree yet; after so many seconds it is worth asking again. */
export interface NotSealed {
  ok: false;
  reason: 'not-sealed';
  retryAfter: number;
}

/** A token works once; and for these minutes more, for whoever lost the answer on the way. */
const TOKEN_GRACE = 600_000;

export async function claimedRow(context: Context, id: string, claim: Claim): Promise<{ ok: true; row: EntryRow } | { ok: false; reason: 'not-yours' }> {
  const { tables, world } = context;
  const row = tables.find(tables.keyed(bytesOfId(id)));
  const opening = row && (await openingAt(context, row));
  const redeemed = row && tables.redeemedAt(row.index);
  const isTheirs =
    opening !== undefined &&
    (claim.by === 'operator' ||
      (claim.by === 'token' && (redeemed === undefined || world.now() - redeemed < TOKEN_GRACE)) ||
      (claim.by === 'subject' && readRecord(opening.record).subject === claim.subject));
  return row && isTheirs ? { ok: true, row } : { ok: false, reason: 'not-yours' };
}

/** @throws where what is kept is not what the leaf commits to. */
export async function receiptOf(context: Context, row: EntryRow): Promise<Receipted> {
  const opening = await openingAt(context, row);
  if (!opening) return { ok: false, reason: 'not-yours' };
  if (!equalBytes(commitmentEntry(opening.salt, opening.record), row.entry))
    throw new Error(`What is kept of entry ${row.index} is not what its leaf commits to.`);
  const tree = context.tables.published();
  if (row.index >= tree.size) return { ok: false, reason: 'not-sealed', retryAfter: 60 };
  const rooted = context.tables.fact('rooted');
  // The checkpoint that the root log knows says more, where it has the record.
  const { size, note } = rooted && row.index < rooted.size ? rooted : tree;
  return {
    ok: true,
    record: new TextDecoder().decode(opening.record),
    salt: toBase64(opening.salt),
    proof: await proofOf(context, row.index, size, note),
    ...(rooted && note === rooted.note ? { rooted: { statement: rooted.statement, index: rooted.index } } : {}),
  };
}

/** Proof of an entry in the tree of a size, which may be an older one of this log. */
export async function proofOf(context: Context, index: number, size: number, note: string): Promise<string> {
  const hashes = await inclusionProof(index, size, tilesOf(context, context.tables.published()));
  return formatProof({ index, hashes, checkpoint: await signedByAll(note, await context.world.signers(context.settings.origin)) });
}

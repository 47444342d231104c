/** Why a ledger stops: what it holds and what the archive holds cannot both be true. It takes nothing more, and a person looks. */

export const FREEZE_REASONS = {
  'origin-changed': 'The log has another origin in the configuration than in its checkpoints.',
  'archive-newer': 'The archive has a later checkpoint than the ledger: the ledger was put back to an older state, or lost.',
  fork: 'The archive has a checkpoint that is not the beginning of this log, or another root at the same size.',
  'archive-unreadable': 'The archive’s checkpoint of this log cannot be read.',
  'edge-differs': 'The right edge does not give the root of the last checkpoint.',
  'entries-differ': 'The entries of the last tile are not those of its hashes, or some are missing.',
  'tile-missing': 'A full tile or bundle is not in the archive.',
  'tile-differs': 'A full tile or bundle in the archive is another one.',
} as const;

export type FreezeReason = keyof typeof FREEZE_REASONS;

export class Frozen extends Error {
  readonly reason: FreezeReason;
  constructor(reason: FreezeReason) {
    super(FREEZE_REASONS[reason]);
    this.reason = reason;
  }
}

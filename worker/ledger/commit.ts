/** Commitments to records that are kept elsewhere, such as the events of rights requests. */
import { equalBytes } from '../../core/log/bytes.ts';
import type { Tables } from './tables.ts';

export interface Commitment {
  /** What makes it one, as long as a hash. */
  key: Uint8Array;
  /** The entry's bytes: see `commitmentEntry`. */
  entry: Uint8Array;
}

/** Appends what is not there yet. Runs inside a transaction. */
export function appendCommitments(tables: Tables, commitments: readonly Commitment[], now: number): number[] {
  return commitments.map(({ key: said, entry }) => {
    const key = tables.keyed(said);
    const known = tables.find(key);
    if (known && !equalBytes(known.entry, entry)) throw new Error(`Entry ${known.index} commits to something else.`);
    return known?.index ?? tables.append({ key, entry, received: Math.max(now, tables.lastReceived()) });
  });
}

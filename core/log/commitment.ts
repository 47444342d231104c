/** The entry that stands in the log for a record: a commitment that says nothing about it without record and salt. Browser-safe. */
import { concat } from './bytes.ts';
import { sha256 } from './sha256.ts';

/** First byte of an entry that commits to a private record. */
export const COMMITMENT = 1;
/** Random bytes that are mixed in, so that nobody finds a record by trying. */
export const SALT_BYTES = 32;

/** The same as `commitmentEntry` of the build side, for browsers. */
export function entryOfRecord(salt: Uint8Array, record: Uint8Array): Uint8Array {
  return concat(new Uint8Array([COMMITMENT]), sha256(salt, record));
}

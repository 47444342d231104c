/** The hashes of an RFC 6962 tree (section 2.1; RFC 9162 has the same), made synchronously, for whoever builds one. */
import { sha256Bytes } from '../digest.ts';

/** What a hash begins with, so that no entry can pass for a node. */
export const LEAF_PREFIX = new Uint8Array([0]);
export const NODE_PREFIX = new Uint8Array([1]);

/** Root of the tree without leaves: the hash of nothing. */
export const EMPTY_ROOT = sha256Bytes();

export function leafHash(entry: Uint8Array): Uint8Array {
  return sha256Bytes(LEAF_PREFIX, entry);
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256Bytes(NODE_PREFIX, left, right);
}

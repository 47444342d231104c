/** Keys, leaves and logs made from numbers, so that vectors and tests give the same bytes each time. */
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { HASH_BYTES, utf8 } from '../../core/log/bytes.ts';
import { bundleOf, commitmentEntry } from '../../core/log/entry.ts';
import { leafHash } from '../../core/log/hash.ts';
import type { Signer } from '../../core/log/note.ts';
import { entriesPath, hashesAt, TILE_WIDTH, tilePath, widthIn } from '../../core/log/tiles.ts';
import { appendLeaves, type Edge, type ReadTile, rootOf } from '../../core/log/tree.ts';

const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A signer whose seed is the SHA-256 of its name: for tests, and for nothing else. */
export function testSigner(name: string, seed = name): Signer {
  const secret = createHash('sha256').update(`test key of ${seed}`).digest();
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, secret]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { name, publicKey: new Uint8Array(publicKey), sign: async (bytes) => new Uint8Array(sign(null, bytes, key)) };
}

/** Entry number `index` of the test log: the commitment over a salt and a record that say the index. */
export function testEntry(index: number): Uint8Array {
  return commitmentEntry(utf8(`salt ${index}`), utf8(`record ${index}`));
}

/** A log held in memory as it is published: every tile and bundle of its size, full and partial, under its path. */
export interface MemoryLog {
  size: number;
  root: Uint8Array;
  edge: Edge;
  files: Map<string, Uint8Array>;
  read: ReadTile;
}

export function memoryLog(entries: readonly Uint8Array[]): MemoryLog {
  const { size, edge, full } = appendLeaves(0, [], entries.map(leafHash));
  const files = new Map(full.map(({ level, n, hashes }) => [tilePath(level, n), hashes]));
  edge.forEach((hashes, level) => {
    const width = hashes.length / HASH_BYTES;
    if (width > 0) files.set(tilePath(level, Math.floor(hashesAt(level, size) / TILE_WIDTH), width), hashes);
  });
  for (let n = 0; n * TILE_WIDTH < size; n += 1) {
    files.set(entriesPath(n, widthIn(size, 0, n)), bundleOf(entries.slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH)));
  }
  const read: ReadTile = async (level, n, width) => files.get(tilePath(level, n, width)) ?? Promise.reject(new Error(`no ${tilePath(level, n, width)}`));
  return { size, root: rootOf(edge), edge, files, read };
}

/** All proofs of all trees to 512 leaves, made by the shipped code from tiles, against the vectors (C14). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { consistencyProof, inclusionProof } from '../../core/log/tree.ts';
import { memoryLog } from '../support/log-world.ts';
import { VECTORS } from '../support/make-vectors.ts';
import { proofsDigest, upTo, vectorEntry } from '../support/reference-tree.ts';

const trees = JSON.parse(readFileSync(join(VECTORS, 'trees.json'), 'utf8'));

test('every inclusion and consistency proof is the one of the vectors', async () => {
  for (const size of upTo(513).slice(1)) {
    const { read } = memoryLog(upTo(size).map(vectorEntry));
    const [inclusion, consistency] = [[] as Uint8Array[][], [] as Uint8Array[][]];
    for (const index of upTo(size)) inclusion.push(await inclusionProof(index, size, read));
    for (const from of upTo(size + 1)) consistency.push(await consistencyProof(from, size, read));
    expect(proofsDigest(inclusion), `inclusion, ${size}`).toBe(trees.inclusionSha256[size]);
    expect(proofsDigest(consistency), `consistency, ${size}`).toBe(trees.consistencySha256[size]);
  }
});

/** The tree against RFC 6962, section 2.1, written down as it stands there, and proofs against their verification. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equalBytes, toBase64, toHex, utf8 } from '../../../core/log/bytes.ts';
import { EMPTY_ROOT, leafHash, nodeHash } from '../../../core/log/hash.ts';
import { tilePath, widthIn } from '../../../core/log/tiles.ts';
import { appendLeaves, consistencyProof, type Edge, edgeFits, inclusionProof, type ReadTile, rootOf } from '../../../core/log/tree.ts';
import { verifyConsistency, verifyInclusion } from '../../../core/log/verify.ts';
import { memoryLog, testEntry } from '../../support/log-world.ts';

/** MTH of the RFC. */
function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return EMPTY_ROOT;
  if (leaves.length === 1) return leaves[0] as Uint8Array;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(merkleRoot(leaves.slice(0, k)), merkleRoot(leaves.slice(k)));
}

const ENTRIES = Array.from({ length: 70_001 }, (_, index) => testEntry(index));
const LEAVES = ENTRIES.map(leafHash);

describe('RFC 6962 hashes', () => {
  test('of the empty tree, of leaves and of a small tree', () => {
    expect(toBase64(EMPTY_ROOT)).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');
    expect(toHex(leafHash(utf8('')))).toMatch(/^6e340b9c.*afa01d$/);
    expect(toHex(leafHash(utf8('a')))).toMatch(/^022a6979.*24f93c$/);
    expect(
      toHex(
        rootOf(
          appendLeaves(
            0,
            [],
            ['a', 'b', 'c'].map((text) => leafHash(utf8(text))),
          ).edge,
        ),
      ),
    ).toMatch(/^36642e73.*021ec1$/);
  });

  test.each([0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 65_535, 65_537, 70_000])('the root over %d leaves is the one of the definition', (size) => {
    const { edge } = appendLeaves(0, [], LEAVES.slice(0, size));
    expect(edgeFits(size, edge)).toBe(true);
    expect(toHex(rootOf(edge))).toBe(toHex(merkleRoot(LEAVES.slice(0, size))));
  });
});

describe('growth', () => {
  test('in any steps gives the same edge and the same full tiles', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 8 }), (steps) => {
        let [size, edge] = [0, [] as Edge];
        const full = [];
        for (const step of steps) {
          const grown = appendLeaves(size, edge, LEAVES.slice(size, size + step));
          full.push(...grown.full);
          [size, edge] = [grown.size, grown.edge];
        }
        const whole = appendLeaves(0, [], LEAVES.slice(0, size));
        expect({ size, edge: edge.map(toHex), full }).toEqual({ size: whole.size, edge: whole.edge.map(toHex), full: whole.full });
      }),
      { numRuns: 50 },
    );
  });

  test('leaves the edge that it was given as it is', () => {
    const { edge } = appendLeaves(0, [], LEAVES.slice(0, 255));
    const before = edge.map(toHex);
    appendLeaves(255, edge, LEAVES.slice(255, 600));
    expect(edge.map(toHex)).toEqual(before);
  });

  test('of 70,000 leaves fills 273 tiles and one above, and leaves 112, 17 and 1 hashes', () => {
    const { full, edge } = appendLeaves(0, [], LEAVES.slice(0, 70_000));
    expect(full.filter(({ level }) => level === 0).map(({ n }) => n)).toEqual(Array.from({ length: 273 }, (_, n) => n));
    expect(full.filter(({ level }) => level === 1).map(({ n }) => n)).toEqual([0]);
    expect(edge.map((hashes) => hashes.length / 32)).toEqual([112, 17, 1]);
    expect([0, 1, 2, 3].map((level) => widthIn(70_000, level, [273, 1, 0, 0][level] as number))).toEqual([112, 17, 1, 0]);
  });

  test('refuses an edge of another size, and a leaf that is no hash', () => {
    expect(() => appendLeaves(3, [new Uint8Array(64)], [])).toThrow('not one of a tree of 3 leaves');
    expect(() => appendLeaves(256, [], [])).toThrow('not one of a tree of 256 leaves');
    expect(() => appendLeaves(0, [], [new Uint8Array(31)])).toThrow('31 bytes instead of 32');
  });
});

/** Every proof at the edges of tiles is tried in the vectors' test; here any, drawn. */
const sizes = fc.integer({ min: 1, max: 2000 }).chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)));

describe('proofs', () => {
  test('of inclusion verify, each with the length that the RFC says, and nothing else does', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async ([size, index], flip) => {
        const log = memoryLog(ENTRIES.slice(0, size));
        const hashes = await inclusionProof(index, size, log.read);
        const claim = { entry: testEntry(index), index, size, root: rootOf(log.edge), hashes };
        const verified = verifyInclusion(claim);
        expect(verified).toMatchObject({ ok: true, steps: hashes.map((sibling) => ({ sibling })) });
        expect(verifyInclusion({ ...claim, entry: testEntry(size) }).ok).toBe(false);
        expect(verifyInclusion({ ...claim, hashes: [...hashes, EMPTY_ROOT] }).ok).toBe(false);
        if (size > 1) {
          expect(verifyInclusion({ ...claim, index: (index + 1) % size }).ok).toBe(false);
          expect(verifyInclusion({ ...claim, hashes: hashes.slice(1) }).ok).toBe(false);
          const other = hashes.map((hash, at) => (at === flip % hashes.length ? hash.map((byte, place) => (place === flip % 32 ? byte ^ 1 : byte)) : hash));
          expect(verifyInclusion({ ...claim, hashes: other }).ok).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('of consistency verify, and not for another root', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, async ([to, from]) => {
        const log = memoryLog(ENTRIES.slice(0, to));
        const hashes = await consistencyProof(from, to, log.read);
        const [fromRoot, toRoot] = [merkleRoot(LEAVES.slice(0, from)), rootOf(log.edge)];
        expect(verifyConsistency({ from, fromRoot, to, toRoot, hashes })).toEqual({ ok: true });
        const forked = memoryLog([...ENTRIES.slice(0, Math.max(0, from - 1)), utf8('forked'), ...ENTRIES.slice(from, to)]);
        const claim = { from, fromRoot, to, toRoot: rootOf(forked.edge), hashes: await consistencyProof(from, to, forked.read) };
        // Nothing says anything about a tree before its first leaf.
        expect(verifyConsistency(claim).ok).toBe(from === 0);
      }),
      { numRuns: 60 },
    );
  });

  test('at a large size need few tiles, each once', async () => {
    const log = memoryLog(ENTRIES);
    const asked: string[] = [];
    const read: ReadTile = (level, n, width) => {
      asked.push(tilePath(level, n, width));
      return log.read(level, n, width);
    };
    const hashes = await inclusionProof(1000, 70_001, read);
    expect(verifyInclusion({ entry: testEntry(1000), index: 1000, size: 70_001, root: rootOf(log.edge), hashes })).toMatchObject({ ok: true });
    expect(asked.toSorted()).toEqual(['tile/0/003', 'tile/0/273.p/113', 'tile/1/000', 'tile/1/001.p/17']);
  });

  test('are refused for a leaf or a size that is not there, and from a tile that is too short', async () => {
    const { read } = memoryLog(ENTRIES.slice(0, 300));
    await expect(inclusionProof(300, 300, read)).rejects.toThrow('has no leaf 300');
    await expect(inclusionProof(0.5, 300, read)).rejects.toThrow('has no leaf');
    await expect(consistencyProof(301, 300, read)).rejects.toThrow('cannot be the beginning');
    await expect(inclusionProof(7, 300, async () => new Uint8Array(32))).rejects.toThrow('32 bytes; the tree needs');
  });

  test('of a tree with itself or from nothing are empty', async () => {
    const { read, edge } = memoryLog(ENTRIES.slice(0, 300));
    expect(await consistencyProof(300, 300, read)).toEqual([]);
    expect(await consistencyProof(0, 300, read)).toEqual([]);
    const root = rootOf(edge);
    expect(verifyConsistency({ from: 300, fromRoot: root, to: 300, toRoot: EMPTY_ROOT, hashes: [] })).toEqual({
      ok: false,
      reason: 'second-root-differs',
    });
    expect(verifyConsistency({ from: 0, fromRoot: root, to: 300, toRoot: root, hashes: [] })).toEqual({ ok: false, reason: 'first-root-differs' });
    expect(verifyConsistency({ from: 301, fromRoot: root, to: 300, toRoot: root, hashes: [] })).toEqual({ ok: false, reason: 'shrunk' });
    expect(equalBytes(root, EMPTY_ROOT)).toBe(false);
  });
});

/** The vectors that others can check themselves with: ours pass them, and a verifier that shares no code with us does (C14). */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseReceipt, verifyReceipt } from '../../../core/consent/receipt.ts';
import { fromBase64, toBase64 } from '../../../core/log/bytes.ts';
import { formatCheckpoint, parseCheckpoint } from '../../../core/log/checkpoint.ts';
import { verifyCosignatures } from '../../../core/log/cosignature.ts';
import { leafHash } from '../../../core/log/hash.ts';
import { formatNote, formatVkey, parseNote, parseVkey, type Vkey, verifyNote } from '../../../core/log/note.ts';
import { formatProof, parseProof } from '../../../core/log/proof.ts';
import { entriesPath, parseTilePath, tilePath } from '../../../core/log/tiles.ts';
import { appendLeaves, consistencyProof, inclusionProof, rootOf } from '../../../core/log/tree.ts';
import { verifyConsistency, verifyInclusion } from '../../../core/log/verify.ts';
import { memoryLog } from '../../support/log-world.ts';
import { VECTORS, vectors } from '../../support/make-vectors.ts';
import { PYTHON, verifyLog } from '../../support/python.ts';
import { ReferenceTree, upTo, vectorEntry } from '../../support/reference-tree.ts';

// biome-ignore lint/suspicious/noExplicitAny: each file has its own shape, which its tests read.
const read = (name: string): any => JSON.parse(readFileSync(join(VECTORS, `${name}.json`), 'utf8'));
const hash = (text: string): Uint8Array => fromBase64(text) ?? expect.fail(`${text} is no hash`);
const keys = (texts: readonly string[]): Vkey[] => texts.map(parseVkey) as Vkey[];

test('the files are what the script makes', async () => {
  for (const [name, text] of Object.entries(await vectors())) expect(readFileSync(join(VECTORS, name), 'utf8') === text, name).toBe(true);
}, 120_000);

describe('trees', () => {
  const trees = read('trees');
  const entries = upTo(512).map(vectorEntry);
  const reference = new ReferenceTree(entries);

  test('have the roots of the vectors, grown in one step', () => {
    const leaves = upTo(70_000).map((index) => leafHash(vectorEntry(index)));
    for (const [size, root] of Object.entries(trees.roots)) {
      const { edge } = appendLeaves(0, [], leaves.slice(0, Number(size)));
      expect(toBase64(rootOf(edge)), size).toBe(root);
    }
  });

  test('have proofs as in the vectors, which verify', async () => {
    const log = (size: number) => memoryLog(entries.slice(0, size));
    for (const { size, index, root, hashes } of trees.inclusion) {
      expect((await inclusionProof(index, size, log(size).read)).map(toBase64)).toEqual(hashes);
      expect(verifyInclusion({ entry: vectorEntry(index), index, size, root: hash(root), hashes: hashes.map(hash) })).toMatchObject({ ok: true });
    }
    for (const { from, to, hashes } of trees.consistency) {
      expect((await consistencyProof(from, to, log(to).read)).map(toBase64)).toEqual(hashes);
      const roots = { fromRoot: reference.root(0, from), toRoot: reference.root(0, to) };
      expect(verifyConsistency({ from, to, ...roots, hashes: hashes.map(hash) })).toEqual({ ok: true });
    }
  });

  // tests/long goes through all of them.
  test('have for every size to 512 the proofs of the definition, at a few places each', async () => {
    for (const size of upTo(513).slice(1)) {
      const { read: readTile } = memoryLog(entries.slice(0, size));
      for (const at of new Set([0, (size * size * 31 + 17 * size) % size, size - 1, (size * 5) >> 3])) {
        expect(await inclusionProof(at, size, readTile)).toEqual(reference.inclusion(at, 0, size));
        expect(await consistencyProof(at, size, readTile)).toEqual(reference.consistency(at, size));
      }
    }
  }, 120_000);
});

test('paths are spelled so, and no other way', () => {
  const { tiles, entries, refused } = read('paths');
  for (const [level, n, width, path] of tiles) {
    expect(tilePath(level, n, width)).toBe(path);
    expect(parseTilePath(path)).toEqual({ kind: 'tile', level, n, width });
  }
  for (const [n, width, path] of entries) {
    expect(entriesPath(n, width)).toBe(path);
    expect(parseTilePath(path)).toEqual({ kind: 'entries', n, width });
  }
  for (const path of refused) expect(parseTilePath(path), path).toBeUndefined();
});

describe('notes', () => {
  const all = read('notes');
  const check = async (note: string, vkeys: readonly string[]) => {
    const known = keys(vkeys);
    const opened = await verifyNote(note, known);
    return opened.ok ? { opened, cosigned: await verifyCosignatures(opened.text, opened.signatures, known) } : { opened, cosigned: undefined };
  };

  test('are opened by their keys', async () => {
    for (const { note, vkeys, text, signed, cosigned } of all.notes) {
      const got = await check(note, vkeys);
      expect(got.opened).toMatchObject({ ok: true, text, by: signed.map((name: string) => ({ name })) });
      expect(got.cosigned).toMatchObject({ ok: true, cosigned: cosigned.map(([name, time]: [string, number]) => ({ vkey: { name }, time })) });
      const parsed = parseNote(note);
      expect(parsed.ok && formatNote(parsed.text, parsed.signatures)).toBe(note);
    }
  });

  test('are refused', async () => {
    for (const { note, vkeys } of all.refusedNotes) {
      const { opened, cosigned } = await check(note, vkeys);
      expect(opened.ok && cosigned?.ok, note).toBe(false);
    }
  });

  test('have keys and checkpoints in one spelling', async () => {
    for (const { vkey, id, key } of all.vkeys) {
      const parsed = parseVkey(vkey);
      expect(parsed).toMatchObject({ ok: true, id, key: hash(key) });
      expect(parsed.ok && formatVkey(parsed.name, parsed.type, parsed.key)).toBe(vkey);
    }
    for (const vkey of all.refusedVkeys) expect(parseVkey(vkey).ok, vkey).toBe(false);
    for (const { text, origin, size, root } of all.checkpoints) {
      const parsed = parseCheckpoint(text);
      expect(parsed).toMatchObject({ ok: true, origin, size, root: hash(root) });
      expect(parsed.ok && formatCheckpoint(parsed)).toBe(text);
    }
    for (const text of all.refusedCheckpoints) expect(parseCheckpoint(text).ok, text).toBe(false);
  });
});

describe('receipts', () => {
  const all = read('receipts');
  test('verify, and proofs are read and written the same', async () => {
    for (const { receipt, vkeys } of all.receipts) {
      expect(parseReceipt(JSON.stringify(receipt))).toEqual({ ok: true, ...receipt });
      expect(await verifyReceipt(receipt, keys(vkeys))).toMatchObject({ ok: true, trusted: vkeys.length > 0 });
    }
    for (const { proof, index, hashes, checkpoint, extra } of all.proofs) {
      const parsed = parseProof(proof);
      expect(parsed).toEqual({ ok: true, index, hashes: hashes.map(hash), checkpoint, ...(extra ? { extra: fromBase64(extra) } : {}) });
      expect(parsed.ok && formatProof(parsed)).toBe(proof);
    }
  });

  test('are refused', async () => {
    for (const { why, receipt, vkeys } of all.refused) expect((await verifyReceipt(receipt, keys(vkeys))).ok, why).toBe(false);
    for (const text of all.refusedProofs) expect(parseProof(text).ok, text).toBe(false);
  });
});

describe.skipIf(PYTHON.missing)(`the independent verifier${PYTHON.missing ? `: skipped, for there is no ${PYTHON.missing}` : ''}`, () => {
  test('finds all vectors right', () => {
    expect(verifyLog('vectors', VECTORS)).toEqual({ status: 0, said: 'OK: 4 files of vectors\n' });
  }, 120_000);

  test('shares no code with us', () => {
    const source = readFileSync(join(import.meta.dirname, '..', '..', 'support', 'verify_log.py'), 'utf8');
    const modules = spawnSync('python3', ['-c', 'import sys; print("\\n".join(sorted(sys.stdlib_module_names)))'], { encoding: 'utf8' }).stdout.split('\n');
    const imported = [...source.matchAll(/^(?:import|from) (\w+)/gm)].map(([, name]) => name);
    expect(imported.length).toBeGreaterThan(5);
    expect(imported.filter((name) => !modules.includes(name ?? ''))).toEqual([]);
  });
});

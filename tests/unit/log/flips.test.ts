/** An archive of 10,000 leaves of which one byte is flipped (C13): a sample here, every byte in tests/long. */
import { expect, test } from 'vitest';
import { checkLog } from '../../../core/log/check.ts';
import { edgeBeforeLast, pathsAfterFlip, readingFlipped } from '../../support/flips.ts';
import { signedLog, testEntries } from '../../support/signed-log.ts';

const entries = testEntries(10_000);
const log = await signedLog(entries);
const edge = edgeBeforeLast(log, entries);
/** Every so many bytes of the archive; a prime, so that all places in entries and hashes are met. */
const sample = (step: number): [string, number][] => {
  const all: [string, number][] = [];
  let next = 0;
  let before = 0;
  for (const [path, bytes] of log.files) {
    for (; next < before + bytes.length; next += step) all.push([path, next - before]);
    before += bytes.length;
  }
  return all;
};

test('every file is met by the sample', () => {
  expect(new Set(sample(211).map(([path]) => path)).size).toBe(log.files.size);
});

test('is found, and its file named, by the part of the check that compares it', async () => {
  for (const [path, at] of sample(1499)) expect(new Set(await pathsAfterFlip(log, edge, path, at)), `${path}, byte ${at}`).toEqual(new Set([path]));
}, 120_000);

test('is found by the whole check in the same way', async () => {
  for (const [path, at] of sample(60_013)) {
    const { faults } = await checkLog({ read: readingFlipped(log, path, at), vkeys: [log.vkey] });
    expect(
      faults.map((fault) => fault.path),
      `${path}, byte ${at}`,
    ).toEqual(await pathsAfterFlip(log, edge, path, at));
  }
}, 120_000);

test('and nothing is found where nothing was flipped', async () => {
  expect(await checkLog({ read: async (path) => log.files.get(path), vkeys: [log.vkey] })).toMatchObject({ ok: true, faults: [] });
}, 60_000);

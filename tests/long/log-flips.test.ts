/** Every byte of an archive of 10,000 leaves flipped once: every flip is found, and its file named (C13). */
import { expect, test } from 'vitest';
import { edgeBeforeLast, pathsAfterFlip } from '../support/flips.ts';
import { signedLog, testEntries } from '../support/signed-log.ts';

test('every flip of a byte is found', async () => {
  const entries = testEntries(10_000);
  const log = await signedLog(entries);
  const edge = edgeBeforeLast(log, entries);
  const missed: string[] = [];
  let flips = 0;
  for (const [path, bytes] of log.files) {
    for (let at = 0; at < bytes.length; at += 1) {
      const found = await pathsAfterFlip(log, edge, path, at);
      flips += 1;
      if (found.length === 0 || found.some((named) => named !== path)) missed.push(`${path} at ${at}: ${found.join(', ')}`);
    }
  }
  expect(missed).toEqual([]);
  expect(flips).toBe([...log.files.values()].reduce((sum, bytes) => sum + bytes.length, 0));
  process.stdout.write(`${flips} bytes flipped, all found\n`);
});

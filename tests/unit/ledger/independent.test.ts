/** A log that the shipped ledger wrote, as an auditor has it: files and a key. Checked by us, and by a verifier that shares no code with us (C14). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { formatReceipt, verifyReceipt } from '../../../core/consent/receipt.ts';
import { checkLog } from '../../../core/log/check.ts';
import { formatVkey } from '../../../core/log/note.ts';
import { entriesPath, hashesAt, TILE_WIDTH, tilePath, widthIn } from '../../../core/log/tiles.ts';
import { keysOf } from '../../support/check-log.ts';
import { draftsWith } from '../../support/drafts.ts';
import { writeLog } from '../../support/log-folder.ts';
import { type NodeWorld, nodeWorld } from '../../support/node-world.ts';
import { PYTHON, verifyLog } from '../../support/python.ts';

const SIZE = 700;
const subject = (at: number): string => at.toString(16).padStart(64, '0');
const folder = mkdtempSync(join(tmpdir(), 'fairnotice-independent-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is public of a log: full files from the archive, partial ones from the ledger. */
function published({ objects, ledger, settings }: NodeWorld): Map<string, Uint8Array> {
  const [files, { size }] = [new Map<string, Uint8Array>(), ledger.checkpoint()];
  const take = (path: string, level: number | 'entries', n: number, width: number): void => {
    const bytes = width < TILE_WIDTH ? ledger.tile(level, n, width) : objects.get(`log/${settings.log}/${path}`);
    if (bytes instanceof Uint8Array) files.set(path, bytes);
  };
  files.set('checkpoint', objects.get(`log/${settings.log}/checkpoint`) ?? new Uint8Array());
  for (let n = 0; n * TILE_WIDTH < size; n += 1) take(entriesPath(n, widthIn(size, 0, n)), 'entries', n, widthIn(size, 0, n));
  for (let level = 0; hashesAt(level, size) > 0; level += 1) {
    for (let n = 0; widthIn(size, level, n) > 0; n += 1) take(tilePath(level, n, widthIn(size, level, n)), level, n, widthIn(size, level, n));
  }
  return files;
}

const world = nodeWorld();
const drafts = draftsWith(SIZE, (at) => ({ subject: subject(at) }));
for (let at = 0; at < SIZE; at += 20) await world.ledger.accept(drafts.slice(at, at + 20));
while (world.alarmAt !== null) await world.ring();
const files = published(world);
const [vkey] = await keysOf(world);
if (!vkey) throw new Error('the ledger has no key');
const vkeyText = formatVkey(vkey.name, vkey.type, vkey.key);
const parts = await world.ledger.receipt(drafts[333]?.id ?? '', { by: 'subject', subject: subject(333) });
if (!parts.ok) throw new Error(parts.reason);
const receipt = formatReceipt({ type: 'fairnotice-receipt', v: 1, record: parts.record, salt: parts.salt, proof: parts.proof, vkey: vkeyText });

test('the whole log and a receipt out of it are as signed', async () => {
  expect(await checkLog({ read: async (path) => files.get(path), vkeys: [vkey] })).toMatchObject({
    ok: true,
    faults: [],
    commitments: SIZE,
    head: { size: SIZE },
  });
  expect(await verifyReceipt(receipt, [vkey])).toMatchObject({ ok: true, trusted: true, index: 333, checkpoint: { size: SIZE } });
});

describe.skipIf(PYTHON.missing)(`the independent verifier${PYTHON.missing ? `: skipped, for there is no ${PYTHON.missing}` : ''}`, () => {
  const place = join(folder, 'shop');
  writeLog(place, files);
  const file = join(folder, 'receipt.json');

  test('finds the same', () => {
    expect(verifyLog('log', place, '--vkey', vkeyText)).toEqual({ status: 0, said: expect.stringContaining(`OK: ${vkey.name}: ${SIZE} entries, root `) });
    writeFileSync(file, receipt);
    expect(verifyLog('receipt', file, '--vkey', vkeyText)).toEqual({ status: 0, said: `OK: entry 333 of ${SIZE} in ${vkey.name}\n` });
  }, 60_000);

  test('refuses a record of which one letter is changed', () => {
    writeFileSync(file, receipt.replace('\\"analytics\\":true', '\\"analytics\\":false'));
    expect(verifyLog('receipt', file, '--vkey', vkeyText)).toEqual({ status: 1, said: 'REFUSED: the tree that was signed does not hold this entry\n' });
  }, 60_000);
});

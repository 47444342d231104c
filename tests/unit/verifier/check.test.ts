/** What the page says of a receipt: genuine only where every byte is as it was signed, with a key that is known. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Receipt } from '../../../core/consent/receipt.ts';
import { checkReceipt } from '../../../verifier/check.ts';
import { keysOf } from '../../../verifier/signatures.ts';
import { receiptFile, testLog } from '../../support/receipts.ts';

const log = await testLog('privacy.example/log/shop');
const other = await testLog('privacy.example/log/shop', 'other');
const root = await testLog('privacy.example/log/root', 'other');
const check = (receipt: Receipt | string, keys: string[] = [log.vkey]) =>
  checkReceipt(typeof receipt === 'string' ? receipt : receiptFile(receipt), keysOf(keys), '/');

test.each([
  [1, 0],
  [2, 1],
  [3, 2],
  [7, 3],
  [8, 7],
  [1000, 733],
])('in a log of %i entries, entry %i is genuine, and its way ends at the signed top', async (size, index) => {
  const finding = await check(await log.receipt(size, index));
  expect(finding).toMatchObject({ kind: 'good', way: { index, size, origin: 'privacy.example/log/shop' } });
});

describe('which key is trusted', () => {
  test('one that only came with the file is said to be unknown', async () => {
    expect((await check(await log.receipt(5, 2), [])).kind).toBe('stranger');
    expect((await check(await log.receipt(5, 2), [other.vkey])).kind).toBe('stranger');
  });

  test('a key of one log holds for the others of its keeper, not for those at another address', async () => {
    const keyAt = async (origin: string): Promise<string[]> => [(await testLog(origin, 'privacy.example/log/shop')).vkey];
    const receipt = await log.receipt(5, 2);
    expect((await check(receipt, await keyAt('privacy.example/log/root'))).kind).toBe('good');
    expect((await check(receipt, await keyAt('privacy.example/log/shop.1'))).kind).toBe('good');
    expect((await check(receipt, [root.vkey])).kind).toBe('stranger');
    expect((await check(receipt, await keyAt('evil.example/log/shop'))).kind).toBe('stranger');
    // One with a wrong id is no key.
    expect((await check(receipt, [log.vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+')])).kind).toBe('stranger');
  });
});

const changed = (receipt: Receipt, part: keyof Receipt, from: string | RegExp, to: string): Receipt => ({
  ...receipt,
  [part]: String(receipt[part]).replace(from, to),
});

describe('is refused, with the reason', () => {
  test.each<[string, (receipt: Receipt) => Receipt | string, string, string]>([
    ['no JSON', () => 'hello', 'form', 'form'],
    ['JSON of somebody else', () => '{"type":"other"}', 'form', 'form'],
    ['null', () => 'null', 'form', 'form'],
    ['a part is missing', ({ salt: _salt, ...rest }) => rest as Receipt, 'form', 'formAt'],
    ['another choice', (receipt) => changed(receipt, 'record', 'true', 'false'), 'tree', 'root'],
    ['another day', (receipt) => changed(receipt, 'record', '2026-11', '2025-11'), 'tree', 'root'],
    ['another random number', (receipt) => ({ ...receipt, salt: Buffer.alloc(32, 8).toString('base64') }), 'tree', 'root'],
    ['another place', (receipt) => changed(receipt, 'proof', 'index 2', 'index 3'), 'tree', 'root'],
    ['a place beyond the end', (receipt) => changed(receipt, 'proof', 'index 2', 'index 5'), 'tree', 'length'],
    ['a neighbour less', (receipt) => changed(receipt, 'proof', /(index 2\n)[^\n]+\n/, '$1'), 'tree', 'length'],
    // To the same root lead the same three neighbours of entry 2, whether the log has 5 entries or 8.
    ['a top that says something else', (receipt) => changed(receipt, 'proof', '/shop\n5\n', '/shop\n8\n'), 'signature', 'signature'],
    ['the key of another log', (receipt) => ({ ...receipt, vkey: root.vkey }), 'signature', 'unsigned'],
    ['something besides', (receipt) => ({ ...receipt, note: 'believe me' }) as Receipt, 'form', 'form'],
    ['a record written otherwise', (receipt) => ({ ...receipt, record: receipt.record.replace(',', ', ') }), 'form', 'formAt'],
    ['no signature of the key that it names', (receipt) => ({ ...receipt, vkey: other.vkey }), 'signature', 'unsigned'],
  ])('%s', async (_name, change, failed, why) => {
    const finding = await check(change(await log.receipt(5, 2)), []);
    expect(finding).toMatchObject({ kind: 'refused', failed, why });
  });

  test('a signature that a known key did not make, whatever key the file brings', async () => {
    const receipt = await log.receipt(5, 2);
    const forged = changed(receipt, 'proof', '/shop\n5\n', '/shop\n8\n');
    expect(await check(forged)).toMatchObject({ kind: 'refused', failed: 'signature', why: 'signature' });
  });
});

test('no change of one character makes another genuine receipt', async () => {
  const receipt = await log.receipt(37, 20);
  const text = receiptFile(receipt);
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length - 1), fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 1 }), async (at, character) => {
      const finding = await check(text.slice(0, at) + character + text.slice(at + 1));
      if (finding.kind === 'refused') return;
      // What is left: the same values written otherwise, or a receipt whose own key says nothing.
      expect(finding.record).toBe(receipt.record);
    }),
    { numRuns: 400 },
  );
});

/** Receipts: what is true verifies; one changed byte anywhere, and it does not. */
import { describe, expect, test } from 'vitest';
import { formatReceipt, parseReceipt, type Receipt, verifyReceipt } from '../../../core/consent/receipt.ts';
import { toBase64, utf8 } from '../../../core/log/bytes.ts';
import { verifyEd25519 } from '../../../core/log/web-crypto.ts';
import { receiptWorld } from '../../support/receipt-world.ts';

const world = await receiptWorld();
const { receipt, witnessed, vkey, rootVkey, witness, strangerVkey } = world;

describe('a receipt', () => {
  test('verifies, and says each step from the leaf to the signed root', async () => {
    const checked = await verifyReceipt(formatReceipt(receipt), [vkey]);
    if (!checked.ok) throw new Error(checked.reason);
    expect(checked).toMatchObject({
      record: receipt.record,
      index: world.index,
      trusted: true,
      checkpoint: { origin: vkey.name, size: world.size },
      key: vkey,
    });
    expect(checked.steps).toHaveLength(world.hashes.length);
    expect(checked.steps.at(-1)?.node).toEqual(checked.checkpoint.root);
    expect(checked.root).toBeUndefined();
  });

  test('says where its key came with it alone', async () => {
    expect(await verifyReceipt(receipt)).toMatchObject({ ok: true, trusted: false });
    expect(await verifyReceipt(receipt, [strangerVkey])).toMatchObject({ ok: true, trusted: false });
  });

  test('takes the key of another log of the same ledger, for one key signs them all', async () => {
    expect(await verifyReceipt(receipt, [rootVkey])).toMatchObject({ ok: true, trusted: true });
  });

  test('with the root log beside says which witnesses saw it', async () => {
    const checked = await verifyReceipt(witnessed, [rootVkey, witness]);
    expect(checked).toMatchObject({
      ok: true,
      trusted: true,
      root: { trusted: true, checkpoint: { origin: rootVkey.name }, cosigned: [{ vkey: witness, time: 1_800_000_000 }] },
    });
    expect(await verifyReceipt(witnessed, [rootVkey])).toMatchObject({ ok: true, root: { cosigned: [] } });
  });

  test('is a file under 3 KB', () => {
    expect(utf8(formatReceipt(receipt)).length).toBeLessThan(3072);
    expect(utf8(formatReceipt(witnessed)).length).toBeLessThan(6144);
  });
});

describe('a receipt is refused', () => {
  const change = (part: Partial<Receipt>): Receipt => ({ ...receipt, ...part });
  test.each<[string, Receipt | string, object]>([
    ['with another record', change({ record: receipt.record.replace('accept', 'reject') }), { reason: 'not-in-tree', why: 'root-differs', log: 'site' }],
    ['with another salt', change({ salt: toBase64(new Uint8Array(32)) }), { reason: 'not-in-tree', why: 'root-differs' }],
    ['for another index', change({ proof: receipt.proof.replace(`index ${world.index}`, `index ${world.index + 1}`) }), { reason: 'not-in-tree' }],
    [
      'for an index that the tree lacks',
      change({ proof: receipt.proof.replace(`index ${world.index}`, 'index 99999') }),
      { reason: 'not-in-tree', why: 'index-beyond-size' },
    ],
    ['with a key of somebody else', change({ vkey: world.strangerVkeyText }), { reason: 'origin-differs' }],
    ['with another key of that name', change({ vkey: world.impostorVkeyText }), { reason: 'not-signed' }],
    ['with a checkpoint of another size', change({ proof: receipt.proof.replace(`\n${world.size}\n`, `\n${world.size + 1}\n`) }), { ok: false }],
    ['with a signature that does not fit', change({ proof: world.otherSignature }), { reason: 'bad-signature' }],
    ['with a record in other bytes', change({ record: receipt.record.replace(',', ', ') }), { reason: 'malformed', part: 'record' }],
    ['with a record that says a thing twice', change({ record: receipt.record.replace('{', '{"v":2,') }), { reason: 'malformed', part: 'record' }],
    [
      'with half a character',
      { ...witnessed, root: { ...witnessed.root, statement: `${witnessed.root.statement}\ud800` } },
      { reason: 'malformed', part: 'root' },
    ],
    ['with a salt that is none', change({ salt: 'AAAA' }), { reason: 'malformed', part: 'salt' }],
    ['with a proof that is none', change({ proof: 'proof' }), { reason: 'malformed', part: 'proof' }],
    ['with a key that is none', change({ vkey: 'key' }), { reason: 'malformed', part: 'vkey' }],
    ['with more than a receipt has', { ...receipt, note: 'all is well' } as Receipt, { reason: 'malformed', part: 'file' }],
    ['that is no receipt', '{}', { reason: 'malformed', part: 'file' }],
    ['that is no JSON', 'receipt', { reason: 'malformed', part: 'file' }],
    ['that is endless', `${formatReceipt(receipt)}${' '.repeat(70_000)}`, { reason: 'malformed', part: 'file' }],
    ['with a statement about another checkpoint', { ...witnessed, ...world.later }, { reason: 'statement-differs', log: 'root' }],
    ['with half a root', { ...receipt, root: { proof: '' } } as unknown as Receipt, { reason: 'malformed', part: 'root', log: 'root' }],
  ])('%s', async (_, bad, fault) => {
    expect(await verifyReceipt(bad, [vkey])).toMatchObject({ ok: false, ...fault });
  });

  test('for a bad cosignature by a known witness', async () => {
    expect(await verifyReceipt(world.badlyWitnessed, [rootVkey, witness])).toMatchObject({ ok: false, reason: 'bad-signature', log: 'root' });
    expect(await verifyReceipt(world.badlyWitnessed, [rootVkey])).toMatchObject({ ok: true });
  });

  test('after any one character of its record, salt, proof or key was changed', async () => {
    for (const part of ['record', 'salt', 'proof', 'vkey'] as const) {
      for (let at = 0; at < receipt[part].length; at += 1) {
        const character = receipt[part][at] === 'A' ? 'B' : 'A';
        const bad = { ...receipt, [part]: receipt[part].slice(0, at) + character + receipt[part].slice(at + 1) };
        expect(await verifyReceipt(bad, [vkey]), `${part} ${at}`).toMatchObject({ ok: false });
      }
    }
  });
});

test('another Ed25519 can be brought along', async () => {
  let asked = 0;
  const verify: typeof verifyEd25519 = (...claim) => {
    asked += 1;
    return verifyEd25519(...claim);
  };
  expect(await verifyReceipt(receipt, [vkey], verify)).toMatchObject({ ok: true });
  expect(asked).toBe(1);
});

test('what is parsed is written back the same', () => {
  const text = formatReceipt(witnessed);
  const { ok: _, ...parsed } = parseReceipt(text) as Receipt & { ok: true };
  expect(formatReceipt(parsed)).toBe(text);
});

/** Receipts of any entry of a log of any size that exists only here: for what has to be tried without a ledger. */
import canonicalize from 'canonicalize';
import { formatReceipt, type Receipt } from '../../core/consent/receipt.ts';
import type { ConsentRecord } from '../../core/consent/record.ts';
import { toBase64, utf8 } from '../../core/log/bytes.ts';
import { formatCheckpoint } from '../../core/log/checkpoint.ts';
import { commitmentEntry } from '../../core/log/entry.ts';
import { ED25519, formatNote, formatVkey, signNote } from '../../core/log/note.ts';
import { formatProof } from '../../core/log/proof.ts';
import { inclusionProof } from '../../core/log/tree.ts';
import { memoryLog, testEntry, testSigner } from './log-world.ts';

const SALT = new Uint8Array(32).fill(7);

export interface TestLog {
  vkey: string;
  /** The receipt of the one entry that is a record. */
  receipt(size: number, index: number): Promise<Receipt>;
}

/** @param seed Logs of the same seed have the same key. */
export async function testLog(origin = 'api.kairobot.qzz.io/log/kairo', seed = origin): Promise<TestLog> {
  const signer = testSigner(origin, seed);
  const vkey = formatVkey(origin, ED25519, signer.publicKey);
  return {
    vkey,
    async receipt(size, index) {
      const record = canonicalize(RECORD) ?? '';
      const entry = commitmentEntry(SALT, utf8(record));
      const log = memoryLog(Array.from({ length: size }, (_none, at) => (at === index ? entry : testEntry(at))));
      const text = formatCheckpoint({ origin, size, root: log.root });
      const checkpoint = formatNote(text, [await signNote(text, signer)]);
      const proof = formatProof({ index, hashes: await inclusionProof(index, size, log.read), checkpoint });
      return { type: 'fairnotice-receipt', v: 1, record, salt: toBase64(SALT), proof, vkey };
    },
  };
}

/** A receipt as its file, with some of its parts changed as text. */
export function receiptFile(receipt: Receipt, changes: Partial<Record<keyof Receipt, unknown>> = {}): string {
  return formatReceipt({ ...receipt, ...changes } as Receipt);
}

const RECORD: ConsentRecord = {
  v: 1,
  id: '01931f3e-8a00-7abc-8def-0123456789ab',
  site: 'kairo',
  subject: null,
  decided: '2026-11-24T12:00:00.000Z',
  received: '2026-11-24T12:00:01.000Z',
  action: 'save',
  surface: 'dialog',
  choices: { analytics: true, marketing: false },
  notice: 'ab'.repeat(32),
  policy: { id: 'privacy', version: '2025-12-16', sha256: 'cd'.repeat(32) },
  locale: 'en',
  model: 'opt-in',
  regime: 'eu-gdpr',
  gpc: false,
  secGpc: false,
  previous: null,
};

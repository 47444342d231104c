/** Receipts of a log that exists only here: for what has to be tried without a ledger. Tree and proof by the plain recursion of RFC 6962, 2.1. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ConsentRecord } from '../../core/consent/record.ts';
import { formatCheckpoint } from '../../core/log/checkpoint.ts';
import { ED25519, formatNote, formatVkey, type Signer, signNote } from '../../core/log/note.ts';
import { formatProof } from '../../core/log/proof.ts';

const SALT = Buffer.alloc(32, 7);

export interface TestReceipt {
  type: string;
  v: number;
  record: string;
  salt: string;
  proof: string;
  vkey: string;
}

export interface TestLog {
  vkey: string;
  /** The receipt of the one entry that is a record; every other entry is some hash. */
  receipt(size: number, index: number, record?: Partial<ConsentRecord>): Promise<TestReceipt>;
}

export async function testLog(origin = 'api.kairobot.qzz.io/log/kairo'): Promise<TestLog> {
  const signer = signerOf(origin, generateKeyPairSync('ed25519'));
  const vkey = await formatVkey(origin, ED25519, signer.publicKey);
  return {
    vkey,
    async receipt(size, index, changes = {}) {
      const record = canonicalize({ ...RECORD, ...changes }) ?? '';
      const entry = Buffer.concat([Buffer.of(1), hash(SALT, Buffer.from(record))]);
      const leaves = Array.from({ length: size }, (_none, at) => hash(Buffer.of(0), at === index ? entry : hash(Buffer.from(`entry ${at}`))));
      const text = formatCheckpoint({ origin, size, root: rootOf(leaves) });
      const checkpoint = formatNote(text, [await signNote(text, signer)]);
      const proof = formatProof({ index, hashes: pathOf(index, leaves), checkpoint });
      return { type: 'fairnotice-receipt', v: 1, record, salt: SALT.toString('base64'), proof, vkey };
    },
  };
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

function signerOf(name: string, { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject }): Signer {
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return { name, publicKey: new Uint8Array(raw), sign: async (bytes) => new Uint8Array(sign(null, bytes, privateKey)) };
}

function hash(...parts: Uint8Array[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}

/** The largest power of two below a number. */
function split(count: number): number {
  return 2 ** Math.ceil(Math.log2(count) - 1);
}

function rootOf(leaves: Buffer[]): Buffer {
  const [only] = leaves;
  if (leaves.length === 1 && only) return only;
  const at = split(leaves.length);
  return hash(Buffer.of(1), rootOf(leaves.slice(0, at)), rootOf(leaves.slice(at)));
}

function pathOf(index: number, leaves: Buffer[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const at = split(leaves.length);
  const [left, right] = [leaves.slice(0, at), leaves.slice(at)];
  return index < at ? [...pathOf(index, left), rootOf(right)] : [...pathOf(index - at, right), rootOf(left)];
}

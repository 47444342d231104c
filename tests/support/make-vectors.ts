/**
 * Writes tests/vectors/*.json: `node tests/support/make-vectors.ts`. They are made once and then stay; what changes them changes
 * what others have in hand. Any implementation of RFC 6962 and of the C2SP documents can be tried on them.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Receipt } from '../../core/consent/receipt.ts';
import { toBase64, utf8 } from '../../core/log/bytes.ts';
import { formatCheckpoint } from '../../core/log/checkpoint.ts';
import { cosignatureBytes, cosignedText } from '../../core/log/cosignature.ts';
import { EMPTY_ROOT } from '../../core/log/hash.ts';
import { COSIGNATURE, ED25519, formatNote, formatVkey, keyId, type NoteSignature, signNote } from '../../core/log/note.ts';
import { formatProof } from '../../core/log/proof.ts';
import { entriesPath, tilePath } from '../../core/log/tiles.ts';
import { testSigner } from './log-world.ts';
import { receiptWorld } from './receipt-world.ts';
import { proofsDigest, ReferenceTree, upTo, vectorEntry } from './reference-tree.ts';

export const VECTORS = join(import.meta.dirname, '..', 'vectors');
const SIZES = [...upTo(18), 255, 256, 257, 511, 512, 513, 1023, 1024, 1025, 4095, 4096, 4097, 65_535, 65_536, 65_537, 70_000];
const ROOTS_UP_TO = 2048;
const PROVED = [1, 2, 3, 7, 8, 255, 256, 257, 512];

function trees(): unknown {
  const tree = new ReferenceTree(upTo(70_000).map(vectorEntry));
  const all = createHash('sha256');
  for (const size of upTo(ROOTS_UP_TO + 1)) all.update(tree.root(0, size));
  const sizes = upTo(513).slice(1);
  return {
    about:
      'RFC 6962 trees whose entry i is the text "entry i". roots: base64 by size. rootsSha256: over the roots of all sizes from 0 to rootsUpTo, one after another. inclusionSha256: by size, over the proofs of all its leaves in order, consistencySha256: by size, over the proofs from all sizes from 0 to it; of each proof one byte with the number of its hashes, then these.',
    roots: Object.fromEntries(SIZES.map((size) => [size, toBase64(tree.root(0, size))])),
    rootsUpTo: ROOTS_UP_TO,
    rootsSha256: all.digest('hex'),
    inclusionSha256: Object.fromEntries(sizes.map((size) => [size, proofsDigest(upTo(size).map((index) => tree.inclusion(index, 0, size)))])),
    consistencySha256: Object.fromEntries(sizes.map((size) => [size, proofsDigest(upTo(size + 1).map((from) => tree.consistency(from, size)))])),
    inclusion: PROVED.flatMap((size) =>
      [...new Set([0, 1, size >> 1, size - 1])]
        .filter((index) => index < size)
        .map((index) => ({ size, index, root: toBase64(tree.root(0, size)), hashes: tree.inclusion(index, 0, size).map(toBase64) })),
    ),
    consistency: PROVED.flatMap((to) =>
      [...new Set([0, 1, to >> 1, to - 1, to])].map((from) => ({ from, to, hashes: tree.consistency(from, to).map(toBase64) })),
    ),
  };
}

function paths(): unknown {
  const names = [0, 1, 9, 999, 1000, 1234, 999_999, 1_000_000, 1_234_067, 9_007_199_254_740_991];
  return {
    about: 'Paths of c2sp.org/tlog-tiles. tiles: level, n, width, path. entries: n, width, path.',
    tiles: [0, 1, 5, 63].flatMap((level) => names.flatMap((n) => [1, 112, 255, 256].map((width) => [level, n, width, tilePath(level, n, width)]))),
    entries: names.flatMap((n) => [1, 112, 255, 256].map((width) => [n, width, entriesPath(n, width)])),
    refused: [
      'tile/0/0',
      'tile/00/000',
      'tile/64/000',
      'tile/0/x000/001',
      'tile/0/001/234',
      'tile/0/000.p/0',
      'tile/0/000.p/256',
      'tile/0/000.p/05',
      'tile/data/000',
    ],
  };
}

async function notes(): Promise<unknown> {
  const [log, other, witness] = [testSigner('example.org/log/shop'), testSigner('example.org/log/other'), testSigner('witness.example')];
  const vkeys = [log, other].map((signer) => formatVkey(signer.name, ED25519, signer.publicKey));
  const witnessKey = formatVkey(witness.name, COSIGNATURE, witness.publicKey);
  const text = formatCheckpoint({ origin: log.name, size: 0, root: EMPTY_ROOT });
  const [byLog, byOther] = await Promise.all([signNote(text, log), signNote(text, other)]);
  const time = 1_800_000_000;
  const byWitness: NoteSignature = {
    name: witness.name,
    id: keyId(witness.name, COSIGNATURE, witness.publicKey),
    signature: cosignatureBytes(time, await witness.sign(utf8(cosignedText(time, text)))),
  };
  const [good, both, cosigned] = [formatNote(text, [byLog]), formatNote(text, [byOther, byLog]), formatNote(text, [byLog, byWitness])];
  const late = { ...byWitness, signature: byWitness.signature.map((byte, at) => (at === 7 ? byte + 1 : byte)) };
  const [shopKey = '', otherKey = ''] = vkeys;
  const foreign = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
  return {
    about: 'Signed notes, keys, checkpoints and cosignatures of the C2SP documents. A note is checked with the keys beside it.',
    vkeys: [log, other].map((signer, at) => ({ vkey: vkeys[at], id: keyId(signer.name, ED25519, signer.publicKey), key: toBase64(signer.publicKey) })),
    refusedVkeys: [
      foreign.replace('530d903a', '530d903b'),
      foreign.replace('foo', 'fop'),
      foreign.replace('AekyeRrm', 'A+kyeRrm'),
      foreign.replace('+530d903a', ''),
      `${foreign.slice(0, -4)}3Q==`,
      '',
    ],
    notes: [
      { note: good, vkeys: [shopKey], text, signed: [log.name], cosigned: [] },
      { note: both, vkeys: [shopKey], text, signed: [log.name], cosigned: [] },
      { note: both, vkeys, text, signed: [other.name, log.name], cosigned: [] },
      { note: cosigned, vkeys: [shopKey], text, signed: [log.name], cosigned: [] },
      { note: cosigned, vkeys: [shopKey, witnessKey], text, signed: [log.name], cosigned: [[witness.name, time]] },
    ],
    refusedNotes: [
      { note: good, vkeys: [otherKey] },
      { note: good.replace('\n0\n', '\n1\n'), vkeys: [shopKey] },
      { note: formatNote(text, [byLog, { ...byOther, signature: byLog.signature }]), vkeys },
      { note: formatNote(text, [byLog, late]), vkeys: [shopKey, witnessKey] },
      { note: good.replace('—', '-'), vkeys: [shopKey] },
      { note: good.replace('\n\n', '\n'), vkeys: [shopKey] },
      { note: good.slice(0, -1), vkeys: [shopKey] },
      { note: good.replace('\n0\n', '\n0\t\n'), vkeys: [shopKey] },
      { note: text, vkeys: [shopKey] },
    ],
    checkpoints: [
      { text, origin: log.name, size: 0, root: toBase64(EMPTY_ROOT) },
      { text: `${text}an extension\n`, origin: log.name, size: 0, root: toBase64(EMPTY_ROOT) },
      { text: text.replace('\n0\n', '\n9007199254740991\n'), origin: log.name, size: Number.MAX_SAFE_INTEGER, root: toBase64(EMPTY_ROOT) },
    ],
    refusedCheckpoints: [
      text.slice(0, -1),
      `${text}\n`,
      text.replace('\n0\n', '\n00\n'),
      text.replace('\n0\n', '\n-0\n'),
      text.replace('\n0\n', '\n9007199254740992\n'),
      text.replace('FU=', 'FV='),
      text.replace('FU=', 'FU'),
      text.replace(log.name, ''),
    ],
  };
}

async function receipts(): Promise<unknown> {
  const world = await receiptWorld();
  const { receipt, witnessed } = world;
  const change = (why: string, part: Partial<Receipt>, vkeys = [receipt.vkey]) => ({ why, vkeys, receipt: { ...receipt, ...part } });
  const witness = testSigner('witness.example');
  const witnessKey = formatVkey(witness.name, COSIGNATURE, witness.publicKey);
  const checkpoint = receipt.proof.slice(receipt.proof.indexOf('\n\n') + 2);
  const hashes = world.hashes.map(toBase64);
  const withExtra = formatProof({ index: world.index, hashes: world.hashes, checkpoint, extra: utf8('more') });
  return {
    about: 'Receipts of Fairnotice (docs/verify.md) and the proofs of c2sp.org/tlog-proof in them. A receipt is checked with the keys beside it.',
    receipts: [
      { receipt, vkeys: [receipt.vkey] },
      { receipt, vkeys: [] },
      { receipt, vkeys: [witnessed.root.vkey] },
      { receipt: witnessed, vkeys: [witnessed.root.vkey, witnessKey] },
    ],
    refused: [
      change('another record', { record: receipt.record.replace('accept', 'reject') }),
      change('another salt', { salt: toBase64(new Uint8Array(32)) }),
      change('another index', { proof: receipt.proof.replace(`index ${world.index}`, `index ${world.index + 1}`) }),
      change('another size', { proof: receipt.proof.replace(`\n${world.size}\n`, `\n${world.size + 1}\n`) }),
      change('a signature over something else', { proof: world.otherSignature }),
      change('the key of another log', { vkey: world.strangerVkeyText }),
      change('another key of the same name', { vkey: world.impostorVkeyText }),
      change('a member too many', { note: 'all is well' } as Partial<Receipt>),
      change('a record that says a thing twice', { record: receipt.record.replace('{', '{"v":2,') }),
      { why: 'a statement about another checkpoint', vkeys: [receipt.vkey], receipt: { ...receipt, ...world.later } },
      { why: 'a bad cosignature', vkeys: [receipt.vkey, witnessKey], receipt: world.badlyWitnessed },
    ],
    proofs: [
      { proof: receipt.proof, index: world.index, hashes, checkpoint, extra: null },
      { proof: withExtra, index: world.index, hashes, checkpoint, extra: toBase64(utf8('more')) },
    ],
    refusedProofs: [
      '',
      receipt.proof.replace('@v1', '@v2'),
      receipt.proof.replace('index ', 'index 0'),
      receipt.proof.replace('\nindex', '\nindices'),
      receipt.proof.replace('=\n', '\n'),
    ],
  };
}

/** The text of every file, by its name. */
export async function vectors(): Promise<Record<string, string>> {
  const made = { trees: trees(), paths: paths(), notes: await notes(), receipts: await receipts() };
  return Object.fromEntries(Object.entries(made).map(([name, value]) => [`${name}.json`, `${JSON.stringify(value, null, 1)}\n`]));
}

if (import.meta.main) for (const [name, text] of Object.entries(await vectors())) writeFileSync(join(VECTORS, name), text);

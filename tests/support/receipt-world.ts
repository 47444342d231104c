/** A small ledger with one receipt out of it, with and without witnesses, and what a forger would have. */
import canonicalize from 'canonicalize';
import type { Receipt } from '../../core/consent/receipt.ts';
import { toBase64, utf8 } from '../../core/log/bytes.ts';
import { formatCheckpoint } from '../../core/log/checkpoint.ts';
import { cosignatureBytes, cosignedText } from '../../core/log/cosignature.ts';
import { commitmentEntry, statementEntry } from '../../core/log/entry.ts';
import { COSIGNATURE, ED25519, formatNote, formatVkey, keyId, parseVkey, type Signer, signNote, type Vkey } from '../../core/log/note.ts';
import { formatProof } from '../../core/log/proof.ts';
import { inclusionProof } from '../../core/log/tree.ts';
import { type MemoryLog, memoryLog, testEntry, testSigner } from './log-world.ts';

const RECORD = {
  v: 1,
  id: '0198c0de-0000-7000-8000-000000000001',
  site: 'shop',
  subject: 'ab'.repeat(32),
  decided: '2026-12-01T10:00:00Z',
  received: '2026-12-01T10:00:01Z',
  action: 'accept',
  surface: 'banner',
  choices: { analytics: true, media: true },
  notice: 'cd'.repeat(32),
  policy: { id: 'privacy', version: '2026-01-01', sha256: 'ef'.repeat(32) },
  locale: 'en',
  model: 'opt-in',
  regime: 'eu-gdpr',
  gpc: false,
  secGpc: false,
  previous: null,
};
const AT = '2026-12-01T11:00:00Z';
const TIME = 1_800_000_000;

export function vkeyOf(signer: Signer, type: Vkey['type'] = ED25519): Vkey {
  const parsed = parseVkey(formatVkey(signer.name, type, signer.publicKey));
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed;
}

async function signedCheckpoint(log: MemoryLog, signer: Signer): Promise<{ text: string; note: string }> {
  const text = formatCheckpoint({ origin: signer.name, size: log.size, root: log.root });
  return { text, note: formatNote(text, [await signNote(text, signer)]) };
}

/** @param more what the record says besides. */
export async function receiptWorld(more: object = {}) {
  const [shop, root] = [testSigner('example.org/log/shop', 'ledger'), testSigner('example.org/log/root', 'ledger')];
  const [stranger, impostor, witness] = [testSigner('elsewhere.example/log/shop'), testSigner(shop.name, 'impostor'), testSigner('witness.example')];
  const [index, size] = [300, 1000];
  const record = canonicalize({ ...RECORD, ...more }) ?? '';
  const salt = new Uint8Array(32).fill(9);
  const log = memoryLog(Array.from({ length: size }, (_, at) => (at === index ? commitmentEntry(salt, utf8(record)) : testEntry(at))));
  const hashes = await inclusionProof(index, size, log.read);
  const checkpoint = await signedCheckpoint(log, shop);
  const proof = formatProof({ index, hashes, checkpoint: checkpoint.note });
  const receipt: Receipt = {
    type: 'fairnotice-receipt',
    v: 1,
    record,
    salt: toBase64(salt),
    proof,
    vkey: formatVkey(shop.name, ED25519, shop.publicKey),
  };

  const statement = statementEntry({ type: 'checkpoint', log: shop.name, size, root: toBase64(log.root), at: AT });
  const later = statementEntry({ type: 'checkpoint', log: shop.name, size: size + 1, root: toBase64(log.root), at: AT });
  const rootLog = memoryLog([testEntry(0), statement, later]);
  const cosign = async (body: string): Promise<Uint8Array> => cosignatureBytes(TIME, await witness.sign(utf8(cosignedText(TIME, body))));
  const rootProof = async (at: number, entry: Uint8Array, cosigned: (text: string) => string): Promise<NonNullable<Receipt['root']>> => {
    const { text } = await signedCheckpoint(rootLog, root);
    const signature = await cosign(cosigned(text));
    const note = formatNote(text, [await signNote(text, root), { name: witness.name, id: keyId(witness.name, COSIGNATURE, witness.publicKey), signature }]);
    return {
      statement: new TextDecoder().decode(entry.subarray(1)),
      proof: formatProof({ index: at, hashes: await inclusionProof(at, 3, rootLog.read), checkpoint: note }),
      vkey: formatVkey(root.name, ED25519, root.publicKey),
    };
  };
  return {
    index,
    size,
    hashes,
    receipt,
    witnessed: { ...receipt, root: await rootProof(1, statement, (text) => text) },
    badlyWitnessed: { ...receipt, root: await rootProof(1, statement, () => 'another checkpoint\n') },
    later: { root: await rootProof(2, later, (text) => text) },
    /** The signature of the same key, over something else. */
    otherSignature: formatProof({ index, hashes, checkpoint: formatNote(checkpoint.text, [await signNote('something else\n', shop)]) }),
    vkey: vkeyOf(shop),
    rootVkey: vkeyOf(root),
    witness: vkeyOf(witness, COSIGNATURE),
    strangerVkey: vkeyOf(stranger),
    strangerVkeyText: formatVkey(stranger.name, ED25519, stranger.publicKey),
    impostorVkeyText: formatVkey(impostor.name, ED25519, impostor.publicKey),
  };
}

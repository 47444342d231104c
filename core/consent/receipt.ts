/**
 * Receipts: one consent record with all that proves, without asking anybody, that it stands in the public log. Made by
 * the edge, checked by `/verify/`, by `fairnotice verify receipt` and by any tool of C2SP. Browser-safe and small.
 * docs/verify.md describes the file.
 */
import { concat, equalBytes, fromBase64, utf8 } from '../log/bytes.ts';
import { parseCheckpoint, type TreeHead } from '../log/checkpoint.ts';
import { entryOfRecord, SALT_BYTES } from '../log/commitment.ts';
import { type Cosigned, verifyCosignatures } from '../log/cosignature.ts';
import { type NoteSignature, parseNote, parseVkey, type Vkey, verifyNote } from '../log/note.ts';
import { parseProof } from '../log/proof.ts';
import { type Inclusion, type Step, verifyInclusion } from '../log/verify.ts';
import { type VerifyEd25519, verifyEd25519 } from '../log/web-crypto.ts';

const MAX_CHARACTERS = 65_536;
/** First byte of a public statement, as in core/log/entry.ts, which is not for browsers. */
const STATEMENT = new Uint8Array([2]);

/** A proof in one log: the text of c2sp.org/tlog-proof, and the key of that log. */
interface Proved {
  proof: string;
  vkey: string;
}

export interface Receipt extends Proved {
  type: 'fairnotice-receipt';
  v: 1;
  /** The record's canonical JSON, exactly the bytes that were committed to. */
  record: string;
  /** 32 bytes in base64. */
  salt: string;
  /** Where the root log has the very checkpoint of `proof`: the statement's JSON, and its own proof. */
  root?: Proved & { statement: string };
}

/** What was found about one log on the way. Absent: it did not get so far. */
export interface Trail {
  index: number;
  checkpoint: TreeHead;
  leaf: Uint8Array;
  /** From the leaf up. */
  steps: Step[];
  /** The key that signed. */
  key: Vkey;
  /** Was that key known beforehand? Otherwise it came with the receipt alone and proves nothing about who signed. */
  trusted: boolean;
}

export type ReceiptFault =
  | { reason: 'malformed'; part: 'file' | 'record' | 'salt' | 'proof' | 'vkey' | 'root' }
  /** The record, the salt or a hash is not what the log holds. */
  | { reason: 'not-in-tree'; why: Exclude<Inclusion, { ok: true }>['reason'] }
  | { reason: 'origin-differs' }
  | { reason: 'not-signed' }
  | { reason: 'bad-signature' }
  /** The statement in the root log is about another checkpoint. */
  | { reason: 'statement-differs' };

export type CheckedReceipt =
  | ({ ok: true; record: string; root?: Trail & { cosigned: Cosigned[] } } & Trail)
  /** `log` tells in which of the two proofs it failed. */
  | ({ ok: false; log: 'site' | 'root'; record?: string } & ReceiptFault & Partial<Trail>);

export function formatReceipt(receipt: Receipt): string {
  return `${JSON.stringify(receipt, null, 2)}\n`;
}

/** Reads a receipt's JSON. Unknown members are refused: what is not checked should not be there to be believed. */
export function parseReceipt(
  text: string,
): ({ ok: true } & Receipt) | { ok: false; reason: 'malformed'; part: 'file' | 'record' | 'salt' | 'proof' | 'vkey' | 'root' } {
  const value = text.length <= MAX_CHARACTERS ? objectIn(text) : undefined;
  if (value?.type !== 'fairnotice-receipt' || value.v !== 1 || hasOthers(value, ['type', 'v', 'record', 'salt', 'proof', 'vkey', 'root']))
    return malformed('file');
  const { record, salt, proof, vkey, root } = value;
  // What JSON.parse gives back in other bytes (spaces, doubled members) could be read in two ways.
  if (!isText(record) || JSON.stringify(objectIn(record)) !== record) return malformed('record');
  if (!isText(salt) || fromBase64(salt)?.length !== SALT_BYTES) return malformed('salt');
  if (!isText(proof)) return malformed('proof');
  if (!isText(vkey)) return malformed('vkey');
  if (root !== undefined && !isRoot(root)) return malformed('root');
  return { ok: true, type: value.type, v: 1, record, salt, proof, vkey, ...(root ? { root } : {}) };
}

const malformed = <P>(part: P): { ok: false; reason: 'malformed'; part: P } => ({ ok: false, reason: 'malformed', part });
const hasOthers = (value: object, known: readonly string[]): boolean => Object.keys(value).some((key) => !known.includes(key));

/** Half a character would be hashed as the sign for an unknown one, so that two texts had one hash. */
const isText = (value: unknown): value is string => typeof value === 'string' && !/\p{Cs}/u.test(value);

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isRoot(value: unknown): value is NonNullable<Receipt['root']> {
  if (typeof value !== 'object' || value === null || hasOthers(value, ['statement', 'proof', 'vkey'])) return false;
  const { statement, proof, vkey } = value as Record<string, unknown>;
  return isText(statement) && isText(proof) && isText(vkey);
}

/**
 * Checks a receipt, step by step, and says each step.
 *
 * @param trusted keys that were known beforehand. Those of type cosignature/v1 are witnesses. A key is taken for every log
 *   of the ledger of its name (`<origin>/log/…`), for one key signs them all.
 */
export async function verifyReceipt(receipt: string | Receipt, trusted: readonly Vkey[] = [], verify: VerifyEd25519 = verifyEd25519): Promise<CheckedReceipt> {
  const parsed = parseReceipt(typeof receipt === 'string' ? receipt : formatReceipt(receipt));
  if (!parsed.ok) return { ...parsed, log: parsed.part === 'root' ? 'root' : 'site' };
  const { record, salt, root } = parsed;
  const entry = entryOfRecord(fromBase64(salt) ?? new Uint8Array(), utf8(record));
  const site = await checkProof(entry, parsed, trusted, verify);
  if (!site.ok) return { ...site, log: 'site', record };
  if (!root) return { ok: true, ...site.trail, record };
  const above = await checkProof(concat(STATEMENT, utf8(root.statement)), root, trusted, verify);
  if (!above.ok) return { ...above, log: 'root', record };
  if (!speaksOf(root.statement, site.trail.checkpoint)) return { ok: false, reason: 'statement-differs', log: 'root', record };
  const witnesses = await verifyCosignatures(above.text, above.signatures, trusted, verify);
  if (!witnesses.ok) return { ok: false, reason: 'bad-signature', log: 'root', record };
  return { ok: true, ...site.trail, record, root: { ...above.trail, cosigned: witnesses.cosigned } };
}

type CheckedProof = { ok: true; trail: Trail; text: string; signatures: NoteSignature[] } | ({ ok: false } & ReceiptFault & Partial<Trail>);

async function checkProof(entry: Uint8Array, proved: Proved, trusted: readonly Vkey[], verify: VerifyEd25519): Promise<CheckedProof> {
  const proof = parseProof(proved.proof);
  const note = proof.ok ? parseNote(proof.checkpoint) : proof;
  const checkpoint = note.ok ? parseCheckpoint(note.text) : note;
  if (!proof.ok || !note.ok || !checkpoint.ok) return malformed('proof');
  const key = parseVkey(proved.vkey);
  if (!key.ok) return malformed('vkey');
  const { index, hashes } = proof;
  const { origin, size, root } = checkpoint;
  const found = { index, checkpoint: { origin, size, root } };
  const inclusion = verifyInclusion({ entry, index, size, root, hashes });
  if (!inclusion.ok) return { ...inclusion, ...found, reason: 'not-in-tree', why: inclusion.reason };
  const trail = { ...found, leaf: inclusion.leaf, steps: inclusion.steps, key };
  if (key.name !== origin) return { ok: false, reason: 'origin-differs', ...trail };
  const signed = await verifyNote(proof.checkpoint, [key, ...trusted], verify);
  if (!signed.ok) return { ok: false, reason: signed.reason === 'note-bad-signature' ? 'bad-signature' : 'not-signed', ...trail };
  // A signature by a trusted key alone is not one by the key that the receipt names.
  if (!signed.by.includes(key)) return { ok: false, reason: 'not-signed', ...trail };
  return { ok: true, trail: { ...trail, trusted: isTrusted(key, trusted) }, text: note.text, signatures: note.signatures };
}

/** Is this key among those, for the same log or for another one of the same ledger? */
export function isTrusted(key: Vkey, trusted: readonly Vkey[]): boolean {
  return trusted.some((known) => known.type === key.type && equalBytes(known.key, key.key) && ledgerOf(known.name) === ledgerOf(key.name));
}

/** Name of the ledger in the name of one of its logs. */
function ledgerOf(log: string): string {
  return log.replace(/\/log\/[^/]+$/, '/log/');
}

function speaksOf(statement: string, { origin, size, root }: TreeHead): boolean {
  const said = objectIn(statement);
  const hash = typeof said?.root === 'string' ? fromBase64(said.root) : undefined;
  return said?.type === 'checkpoint' && said.log === origin && said.size === size && hash !== undefined && equalBytes(hash, root);
}

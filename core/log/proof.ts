/** Proofs as text (c2sp.org/tlog-proof): where an entry stands in a log, checkable without asking anybody. Browser-safe. */
import { fromBase64, fromDecimal, hashFromBase64, toBase64 } from './bytes.ts';

const HEADER = 'c2sp.org/tlog-proof@v1';
/** A tree of 2^63 leaves needs no more. */
const MAX_HASHES = 63;
const MAX_CHARACTERS = 262_144;

export interface Proof {
  index: number;
  /** From the sibling of the leaf up. */
  hashes: Uint8Array[];
  /** The signed checkpoint, verbatim. */
  checkpoint: string;
  /** Bytes that nothing vouches for. */
  extra?: Uint8Array;
}

export type ParsedProof =
  | ({ ok: true } & Proof)
  | { ok: false; reason: 'proof-too-long' | 'proof-bad-form' | 'proof-bad-index' | 'proof-bad-hash' | 'proof-bad-extra' };

export function formatProof({ index, hashes, checkpoint, extra }: Proof): string {
  const lines = [HEADER, ...(extra ? [`extra ${toBase64(extra)}`] : []), `index ${index}`, ...hashes.map(toBase64), '', checkpoint];
  return lines.join('\n');
}

/** Takes a proof apart. Nothing is verified, the checkpoint is not even read. */
export function parseProof(text: string): ParsedProof {
  if (text.length > MAX_CHARACTERS) return { ok: false, reason: 'proof-too-long' };
  const blank = text.indexOf('\n\n');
  const [header, ...lines] = text.slice(0, Math.max(blank, 0)).split('\n');
  const checkpoint = text.slice(blank + 2);
  if (blank < 0 || header !== HEADER || checkpoint === '') return { ok: false, reason: 'proof-bad-form' };
  const extraLine = lines[0]?.startsWith('extra ') ? lines.shift() : undefined;
  const extra = extraLine === undefined ? undefined : fromBase64(extraLine.slice('extra '.length));
  if (extraLine !== undefined && !extra) return { ok: false, reason: 'proof-bad-extra' };
  const indexLine = lines.shift();
  const index = indexLine?.startsWith('index ') ? fromDecimal(indexLine.slice('index '.length)) : undefined;
  if (index === undefined) return { ok: false, reason: 'proof-bad-index' };
  const hashes = lines.flatMap((line) => hashFromBase64(line) ?? []);
  if (hashes.length < lines.length || hashes.length > MAX_HASHES) return { ok: false, reason: 'proof-bad-hash' };
  return { ok: true, index, hashes, checkpoint, ...(extra ? { extra } : {}) };
}

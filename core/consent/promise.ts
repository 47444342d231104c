/**
 * The signed promise that an acknowledgement carries: this leaf will stand at this index of this log by that time. A signed
 * note whose text is no checkpoint: where a checkpoint has its size, it has the log's name. Browser-safe.
 */
import { fromDecimal, hashFromBase64, toBase64 } from '../log/bytes.ts';

const FIRST_LINE = 'fairnotice.promise/v1';

/** Milliseconds after which an accepted record is in the log at the latest. Sealing takes five minutes where nothing is in the way. */
export const SEALED_WITHIN = 3_600_000;

export interface LeafPromise {
  origin: string;
  index: number;
  /** Leaf hash (RFC 6962, 2.1). */
  leaf: Uint8Array;
  /** ISO 8601 in UTC. */
  sealedBy: string;
}

/** The text to sign. */
export function formatPromise({ origin, index, leaf, sealedBy }: LeafPromise): string {
  return [FIRST_LINE, origin, `index ${index}`, toBase64(leaf), `sealed-by ${sealedBy}`].map((line) => `${line}\n`).join('');
}

/** Reads the text of a promise, without its signatures. */
export function parsePromise(text: string): ({ ok: true } & LeafPromise) | { ok: false; reason: 'promise-bad-form' } {
  const [first, origin = '', indexLine = '', leafLine = '', timeLine = '', end, ...more] = text.split('\n');
  const index = indexLine.startsWith('index ') ? fromDecimal(indexLine.slice(6)) : undefined;
  const leaf = hashFromBase64(leafLine);
  const [, sealedBy] = /^sealed-by (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z)$/.exec(timeLine) ?? [];
  const isWhole = first === FIRST_LINE && origin !== '' && end === '' && more.length === 0;
  if (!isWhole || index === undefined || !leaf || sealedBy === undefined) return { ok: false, reason: 'promise-bad-form' };
  return { ok: true, origin, index, leaf, sealedBy };
}

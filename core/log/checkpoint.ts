/** Checkpoints (c2sp.org/tlog-checkpoint): what a log signs about itself. Browser-safe. */
import { fromDecimal, hashFromBase64, toBase64 } from './bytes.ts';

export interface TreeHead {
  /** Name of the log: its address without the scheme. */
  origin: string;
  size: number;
  root: Uint8Array;
}

export type Checkpoint =
  | ({ ok: true; extensions: string[] } & TreeHead)
  | { ok: false; reason: 'checkpoint-bad-form' | 'checkpoint-bad-size' | 'checkpoint-bad-root' };

/** The text to sign. Lines of others may follow (`extensions`); Fairnotice writes none. */
export function formatCheckpoint({ origin, size, root, extensions = [] }: TreeHead & { extensions?: readonly string[] }): string {
  return [origin, String(size), toBase64(root), ...extensions].map((line) => `${line}\n`).join('');
}

/** Reads the text of a checkpoint, without its signatures. */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n');
  if (lines.length < 4 || lines.pop() !== '' || lines.includes('')) return { ok: false, reason: 'checkpoint-bad-form' };
  const [origin = '', sizeLine = '', rootLine = '', ...extensions] = lines;
  const size = fromDecimal(sizeLine);
  if (size === undefined) return { ok: false, reason: 'checkpoint-bad-size' };
  const root = hashFromBase64(rootLine);
  if (!root) return { ok: false, reason: 'checkpoint-bad-root' };
  return { ok: true, origin, size, root, extensions };
}

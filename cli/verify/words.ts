/** Faults of logs and receipts, in words for the person who checks. */
import type { CheckedReceipt } from '../../core/consent/receipt.ts';
import type { LogFault } from '../../core/log/check-faults.ts';

const LOG_FAULTS: Record<LogFault['reason'], string> = {
  missing: 'it is not there',
  differs: 'its bytes are not those that the signed tree asks for',
  'wrong-length': 'it has not as much in it as the signed size asks for',
  'bundle-truncated': 'it is cut short',
  'entry-unknown-kind': 'it holds an entry of an unknown kind',
  'entry-bad-length': 'it holds an entry of a wrong length',
  'statement-not-canonical': 'it holds a statement that is not canonical JSON',
  'statement-unknown': 'it holds a statement of an unknown form',
  'note-too-long': 'it is too long for a signed note',
  'note-bad-character': 'it holds what no signed note may hold',
  'note-bad-form': 'it is no signed note',
  'note-bad-signature-line': 'it holds a line that is no signature',
  'note-bad-signature': 'its signature does not fit',
  'note-not-signed': 'it is not signed by the key that was given (whose name has to be the log’s)',
  'checkpoint-bad-form': 'what is signed is no checkpoint',
  'origin-differs': 'it is of another log than the key, or than the one that was checked before',
  'root-differs': 'the root that it signs is not the one over all entries',
  'rolled-back': 'the log is shorter than when it was checked before',
  forked: 'the log has another history than when it was checked before',
};

export function logFaultInWords({ path, reason, index }: LogFault): string {
  return `${path}: ${LOG_FAULTS[reason]}${index === undefined ? '' : ` (entry ${index})`}.`;
}

const PARTS = {
  file: 'The file is no receipt',
  record: 'The record in it is malformed',
  salt: 'Its salt is malformed',
  proof: 'Its proof is malformed',
  vkey: 'Its key is malformed',
  root: 'Its part about the root log is malformed',
};

export function receiptFaultInWords(fault: Extract<CheckedReceipt, { ok: false }>): string {
  const where = fault.log === 'root' ? ' in the root log' : '';
  switch (fault.reason) {
    case 'malformed':
      return `${PARTS[fault.part]}.`;
    case 'not-in-tree':
      return fault.why === 'root-differs'
        ? `The tree that was signed${where} does not hold this: the record, the salt or the proof was changed.`
        : `The proof${where} does not fit the index and the size that it names.`;
    case 'origin-differs':
      return `The key${where} is of another log than the checkpoint.`;
    case 'not-signed':
      return `The checkpoint${where} is not signed by the key that the receipt names.`;
    case 'bad-signature':
      return `A signature under the checkpoint${where} does not fit.`;
    case 'statement-differs':
      return 'The root log speaks of another checkpoint than the receipt.';
  }
}

/** A text out of somebody's file, for a terminal: signs that would move its cursor or turn its lines are written out. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
}

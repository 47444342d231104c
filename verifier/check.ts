/** A receipt's text to what the page says of it. */
import { type CheckedReceipt, type Trail, verifyReceipt } from '../core/consent/receipt.ts';
import type { Vkey } from '../core/log/note.ts';
import type { Way } from './path.ts';
import { ed25519, FallbackMissing } from './signatures.ts';

/** What is checked, in this order. */
export const CHECKS = ['form', 'tree', 'signature', 'outer', 'key'] as const;
export type Check = (typeof CHECKS)[number];

export interface Witness {
  name: string;
  /** Seconds since 1970. */
  time: number;
}

export type Finding =
  | {
      kind: 'good' | 'stranger';
      record: string;
      way: Way;
      /** Who from outside has signed the log over all logs; absent where the receipt says nothing of that log. */
      witnesses?: Witness[] | undefined;
    }
  | { kind: 'refused'; failed: Check; why: Why; part?: string | undefined; way?: Way | undefined };

/** Endings of the texts `why.…`. */
type Why = 'file' | 'tooLong' | 'form' | 'formAt' | 'root' | 'length' | 'signature' | 'unsigned' | 'outer' | 'crypto' | 'fallback' | 'broken';

/**
 * @param trusted Keys of this site.
 * @param base Folder of the site on its host.
 */
export async function checkReceipt(text: string, trusted: readonly Vkey[], base: string): Promise<Finding> {
  // There is none where a page came over plain HTTP from elsewhere than this machine.
  if (!crypto.subtle) return { kind: 'refused', failed: 'form', why: 'crypto' };
  try {
    return findingOf(await verifyReceipt(text, trusted, ed25519(base)));
  } catch (error) {
    if (error instanceof FallbackMissing) return { kind: 'refused', failed: 'signature', why: 'fallback' };
    return { kind: 'refused', failed: 'form', why: 'broken' };
  }
}

function findingOf(checked: CheckedReceipt): Finding {
  if (checked.ok) {
    const { trusted, record, root } = checked;
    return { kind: trusted ? 'good' : 'stranger', record, way: wayOf(checked), witnesses: root?.cosigned.map(({ vkey, time }) => ({ name: vkey.name, time })) };
  }
  if (checked.log === 'root') return { kind: 'refused', failed: 'outer', why: 'outer' };
  const { checkpoint, leaf, index, steps } = checked;
  switch (checked.reason) {
    case 'malformed':
      return { kind: 'refused', failed: 'form', why: checked.part === 'file' ? 'form' : 'formAt', part: checked.part };
    case 'not-in-tree':
      // The way that was gone shows where it ends. There is none where it could not be gone to its end.
      if (checked.why !== 'root-differs' || !checkpoint || !leaf || index === undefined) return { kind: 'refused', failed: 'tree', why: 'length' };
      return { kind: 'refused', failed: 'tree', why: 'root', way: { ...wayOf({ checkpoint, leaf, index, steps: steps ?? [] }), signed: checkpoint.root } };
    case 'bad-signature':
      return { kind: 'refused', failed: 'signature', why: 'signature' };
    case 'not-signed':
    case 'origin-differs':
      return { kind: 'refused', failed: 'signature', why: 'unsigned' };
    case 'statement-differs':
      return { kind: 'refused', failed: 'outer', why: 'outer' };
  }
}

function wayOf({ leaf, steps, index, checkpoint }: Pick<Trail, 'leaf' | 'steps' | 'index' | 'checkpoint'>): Way {
  return { leaf, steps, index, size: checkpoint.size, origin: checkpoint.origin };
}

/** A whole log in memory as it is published, checkpoint included, and the key that checks it. */
import { utf8 } from '../../core/log/bytes.ts';
import { formatCheckpoint } from '../../core/log/checkpoint.ts';
import { ED25519, formatNote, formatVkey, parseVkey, signNote, type Vkey } from '../../core/log/note.ts';
import { type MemoryLog, memoryLog, testEntry, testSigner } from './log-world.ts';

const signer = testSigner('example.org/log/shop');

export interface SignedLog extends MemoryLog {
  vkey: Vkey;
  vkeyText: string;
}

export async function signedLog(entries: readonly Uint8Array[]): Promise<SignedLog> {
  const log = memoryLog(entries);
  const text = formatCheckpoint({ origin: signer.name, size: log.size, root: log.root });
  log.files.set('checkpoint', utf8(formatNote(text, [await signNote(text, signer)])));
  const vkeyText = formatVkey(signer.name, ED25519, signer.publicKey);
  const vkey = parseVkey(vkeyText);
  if (!vkey.ok) throw new Error(vkey.reason);
  return { ...log, vkey, vkeyText };
}

export function testEntries(size: number): Uint8Array[] {
  return Array.from({ length: size }, (_, index) => testEntry(index));
}

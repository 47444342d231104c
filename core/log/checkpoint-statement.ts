/** What the log over all logs says of a checkpoint of another log. */
import { toBase64 } from './bytes.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { parseNote } from './note.ts';
import type { Statement } from './statements.ts';

/** @throws where the note is no checkpoint of that log. */
export function checkpointStatement(origin: string, note: string, at: Date): Statement {
  const signed = parseNote(note);
  const head = signed.ok ? parseCheckpoint(signed.text) : signed;
  if (!head.ok || head.origin !== origin) throw new Error(`the checkpoint of ${origin} cannot be read`);
  return { type: 'checkpoint', log: origin, size: head.size, root: toBase64(head.root), at: at.toISOString() };
}

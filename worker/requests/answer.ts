/** Stub until the answer package is made: each part is stored as a file of its own. */
import { utf8 } from '../../core/log/bytes.ts';
import type { Case, Happening } from './cases.ts';
import type { Desk } from './desk.ts';
import { storeFile } from './files.ts';

export interface AnswerParts {
  data?: unknown;
  files: { name: string; type: string; bytes: Uint8Array }[];
  passphrase?: string;
}

export async function makeAnswer(
  desk: Desk,
  opened: Case,
  { data, files }: AnswerParts,
): Promise<{ statements: D1PreparedStatement[]; happenings: Happening[] }> {
  const all = [...(data === undefined ? [] : [{ name: 'data.json', type: 'application/json', bytes: utf8(JSON.stringify(data)) }]), ...files];
  const stored = [];
  for (const file of all) stored.push(await storeFile(desk, opened, 'answer', file));
  return { statements: stored.map(({ statement }) => statement), happenings: stored.map(({ event }) => ({ event, actor: 'system' })) };
}

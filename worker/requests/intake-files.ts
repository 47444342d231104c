/**
 * Files that a person sends: their kind is what their bytes say, not what their name or the browser says, and only kinds that run
 * nothing are taken. Their names are made anew. Nobody opens them on this site: they are downloads for the operator.
 */
import { concat } from '../../core/log/bytes.ts';
import type { Desk } from './desk.ts';
import { type NewFile, type StoredFile, storeFiles } from './files.ts';
import { type SentForm, UnreadForm } from './intake-body.ts';

const MOST_FILES = 5;
const MOST_BYTES_EACH = 5 * 1_048_576;

/** `together`: all of them are more than a form may have. `broken`: they did not come in whole, or in time. */
export type FileFault = 'many' | 'large' | 'kind' | 'together' | 'broken';

class RefusedFile extends Error {
  readonly fault: FileFault;

  constructor(fault: FileFault) {
    super(fault);
    this.fault = fault;
  }
}

/** Kinds that their first bytes tell. Whatever else it is has to be text. */
const KINDS: { type: string; ending: string; is: (head: Uint8Array) => boolean }[] = [
  { type: 'application/pdf', ending: 'pdf', is: (head) => begins(head, [0x25, 0x50, 0x44, 0x46, 0x2d]) },
  { type: 'image/png', ending: 'png', is: (head) => begins(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  { type: 'image/jpeg', ending: 'jpg', is: (head) => begins(head, [0xff, 0xd8, 0xff]) },
  { type: 'image/webp', ending: 'webp', is: (head) => begins(head, [0x52, 0x49, 0x46, 0x46]) && begins(head.subarray(8), [0x57, 0x45, 0x42, 0x50]) },
];
/** So many bytes tell every kind. */
const HEAD = 12;

/** What an `accept` attribute proposes; the bytes decide. */
export const ACCEPTED = '.pdf,.png,.jpg,.jpeg,.webp,.txt';

/**
 * Stores the files of a form as they come. Their rows and events are for the caller's transaction. Where one of them is refused, none stays.
 *
 * @param known How many files there are already.
 */
export async function takeFiles(
  desk: Desk,
  owner: Parameters<typeof storeFiles>[1],
  files: NonNullable<SentForm['files']>,
  known = 0,
): Promise<{ ok: true; stored: StoredFile[] } | { ok: false; fault: FileFault }> {
  try {
    return { ok: true, stored: await storeFiles(desk, owner, 'person', looked(files, known)) };
  } catch (error) {
    if (error instanceof RefusedFile) return { ok: false, fault: error.fault };
    if (error instanceof UnreadForm) return { ok: false, fault: error.reason === 'too-long' ? 'together' : 'broken' };
    throw error;
  }
}

/** Files as they may be stored. Reading one fails as soon as it may not be. */
async function* looked(files: NonNullable<SentForm['files']>, known: number): AsyncGenerator<NewFile> {
  let number = known;
  for await (const bytes of files) {
    const pieces = atMost(MOST_BYTES_EACH, bytes);
    const head = await headOf(pieces);
    if (head.length === 0) continue;
    number += 1;
    if (number > MOST_FILES) throw new RefusedFile('many');
    const kind = KINDS.find(({ is }) => is(head));
    const all = following(head, pieces);
    yield { name: `document-${number}.${kind?.ending ?? 'txt'}`, type: kind?.type ?? 'text/plain', bytes: kind ? all : text(all) };
  }
}

async function* atMost(most: number, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let left = most;
  for await (const piece of bytes) {
    left -= piece.length;
    if (left < 0) throw new RefusedFile('large');
    yield piece;
  }
}

/** Reads so much of a file that its kind is told, or all of a shorter one. */
async function headOf(pieces: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array();
  while (head.length < HEAD) {
    const { value, done } = await pieces.next();
    if (done) break;
    head = concat(head, value);
  }
  return head;
}

async function* following(head: Uint8Array, pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  yield* pieces;
}

function begins(bytes: Uint8Array, signs: readonly number[]): boolean {
  return signs.every((sign, at) => bytes[at] === sign);
}

/** UTF-8 without control characters but line breaks and tabs, and no markup on top: what a browser might take for a page. */
async function* text(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  let isBegun = false;
  const look = (piece?: Uint8Array): void => {
    const read = decoded(decoder, piece);
    const first = isBegun ? '' : read.trimStart();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(read) || first.startsWith('<')) throw new RefusedFile('kind');
    isBegun ||= first !== '';
  };
  for await (const piece of pieces) {
    look(piece);
    yield piece;
  }
  look();
  if (!isBegun) throw new RefusedFile('kind');
}

/** A sign may lie in two pieces; without a piece it is the end. */
function decoded(decoder: TextDecoder, piece?: Uint8Array): string {
  try {
    return decoder.decode(piece, { stream: piece !== undefined });
  } catch {
    throw new RefusedFile('kind');
  }
}

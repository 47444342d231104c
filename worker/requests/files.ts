/**
 * Files of requests in R2, encrypted with the request's key in pieces, so that they are streamed both ways and never held whole.
 * Each piece is bound to its file, its place and to being the last one: none can be moved, left out or added.
 */

import { Sha256 } from '../../core/digest.ts';
import type { Pieces } from '../../core/requests/answer.ts';
import { type FileFacts, fileFactsSchema } from '../../core/requests/content.ts';
import type { CaseEvent } from '../../core/requests/events.ts';
import { type FileRow, filesOf, insertFile } from '../store/requests.ts';
import { type Case, uuidv7 } from './cases.ts';
import type { Desk } from './desk.ts';
import { decrypt, encrypt, openText, sealText } from './vault.ts';

/** Bytes of a piece in clear; sealed it has 28 more (nonce and tag). */
const PIECE = 1_048_576;
const SEALED = PIECE + 28;
/** Sealed pieces that R2 takes at once: a part of a larger upload has 5 MiB at least, and all but the last are of one size. */
const AT_ONCE = 5;

export const fileKey = (request: string, file: string): string => `requests/${request}/${file}`;
const pieceLabel = (file: string, piece: number, last: boolean): string => `file\n${file}\n${piece}\n${last ? 'last' : 'more'}`;
const factsLabel = (file: string): string => `facts\n${file}`;

/** Whose files they are: a request, also one that is about to be taken. */
interface Owner {
  row: Pick<Case['row'], 'id'>;
  key: Case['key'];
}

export interface NewFile {
  name: string;
  type: string;
  bytes: Uint8Array | Pieces;
}

export interface StoredFile {
  id: string;
  statement: D1PreparedStatement;
  event: CaseEvent & { type: 'file-added' };
}

/**
 * Stores a file as it comes. Its row and its event are for the caller's transaction; what no row names is removed by the hourly round.
 * Where its bytes fail, nothing is stored.
 */
export async function storeFile(desk: Desk, { row, key }: Owner, source: FileRow['source'], { name, type, bytes }: NewFile): Promise<StoredFile> {
  if (!key) throw new Error('the contents of this request are gone: no file can be added');
  const id = uuidv7(desk.now);
  const hash = new Sha256();
  let length = 0;
  const sealed = async function* (): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    let number = 0;
    for await (const { piece, last } of piecesOf(bytes instanceof Uint8Array ? [bytes] : bytes)) {
      hash.add(piece);
      length += piece.length;
      yield await encrypt(key, piece, pieceLabel(id, number, last));
      number += 1;
    }
  };
  await keep(desk.env.ARCHIVE, fileKey(row.id, id), sealed());
  const sha256 = hash.hex();
  const facts = await sealText(key, JSON.stringify({ name, type, sha256 } satisfies FileFacts), factsLabel(id));
  const added = desk.now.toISOString();
  return {
    id,
    statement: insertFile(desk.db, { id, request: row.id, source, added, bytes: length, sealed: facts }),
    event: { type: 'file-added', at: added, file: id, source, sha256 },
  };
}

/** Stores files one after another, as they come: all of them or none. Where reading one fails, this fails with the same. */
export async function storeFiles(desk: Desk, owner: Owner, source: FileRow['source'], files: AsyncIterable<NewFile>): Promise<StoredFile[]> {
  const stored: StoredFile[] = [];
  try {
    for await (const file of files) stored.push(await storeFile(desk, owner, source, file));
    return stored;
  } catch (error) {
    await dropStored(desk, owner, stored);
    throw error;
  }
}

/** Removes files that no row names. What is not removed now is by the hourly round, a day later. */
export async function dropStored(desk: Desk, { row }: Owner, stored: readonly StoredFile[]): Promise<void> {
  await dropFiles(
    desk,
    row.id,
    stored.map(({ id }) => id),
  ).catch(() => undefined);
}

/** Cuts what comes into pieces of one size, the last one shorter; of nothing one empty piece. A piece holds until the next is asked for. */
async function* piecesOf(bytes: Pieces): AsyncGenerator<{ piece: Uint8Array; last: boolean }> {
  const held = new Uint8Array(PIECE);
  let length = 0;
  for await (let rest of bytes) {
    while (rest.length > 0) {
      // The last piece may be whole too, so a whole one stays until more comes.
      if (length === PIECE) {
        yield { piece: held, last: false };
        length = 0;
      }
      const taken = rest.subarray(0, PIECE - length);
      held.set(taken, length);
      length += taken.length;
      rest = rest.subarray(taken.length);
    }
  }
  yield { piece: held.subarray(0, length), last: true };
}

/**
 * Puts sealed pieces into R2, a few at a time: there whole, or not at all. They lie in one buffer, which serves every part. What a
 * Worker that dies leaves of it R2 drops after a week.
 */
async function keep(archive: R2Bucket, key: string, sealed: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<void> {
  let upload: R2MultipartUpload | undefined;
  const parts: R2UploadedPart[] = [];
  let group: Uint8Array<ArrayBuffer> = new Uint8Array();
  let length = 0;
  try {
    for await (const piece of sealed) {
      if (length === AT_ONCE * SEALED) {
        upload ??= await archive.createMultipartUpload(key);
        parts.push(await upload.uploadPart(parts.length + 1, group));
        length = 0;
      }
      // Most files are one piece, which needs no buffer beside itself.
      if (length === 0 && parts.length === 0) group = piece;
      else group = added(group, length, piece);
      length += piece.length;
    }
    const rest = group.subarray(0, length);
    if (!upload) await archive.put(key, rest);
    else await upload.complete([...parts, await upload.uploadPart(parts.length + 1, rest)]);
  } catch (error) {
    await upload?.abort().catch(() => undefined);
    throw error;
  }
}

/** A piece behind what a group holds, in a buffer that has room for a whole group. */
function added(group: Uint8Array<ArrayBuffer>, length: number, piece: Uint8Array): Uint8Array<ArrayBuffer> {
  const roomy = group.length === AT_ONCE * SEALED ? group : new Uint8Array(AT_ONCE * SEALED);
  if (roomy !== group) roomy.set(group.subarray(0, length));
  roomy.set(piece, length);
  return roomy;
}

export interface OpenedFile extends FileFacts {
  id: string;
  source: FileRow['source'];
  added: string;
  bytes: number;
}

/** The files of a request with their names; none where its key is gone. */
export async function listFiles({ db }: Desk, { row, key }: Pick<Case, 'row' | 'key'>): Promise<OpenedFile[]> {
  if (!key) return [];
  const rows = await filesOf(db, row.id);
  return Promise.all(
    rows.map(async ({ id, source, added, bytes, sealed }) => ({
      ...fileFactsSchema.parse(JSON.parse(await openText(key, sealed, factsLabel(id)))),
      id,
      source,
      added,
      bytes,
    })),
  );
}

/** A file in clear, streamed. The stream fails where a byte was changed. */
export async function readFile({ env }: Desk, { row, key }: Pick<Case, 'row' | 'key'>, id: string): Promise<ReadableStream<Uint8Array> | undefined> {
  const object = key && (await env.ARCHIVE.get(fileKey(row.id, id)));
  return object && key ? object.body.pipeThrough(opening(key, id)) : undefined;
}

function opening(key: CryptoKey, id: string): TransformStream<Uint8Array, Uint8Array> {
  let held = new Uint8Array();
  let piece = 0;
  const open = async (sealed: Uint8Array, last: boolean): Promise<Uint8Array> => {
    const bytes = await decrypt(key, sealed, pieceLabel(id, piece, last));
    if (!bytes) throw new Error(`piece ${piece} of a file cannot be opened`);
    piece += 1;
    return bytes;
  };
  return new TransformStream({
    async transform(chunk, controller) {
      const next = new Uint8Array(held.length + chunk.length);
      next.set(held);
      next.set(chunk, held.length);
      held = next;
      // The last piece may be whole too, so one piece stays until more comes.
      for (; held.length > SEALED; held = held.slice(SEALED)) controller.enqueue(await open(held.subarray(0, SEALED), false));
    },
    async flush(controller) {
      controller.enqueue(await open(held, true));
    },
  });
}

/** Removes files from R2. Their rows are the caller's. */
export async function dropFiles({ env }: Desk, request: string, files: readonly string[]): Promise<void> {
  if (files.length > 0) await env.ARCHIVE.delete(files.map((id) => fileKey(request, id)));
}

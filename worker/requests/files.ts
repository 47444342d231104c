/**
 * Files of requests in R2, encrypted with the request's key in pieces, so that they are streamed both ways and never held whole.
 * Each piece is bound to its file, its place and to being the last one: none can be moved, left out or added.
 */

import { sha256Bytes } from '../../core/digest.ts';
import { toHex } from '../../core/log/bytes.ts';
import { type FileFacts, fileFactsSchema } from '../../core/requests/content.ts';
import type { CaseEvent } from '../../core/requests/events.ts';
import { type FileRow, filesOf, insertFile } from '../store/requests.ts';
import { type Case, uuidv7 } from './cases.ts';
import type { Desk } from './desk.ts';
import { decrypt, encrypt, openText, sealText } from './vault.ts';

/** Bytes of a piece in clear; sealed it has 28 more (nonce and tag). */
const PIECE = 1_048_576;
const SEALED = PIECE + 28;

export const fileKey = (request: string, file: string): string => `requests/${request}/${file}`;
const pieceLabel = (file: string, piece: number, last: boolean): string => `file\n${file}\n${piece}\n${last ? 'last' : 'more'}`;
const factsLabel = (file: string): string => `facts\n${file}`;

/** Stores a file. Its row and its event are for the caller's transaction; what no row names is removed by the hourly round. */
export async function storeFile(
  desk: Desk,
  { row, key }: Pick<Case, 'row' | 'key'>,
  source: FileRow['source'],
  { name, type, bytes }: { name: string; type: string; bytes: Uint8Array },
): Promise<{ id: string; statement: D1PreparedStatement; event: CaseEvent }> {
  if (!key) throw new Error('the contents of this request are gone: no file can be added');
  const id = uuidv7(desk.now);
  const sha256 = toHex(sha256Bytes(bytes));
  const pieces = Math.max(1, Math.ceil(bytes.length / PIECE));
  const sealed: Uint8Array[] = [];
  for (let piece = 0; piece < pieces; piece += 1) {
    const part = bytes.subarray(piece * PIECE, (piece + 1) * PIECE);
    sealed.push(await encrypt(key, part, pieceLabel(id, piece, piece === pieces - 1)));
  }
  await desk.env.ARCHIVE.put(fileKey(row.id, id), new Blob(sealed as Uint8Array<ArrayBuffer>[]));
  const facts = await sealText(key, JSON.stringify({ name, type, sha256 } satisfies FileFacts), factsLabel(id));
  const added = desk.now.toISOString();
  return {
    id,
    statement: insertFile(desk.db, { id, request: row.id, source, added, bytes: bytes.length, sealed: facts }),
    event: { type: 'file-added', at: added, file: id, source, sha256 },
  };
}

export interface OpenedFile extends FileFacts {
  id: string;
  source: FileRow['source'];
  added: string;
  bytes: number;
  fetched: number;
}

/** The files of a request with their names; none where its key is gone. */
export async function listFiles({ db }: Desk, { row, key }: Pick<Case, 'row' | 'key'>): Promise<OpenedFile[]> {
  if (!key) return [];
  const rows = await filesOf(db, row.id);
  return Promise.all(
    rows.map(async ({ id, source, added, bytes, sealed, fetched }) => ({
      ...fileFactsSchema.parse(JSON.parse(await openText(key, sealed, factsLabel(id)))),
      id,
      source,
      added,
      bytes,
      fetched,
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

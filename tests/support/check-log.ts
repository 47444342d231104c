/** The whole of a log as an auditor reads it, from what is public alone; and what its private part must agree with. */
import { concat, equalBytes, fromBase64, HASH_BYTES } from '../../core/log/bytes.ts';
import { parseCheckpoint } from '../../core/log/checkpoint.ts';
import { bundleOf, commitmentEntry, readBundle } from '../../core/log/entry.ts';
import { EMPTY_ROOT, leafHash, nodeHash } from '../../core/log/hash.ts';
import { parseNote, parseVkey, type Vkey, verifyNote } from '../../core/log/note.ts';
import { entriesPath, hashesAt, TILE_WIDTH, tilePath, widthIn } from '../../core/log/tiles.ts';
import { signersOf, vkeysOf } from '../../worker/ledger/signers.ts';
import type { NodeWorld } from './node-world.ts';

export interface SeenLog {
  size: number;
  root: Uint8Array;
  entries: Uint8Array[];
}

export async function keysOf({ keys, settings }: NodeWorld): Promise<Vkey[]> {
  const vkeys = vkeysOf(await signersOf(keys, settings.origin)).map(parseVkey);
  return vkeys.flatMap((vkey) => (vkey.ok ? [vkey] : []));
}

/** Reads the published log, and throws where anything in it contradicts anything else. */
export async function checkLog(world: NodeWorld, earlier?: SeenLog): Promise<SeenLog> {
  const { objects, settings, ledger } = world;
  const text = objects.get(`log/${settings.log}/checkpoint`);
  if (!text) return { size: 0, root: EMPTY_ROOT, entries: [] };
  const note = await verifyNote(new TextDecoder().decode(text), await keysOf(world));
  if (!note.ok) throw new Error(note.reason);
  const head = parseCheckpoint(note.text);
  if (!head.ok) throw new Error(head.reason);
  const entries: Uint8Array[] = [];
  for (let n = 0; n < Math.ceil(head.size / TILE_WIDTH); n += 1) entries.push(...entriesOf(world, n, widthIn(head.size, 0, n)));
  const hashes = entries.map(leafHash);
  if (!equalBytes(plainRoot(hashes), head.root)) throw new Error('the entries do not give the root');
  checkTiles(world, head.size, hashes);
  if (earlier) {
    if (head.size < earlier.size) throw new Error('the log shrank');
    if (!equalBytes(plainRoot(hashes.slice(0, earlier.size)), earlier.root)) throw new Error('the log is not a continuation');
  }
  checkPrivate(world, entries);
  if (parseNote(ledger.checkpoint().note).ok && ledger.checkpoint().size > head.size) throw new Error('the ledger is ahead of its archive');
  return { size: head.size, root: head.root, entries };
}

function entriesOf({ objects, settings, ledger }: NodeWorld, n: number, width: number): Uint8Array[] {
  const part = width < TILE_WIDTH ? ledger.tile('entries', n, width) : 'full';
  const bytes = part === 'full' ? objects.get(`log/${settings.log}/${entriesPath(n)}`) : part;
  const bundle = bytes && readBundle(bytes);
  if (!bundle?.ok || bundle.entries.length < width) throw new Error(`bundle ${n} is missing or broken`);
  if (!equalBytes(bundleOf(bundle.entries), bytes ?? new Uint8Array())) throw new Error(`bundle ${n} is written otherwise`);
  // Any beginning of a full one is a part.
  return bundle.entries.slice(0, width);
}

function checkTiles({ objects, settings, ledger }: NodeWorld, size: number, leaves: readonly Uint8Array[]): void {
  let row = [...leaves];
  for (let level = 0; hashesAt(level, size) > 0; level += 1) {
    for (let n = 0; n < Math.ceil(row.length / TILE_WIDTH); n += 1) {
      const width = widthIn(size, level, n);
      const part = width < TILE_WIDTH ? ledger.tile(level, n, width) : 'full';
      const bytes = part === 'full' ? objects.get(`log/${settings.log}/${tilePath(level, n)}`) : part;
      const wanted = concat(...row.slice(n * TILE_WIDTH, n * TILE_WIDTH + width));
      if (wanted.length !== width * HASH_BYTES || !bytes || !equalBytes(bytes.subarray(0, wanted.length), wanted))
        throw new Error(`tile ${level}/${n} is missing or broken`);
    }
    row = Array.from({ length: Math.floor(row.length / TILE_WIDTH) }, (_one, n) => plainRoot(row.slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH)));
  }
}

/** Each private bundle opens the leaves that it is about. */
function checkPrivate({ objects, settings }: NodeWorld, entries: readonly Uint8Array[]): void {
  for (const [key, bytes] of objects) {
    const [, n] = new RegExp(`^records/${settings.log}/(\\d+)\\.json$`).exec(key) ?? [];
    if (n === undefined) continue;
    const { records } = JSON.parse(new TextDecoder().decode(bytes)) as { records: ({ record: string; salt: string } | null)[] };
    records.forEach((own, at) => {
      const entry = entries[Number(n) * TILE_WIDTH + at];
      if (own && entry && !equalBytes(commitmentEntry(fromBase64(own.salt) ?? new Uint8Array(), new TextEncoder().encode(own.record)), entry))
        throw new Error(`record ${Number(n) * TILE_WIDTH + at} does not open its leaf`);
    });
  }
}

/** RFC 6962, 2.1, as it is written there. */
function plainRoot(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return EMPTY_ROOT;
  if (hashes.length === 1) return hashes[0] as Uint8Array;
  let half = 1;
  while (half * 2 < hashes.length) half *= 2;
  return nodeHash(plainRoot(hashes.slice(0, half)), plainRoot(hashes.slice(half)));
}

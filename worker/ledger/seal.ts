/**
 * Sealing: waiting entries become leaves of the next tree. In this order, each step harmless when it is done again: tiles
 * and bundles into the archive, read back; the checkpoint signed and staged in the ledger; the checkpoint into the archive;
 * published in the ledger. From the moment it is staged a checkpoint is never taken back.
 */
import { equalBytes, utf8 } from '../../core/log/bytes.ts';
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from '../../core/log/checkpoint.ts';
import { bundleOf } from '../../core/log/entry.ts';
import { leafHash } from '../../core/log/hash.ts';
import { ED25519, formatNote, keyId, parseNote, type Signer, signNote } from '../../core/log/note.ts';
import { TILE_WIDTH } from '../../core/log/tiles.ts';
import { appendLeaves, consistencyProof, rootOf } from '../../core/log/tree.ts';
import { verifyConsistency } from '../../core/log/verify.ts';
import { writeOpenings } from './bundles.ts';
import type { Context } from './context.ts';
import { Frozen } from './frozen.ts';
import { archiveKey } from './keys.ts';
import { tilesOf } from './read.ts';
import type { EntryRow, Tree } from './tables.ts';

/** Entries that one tree takes in at most: what a round holds in memory. */
const MOST_AT_ONCE = 4096;

/** Makes the next tree and stages it. @returns whether there was anything to do. */
export async function stageNext(context: Context, signers: readonly Signer[]): Promise<boolean> {
  const { world, tables } = context;
  const before = tables.published();
  const rows = tables.range(before.size, before.size + MOST_AT_ONCE);
  if (rows.length === 0) return false;
  rows.forEach(({ index }, at) => {
    if (index !== before.size + at) throw new Frozen('entries-differ');
  });
  const { size, edge, full } = appendLeaves(
    before.size,
    before.edge,
    rows.map(({ entry }) => leafHash(entry)),
  );
  for (const { level, n, hashes } of full) await keepForEver(context, archiveKey.tile(context.settings.log, level, n), hashes);
  for (let n = Math.floor(before.size / TILE_WIDTH); (n + 1) * TILE_WIDTH <= size; n += 1) await keepBundle(context, n);
  const note = await signTree(context, signers, { size, edge });
  world.transaction(() => {
    if (tables.size() !== before.size || tables.staged()) throw new Error('Another round sealed in the meantime.');
    tables.stage({ size, edge, note });
  });
  return true;
}

/** The public and the private bundle of 256 entries. Records are read when they are written: one may have been erased a moment ago. */
async function keepBundle(context: Context, n: number): Promise<void> {
  const rows = (): EntryRow[] => context.tables.range(n * TILE_WIDTH, (n + 1) * TILE_WIDTH);
  const own = rows();
  if (own.length !== TILE_WIDTH) throw new Frozen('entries-differ');
  await keepForEver(context, archiveKey.entries(context.settings.log, n), bundleOf(own.map(({ entry }) => entry)));
  await writeOpenings(context, n, rows());
}

/** Writes what never changes, and reads it back: a flipped bit must be found before it is signed. Another object there is a fork. */
async function keepForEver({ world }: Context, key: string, bytes: Uint8Array): Promise<void> {
  await world.archive.put(key, bytes, { ifAbsent: true });
  const kept = await world.archive.get(key);
  if (!kept) throw new Error(`The archive does not keep ${key}.`);
  if (!equalBytes(kept.bytes, bytes)) throw new Frozen('tile-differs');
}

/** Signs the tree of a size by every key. */
async function signTree({ settings }: Context, signers: readonly Signer[], { size, edge }: Pick<Tree, 'size' | 'edge'>): Promise<string> {
  const text = formatCheckpoint({ origin: settings.origin, size, root: rootOf(edge) });
  return formatNote(text, await Promise.all(signers.map((signer) => signNote(text, signer))));
}

/** Brings the staged checkpoint out. */
export async function publishStaged(context: Context): Promise<void> {
  const { world, tables, settings } = context;
  const staged = tables.staged();
  if (!staged) return;
  await world.sync();
  await putCheckpoint(context, archiveKey.checkpoint(settings.log), staged);
  world.transaction(() => {
    if (tables.staged()?.note === staged.note) tables.publishStaged();
  });
}

/** Puts a checkpoint over an older one of this log, and over nothing else. */
export async function putCheckpoint(context: Context, key: string, tree: Tree): Promise<void> {
  const { archive } = context.world;
  const bytes = utf8(tree.note);
  for (;;) {
    const known = await archive.get(key);
    if (known && equalBytes(known.bytes, bytes)) return;
    // What we published ourselves was proved when the tree grew from it.
    if (known && !equalBytes(known.bytes, utf8(context.tables.published().note))) await proveOlder(context, known.bytes, tree);
    if (await archive.put(key, bytes, known ? { ifVersion: known.version } : { ifAbsent: true })) return;
  }
}

/**
 * The archive's checkpoint must be of this log, and the beginning of this tree.
 *
 * @throws {Frozen} where it is not.
 */
export async function proveOlder(context: Context, bytes: Uint8Array, tree: Tree): Promise<void> {
  const known = readCheckpoint(bytes);
  if (!known.ok) throw new Frozen('archive-unreadable');
  if (known.origin !== context.settings.origin) throw new Frozen('origin-changed');
  if (known.size > tree.size) throw new Frozen('archive-newer');
  const root = rootOf(tree.edge);
  if (known.size === tree.size) {
    if (!equalBytes(known.root, root)) throw new Frozen('fork');
    return;
  }
  const hashes = await consistencyProof(known.size, tree.size, tilesOf(context, tree));
  const proof = verifyConsistency({ from: known.size, fromRoot: known.root, to: tree.size, toRoot: root, hashes });
  if (!proof.ok) throw new Frozen('fork');
}

export function readCheckpoint(bytes: Uint8Array): Checkpoint {
  const note = parseNote(new TextDecoder().decode(bytes));
  return note.ok ? parseCheckpoint(note.text) : { ok: false, reason: 'checkpoint-bad-form' };
}

/** A checkpoint that was published, signed by every key of now: a receipt names the main one, which may be newer than it. */
export async function signedByAll(note: string, signers: readonly Signer[]): Promise<string> {
  const known = parseNote(note);
  if (!known.ok || !needsNewSignatures({ note }, signers)) return note;
  const own = await Promise.all(signers.map((signer) => signNote(known.text, signer)));
  const others = known.signatures.filter(({ name, id }) => !own.some((one) => one.name === name && one.id === id));
  return formatNote(known.text, [...own, ...others]);
}

/** Is there a key that has not signed the checkpoint? */
export function needsNewSignatures({ note }: Pick<Tree, 'note'>, signers: readonly Signer[]): boolean {
  const known = parseNote(note);
  if (!known.ok) return false;
  const ids = signers.map(({ name, publicKey, id = keyId(name, ED25519, publicKey) }) => id);
  return ids.some((id) => !known.signatures.some((signature) => signature.id === id));
}

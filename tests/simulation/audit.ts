/** What must hold of a simulated ledger at every moment, looked at from outside: its durable rows, its archive, its public log. */
import { concat, equalBytes, toHex } from '../../core/log/bytes.ts';
import { checkLog } from '../../core/log/check.ts';
import type { CheckState } from '../../core/log/check-faults.ts';
import { parseCheckpoint } from '../../core/log/checkpoint.ts';
import { EMPTY_ROOT, leafHash, nodeHash } from '../../core/log/hash.ts';
import { ED25519, formatVkey, parseNote, parseVkey, type Vkey } from '../../core/log/note.ts';
import { parseTilePath, TILE_WIDTH } from '../../core/log/tiles.ts';
import { simulatedSigner } from './crypto.ts';
import type { SimWorld } from './world.ts';

/** Something that must never be. */
export class Fault extends Error {}

export function must(holds: boolean, text: string): asserts holds {
  if (!holds) throw new Fault(text);
}

export interface Row {
  idx: number;
  id: Uint8Array | null;
  key: Uint8Array | null;
  entry: Uint8Array;
  record: Uint8Array | null;
  received: number;
  erased: number;
}

export class Audit {
  readonly #sim: SimWorld;
  readonly #rows;
  #state: CheckState | undefined;
  #put = 0;
  #checked = 0;
  /** Leaves that a checkpoint has covered: never another, never fewer. */
  readonly leaves: Uint8Array[] = [];
  fault: Fault | undefined;

  constructor(sim: SimWorld) {
    this.#sim = sim;
    this.#rows = sim.db.prepare(
      'SELECT idx, id, key, entry, coalesce(a.record, b.record) AS record, received, erased FROM entries LEFT JOIN records_a AS a USING (idx) LEFT JOIN records_b AS b USING (idx) WHERE idx >= ? ORDER BY idx',
    );
    sim.onPut = (key, bytes) => {
      if (key !== `log/${sim.settings.log}/checkpoint`) return;
      try {
        this.#seen(bytes);
      } catch (error) {
        this.fault ??= error as Fault;
      }
    };
  }

  /** All rows, read anew where something was written. */
  rows(): Row[] {
    if (this.#readAt !== this.#sim.changes) this.#known = this.#rows.all(0) as unknown as Row[];
    this.#readAt = this.#sim.changes;
    return this.#known;
  }
  #known: Row[] = [];
  #readAt = -1;
  #checkedAt = -1;

  minimum(): number {
    const row = this.#sim.db.prepare("SELECT value FROM meta WHERE key = 'minimum'").get() as { value: Uint8Array } | undefined;
    return row ? Number(new TextDecoder().decode(row.value)) : 0;
  }

  /** A checkpoint goes out: it continues every one before, and is the tree of the rows. */
  #seen(bytes: Uint8Array): void {
    this.#put += 1;
    const note = parseNote(new TextDecoder().decode(bytes));
    const head = note.ok ? parseCheckpoint(note.text) : note;
    must(head.ok, 'a checkpoint that nobody can read went out');
    must(head.size >= this.leaves.length, `a checkpoint of ${head.size} leaves went out after one of ${this.leaves.length}`);
    for (const { idx, entry } of this.#rows.all(this.leaves.length) as unknown as Row[]) {
      if (idx >= head.size) break;
      must(idx === this.leaves.length, `entry ${this.leaves.length} is missing below a checkpoint`);
      this.leaves.push(leafHash(entry));
    }
    must(this.leaves.length === head.size, `a checkpoint of ${head.size} leaves went out, with ${this.leaves.length} entries`);
    must(equalBytes(rootOfLeaves(this.leaves), head.root), 'a checkpoint went out whose root is not that of the entries');
  }

  /** The rows under what was seen of them. Cheap enough for every step. */
  checkRows(): void {
    if (this.fault) throw this.fault;
    if (this.#checkedAt === this.#sim.changes) return;
    this.#checkedAt = this.#sim.changes;
    let last = 0;
    const ids = new Set<string>();
    let next: number | undefined;
    for (const { idx, id, entry, record, received, erased } of this.rows()) {
      must(erased === 0 || !record || record.every((byte) => byte === 0), `entry ${idx} was erased and still says something`);
      must(next === undefined || idx === next, `entry ${next} is missing`);
      next = idx + 1;
      must(received >= last, `time went backwards at entry ${idx}`);
      last = received;
      const leaf = this.leaves[idx];
      must(!leaf || equalBytes(leaf, leafHash(entry)), `entry ${idx} is another one than its leaf`);
      if (!id || erased) continue;
      const hex = toHex(id);
      must(!ids.has(hex), `two entries have the id ${hex}`);
      ids.add(hex);
    }
    must(this.#sim.ledger.checkpoint().size <= this.leaves.length || this.#sim.ledger.checkpoint().size === 0, 'the ledger says published what never went out');
  }

  /** The whole public log as an auditor reads it, where a checkpoint went out since the last time. */
  async checkPublic(always = false): Promise<void> {
    if (this.#put === this.#checked && !always) return;
    this.#checked = this.#put;
    if (this.leaves.length === 0) return;
    const read = (path: string): Promise<Uint8Array | undefined> => Promise.resolve(this.#read(path));
    const report = await checkLog({ read, vkeys: [this.vkey()], state: always ? undefined : this.#state });
    must(report.ok, `the log does not verify: ${JSON.stringify(report.faults)}`);
    must(report.head?.size === this.leaves.length, `the archive's checkpoint has ${report.head?.size} leaves, ${this.leaves.length} were out`);
    this.#state = report.state;
  }

  #read(path: string): Uint8Array | undefined {
    const tile = parseTilePath(path);
    const kept = this.#sim.objects.get(`log/${this.#sim.settings.log}/${path}`);
    if (!tile || tile.width === TILE_WIDTH) return kept;
    const part = this.#sim.ledger.tile(tile.kind === 'entries' ? 'entries' : tile.level, tile.n, tile.width);
    return part === 'full' ? undefined : part;
  }

  vkeyText(): string {
    const { origin } = this.#sim.settings;
    return formatVkey(origin, ED25519, simulatedSigner(origin).publicKey);
  }

  vkey(): Vkey {
    const vkey = parseVkey(this.vkeyText());
    must(vkey.ok, 'the key is none');
    return vkey;
  }

  /** Is this the root that the log had at a size, as it is now? */
  isRoot(size: number, root: Uint8Array): boolean {
    return size <= this.leaves.length && equalBytes(rootOfLeaves(this.leaves.slice(0, size)), root);
  }

  /** Everything that the archive holds, as text. */
  archived(): string {
    return [...this.#sim.objects].map(([key, bytes]) => (key.startsWith('records/') ? new TextDecoder().decode(bytes) : '')).join('\n');
  }
}

/** RFC 6962, 2.1, as it is written there. */
export function rootOfLeaves(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return EMPTY_ROOT;
  if (hashes.length === 1) return concat(hashes[0] ?? new Uint8Array());
  let half = 1;
  while (half * 2 < hashes.length) half *= 2;
  return nodeHash(rootOfLeaves(hashes.slice(0, half)), rootOfLeaves(hashes.slice(half)));
}

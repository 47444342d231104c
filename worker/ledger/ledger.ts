/**
 * One log of consent records: the only writer of its tables and of its part of the archive. What `accept` has answered is
 * durable; what a checkpoint covers is never taken back. The class knows the platform only through its world, so that the
 * simulator runs this very code.
 *
 * Nothing but the tables lasts: whatever else the object remembers may be forgotten at any await.
 */
import type { ConsentDraft, ConsentRecord } from '../../core/consent/record.ts';
import { parseNote } from '../../core/log/note.ts';
import type { Statement } from '../../core/log/statements.ts';
import { consistencyProof } from '../../core/log/tree.ts';
import { type Accepted, type Batch, readRecord, takeBatch } from './accept.ts';
import { openingAt } from './bundles.ts';
import { checkLedger } from './check.ts';
import { appendCommitments, type Commitment } from './commit.ts';
import type { Context, Refused } from './context.ts';
import { eraseEntries, finishErasures, replayErasures, scrub } from './erase.ts';
import { FREEZE_REASONS, type FreezeReason, Frozen } from './frozen.ts';
import { type Health, healthOf } from './health.ts';
import { bytesOfId, bytesOfSubject } from './ids.ts';
import { type Kept, keptOf, keptOfAll, type Page, pageOf } from './look-up.ts';
import { type Published, publishStatements } from './publish.ts';
import { partialTile, tilesOf } from './read.ts';
import { type Claim, claimedRow, type NotSealed, proofOf, type Receipted, receiptOf } from './receipt.ts';
import { moveOld, nextAging, retire } from './retire.ts';
import { needsNewSignatures, publishStaged, signedByAll, stageNext } from './seal.ts';
import { type EntryRow, Tables, type Tail } from './tables.ts';
import type { LedgerWorld, LogSettings } from './world.ts';

/** Waiting entries that are sealed at once, that count as busy, and how long those of a busy and of a quiet log wait. */
const FULL = 256;
const BUSY = 8;
const BUSY_WAIT = 10_000;
const QUIET_WAIT = 300_000;
/** After work that failed, and after the ledger froze. */
const RETRY_WAIT = 60_000;
const FROZEN_WAIT = 3_600_000;
/** Least time between two checkpoints of this log in the log over all logs. */
const ROOT_WAIT = 3_600_000;
/** Least time between two trees that were asked for by receipts. */
const ASKED_WAIT = 5000;

/** What one look at the subject's records gives at most. */
const MOST_OF_SUBJECT = 1000;

type Opened = { ok: true; context: Context } | Refused;

interface Waiting {
  drafts: readonly ConsentDraft[];
  moved: ReadonlyMap<number, ConsentRecord>;
  resolve(batch: Batch): void;
  reject(error: unknown): void;
}

export class Ledger {
  readonly #world: LedgerWorld;
  readonly #tables: Tables;
  #settings: LogSettings | undefined;
  #opening: Promise<void> | undefined;
  #checking = false;
  #frozen: FreezeReason | undefined;
  /** When the alarm rings; undefined where that has to be asked. */
  #alarm: number | null | undefined;
  /** Work on the archive, one after another. */
  #archiving: Promise<unknown> = Promise.resolve();
  #group: Waiting[] = [];
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(world: LedgerWorld) {
    this.#world = world;
    this.#tables = new Tables(world.sql);
    world.transaction(() => this.#tables.create(world.random));
  }

  /**
   * Takes a batch whole or not at all. The same record may come again: the answer is that of the first time.
   *
   * @throws where storage or archive fails: nothing is known of the batch then, and it may be sent again.
   */
  async accept(drafts: readonly ConsentDraft[]): Promise<Accepted | Refused> {
    const opened = await this.#open();
    if (!opened.ok) return opened;
    // An alarm first: a record whose alarm was lost would wait for the next one to come. Which one it needs is seen when it is there.
    if (typeof this.#alarm !== 'number') await this.#wake(drafts.filter(({ id }) => !this.#rowOf(id)).length);
    const moved = new Map<number, ConsentRecord>();
    for (;;) {
      if (this.#frozen) return this.#refusal(this.#frozen);
      const batch = await this.#commit(opened.context, drafts, moved);
      if (batch.ok || batch.reason !== 'moved') {
        await this.#wake(0, batch.ok ? batch.end : undefined);
        return batch.ok ? { ok: true, taken: batch.taken } : batch;
      }
      for (const row of batch.rows) moved.set(row.index, await this.#movedRecord(opened.context, row));
    }
  }

  /** Appends what is said in public. Each statement once, however often it comes: its first time stays. */
  async publish(statements: readonly Statement[]): Promise<({ ok: true } & Published) | Refused> {
    const opened = await this.#open();
    if (!opened.ok) return opened;
    await this.#wake(statements.length);
    if (this.#frozen) return this.#refusal(this.#frozen);
    const published = this.#world.transaction(() => publishStatements(this.#tables, statements, this.#world.now()));
    await this.#wake(0);
    return { ok: true, ...published };
  }

  /**
   * Appends commitments to what is kept elsewhere. Each once, by its key: the place of the first time stays.
   *
   * @throws where a key comes again with another commitment.
   */
  async commit(commitments: readonly Commitment[]): Promise<{ ok: true; indexes: number[] } | Refused> {
    const opened = await this.#open();
    if (!opened.ok) return opened;
    await this.#wake(commitments.length);
    if (this.#frozen) return this.#refusal(this.#frozen);
    const indexes = this.#world.transaction(() => appendCommitments(this.#tables, commitments, this.#world.now()));
    await this.#wake(0);
    return { ok: true, indexes };
  }

  /** Seals what waits and does what else is due. At least once, so each step may have been done before. */
  async alarm(): Promise<void> {
    this.#alarm = null;
    // The next one first: a round that dies must not be the last.
    await this.#setAlarm(this.#world.now() + RETRY_WAIT);
    const opened = await this.#open(true);
    if (!opened.ok) return this.#setAlarm(this.#world.now() + FROZEN_WAIT);
    await this.seal();
    const more = await this.#afterSealing(opened.context);
    await this.#settleAlarm(more);
  }

  /** Makes trees until nothing waits. */
  async seal(): Promise<void> {
    const opened = await this.#open();
    if (!opened.ok) return;
    const { context } = opened;
    await this.#exclusively(async () => {
      do await publishStaged(context);
      while (!this.#frozen && (await this.#stage(context)));
    });
  }

  /** Retention and the move to the archive, and whatever an alarm left over. */
  async tidy(): Promise<void> {
    const opened = await this.#open(true);
    if (!opened.ok) return;
    await this.#exclusively(async () => {
      await finishErasures(opened.context);
      await scrub(opened.context);
      const more = await moveOld(opened.context);
      if ((await retire(opened.context)) || more) await this.#setAlarm(this.#world.now());
    });
    await this.#wake(0);
  }

  /** The receipt of a record for whoever can claim it. Asking seals what waits, every few seconds at most. */
  async receipt(id: string, claim: Claim): Promise<Receipted | Refused> {
    const opened = await this.#open();
    if (!opened.ok) return opened;
    const claimed = await claimedRow(opened.context, id, claim);
    if (!claimed.ok) return claimed;
    if (claimed.row.index >= this.#tables.size()) {
      const wait = await this.#sealAsked();
      if (wait > 0) return { ok: false, reason: 'not-sealed', retryAfter: wait };
      if (this.#frozen) return this.#refusal(this.#frozen);
    }
    const receipted = await this.#guarded(() => receiptOf(opened.context, claimed.row));
    if (receipted.ok && claim.by === 'token') this.#world.transaction(() => this.#tables.redeem(claimed.row.index, this.#world.now()));
    return receipted;
  }

  /** Erases the records of a subject, or one record. @returns how many there were. The leaves stay. */
  async erase(what: { subject: string } | { id: string }, by: 'subject' | 'operator'): Promise<{ ok: true; erased: number; everywhere: boolean } | Refused> {
    const opened = await this.#open(true);
    // Erasing goes on in a ledger that is frozen: whoever asked is no part of that.
    const context = opened.ok ? opened.context : await this.#context();
    await this.#setAlarm(this.#world.now() + RETRY_WAIT);
    let erased = 0;
    // A subject may have more records than one look gives.
    for (let last = -1; last !== 0; erased += last) {
      const rows = 'id' in what ? [this.#rowOf(what.id)] : this.#rowsOf(what.subject);
      last = eraseEntries(
        context,
        rows.flatMap((row) => (row ? [row.index] : [])),
        by,
      );
    }
    const everywhere = await this.#exclusively(() => finishErasures(context)).then(
      () => true,
      () => false,
    );
    await this.#wake(0);
    return { ok: true, erased, everywhere };
  }

  /** A subject's records, newest first. */
  async history(subject: string): Promise<Kept[]> {
    const context = await this.#reading();
    return keptOfAll(context, this.#rowsOf(subject));
  }

  /** A record by its id; nothing where there never was one. */
  async find(id: string): Promise<Kept | { state: 'erased'; log: string; index: number } | undefined> {
    const context = await this.#reading();
    const row = this.#rowOf(id);
    if (!row) return undefined;
    return row.erased ? { state: 'erased', log: context.settings.log, index: row.index } : keptOf(context, row);
  }

  /** Records by index, for exports. `limit` is how many entries are looked at. */
  async page(from: number, limit: number): Promise<Page> {
    return pageOf(await this.#reading(), from, limit);
  }

  /** A tile or bundle that is not full. Says `full` where the archive has the full one. */
  tile(level: number | 'entries', n: number, width: number): Uint8Array | 'full' | undefined {
    return partialTile(this.#tables, level, n, width);
  }

  /** The last published tree: how many leaves, and the note. */
  checkpoint(): { size: number; note: string } {
    const { size, note } = this.#tables.published();
    return { size, note };
  }

  /** Proof of an entry in the published tree, for whoever has what it commits to: nothing where it is not sealed. */
  async prove(index: number): Promise<string | undefined> {
    const context = await this.#reading();
    const { size, note } = this.#tables.published();
    return index < size ? proofOf(context, index, size, note) : undefined;
  }

  /** The same for somebody who waits for it. Asking seals what waits, every few seconds at most. */
  async proveAsked(index: number): Promise<{ ok: true; proof: string } | NotSealed> {
    const wait = index < this.#tables.size() ? 0 : await this.#sealAsked();
    const proof = await this.prove(index);
    return proof === undefined ? { ok: false, reason: 'not-sealed', retryAfter: wait || ASKED_WAIT / 1000 } : { ok: true, proof };
  }

  /** Seals because somebody asks. @returns 0, or seconds to wait where it was asked a moment ago. */
  async #sealAsked(): Promise<number> {
    const wait = this.#askedAt + ASKED_WAIT - this.#world.now();
    if (wait > 0) return Math.ceil(wait / 1000);
    this.#askedAt = this.#world.now();
    await this.seal();
    return 0;
  }

  /** The published tree for a witness that knows it up to a size: the proof from there. */
  async growth(name: string, known?: number): Promise<{ note: string; size: number; from: number; hashes: Uint8Array[] } | undefined> {
    const context = await this.#reading();
    const tree = this.#tables.published();
    const from = known ?? this.#tables.fact('witnesses')?.[name] ?? 0;
    if (tree.size === 0 || from > tree.size) return undefined;
    return { note: tree.note, size: tree.size, from, hashes: await consistencyProof(from, tree.size, tilesOf(context, tree)) };
  }

  /** Puts a witness's line, which the caller has verified, under the checkpoint that it signed. */
  async cosigned(name: string, note: string, line: string): Promise<void> {
    const opened = await this.#open();
    if (!opened.ok) return;
    await this.#exclusively(async () => {
      const tree = this.#tables.published();
      const [signed, own] = [parseNote(note), parseNote(tree.note)];
      if (!signed.ok || !own.ok || signed.text !== own.text || this.#tables.staged()) return;
      const known = this.#tables.fact('witnesses') ?? {};
      this.#world.transaction(() => {
        this.#tables.setFact('witnesses', { ...known, [name]: tree.size });
        // A later line of the same witness takes the place of the earlier one.
        const kept = tree.note.split('\n').filter((known) => !known.startsWith(`— ${name} `));
        this.#tables.stage({ ...tree, note: kept.join('\n') + line });
      });
      await publishStaged(opened.context);
    });
  }

  /** How the ledger is doing, for operators. Opens it, so that what is wrong shows. */
  async health(): Promise<Health> {
    await this.#open().catch(() => undefined);
    return healthOf(await this.#context(), this.#frozen);
  }

  #rowOf(id: string): EntryRow | undefined {
    return this.#tables.find(this.#tables.keyed(bytesOfId(id)));
  }

  /** Newest first. */
  #rowsOf(subject: string): EntryRow[] {
    return this.#tables.ofSubject(this.#tables.keyed(bytesOfSubject(subject)), MOST_OF_SUBJECT);
  }

  async #context(): Promise<Context> {
    this.#settings ??= await this.#world.settings();
    return { world: this.#world, tables: this.#tables, settings: this.#settings };
  }

  /** Proves once in a life that the ledger is whole; @param again also where it was found frozen. */
  async #open(again = false): Promise<Opened> {
    if (again && this.#frozen && !this.#checking) this.#opening = undefined;
    const context = await this.#context();
    this.#opening ??= this.#check(context);
    try {
      await this.#opening;
    } catch (error) {
      // What failed may hold the next time.
      this.#opening = undefined;
      throw error;
    }
    if (this.#frozen) return this.#refusal(this.#frozen);
    return (await this.#world.signers(context.settings.origin)).length > 0 ? { ok: true, context } : { ok: false, reason: 'ledger-closed' };
  }

  async #check(context: Context): Promise<void> {
    this.#checking = true;
    try {
      await replayErasures(context);
      const refused = await this.#guarded(() => checkLedger(context));
      if (refused) return await this.#wakeBy(this.#world.now() + FROZEN_WAIT);
      this.#frozen = undefined;
      // A log in which nothing waits has no round of its own in which a new key would sign it.
      if (needsNewSignatures(this.#tables.published(), await this.#world.signers(context.settings.origin))) await this.#wakeBy(this.#world.now());
    } finally {
      this.#checking = false;
    }
  }

  /** For looking up, which goes on in a frozen ledger. What a restored one had erased is erased again before. */
  async #reading(): Promise<Context> {
    await this.#open();
    return this.#context();
  }

  /** Runs what may find that the ledger and its archive contradict each other. */
  async #guarded<T>(action: () => Promise<T>): Promise<T | Refused> {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof Frozen)) throw error;
      this.#frozen = error.reason;
      this.#world.transaction(() => this.#tables.setFact('frozen', { reason: error.reason, at: new Date(this.#world.now()).toISOString() }));
      return this.#refusal(error.reason);
    }
  }

  #refusal(reason: FreezeReason): Refused {
    return { ok: false, reason: 'ledger-frozen', why: FREEZE_REASONS[reason] };
  }

  /** One piece of work on the archive at a time, so that an erased record is not written again beside its erasure. */
  async #exclusively<T>(action: () => Promise<T>): Promise<T | Refused> {
    const turn = this.#archiving.then(() => this.#guarded(action));
    this.#archiving = turn.catch(() => undefined);
    return turn;
  }

  async #stage(context: Context): Promise<boolean> {
    const signers = await this.#world.signers(context.settings.origin);
    if (signers.length === 0) return false;
    if (await stageNext(context, signers)) return true;
    // A new key signs what is there at once, so that nobody waits for it until the next record.
    const tree = this.#tables.published();
    if (!needsNewSignatures(tree, signers)) return false;
    // What witnesses have put under it stays.
    const note = await signedByAll(tree.note, signers);
    this.#world.transaction(() => {
      if (this.#tables.size() === tree.size && !this.#tables.staged()) this.#tables.stage({ ...tree, note });
    });
    return true;
  }

  async #afterSealing(context: Context): Promise<boolean> {
    if (this.#frozen) return true;
    let more = false;
    let failure: unknown;
    await this.#exclusively(async () => {
      // An erasure that the archive does not take is tried again, and holds up nothing else.
      await finishErasures(context).catch((error: unknown) => {
        failure = error;
      });
      await scrub(context);
      const due = nextAging(context);
      if (due === undefined || due > this.#world.now()) return;
      more = await moveOld(context);
      more = (await retire(context)) || more;
    });
    // The next round enters what this one could not.
    await this.#enterRoot().catch(() => undefined);
    // Statistics are not worth a failed round: what is not counted yet is counted by the next one, and shows in the health.
    const isCounted = await this.#count(context).then(
      () => true,
      () => false,
    );
    if (failure !== undefined) throw failure;
    return more || !isCounted;
  }

  /** Tells the log over all logs how far this one has come, once an hour at most: so nobody has to go round and ask. */
  async #enterRoot(): Promise<void> {
    const due = this.#rootDue();
    if (!this.#world.enterRoot || due === undefined || due > this.#world.now()) return;
    const { size, note } = this.#tables.published();
    this.#world.transaction(() => this.#tables.setFact('rootedAt', this.#world.now()));
    const { statement, index } = await this.#world.enterRoot(note);
    this.#world.transaction(() => this.#tables.setFact('rooted', { size, note, statement, index }));
  }

  #rootDue(): number | undefined {
    if (!this.#world.enterRoot || this.#tables.size() === (this.#tables.fact('rooted')?.size ?? 0)) return undefined;
    return (this.#tables.fact('rootedAt') ?? 0) + ROOT_WAIT;
  }

  /** Tells whoever counts what was sealed since. It may know less than it did, and then says from where to go on. */
  async #count(context: Context): Promise<void> {
    const { settings } = context;
    for (let from = this.#tables.fact('counted') ?? 0; this.#world.count && from < this.#tables.size(); ) {
      const to = Math.min(this.#tables.size(), from + FULL);
      const { records } = await pageOf(context, from, to - from);
      const counted = await this.#world.count({
        log: settings.log,
        from,
        to,
        records: records.map(({ index, record }) => ({ index, record: JSON.parse(record) as ConsentRecord })),
      });
      this.#world.transaction(() => this.#tables.setFact('counted', counted));
      if (counted <= from) return;
      from = counted;
    }
  }

  /** A known record whose row has given it up, so that what comes again can be compared. */
  async #movedRecord(context: Context, row: EntryRow): Promise<ConsentRecord> {
    const opening = await openingAt(context, row);
    if (!opening) throw new Error(`The record of entry ${row.index} is neither in its row nor in the archive.`);
    return readRecord(opening.record);
  }

  #commit(context: Context, drafts: readonly ConsentDraft[], moved: ReadonlyMap<number, ConsentRecord>): Promise<Batch> {
    const { groupCommitMilliseconds } = context.settings;
    if (groupCommitMilliseconds === 0) return Promise.resolve(this.#world.transaction(() => takeBatch(this.#tables, drafts, moved, this.#world.random)));
    return new Promise((resolve, reject) => {
      if (this.#group.push({ drafts, moved, resolve, reject }) === 1) void this.#world.wait(groupCommitMilliseconds).then(() => this.#commitGroup(), reject);
    });
  }

  /** Writes all batches that have gathered in one transaction. One that is refused does not hinder the others. */
  #commitGroup(): void {
    const group = this.#group;
    this.#group = [];
    try {
      const outcomes = this.#world.transaction(() => group.map(({ drafts, moved }) => takeBatch(this.#tables, drafts, moved, this.#world.random)));
      for (const [at, outcome] of outcomes.entries()) group[at]?.resolve(outcome);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  /** Makes sure that an alarm rings in time for what waits, with some more that is about to. */
  async #wake(more: number, end?: Tail): Promise<void> {
    // Nothing can be due earlier than at once.
    if (typeof this.#alarm === 'number' && this.#alarm <= this.#world.now()) return;
    const due = this.#due(more, end);
    if (due !== undefined) await this.#wakeBy(due);
  }

  async #wakeBy(due: number): Promise<void> {
    if (this.#alarm === undefined) this.#alarm = await this.#world.alarm.get();
    if (this.#alarm === null || this.#alarm === undefined || this.#alarm > due) await this.#setAlarm(due);
  }

  #due(more: number, { size, next, waitingSince } = this.#tables.tail()): number | undefined {
    const now = this.#world.now();
    const waiting = next - size + more;
    if (waiting === 0) return this.#quietDue(now);
    if (waiting >= FULL) return now;
    const wait = waiting >= BUSY ? BUSY_WAIT : QUIET_WAIT;
    return Math.min(now + wait, Math.max(now, (waitingSince ?? now) + wait));
  }

  /** What there is to do where no entry waits. */
  #quietDue(now: number): number | undefined {
    const undone = this.#tables.erasures().length > 0 || this.#tables.fact('scrub') || this.#tables.staged();
    const aging = this.#settings && nextAging({ tables: this.#tables, settings: this.#settings });
    const times = [undone ? now + RETRY_WAIT : undefined, this.#rootDue(), aging].filter((time) => time !== undefined);
    return times.length > 0 ? Math.max(now, Math.min(...times)) : undefined;
  }

  /** At the end of a round: the alarm for what has come since, or none, so that a quiet ledger sleeps. */
  async #settleAlarm(more: boolean): Promise<void> {
    const due = more ? this.#world.now() + RETRY_WAIT : this.#due(0);
    if (due !== undefined) return this.#setAlarm(due);
    this.#alarm = null;
    await this.#world.alarm.clear();
  }

  async #setAlarm(at: number): Promise<void> {
    this.#alarm = at;
    try {
      await this.#world.alarm.set(at);
    } catch (error) {
      this.#alarm = undefined;
      throw error;
    }
  }
}

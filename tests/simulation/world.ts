/**
 * A world in which everything fails: storage that forgets what was not synced when the object dies, an archive whose calls
 * fail, fail after they took effect, or hang and take effect after the object's next life has begun, and clocks that jump.
 * Every asynchronous call waits until the driver lets it go, so that the driver decides each order.
 *
 * As on the platform, nothing leaves the object (an answer, a call of the archive) before what was written is durable.
 */
import { createHash } from 'node:crypto';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Ledger } from '../../worker/ledger/ledger.ts';
import type { Archive, LedgerWorld, LogSettings, Sql } from '../../worker/ledger/world.ts';
import { simulatedSigner } from './crypto.ts';

export const FATES = ['works', 'fails', 'took-effect', 'hangs', 'killed-before', 'killed-after'] as const;
export type Fate = (typeof FATES)[number];

export interface Call {
  what: 'commit' | 'sync' | 'alarm.get' | 'alarm.set' | 'alarm.clear' | 'archive.get' | 'archive.put' | 'answer' | 'wait';
  detail: string;
}

interface Parked {
  call: Call;
  /** How many commits must be durable before it may leave. */
  behind: number;
  effect(): unknown;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export interface SimOptions {
  settings?: Partial<LogSettings>;
  random(length: number): Uint8Array;
  /** What becomes of a call. */
  fate(call: Call): Fate;
  /** How many of so many commits that were not yet durable outlive a death. */
  survivors(pending: number): number;
  /** Does a call that was on its way when the object died still take effect? */
  arrivesLate(): boolean;
  /** For planted faults: another world around this one, another class. */
  mutate?: ((world: LedgerWorld, sim: SimWorld) => LedgerWorld) | undefined;
  ledgerClass?: typeof Ledger | undefined;
  /** A planted fault: nothing waits for storage. */
  noGate?: boolean | undefined;
}

export const SIM_START = Date.parse('2026-11-24T00:00:00Z');

export class SimWorld {
  readonly db = new DatabaseSync(':memory:');
  readonly objects = new Map<string, Uint8Array>();
  readonly settings: LogSettings;
  readonly options: SimOptions;
  parked: Parked[] = [];
  late: Parked[] = [];
  /** True time, and how far off the object's machine is. */
  time = SIM_START;
  skew = 0;
  life = 0;
  ledger!: Ledger;
  ringing = false;
  /** Called for each object that is written to the archive. */
  onPut: (key: string, bytes: Uint8Array) => void = () => undefined;
  /** Counts whatever may have changed rows. */
  changes = 0;
  #pending = 0;
  #commits = 0;
  #statements = new Map<string, StatementSync>();

  constructor(options: SimOptions) {
    this.options = options;
    this.settings = { log: 'shop', origin: 'privacy.example/log/shop', groupCommitMilliseconds: 0, ...options.settings };
    this.db.exec('CREATE TABLE platform_alarm (one INTEGER PRIMARY KEY, at INTEGER)');
    this.db.exec('INSERT INTO platform_alarm VALUES (1, NULL)');
    this.db.exec('BEGIN');
    this.begin();
  }

  now(): number {
    return this.time + this.skew;
  }

  /** The object begins to live. */
  begin(): void {
    this.life += 1;
    const world = this.#worldOf(this.life);
    const { mutate, ledgerClass: Class = Ledger } = this.options;
    this.ledger = new Class(mutate ? mutate(world, this) : world);
  }

  /** The object dies: what is not durable may be gone, what is on its way may arrive later, nobody gets an answer. */
  die(): void {
    this.life += 1;
    this.changes += 1;
    const kept = Math.min(this.options.survivors(this.#pending), this.#pending);
    if (kept < this.#pending) this.db.exec(`ROLLBACK TO g${kept}`);
    const durable = this.#commits - this.#pending;
    this.late.push(...this.parked.filter(({ call, behind }) => isWrite(call) && behind <= durable && this.options.arrivesLate()));
    this.parked = [];
    this.makeDurable();
    // An alarm rings at least once: one whose handler died is rung again.
    if (this.ringing && this.alarmAt() === null) this.#setAlarm(this.time);
    this.ringing = false;
  }

  makeDurable(): void {
    this.db.exec('COMMIT');
    this.db.exec('BEGIN');
    this.#pending = 0;
  }

  alarmAt(): number | null {
    return (this.db.prepare('SELECT at FROM platform_alarm').get() as { at: number | null }).at;
  }

  #setAlarm(at: number | null): void {
    this.db.prepare('UPDATE platform_alarm SET at = ?').run(at);
  }

  /** Rings the alarm. One whose handler throws is rung again. */
  async ring(): Promise<void> {
    const { life } = this;
    this.#setAlarm(null);
    this.ringing = true;
    try {
      await this.ledger.alarm();
    } catch (error) {
      if (life === this.life && this.alarmAt() === null) this.#setAlarm(this.time + 2000);
      throw error;
    } finally {
      if (life === this.life) this.ringing = false;
    }
  }

  /** Asks the object. An answer leaves it when what it speaks of is durable; never, where the object that was asked has died. */
  async ask<T>(action: () => Promise<T>): Promise<T> {
    const { life } = this;
    const value = await action();
    return this.#park(life, { what: 'answer', detail: '' }, () => value);
  }

  /** Lets a call go. */
  dispatch(parked: Parked): Fate {
    const fate = this.options.fate(parked.call);
    this.parked = this.parked.filter((other) => other !== parked);
    const leaves = parked.call.what === 'answer' || parked.call.what === 'sync' || parked.call.what.startsWith('archive');
    if (leaves && fate !== 'killed-before' && !this.options.noGate) this.makeDurable();
    switch (fate) {
      case 'works':
        settle(parked);
        break;
      case 'took-effect':
        parked.effect();
        parked.reject(new Error(`${parked.call.what} failed after it took effect`));
        break;
      case 'fails':
        parked.reject(new Error(`${parked.call.what} failed`));
        break;
      case 'hangs':
        if (isWrite(parked.call)) this.late.push(parked);
        break;
      case 'killed-before':
        this.die();
        break;
      case 'killed-after':
        parked.effect();
        this.die();
        break;
    }
    return fate;
  }

  /** A write of an earlier life arrives. */
  arrive(parked: Parked): void {
    this.late = this.late.filter((other) => other !== parked);
    parked.effect();
  }

  #park<T>(life: number, call: Call, effect: () => T): Promise<T> {
    if (life !== this.life) return new Promise(() => undefined);
    return new Promise<T>((resolve, reject) => {
      this.parked.push({ call, behind: this.#commits, effect, resolve: resolve as (value: unknown) => void, reject });
    });
  }

  #worldOf(life: number): LedgerWorld {
    const park = <T>(what: Call['what'], detail: string, effect: () => T): Promise<T> => this.#park(life, { what, detail }, effect);
    return {
      sql: { exec: (query, ...bindings) => this.#exec(life, query, bindings) } as Sql,
      transaction: (action) => this.#transaction(life, action),
      sync: () => park('sync', '', () => undefined),
      alarm: {
        get: () => park('alarm.get', '', () => this.alarmAt()),
        set: (at) => park('alarm.set', '', () => this.#group(() => this.#setAlarm(at))),
        clear: () => park('alarm.clear', '', () => this.#group(() => this.#setAlarm(null))),
      },
      archive: this.#archive(park),
      settings: () => Promise.resolve(this.settings),
      now: () => this.now(),
      random: (length) => this.options.random(length),
      wait: (milliseconds) => park('wait', String(milliseconds), () => undefined),
      signers: (origin) => Promise.resolve([simulatedSigner(origin)]),
    };
  }

  #archive(park: <T>(what: Call['what'], detail: string, effect: () => T) => Promise<T>): Archive {
    const { objects } = this;
    // As R2 does: the version is made from the bytes.
    const versionOf = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');
    return {
      get: (key) =>
        park('archive.get', key, () => {
          const bytes = objects.get(key);
          return bytes && { bytes: bytes.slice(), version: versionOf(bytes) };
        }),
      put: (key, bytes, condition) =>
        park('archive.put', key, () => {
          const known = objects.get(key);
          if (condition && ('ifAbsent' in condition ? known !== undefined : !known || versionOf(known) !== condition.ifVersion)) return undefined;
          objects.set(key, bytes.slice());
          this.onPut(key, bytes);
          return versionOf(bytes);
        }),
    };
  }

  /** One write of storage: what a death forgets or keeps as a whole. */
  #group<T>(action: () => T): T {
    const name = `g${this.#pending}`;
    this.db.exec(`SAVEPOINT ${name}`);
    try {
      const result = action();
      this.#pending += 1;
      this.changes += 1;
      this.#commits += 1;
      return result;
    } catch (error) {
      this.db.exec(`ROLLBACK TO ${name}`);
      this.db.exec(`RELEASE ${name}`);
      throw error;
    }
  }

  #transaction<T>(life: number, action: () => T): T {
    if (life !== this.life) throw new Error('This object is dead.');
    // Making the tables is no part of what fails: an object that cannot do that does not begin.
    const fate = this.#isNew(life) ? 'works' : this.options.fate({ what: 'commit', detail: '' });
    const result = this.#group(() => {
      const done = action();
      if (fate === 'fails') throw new Error('storage failed');
      return done;
    });
    if (fate === 'works') return result;
    // Storage whose commit is in doubt ends the object; a commit that never comes does, too.
    if (fate === 'killed-after' || fate === 'took-effect') this.makeDurable();
    this.die();
    throw new Error('the object died while it wrote');
  }

  #lastNew = 0;
  #isNew(life: number): boolean {
    const isNew = this.#lastNew !== life;
    this.#lastNew = life;
    return isNew;
  }

  #exec(life: number, query: string, bindings: readonly unknown[]): { toArray(): unknown[] } {
    if (life !== this.life) throw new Error('This object is dead.');
    // Writing over what was freed is a matter of real files (tests/unit/ledger/erase.test.ts); megabytes in memory show nothing.
    const text = query.replace('zeroblob(2000000)', 'zeroblob(200)');
    let statement = this.#statements.get(text);
    if (!statement) {
      statement = this.db.prepare(text);
      this.#statements.set(text, statement);
    }
    const values = bindings.map((value) => (value instanceof ArrayBuffer ? new Uint8Array(value) : value)) as (string | number | null | Uint8Array)[];
    const rows = (statement.all(...values) as Record<string, unknown>[]).map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value instanceof Uint8Array ? value.slice().buffer : value])),
    );
    return { toArray: () => rows };
  }
}

function settle(parked: Parked): void {
  let value: unknown;
  try {
    value = parked.effect();
  } catch (error) {
    parked.reject(error as Error);
    return;
  }
  parked.resolve(value);
}

const isWrite = ({ what }: Call): boolean => what === 'archive.put';

/** Until nothing goes on but what is parked. */
export function quiet(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

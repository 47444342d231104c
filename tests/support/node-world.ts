/**
 * A world for the shipped ledger on Node: SQLite in memory, an archive in memory, a clock and an alarm in the test's hand.
 * Nothing fails here by itself; the simulator has a world in which everything does.
 */
import { DatabaseSync } from 'node:sqlite';
import { Ledger } from '../../worker/ledger/ledger.ts';
import { signersOf } from '../../worker/ledger/signers.ts';
import type { Archive, LedgerWorld, LogSettings, Sql } from '../../worker/ledger/world.ts';
import { TEST_SECRETS } from './secrets.ts';

export interface Counts {
  puts: number;
  gets: number;
  alarms: number;
  commits: number;
}

export interface NodeWorld {
  world: LedgerWorld;
  ledger: Ledger;
  db: DatabaseSync;
  objects: Map<string, Uint8Array>;
  counts: Counts;
  settings: LogSettings;
  keys: string;
  now: number;
  alarmAt: number | null;
  /** The object dies, and another one begins with what was stored. */
  restart(): Ledger;
  /** Lets time go on until the alarm, and rings it. */
  ring(): Promise<void>;
}

export const NODE_NOW = Date.parse('2026-11-24T00:00:00Z');

export function nodeWorld(given: Partial<LogSettings> = {}, db = new DatabaseSync(':memory:'), objects = new Map<string, Uint8Array>()): NodeWorld {
  const self: NodeWorld = {
    settings: { log: 'shop', origin: 'privacy.example/log/shop', groupCommitMilliseconds: 0, ...given },
    keys: TEST_SECRETS.LOG_KEY,
    now: NODE_NOW,
    alarmAt: null,
    db,
    objects,
    counts: { puts: 0, gets: 0, alarms: 0, commits: 0 },
    world: undefined as unknown as LedgerWorld,
    ledger: undefined as unknown as Ledger,
    restart() {
      self.ledger = new Ledger(self.world);
      return self.ledger;
    },
    async ring() {
      if (self.alarmAt === null) throw new Error('No alarm is set.');
      self.now = Math.max(self.now, self.alarmAt);
      self.alarmAt = null;
      await self.ledger.alarm();
    },
  };
  self.world = {
    sql: sqlOf(db),
    transaction: (action) => {
      db.exec('BEGIN');
      try {
        const result = action();
        db.exec('COMMIT');
        self.counts.commits += 1;
        return result;
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      }
    },
    sync: () => Promise.resolve(),
    alarm: {
      get: () => Promise.resolve(self.alarmAt),
      set: (at) => {
        self.counts.alarms += 1;
        self.alarmAt = at;
        return Promise.resolve();
      },
      clear: () => {
        self.alarmAt = null;
        return Promise.resolve();
      },
    },
    archive: archiveOf(self),
    settings: () => Promise.resolve(self.settings),
    now: () => self.now,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    signers: (origin) => signersOf(self.keys, origin),
  };
  self.restart();
  return self;
}

function sqlOf(db: DatabaseSync): Sql {
  return { exec: (query, ...bindings) => result(db, query, bindings) } as Sql;
}

function result(db: DatabaseSync, query: string, bindings: unknown[]): { toArray(): Record<string, unknown>[] } {
  const values = bindings.map((value) => (value instanceof ArrayBuffer ? new Uint8Array(value) : value)) as (string | number | null | Uint8Array)[];
  const rows = db.prepare(query).all(...values) as Record<string, unknown>[];
  // The platform's blobs are ArrayBuffers.
  const plain = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value instanceof Uint8Array ? value.slice().buffer : value])),
  );
  return { toArray: () => plain };
}

function archiveOf({ objects, counts }: NodeWorld): Archive {
  const versions = new WeakMap<Uint8Array, string>();
  let last = 0;
  const versionOf = (bytes: Uint8Array): string => {
    const known = versions.get(bytes);
    if (known) return known;
    last += 1;
    versions.set(bytes, String(last));
    return String(last);
  };
  return {
    get(key) {
      counts.gets += 1;
      const bytes = objects.get(key);
      return Promise.resolve(bytes && { bytes: bytes.slice(), version: versionOf(bytes) });
    },
    put(key, bytes, condition) {
      counts.puts += 1;
      const known = objects.get(key);
      const holds = !condition || ('ifAbsent' in condition ? known === undefined : known !== undefined && versionOf(known) === condition.ifVersion);
      if (!holds) return Promise.resolve(undefined);
      const kept = bytes.slice();
      objects.set(key, kept);
      return Promise.resolve(versionOf(kept));
    },
  };
}

/** How many records lie in the tables. */
export function recordsIn({ db }: NodeWorld): number {
  const of = (table: string): number => Number(db.prepare(`SELECT count(*) AS n FROM ${table} WHERE idx >= 0 AND hex(substr(record, 1, 1)) <> '00'`).get()?.n);
  return of('records_a') + of('records_b');
}

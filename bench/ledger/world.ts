/**
 * The shipped ledger on SQLite in this process, with prepared statements kept as the platform keeps them, and with everything
 * counted that the platform bills. Rows are counted as it counts them: a row of an index is a row, and so is setting an
 * alarm; `tests/worker/ledger/cost.test.ts` counts the same by the platform's own counters.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type NodeWorld, nodeWorld } from '../../tests/support/node-world.ts';
import { Ledger } from '../../worker/ledger/ledger.ts';
import type { CountedBatch, LogSettings, Sql } from '../../worker/ledger/world.ts';

export interface Billed {
  rowsWritten: number;
  puts: number;
  gets: number;
  /** Batches that were handed to D1, and the distinct groups in them: a row of `counts` each, and one of its index where it is new. */
  countedBatches: number;
  countedGroups: number;
}

export type BilledWorld = NodeWorld & { billed(): Billed };

export function ledgerWorld(given: Partial<LogSettings> = {}): BilledWorld {
  const db = new DatabaseSync(':memory:');
  const world = nodeWorld(given, db);
  const billed = { rowsWritten: 0, countedBatches: 0, countedGroups: 0 };
  world.world.sql = countingSql(db, (rows) => {
    billed.rowsWritten += rows;
  });
  const { set, clear } = world.world.alarm;
  world.world.alarm.set = (at) => {
    billed.rowsWritten += 1;
    return set(at);
  };
  world.world.alarm.clear = () => {
    billed.rowsWritten += 1;
    return clear();
  };
  world.world.count = ({ records, to }: CountedBatch) => {
    billed.countedBatches += 1;
    billed.countedGroups += new Set(records.map(({ record }) => `${record.action} ${record.surface} ${JSON.stringify(record.choices)} ${record.notice}`)).size;
    return Promise.resolve(to);
  };
  world.ledger = new Ledger(world.world);
  return Object.assign(world, { billed: () => ({ ...billed, puts: world.counts.puts, gets: world.counts.gets }) });
}

function countingSql(db: DatabaseSync, wrote: (rows: number) => void): Sql {
  const kept = new Map<string, StatementSync>();
  const exec = (query: string, ...bindings: (ArrayBuffer | Uint8Array | string | number | null)[]) => {
    // Schemas are made once, and a statement of an older schema would be prepared anew.
    const statement = kept.get(query) ?? db.prepare(query);
    if (/^\s*(select|insert|update|delete)/i.test(query)) kept.set(query, statement);
    const bound = bindings.map((value) => (value instanceof ArrayBuffer ? new Uint8Array(value) : value));
    if (/^\s*select/i.test(query))
      return {
        toArray: (
          (rows) => () =>
            rows
        )(statement.all(...bound).map(plain)),
      };
    const { changes } = statement.run(...bound);
    wrote(Number(changes) + (/insert( or \w+)? into entries/i.test(query) ? indexRows(query, bound) : 0));
    return { toArray: () => [] };
  };
  return { exec } as unknown as Sql;
}

/** Entries have two partial indexes: by key, and by subject. */
function indexRows(query: string, bound: readonly unknown[]): number {
  const columns =
    /\(([^)]*)\)/
      .exec(query)?.[1]
      ?.split(',')
      .map((name) => name.trim()) ?? [];
  return ['key', 'subject'].filter((name) => bound[columns.indexOf(name)] !== null && bound[columns.indexOf(name)] !== undefined).length;
}

/** The platform's blobs are ArrayBuffers. */
function plain(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value instanceof Uint8Array ? value.slice().buffer : value]));
}

/**
 * Everything that a ledger reaches outside of itself. The shipped object hands in the platform; the simulator hands in a
 * storage, an archive and a clock that fail when it wants. Nothing in this folder but `consent-ledger.ts` knows the platform.
 */
import type { ConsentRecord } from '../../core/consent/record.ts';
import type { Signer } from '../../core/log/note.ts';

export type SqlValue = ArrayBuffer | string | number | null;

/** As `DurableObjectStorage['sql']`: synchronous. Blobs come back as `ArrayBuffer`. */
export interface Sql {
  exec<Row extends Record<string, SqlValue>>(query: string, ...bindings: (SqlValue | Uint8Array)[]): { toArray(): Row[] };
}

/** Objects by key, strongly consistent: what was put is what is got. Each call may fail, before or after it took effect. */
export interface Archive {
  get(key: string): Promise<{ bytes: Uint8Array; version: string } | undefined>;
  /**
   * @param condition Only where there is no object yet, or only where it still has this version.
   * @returns the new version, or nothing where the condition did not hold.
   */
  put(key: string, bytes: Uint8Array, condition?: { ifAbsent: true } | { ifVersion: string }): Promise<string | undefined>;
}

/** Records that were sealed, for whoever counts them. */
export interface CountedBatch {
  log: string;
  /** Index from which on entries were looked at, and the first that was not. */
  from: number;
  to: number;
  records: { index: number; record: ConsentRecord }[];
}

export interface LedgerWorld {
  sql: Sql;
  /** All or nothing, synchronous. */
  transaction<T>(action: () => T): T;
  /**
   * Resolves when everything written is durable. What leaves the ledger (an answer, a call of the archive) waits for
   * that anyway: the platform's output gate holds it back, and a simulator must do the same.
   */
  sync(): Promise<void>;
  /** One alarm, at least once, milliseconds since 1970 by `now()`. */
  alarm: { get(): Promise<number | null>; set(at: number): Promise<void>; clear(): Promise<void> };
  archive: Archive;
  /** Asked once in a life of the object. */
  settings(): Promise<LogSettings>;
  now(): number;
  random(length: number): Uint8Array;
  wait(milliseconds: number): Promise<void>;
  /** All sign, the first is the main one. None: the ledger is closed. */
  signers(origin: string): Promise<Signer[]>;
  /** Enters a checkpoint of this log into the log over all logs; absent in that log itself. @returns the statement as it stands there, and where. */
  enterRoot?(note: string): Promise<{ statement: string; index: number }>;
  /** Counts sealed records, at least once. @returns the index up to which all are counted. */
  count?(batch: CountedBatch): Promise<number>;
}

/** What the content says of a log. */
export interface LogSettings {
  /** Name of the log: `shop`, `shop.1`, `root`. */
  log: string;
  /** Name in the checkpoints: `privacy.example/log/shop`. Fixed with the first one. */
  origin: string;
  /** How long records are gathered that are written together; 0 writes each by itself. */
  groupCommitMilliseconds: number;
  /** Days after which records are given up; for ever without. */
  retentionDays?: number;
}

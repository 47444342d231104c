/** How a ledger is doing, in figures that say nothing of anybody. */
import type { Context } from './context.ts';
import { FREEZE_REASONS, type FreezeReason } from './frozen.ts';

export interface Health {
  log: string;
  origin: string;
  /** Leaves of the published checkpoint. */
  size: number;
  /** Entries that are accepted and not yet sealed, and since when the oldest waits. */
  waiting: number;
  waitingSince: string | null;
  /** Why it takes nothing; nothing where it does. */
  frozen: { reason: FreezeReason; why: string } | null;
  /** The last time that it stopped, however long ago. */
  lastFrozen: { reason: string; at: string } | null;
  /** The entry whose record the archive did not give as its leaf commits to it, the last time that one was asked for. */
  lastDamage: { entry: number; at: string } | null;
  /** Erasures that the archive does not show yet. */
  erasing: number;
  /** Index below which records lie in the archive alone, and below which they were given up. */
  cold: number;
  minimum: number;
  /** Index below which records are counted for the statistics. */
  counted: number;
}

export function healthOf({ tables, settings }: Context, frozen: FreezeReason | undefined): Health {
  const size = tables.size();
  const first = tables.at(size);
  return {
    log: settings.log,
    origin: settings.origin,
    size,
    waiting: tables.count() - size,
    waitingSince: first ? new Date(first.received).toISOString() : null,
    frozen: frozen ? { reason: frozen, why: FREEZE_REASONS[frozen] } : null,
    lastFrozen: tables.fact('frozen') ?? null,
    lastDamage: tables.fact('damaged') ?? null,
    erasing: tables.erasures().length,
    cold: tables.fact('cold') ?? 0,
    minimum: tables.fact('minimum') ?? 0,
    counted: tables.fact('counted') ?? 0,
  };
}

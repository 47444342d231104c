/** What the parts of a ledger share. */
import type { Tables } from './tables.ts';
import type { LedgerWorld, LogSettings } from './world.ts';

export interface Context {
  world: LedgerWorld;
  tables: Tables;
  settings: LogSettings;
}

/** Taking was refused as a whole: nothing of it is kept. */
export type Refused =
  | { ok: false; reason: 'ledger-frozen'; why: string }
  /** There is no key to sign with. */
  | { ok: false; reason: 'ledger-closed' };

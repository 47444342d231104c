/** Where things lie in the archive. Below `log/` is what everybody may read; everything else is private. */
import { entriesPath, tilePath } from '../../core/log/tiles.ts';

export const archiveKey = {
  checkpoint: (log: string) => `log/${log}/checkpoint`,
  tile: (log: string, level: number, n: number) => `log/${log}/${tilePath(level, n)}`,
  entries: (log: string, n: number) => `log/${log}/${entriesPath(n)}`,
  /** The index below which the log refuses tiles, in decimal. */
  minimum: (log: string) => `log/${log}/minimum`,
  /** Records and salts of 256 entries. */
  records: (log: string, n: number) => `records/${log}/${n}.json`,
  /** Which leaves were erased, one object an erasure, counted from 0: what a restored ledger erases again. */
  erasure: (log: string, n: number) => `erasures/${log}/${n}.json`,
} as const;

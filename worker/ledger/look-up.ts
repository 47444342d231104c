/** Looking records up, wherever they lie. */
import { TILE_WIDTH } from '../../core/log/tiles.ts';
import { movedOpening, type Opening, openingAt, openingOf, readOpenings } from './bundles.ts';
import type { Context } from './context.ts';
import type { EntryRow } from './tables.ts';

export interface Kept {
  log: string;
  index: number;
  /** `sealed`: a published checkpoint covers it. */
  state: 'accepted' | 'sealed';
  /** Canonical JSON, the very bytes. */
  record: string;
}

/** A record; nothing where there is none to show. */
export async function keptOf(context: Context, row: EntryRow): Promise<Kept | undefined> {
  const opening = await openingAt(context, row);
  const { tables, settings } = context;
  return opening && { log: settings.log, index: row.index, state: row.index < tables.size() ? 'sealed' : 'accepted', record: textOf(opening) };
}

/** Records of many rows. A bundle is read once, however many of them lie in it. */
export async function keptOfAll(context: Context, rows: readonly EntryRow[]): Promise<Kept[]> {
  const opening = await openingsOf(context, rows);
  const { tables, settings } = context;
  return rows.flatMap((row) => {
    const own = opening(row);
    return own ? [{ log: settings.log, index: row.index, state: row.index < tables.size() ? 'sealed' : 'accepted', record: textOf(own) }] : [];
  });
}

/** The openings of rows, from themselves or from the archive. */
async function openingsOf(context: Context, rows: readonly EntryRow[]): Promise<(row: EntryRow) => Opening | undefined> {
  const moved = rows.filter((row) => row.id && !row.erased && !openingOf(row));
  const numbers = [...new Set(moved.map(({ index }) => Math.floor(index / TILE_WIDTH)))];
  const bundles = new Map(await Promise.all(numbers.map(async (n) => [n, await readOpenings(context, n)] as const)));
  const away = new Set(moved);
  return (row) => (away.has(row) ? movedOpening(context, row, bundles.get(Math.floor(row.index / TILE_WIDTH))) : openingOf(row));
}

export interface Page {
  records: { index: number; record: string }[];
  /** Where to go on; nothing at the end. */
  next: number | null;
}

const MOST_ENTRIES = 1024;

/** Records by index, without statements, erasures and what was erased. */
export async function pageOf(context: Context, from: number, limit: number): Promise<Page> {
  const { tables } = context;
  const first = Math.max(from, tables.fact('minimum') ?? 0);
  const to = Math.min(first + Math.min(limit, MOST_ENTRIES), tables.count());
  const rows = tables.range(first, to).filter(({ id, erased }) => id && !erased);
  const opening = await openingsOf(context, rows);
  const records = rows.flatMap((row) => {
    const own = opening(row);
    return own ? [{ index: row.index, record: textOf(own) }] : [];
  });
  return { records, next: to < tables.count() ? to : null };
}

function textOf({ record }: Opening): string {
  return new TextDecoder().decode(record);
}

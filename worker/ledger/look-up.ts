/** Looking records up, wherever they lie. */
import { TILE_WIDTH } from '../../core/log/tiles.ts';
import { type Opening, openingAt, openingOf, readOpenings } from './bundles.ts';
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
  const moved = [...new Set(rows.filter((row) => !row.record).map(({ index }) => Math.floor(index / TILE_WIDTH)))];
  const bundles = new Map(await Promise.all(moved.map(async (n) => [n, await readOpenings(context, n)] as const)));
  const records = rows.flatMap((row) => {
    const opening = openingOf(row) ?? bundles.get(Math.floor(row.index / TILE_WIDTH))?.[row.index % TILE_WIDTH];
    return opening ? [{ index: row.index, record: textOf(opening) }] : [];
  });
  return { records, next: to < tables.count() ? to : null };
}

function textOf({ record }: Opening): string {
  return new TextDecoder().decode(record);
}

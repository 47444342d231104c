/** Tables that live on: which one is which, and which of its columns came, went or stayed. */
import type { Block } from '../blocks.ts';
import { cellsOf, pairCells } from './cells.ts';
import type { CellPair } from './comparison.ts';
import type { Plan } from './plan.ts';

export interface Tables {
  /** The cells of two rows that are one, paired by the columns of their tables. */
  cells(before: Block, after: Block): CellPair[];
  /** A number for the table in which a row is shown: one for an old table and what it became. */
  shownTable(block: Block, side: 'before' | 'after'): number;
}

export function linkTables({ a, b, units }: Plan): Tables {
  const became = mostFrequent(units.flatMap(({ a0, b0 }) => tablePair(a[a0], b[b0])));
  const headersA = headersOf(a);
  const headersB = headersOf(b);
  const columns = new Map<string, CellPair[]>();

  function columnsOf(before: Block, after: Block): CellPair[] | undefined {
    const from = headersA.get(before.table ?? -1);
    const to = headersB.get(after.table ?? -1);
    if (!from || !to || cellsOf(before).length !== cellsOf(from).length || cellsOf(after).length !== cellsOf(to).length) return undefined;
    const key = `${before.table} ${after.table}`;
    const known = columns.get(key) ?? pairCells(from, to);
    columns.set(key, known);
    return known;
  }

  return {
    cells: (before, after) => columnsOf(before, after) ?? pairCells(before, after),
    shownTable: (block, side) => {
      const table = block.table ?? -1;
      if (side === 'after') return 2 * table;
      const now = became.get(table);
      return now === undefined ? 2 * table + 1 : 2 * now;
    },
  };
}

function tablePair(before: Block | undefined, after: Block | undefined): [number, number][] {
  if (before?.kind !== 'row' || after?.kind !== 'row') return [];
  return [[before.table ?? -1, after.table ?? -1]];
}

/** For each first number the second one that it stands with most often; each second number once. */
function mostFrequent(pairs: readonly [number, number][]): Map<number, number> {
  const counts = new Map<string, { pair: [number, number]; count: number }>();
  for (const pair of pairs) {
    const known = counts.get(pair.join(' ')) ?? { pair, count: 0 };
    counts.set(pair.join(' '), { pair, count: known.count + 1 });
  }
  const chosen = new Map<number, number>();
  const taken = new Set<number>();
  for (const { pair } of [...counts.values()].sort((x, y) => y.count - x.count)) {
    if (chosen.has(pair[0]) || taken.has(pair[1])) continue;
    chosen.set(pair[0], pair[1]);
    taken.add(pair[1]);
  }
  return chosen;
}

/** The last header row of each table: the one that stands right above the data. */
function headersOf(blocks: readonly Block[]): Map<number, Block> {
  const headers = new Map<number, Block>();
  for (const block of blocks) if (block.kind === 'row' && block.header && block.table !== undefined) headers.set(block.table, block);
  return headers;
}

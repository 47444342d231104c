/** A row of the redline, cell by cell, in the columns of both tables. */
import type { Block } from '../blocks.ts';
import { cellsOf } from './cells.ts';
import type { BlockChange, CellPair } from './comparison.ts';
import { escapeHtml } from './escape.ts';
import { inlineHtml, inlineMode } from './inline.ts';
import type { RedlineLabels } from './labels.ts';
import { note } from './notes.ts';
import { type Span, spansOf } from './spans.ts';

/** The shown columns of each table, where columns came or went: rows of one side alone leave those cells empty. */
export function shownColumns(blocks: readonly BlockChange[]): Map<number, CellPair[]> {
  const columns = new Map<number, CellPair[]>();
  for (const { table, cells, after } of blocks) {
    if (table !== undefined && cells && (after?.header || !columns.has(table))) columns.set(table, cells);
  }
  return columns;
}

/** The `td` and `th` of a row; `lead` and `trail` go into the first and the last one. */
export function cellsHtml(change: BlockChange, columns: readonly CellPair[] | undefined, labels: RedlineLabels, lead: string, trail: string): string {
  const shown = change.after ?? change.before;
  const tag = shown?.header ? 'th' : 'td';
  const cells = shownCells(change, columns);
  return cells
    .map((cell, index) => {
      const inside = (index === 0 ? lead : '') + cellHtml(change, cell, labels) + (index === cells.length - 1 ? trail : '');
      return `<${tag}${tag === 'th' ? ' scope="col"' : ''}${columnClass(change, cell)}>${inside}</${tag}>`;
    })
    .join('');
}

type Cell = CellPair | 'whole';

/** A row that is not told apart into cells is shown as one. */
function shownCells(change: BlockChange, columns: readonly CellPair[] | undefined): Cell[] {
  if (change.cells) return change.cells;
  const isEdited = change.op === 'changed' || change.op === 'replaced' || change.edits;
  if (isEdited) return ['whole'];
  const isOld = !change.after;
  const count = cellCount(isOld ? change.before : change.after);
  if (count === 0) return ['whole'];
  const side = isOld ? 'before' : 'after';
  if (columns && columns.filter((column) => column[side] !== undefined).length === count) return columns.map((column) => ({ [side]: column[side] }));
  return Array.from({ length: count }, (_, index) => ({ [side]: index }));
}

function cellCount(row: Block | undefined): number {
  return row ? cellsOf(row).length : 0;
}

function columnClass(change: BlockChange, cell: Cell): string {
  if (cell === 'whole' || !change.cells) return '';
  if (cell.before === undefined) return ' class="is-inserted"';
  return cell.after === undefined ? ' class="is-deleted"' : '';
}

function cellHtml(change: BlockChange, cell: Cell, labels: RedlineLabels): string {
  const isEdited = change.op === 'changed' || Boolean(change.edits);
  const spans = spansOf(change, change.edits);
  const html = inlineHtml(change, cell === 'whole' ? spans : within(change, spans, cell), inlineMode(change), isEdited ? labels : undefined);
  return columnNote(change, cell, labels) + html;
}

/** Said once, in the header, of a column that came or went. */
function columnNote({ cells, after }: BlockChange, cell: Cell, labels: RedlineLabels): string {
  if (cell === 'whole' || !cells || !after?.header) return '';
  if (cell.before === undefined) return note(escapeHtml(labels.columnAdded));
  return cell.after === undefined ? note(escapeHtml(labels.columnRemoved)) : '';
}

function within({ before, after }: BlockChange, spans: readonly Span[], cell: CellPair): Span[] {
  const rangeOf = (row: Block | undefined, index: number | undefined) => (row && index !== undefined ? cellsOf(row)[index] : undefined) ?? [0, 0];
  const old = rangeOf(before, cell.before);
  const now = rangeOf(after, cell.after);
  return spans.flatMap((span) => {
    const [from, to] = span.op === 'delete' ? old : now;
    const start = Math.max(from, span.start);
    const end = Math.min(to, span.end);
    return start < end ? [{ ...span, start, end }] : [];
  });
}

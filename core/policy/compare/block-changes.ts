/** From the plan to what became of each block. */
import { type Block, lineOf } from '../blocks.ts';
import { identityOf } from './align.ts';
import { cellsOf } from './cells.ts';
import type { BlockChange, CellPair } from './comparison.ts';
import { linkChanges, sameMarkup } from './marks.ts';
import { lineWords, type Part, rowWords, splitParts, type WordBudget } from './pair-words.ts';
import type { Plan } from './plan.ts';
import type { Reader } from './reader.ts';
import { sequence } from './sequence.ts';
import { linkTables, type Tables } from './tables.ts';
import { isTypographicChange } from './typography.ts';
import { mirrorWords } from './words.ts';

/** Edits looked for in one pair of texts: beyond it the pair is shown as replaced. */
const MAX_EDITS = 600;
/**
 * The engine's work grows with the square of the edits; this is the sum allowed in one comparison
 * (less than half a second). Where many long texts were rewritten, each gets a lower limit, the same for all.
 */
const MAX_WORK = 4_000_000;

interface Making extends WordBudget {
  plan: Plan;
  tables: Tables;
  moves: Map<number, string>;
  groups: number;
  /** Old section id to the id it has now. */
  livesOnAs: Map<string, string>;
}

/** All blocks in the order in which they are shown; anchors, sensitive edits and statistics come later. */
export function blockChanges(plan: Plan, reader: Reader): BlockChange[] {
  const making: Making = {
    plan,
    reader,
    maxEdits: maxEditsFor(plan),
    tables: linkTables(plan),
    moves: numberMoves(plan),
    groups: 0,
    livesOnAs: new Map(plan.sections.flatMap(({ before, after }) => (before && after ? [[before.id, after.id] as const] : []))),
  };
  const changes: BlockChange[] = [];
  for (const step of sequence(plan)) {
    if ('unit' in step) changes.push(...unitChanges(making, step.unit));
    else if ('before' in step) changes.push(oldChange(making, step.before));
    else changes.push(newChange(making, step.after));
  }
  return changes;
}

function maxEditsFor({ a, b, units, partnerA }: Plan): number {
  const edits = [...changedLengths(a, b, units, partnerA)];
  let limit = MAX_EDITS;
  while (limit > 1 && edits.reduce((work, length) => work + Math.min(length, limit) ** 2, 0) > MAX_WORK) limit = Math.floor(limit * 0.8);
  return limit;
}

/** How many words, roughly, each pair that is not the same may differ in. */
function* changedLengths(a: readonly Block[], b: readonly Block[], units: Plan['units'], partnerA: Int32Array): Generator<number> {
  const length = (blocks: readonly Block[]) => blocks.reduce((sum, block) => sum + block.text.length, 0) / 5;
  const inUnits = new Set<number>();
  for (const { a0, a1, b0, b1 } of units) {
    for (let index = a0; index < a1; index++) inUnits.add(index);
    if (a1 - a0 > 1 || b1 - b0 > 1 || a[a0]?.text !== b[b0]?.text) yield length(a.slice(a0, a1)) + length(b.slice(b0, b1));
  }
  for (const [index, block] of a.entries()) {
    const partner = b[partnerA[index] ?? -1];
    if (partner && !inUnits.has(index) && partner.text !== block.text) yield length([block, partner]);
  }
}

/** A name for each move, in the order of the old places. */
function numberMoves({ units, partnerA }: Plan): Map<number, string> {
  const inPlace = new Set(units.flatMap(({ a0, a1 }) => Array.from({ length: a1 - a0 }, (_, step) => a0 + step)));
  const moves = new Map<number, string>();
  partnerA.forEach((b, a) => {
    if (b !== -1 && !inPlace.has(a)) moves.set(a, `move-${moves.size + 1}`);
  });
  return moves;
}

function unitChanges(making: Making, { a0, a1, b0, b1 }: Plan['units'][number]): BlockChange[] {
  const { a, b } = making.plan;
  const olds = a.slice(a0, a1);
  const news = b.slice(b0, b1);
  const [before] = olds;
  const [after] = news;
  if (!before || !after) return [];
  if (olds.length === 1 && news.length === 1) return [pairChange(making, before, after, b0)];
  const parts = olds.length === 1 ? splitParts(before, news, making) : joinedParts(olds, after, making);
  if (parts) return groupChanges(making, parts, olds.length === 1 ? 'split' : 'joined', b0);
  return [...olds.map((_, step) => oldChange(making, a0 + step)), ...news.map((_, step) => newChange(making, b0 + step))];
}

function joinedParts(olds: readonly Block[], whole: Block, making: Making): Part[] | undefined {
  const mirror = (part: Part): Part => ({
    before: part.after,
    after: part.before,
    words: mirrorWords(part.words),
    offset: { before: part.offset.after, after: part.offset.before },
  });
  return splitParts(whole, olds, making)?.map(mirror);
}

function groupChanges(making: Making, parts: readonly Part[], op: 'split' | 'joined', b0: number): BlockChange[] {
  making.groups += 1;
  const id = `${op}-${making.groups}`;
  return parts.map(({ before, after, words, offset }, index) => ({
    op,
    kind: after.kind,
    section: making.plan.sectionOfB[op === 'split' ? b0 + index : b0] ?? '',
    before,
    after,
    words,
    group: { id, index, count: parts.length },
    offset,
  }));
}

function pairChange(making: Making, before: Block, after: Block, b: number): BlockChange {
  const shown = { kind: after.kind, section: making.plan.sectionOfB[b] ?? '', before, after };
  const links = linkChanges(before, after);
  const extra = { ...(links.length > 0 && { links }), ...tableOf(making, after, 'after') };
  if (lineOf(before) === lineOf(after)) {
    const markup = !sameMarkup(before, after);
    return { op: 'equal', ...shown, words: [{ op: 'equal', text: `${lineOf(after)}\n` }], ...(markup && { markup }), ...extra };
  }
  return { ...shown, ...pairedWords(making, before, after), ...extra, ...typography(before, after) };
}

function typography(before: Block, after: Block): Pick<BlockChange, 'typographic' | 'renumbered'> {
  if (identityOf(before) === identityOf(after)) return { renumbered: true };
  return isTypographicChange(lineOf(before), lineOf(after)) ? { typographic: true } : {};
}

function pairedWords(making: Making, before: Block, after: Block): Pick<BlockChange, 'op' | 'words' | 'cells' | 'columnsOnly'> {
  if (cellsOf(before).length === 0 || cellsOf(after).length === 0) {
    const { words, replaced } = lineWords(before, after, making);
    return { op: replaced ? 'replaced' : 'changed', words };
  }
  const cells = making.tables.cells(before, after);
  const columnsOnly = onlyColumnsDiffer(before, after, cells);
  return { op: 'changed', words: rowWords(before, after, cells, making), cells, ...(columnsOnly && { columnsOnly }) };
}

function onlyColumnsDiffer(before: Block, after: Block, cells: readonly CellPair[]): boolean {
  const paired = cells.filter((cell) => cell.before !== undefined && cell.after !== undefined);
  const text = (row: Block, index = -1) => row.text.slice(...(cellsOf(row)[index] ?? [0, 0]));
  return paired.length < cells.length && paired.every((cell) => text(before, cell.before) === text(after, cell.after));
}

function oldChange(making: Making, a: number): BlockChange {
  const { plan, moves, livesOnAs } = making;
  const before = plan.a[a] as Block;
  const move = moves.get(a);
  const id = plan.sectionOfA[a] ?? '';
  return {
    op: move ? 'moved-from' : 'deleted',
    kind: before.kind,
    section: livesOnAs.get(id) ?? id,
    before,
    words: [{ op: 'delete', text: `${lineOf(before)}\n` }],
    ...(move && { move }),
    ...tableOf(making, before, 'before'),
  };
}

function newChange(making: Making, b: number): BlockChange {
  const { plan, moves } = making;
  const after = plan.b[b] as Block;
  const a = plan.partnerB[b] ?? -1;
  const move = moves.get(a);
  return {
    op: move ? 'moved-to' : 'inserted',
    kind: after.kind,
    section: plan.sectionOfB[b] ?? '',
    after,
    words: [{ op: 'insert', text: `${lineOf(after)}\n` }],
    ...(move && { move, ...movedEdits(making, plan.a[a], after) }),
    ...tableOf(making, after, 'after'),
  };
}

/** Inside a moved block: what else was done to it. */
function movedEdits(
  making: Making,
  before: Block | undefined,
  after: Block,
): Pick<BlockChange, 'before' | 'edits' | 'links' | 'cells' | 'typographic' | 'renumbered'> {
  if (!before) return {};
  const links = linkChanges(before, after);
  const shared = { before, ...(links.length > 0 && { links }) };
  if (lineOf(before) === lineOf(after)) return shared;
  const { words, cells } = pairedWords(making, before, after);
  return { ...shared, edits: words, ...(cells && { cells }), ...typography(before, after) };
}

function tableOf({ tables }: Making, block: Block, side: 'before' | 'after'): Pick<BlockChange, 'table'> {
  return block.kind === 'row' ? { table: tables.shownTable(block, side) } : {};
}

/** The list at the top of a redline: one line for each thing that a reader would call one change. */

import { opensSection } from '../sections.ts';
import { cellText } from './cells.ts';
import type { BlockChange, Change, ChangeKind, Comparison, Sensitive } from './comparison.ts';
import { type Span, spansOf, spanText } from './spans.ts';
import { beginning } from './tokens.ts';

const EXCERPT_LENGTH = 120;
/** Words that did not change, before and after an edit. */
const CONTEXT_LENGTH = 36;

/** What is listed, sensitive changes first, otherwise as on the page. Titles by section id. */
export function listChanges(blocks: readonly BlockChange[], titles: ReadonlyMap<string, string>): Change[] {
  const listed = sectionRuns(blocks).flatMap((run) => wholeSection(run, titles) ?? run.flatMap((change) => single(change, titles)));
  const changes = onceEachColumn(listed);
  return [...changes.filter(({ sensitive }) => sensitive.length > 0), ...changes.filter(({ sensitive }) => sensitive.length === 0)];
}

/** Blocks by section, in order; what an old and a new section hold is told apart by their headings. */
function sectionRuns(blocks: readonly BlockChange[]): BlockChange[][] {
  const runs: BlockChange[][] = [];
  for (const change of blocks) {
    const last = runs.at(-1);
    const heading = change.after ?? change.before;
    if (last && !(heading && opensSection(heading))) last.push(change);
    else runs.push([change]);
  }
  return runs;
}

const WHOLE: Partial<Record<BlockChange['op'], ChangeKind>> = { inserted: 'section-inserted', deleted: 'section-deleted', 'moved-to': 'section-moved' };

/** A section that came, went or moved from its heading to its end is one change. */
function wholeSection(run: readonly BlockChange[], titles: ReadonlyMap<string, string>): Change[] | undefined {
  const [heading] = run;
  const block = heading?.after ?? heading?.before;
  if (!heading || !block || !opensSection(block)) return undefined;
  if (run.every(({ op }) => op === 'moved-from')) return [];
  const kind = WHOLE[heading.op];
  if (!kind || run.some((change) => change.op !== heading.op || change.edits)) return undefined;
  return [
    changeOf(
      heading,
      kind,
      block.text,
      titles,
      run.flatMap(({ sensitive = [] }) => sensitive),
    ),
  ];
}

interface Listed extends Change {
  /** Of a column: names it within the comparison. */
  column?: string;
}

function single(change: BlockChange, titles: ReadonlyMap<string, string>): Listed[] {
  const columns = columnChanges(change, titles);
  if (change.columnsOnly) return columns;
  const kind = kindOf(change);
  if (!kind) return columns;
  const excerpt = kind === 'renamed' ? `${change.before?.text} → ${change.after?.text}` : excerptOf(change);
  return [...columns, changeOf(change, kind, excerpt, titles, sensitiveOf(change))];
}

function sensitiveOf(change: BlockChange): Sensitive[] {
  return change.sensitive ?? [];
}

function changeOf(change: BlockChange, kind: ChangeKind, excerpt: string, titles: ReadonlyMap<string, string>, sensitive: Sensitive[]): Change {
  return {
    kind,
    section: change.section,
    title: titles.get(change.section) ?? '',
    anchor: change.anchor ?? '',
    excerpt: oneLine(excerpt, EXCERPT_LENGTH),
    sensitive: onceEach(sensitive),
  };
}

function onceEach(sensitive: readonly Sensitive[]): Sensitive[] {
  return [...new Map(sensitive.map((edit) => [`${edit.kind} ${edit.before} → ${edit.after}`, edit])).values()];
}

/** `undefined` for what is not listed: blocks untouched in their words, and second ends and parts. */
function kindOf(change: BlockChange): ChangeKind | undefined {
  const { op, edits, group, links, typographic, renumbered } = change;
  if (op === 'moved-from' || (group && group.index > 0)) return undefined;
  if (op === 'equal' || renumbered) return links ? 'link' : op === 'moved-to' ? 'moved' : undefined;
  if (op === 'moved-to') return edits ? 'moved-and-changed' : 'moved';
  if (typographic) return 'typographic';
  const isRenamed = change.after && opensSection(change.after) && (op === 'changed' || op === 'replaced');
  return isRenamed ? 'renamed' : op;
}

/** Columns that came or went, as each row tells it: the header if there is one, else by position. */
function columnChanges(change: BlockChange, titles: ReadonlyMap<string, string>): Listed[] {
  const { before, after, cells = [], table } = change;
  if (!before || !after) return [];
  return cells.flatMap((cell, index) => {
    if (cell.before !== undefined && cell.after !== undefined) return [];
    const isNew = cell.after !== undefined;
    const name = isNew ? cellText(after, cell.after ?? 0) : cellText(before, cell.before ?? 0);
    const listed = changeOf(change, isNew ? 'column-inserted' : 'column-deleted', name, titles, after.header ? [] : sensitiveOf(change));
    return [{ ...listed, column: `${table} ${index} ${isNew}` }];
  });
}

/** Each column once, as its first row (the header) names it; what any of its rows holds counts. */
function onceEachColumn(listed: readonly Listed[]): Change[] {
  const columns = new Map<string, Change>();
  const changes: Change[] = [];
  for (const { column, ...change } of listed) {
    const known = column === undefined ? undefined : columns.get(column);
    if (known) {
      known.sensitive = onceEach([...known.sensitive, ...change.sensitive]);
      continue;
    }
    if (column !== undefined) columns.set(column, change);
    changes.push(change);
  }
  return changes;
}

/** The first edit among the words around it, as "for [30 → 60] days", or how the block begins. */
function excerptOf(change: BlockChange): string {
  const whole = change.after?.text ?? change.before?.text ?? '';
  if (change.op === 'replaced' || change.op === 'inserted' || change.op === 'deleted' || change.op === 'split' || change.op === 'joined') return whole;
  const spans = spansOf(change, change.edits);
  const first = spans.findIndex(({ op }) => op !== 'equal');
  const edit = spans[first];
  if (!edit || (change.op === 'moved-to' && !change.edits)) return whole;
  const second = spans[first + 1];
  const replacing = edit.op === 'delete' && second?.op === 'insert' ? second : undefined;
  const next = spans[first + (replacing ? 2 : 1)];
  return `${contextBefore(change, spans[first - 1])}${editText(change, edit, replacing)}${contextAfter(change, next)}`.trim();
}

/** `[30 → 60]`, `[+ not]` or `[− not]`, with the white space around it left outside. */
function editText(change: BlockChange, edit: Span, replacing: Span | undefined): string {
  const raw = spanText(change, replacing ?? edit);
  const text = (span: Span) => oneLine(spanText(change, span).trim(), EXCERPT_LENGTH / 2);
  const sign = edit.op === 'insert' ? '+' : '−';
  const shown = replacing ? `${text(edit)} → ${text(replacing)}` : `${sign} ${text(edit)}`;
  return `${raw.match(/^\s/u)?.[0] ?? ''}[${shown}]${raw.match(/\s$/u)?.[0] ?? ''}`;
}

function contextBefore(change: BlockChange, span: Span | undefined): string {
  const text = span?.op === 'equal' ? spanText(change, span) : '';
  if (text.length <= CONTEXT_LENGTH) return text;
  const space = text.indexOf(' ', text.length - CONTEXT_LENGTH);
  return space === -1 ? '… ' : `…${text.slice(space)}`;
}

function contextAfter(change: BlockChange, span: Span | undefined): string {
  return span?.op === 'equal' ? oneLine(spanText(change, span), CONTEXT_LENGTH) : '';
}

function oneLine(text: string, length: number): string {
  const cut = beginning(text, length);
  return cut === text ? text : `${cut} …`;
}

/** Names every block that anything became of, in the order of the page. */
export function setAnchors(blocks: Comparison['blocks']): void {
  let count = 0;
  for (const change of blocks) {
    if (change.op === 'equal' && !change.links && !change.markup) continue;
    count += 1;
    change.anchor = `change-${count}`;
  }
}

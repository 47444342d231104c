/**
 * The redline as HTML, in the prose itself. From blocks alone, so that the edge can make it for any two
 * versions. `ins` and `del` stand only inside blocks: dropping every `ins` leaves the old words, dropping
 * every `del` the new ones. Notes (`.redline-note`, visible) and spoken borders (`.visually-hidden`) are
 * neither. What happened to a whole block is its class: `is-inserted`, `is-deleted`, `is-moved`, ….
 */
import type { Block } from '../blocks.ts';
import { type BlockChange, type CellPair, type Comparison, titlesOf } from './comparison.ts';
import { attributes } from './escape.ts';
import { Flow } from './flow.ts';
import { inlineHtml, inlineMode } from './inline.ts';
import type { RedlineLabels } from './labels.ts';
import { classesOf, leadingNote, type Places, trailingNote } from './notes.ts';
import { cellsHtml, shownColumns } from './row-html.ts';
import { spansOf } from './spans.ts';

interface Writing {
  labels: RedlineLabels;
  places: Places;
  columns: Map<number, CellPair[]>;
  /** Ids that are taken, anchors first of all: links of the list must lead somewhere. */
  ids: Set<string>;
}

export function redlineHtml(comparison: Comparison, labels: RedlineLabels): string {
  const { blocks } = comparison;
  const writing: Writing = {
    labels,
    places: placesOf(comparison),
    columns: shownColumns(blocks),
    ids: new Set(blocks.flatMap(({ anchor }) => anchor ?? [])),
  };
  const flow = new Flow();
  for (const parts of shownTogether(blocks)) write(flow, parts, writing);
  return flow.end();
}

function placesOf({ blocks, sections }: Comparison): Places {
  const ends = new Map(blocks.flatMap((change) => (change.move ? [[`${change.move} ${change.op}`, change] as const] : [])));
  const titles = titlesOf(sections);
  return {
    otherEnd: ({ move, op }) => ends.get(`${move} ${op === 'moved-from' ? 'moved-to' : 'moved-from'}`),
    titleOf: (section) => titles.get(section) ?? '',
  };
}

/** Each block by itself; the parts of a join are one. */
function* shownTogether(blocks: readonly BlockChange[]): Generator<[BlockChange, ...BlockChange[]]> {
  for (let index = 0; index < blocks.length; index++) {
    const change = blocks[index];
    if (!change) continue;
    const count = change.op === 'joined' && change.group ? change.group.count : 1;
    yield [change, ...blocks.slice(index + 1, index + count)];
    index += count - 1;
  }
}

function write(flow: Flow, parts: [BlockChange, ...BlockChange[]], writing: Writing): void {
  const [change] = parts;
  const block = change.after ?? change.before;
  if (!block) return;
  const depth = listDepth(block);
  const element = (tag: string) => `<${tag}${blockAttributes(change)}>${contentHtml(parts, writing)}</${tag}>`;
  switch (block.kind) {
    case 'heading':
      flow.block(depth, headingHtml(parts, block, writing));
      break;
    case 'item':
      flow.item(block.level ?? 1, block.ordered ?? false, itemAttributes(change, block), contentHtml(parts, writing));
      break;
    case 'row':
      flow.row(`${change.table}`, depth, block.header ?? false, rowHtml(change, writing));
      break;
    case 'term':
      flow.contained('dl', depth, element('dt'));
      break;
    case 'description':
      flow.contained('dl', depth, element('dd'));
      break;
    case 'quote':
      flow.contained('blockquote', depth, element('p'));
      break;
    case 'code':
      flow.block(depth, `<pre${blockAttributes(change)}><code>${contentHtml(parts, writing)}</code></pre>`);
      break;
    default:
      flow.block(depth, element('p'));
  }
}

/** In how many lists a block stands, as its indentation tells. */
function listDepth({ prefix }: Block): number {
  return Math.floor((prefix.match(/^ */)?.[0].length ?? 0) / 2);
}

function blockAttributes(change: BlockChange): string {
  return attributes({ id: change.anchor, class: classesOf(change) });
}

/** The number that the item has in its version, whatever stands between it and the first. */
function itemAttributes(change: BlockChange, block: Block): string {
  const number = block.ordered ? block.prefix.match(/(\d{1,9})\. $/)?.[1] : undefined;
  return attributes({ value: number }) + blockAttributes(change);
}

/** A heading keeps its own id, where the page's contents lead; the list of changes leads to a mark in it. */
function headingHtml(parts: [BlockChange, ...BlockChange[]], block: Block, { ids, ...writing }: Writing): string {
  const [change] = parts;
  const tag = `h${Math.min(6, Math.max(1, block.level ?? 2))}`;
  const own = change.after?.id;
  const isFree = own !== undefined && own !== '' && !ids.has(own);
  if (isFree) ids.add(own);
  const mark = isFree && change.anchor ? `<span${attributes({ id: change.anchor })}></span>` : '';
  const head = attributes({ id: isFree ? own : change.anchor, class: classesOf(change) });
  return `<${tag}${head}>${mark}${contentHtml(parts, { ids, ...writing })}</${tag}>`;
}

function rowHtml(change: BlockChange, { labels, places, columns }: Writing): string {
  const cells = cellsHtml(change, columns.get(change.table ?? -1), labels, leadingNote(change, labels, places), trailingNote(change, labels));
  return `<tr${blockAttributes(change)}>${cells}</tr>`;
}

function contentHtml(parts: [BlockChange, ...BlockChange[]], { labels, places }: Writing): string {
  return parts
    .map((change, index) => {
      const anchor = index > 0 && change.anchor ? `<span${attributes({ id: change.anchor })}></span>` : '';
      const joint = index > 0 ? '<del class="redline-note" aria-hidden="true">¶</del>' : '';
      return joint + anchor + leadingNote(change, labels, places) + wordsHtml(change, labels) + trailingNote(change, labels);
    })
    .join('');
}

function wordsHtml(change: BlockChange, labels: RedlineLabels): string {
  const spans = spansOf(change, change.edits);
  if (change.op === 'replaced') return sideBySide(change, labels);
  const isWhole = change.op === 'inserted' || change.op === 'deleted' || change.op.startsWith('moved');
  return inlineHtml(change, spans, inlineMode(change), isWhole && !change.edits ? undefined : labels);
}

/** Two spans that a style sheet may set one beside the other. */
function sideBySide(change: BlockChange, labels: RedlineLabels): string {
  const side = (op: 'delete' | 'insert', name: string) => {
    const html = inlineHtml(
      change,
      spansOf(change).filter((span) => span.op === op),
      'edits',
      labels,
    );
    return html && `<span class="${name}">${html}</span>`;
  };
  return side('delete', 'redline-before') + side('insert', 'redline-after');
}

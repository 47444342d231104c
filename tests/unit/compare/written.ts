/** Blocks from a short notation, and redlines as text, so that a case can be written and read by hand. */
import type { Block, Mark } from '../../../core/policy/blocks.ts';
import type { BlockChange, Comparison, Word } from '../../../core/policy/compare/index.ts';

/**
 * One block a line: `## Title {#id}`, `- item`, `  1. item`, `! | header | row |`, `| a | b |`, `> quote`,
 * `: description`, anything else a paragraph. `[words](href)` is a link. A blank line parts two tables.
 */
export function blocks(written: string): Block[] {
  const made: Block[] = [];
  let section = '';
  let table = 0;
  for (const line of written.split('\n')) {
    if (line.trim() === '') {
      table += 1;
      continue;
    }
    const block = blockOf(line, table);
    if (block.kind === 'heading') section = block.id ?? section;
    made.push({ ...block, section });
  }
  return made;
}

function blockOf(line: string, table: number): Omit<Block, 'section'> {
  const heading = line.match(/^(#{1,6} )(.*?)(?: \{#([\w-]+)\})?$/);
  if (heading) {
    const [, prefix = '', text = '', id = slug(text)] = heading;
    return { kind: 'heading', prefix, level: prefix.length - 1, id, text };
  }
  const row = line.match(/^(! )?(\|.*\|)$/);
  if (row) return rowOf(row[1] ?? '', row[2] ?? '', table);
  const item = line.match(/^((?: {2})*)(- |\d+\. )(.*)$/);
  if (item) {
    const [, indent = '', marker = '', text = ''] = item;
    return { kind: 'item', prefix: indent + marker, level: indent.length / 2 + 1, ordered: marker !== '- ', ...linked(text) };
  }
  if (line.startsWith('> ')) return { kind: 'quote', prefix: '> ', ...linked(line.slice(2)) };
  if (line.startsWith(': ')) return { kind: 'description', prefix: ': ', ...linked(line.slice(2)) };
  return { kind: 'paragraph', prefix: '', ...linked(line) };
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
}

function rowOf(prefix: string, text: string, table: number): Omit<Block, 'section'> {
  const bars = [...text.matchAll(/(?<!\\)\|/g)].map(({ index }) => index);
  const cells = bars.slice(0, -1).map((bar, index): [number, number] => [bar + 2, Math.max(bar + 2, (bars[index + 1] ?? 0) - 1)]);
  return { kind: 'row', prefix, text, cells, table, ...(prefix && { header: true }) };
}

function linked(text: string): { text: string; marks?: Mark[] } {
  const marks: Mark[] = [];
  let plain = '';
  let from = 0;
  for (const { 0: whole, 1: words = '', 2: href = '', index } of text.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)) {
    plain += text.slice(from, index);
    marks.push({ type: 'link', start: plain.length, end: plain.length + words.length, href });
    plain += words;
    from = index + whole.length;
  }
  return { text: plain + text.slice(from), ...(marks.length > 0 && { marks }) };
}

const SIGNS: Record<Word['op'], [string, string]> = { equal: ['', ''], delete: ['[-', '-]'], insert: ['{+', '+}'] };

/** The redline as text: one block a line, what became of it first unless it is equal or changed. */
export function redline({ blocks: changes }: Comparison): string {
  return changes.map(lineOfChange).join('\n');
}

function lineOfChange(change: BlockChange): string {
  const move = change.move?.replace('move-', '');
  const op = change.op === 'equal' || change.op === 'changed' ? '' : `<${change.op}${move ? ` ${move}` : ''}> `;
  const one = change.op === 'inserted' || change.op === 'deleted' || change.op.startsWith('moved');
  const words = change.edits ?? change.words;
  const line = words.map(({ op: wordOp, text }) => (one && !change.edits ? text : signed(wordOp, text))).join('');
  return op + line.replace(/\n$/, '').replaceAll('\n', '¶');
}

function signed(op: Word['op'], text: string): string {
  const [open, close] = SIGNS[op];
  return `${open}${text}${close}`;
}

/** Joined words of one side: must be the canonical text. */
export function sideOf({ blocks: changes }: Comparison, side: 'before' | 'after'): string {
  const dropped = side === 'before' ? 'insert' : 'delete';
  return changes.flatMap(({ words }) => words.filter(({ op }) => op !== dropped).map(({ text }) => text)).join('');
}

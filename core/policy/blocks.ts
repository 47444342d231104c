/**
 * Blocks: an article flattened to what a reader meets one after the other. Canonical text, redlines,
 * section hashes and the JSON of a version are all made from blocks, and from nothing else.
 */

export const BLOCK_KINDS = ['heading', 'paragraph', 'item', 'row', 'quote', 'code', 'term', 'description'] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];

/** Inline markup over `text`, offsets in UTF-16 code units, `end` exclusive. Marks never change the canonical text. */
export interface Mark {
  type: 'link' | 'strong' | 'em' | 'code' | 'del' | 'ins' | 'sub' | 'sup' | 'dfn' | 'abbr' | 'time' | 'lang' | 'br';
  start: number;
  end: number;
  /** Of a link: where it leads. */
  href?: string;
  /** Of a language mark: the BCP 47 tag. */
  lang?: string;
}

export interface Block {
  kind: BlockKind;
  /** Id of the section (heading of level 2 or 3) that the block stands in; `''` before the first. */
  section: string;
  /** Structure as the canonical text marks it: `'## '`, `'- '`, `'  1. '`, `'> '`, or `''`. */
  prefix: string;
  /** The visible text: one line, NFC, whitespace collapsed. Of a row: the cells between bars, `| a | b |`. */
  text: string;
  /** Of a heading: 1 to 6. Of an item: the nesting depth from 1. */
  level?: number;
  /** Of an item: in a numbered list. */
  ordered?: boolean;
  /** Of a heading: its anchor. */
  id?: string;
  /** Of a row: `[start, end]` of each cell in `text`, which escapes `|` and `\` in a cell with a backslash. */
  cells?: [number, number][];
  /** Of a row: a row of header cells. */
  header?: boolean;
  /** Of a row: the number of its table in the article, from 0. */
  table?: number;
  marks?: Mark[];
}

/** One line of the canonical text, without its line feed. */
export function lineOf(block: Block): string {
  return block.prefix + block.text;
}

/**
 * The canonical text of a run of blocks: one block a line, a line feed after each. Its UTF-8 bytes are
 * what `published.json`, consent records and the log hash.
 */
export function canonicalText(blocks: readonly Block[]): string {
  return blocks.map((block) => `${lineOf(block)}\n`).join('');
}

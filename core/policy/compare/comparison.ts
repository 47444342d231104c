/**
 * What comparing two versions of a policy yields: their blocks in one order, each with what became of
 * it. Everything that shows or counts a change (redline, list, JSON, statistics) is made from this.
 */
import type { Block, BlockKind } from '../blocks.ts';

/**
 * What became of a block. A moved block stands twice, `moved-from` where it was and `moved-to` where it
 * is, tied by `move`. A paragraph that was split stands once for each new block, one that was joined
 * once for each old block, tied by `group`. `replaced`: in the same place, but hardly a word is kept.
 */
export const BLOCK_OPS = ['equal', 'changed', 'replaced', 'inserted', 'deleted', 'moved-from', 'moved-to', 'split', 'joined'] as const;
export type BlockOp = (typeof BLOCK_OPS)[number];

export type WordOp = 'equal' | 'insert' | 'delete';

/** A run of text with one fate. Never cuts a word or a grapheme, never straddles two cells. */
export interface Word {
  op: WordOp;
  text: string;
}

export const SENSITIVE_KINDS = ['number', 'period', 'amount', 'date', 'negation', 'modal', 'recipient'] as const;
export type SensitiveKind = (typeof SENSITIVE_KINDS)[number];

/** An edit that may alter what people are promised, however small. `''` where a side has nothing. */
export interface Sensitive {
  kind: SensitiveKind;
  before: string;
  after: string;
}

/** A link whose words stayed while its target changed: no change of the canonical text. */
export interface LinkChange {
  words: string;
  before: string;
  after: string;
}

/** Cells of a compared row as shown side by side: indices into `cells` of the old and of the new row. */
export interface CellPair {
  before?: number;
  after?: number;
}

export interface BlockChange {
  op: BlockOp;
  /** Of the block as shown: the new one, or the old one where there is no new one. */
  kind: BlockKind;
  /** Id of the section that it is shown in: the new version's where the section lives on. */
  section: string;
  before?: Block;
  after?: Block;
  /**
   * Prefix, text and line feed. Over all blocks in order, `equal` and `delete` joined are the canonical
   * text of the old version, `equal` and `insert` joined that of the new one, to the byte.
   */
  words: Word[];
  /** Id in the page and target of the list of changes; on everything but untouched blocks. */
  anchor?: string;
  /** Ties the two ends of a move. */
  move?: string;
  /** Of `moved-to`: the words compared with those at the old place, where they were changed as well. */
  edits?: Word[];
  /** Ties the parts of a split or a join; `index` counts from 0. */
  group?: { id: string; index: number; count: number };
  /** Of a later part: where its words begin in the old and the new line (prefix included). */
  offset?: { before: number; after: number };
  /** Of a row with both sides: its cells, paired. */
  cells?: CellPair[];
  /** Of a row: a number that rows of one shown table share. */
  table?: number;
  /** Of a row that changed in nothing but in columns that came or went. */
  columnsOnly?: boolean;
  /** Only quotation marks, dashes, spaces or the coding of letters differ. */
  typographic?: boolean;
  /** Of an item: nothing but its number differs, which follows from its place in the list. */
  renumbered?: boolean;
  /** Only marks or kind differ, no word. */
  markup?: boolean;
  links?: LinkChange[];
  sensitive?: Sensitive[];
}

export const CHANGE_KINDS = [
  'changed',
  'replaced',
  'inserted',
  'deleted',
  'moved',
  'moved-and-changed',
  'split',
  'joined',
  'renamed',
  'typographic',
  'link',
  'section-inserted',
  'section-deleted',
  'section-moved',
  'column-inserted',
  'column-deleted',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One line of the list at the top of a redline. */
export interface Change {
  kind: ChangeKind;
  /** Section id and title as the redline shows them; the title is `''` before the first section. */
  section: string;
  title: string;
  /** Id of the element to jump to. */
  anchor: string;
  /** One line of plain text, cut at a word. */
  excerpt: string;
  sensitive: Sensitive[];
}

/** Words are counted without punctuation; a moved word is neither added nor removed. */
export interface ComparisonStats {
  wordsAdded: number;
  wordsRemoved: number;
  wordsMoved: number;
  blocksEqual: number;
  /** Changed, replaced, split or joined where they stand (counted once each). */
  blocksChanged: number;
  blocksInserted: number;
  blocksDeleted: number;
  blocksMoved: number;
  linksChanged: number;
  markupOnly: number;
  typographicOnly: number;
  /** Items whose number alone differs: counted here and nowhere else. */
  renumberedOnly: number;
  sensitive: number;
}

/** A section as it is named on both sides. */
export interface SectionPair {
  before?: { id: string; title: string };
  after?: { id: string; title: string };
}

/** What each section is called now, or was called last, by its id. */
export function titlesOf(sections: readonly SectionPair[]): Map<string, string> {
  return new Map(sections.map(({ before, after }) => [(after ?? before)?.id ?? '', (after ?? before)?.title ?? '']));
}

export interface Comparison {
  blocks: BlockChange[];
  /** Sensitive ones first, then in the order of the page. Empty when nothing changed. */
  changes: Change[];
  stats: ComparisonStats;
  /** All sections: those of the new version in order, then those that are gone. */
  sections: SectionPair[];
}

export interface CompareOptions {
  /** BCP 47 tag of the text: chooses word breaking and the words that are sensitive. */
  locale?: string;
  /** Sections that got another id: new id to old id, as the newer version's front matter says. */
  renamed?: Readonly<Record<string, string>>;
}

/** What holds for any two articles, whatever is in them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Block, canonicalText } from '../../../core/policy/blocks.ts';
import { cellsOf } from '../../../core/policy/compare/cells.ts';
import { type BlockChange, compareBlocks } from '../../../core/policy/compare/index.ts';
import { spansOf } from '../../../core/policy/compare/spans.ts';
import { article, versions } from './arbitrary.ts';
import { sideOf } from './written.ts';

const runs = { numRuns: Number(process.env.FAIRNOTICE_RUNS ?? 400) };

test('gives both canonical texts back, to the byte', () => {
  fc.assert(
    fc.property(versions, ([a, b]) => {
      const comparison = compareBlocks(a, b);
      expect(sideOf(comparison, 'before')).toBe(canonicalText(a));
      expect(sideOf(comparison, 'after')).toBe(canonicalText(b));
    }),
    runs,
  );
});

test('finds nothing between a version and itself', () => {
  fc.assert(
    fc.property(article, (a) => {
      const { blocks, changes, stats } = compareBlocks(a, structuredClone(a));
      expect(changes).toEqual([]);
      expect(blocks.every(({ op }) => op === 'equal')).toBe(true);
      expect(stats).toMatchObject({ wordsAdded: 0, wordsRemoved: 0, wordsMoved: 0, blocksEqual: a.length, sensitive: 0 });
    }),
    runs,
  );
});

test('the way back is the mirror of the way there', () => {
  fc.assert(
    fc.property(versions, ([a, b]) => {
      // Not `sensitive`: whether a section is about recipients is told by its newer name.
      const { sensitive: _, ...there } = compareBlocks(a, b).stats;
      const { sensitive: __, ...back } = compareBlocks(b, a).stats;
      expect(back).toEqual({
        ...there,
        wordsAdded: there.wordsRemoved,
        wordsRemoved: there.wordsAdded,
        blocksInserted: there.blocksDeleted,
        blocksDeleted: there.blocksInserted,
      });
    }),
    runs,
  );
});

test('the two ends of a move know each other, and no block is lost', () => {
  fc.assert(
    fc.property(versions, ([a, b]) => {
      const { blocks } = compareBlocks(a, b);
      const ends = (op: BlockChange['op']) =>
        blocks
          .filter((change) => change.op === op)
          .map(({ move }) => move)
          .sort();
      expect(ends('moved-from')).toEqual(ends('moved-to'));
      expect(new Set(ends('moved-to')).size).toBe(ends('moved-to').length);
    }),
    runs,
  );
});

test('words are never cut inside a grapheme, nor across two cells', () => {
  const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  const bordersOf = (text: string) => new Set([...graphemes.segment(text)].map(({ index }) => index).concat(text.length));
  fc.assert(
    fc.property(versions, ([a, b]) => {
      for (const change of compareBlocks(a, b).blocks) {
        if (change.op === 'equal') continue;
        for (const span of spansOf(change, change.edits)) {
          const block = (span.op === 'delete' ? change.before : change.after) as Block;
          const cells = cellsOf(block);
          const isWholeCell = cells.some(([start, end]) => span.start === start || span.end === end);
          if (cells.length === 0) expect([...bordersOf(block.text)]).toEqual(expect.arrayContaining([span.start, span.end]));
          else if (change.cells && !isWholeCell) expect(cells.filter(([start, end]) => span.start < end && start < span.end).length).toBeLessThanOrEqual(1);
        }
      }
    }),
    runs,
  );
});

/** Text that was made to be slow to compare ends in time, and still gives both versions back. */
import { expect, test } from 'vitest';
import { type Block, canonicalText } from '../../../core/policy/blocks.ts';
import { compareBlocks, ENGLISH_REDLINE_LABELS, redlineHtml } from '../../../core/policy/compare/index.ts';
import { edited, policy } from './generated.ts';
import { seen, visibleText } from './page.ts';
import { sideOf } from './written.ts';

/** Far above what was measured (see the docs of `block-changes.ts`), far below what a missing bound costs. */
const AT_MOST_MS = 3000;

function paragraphs(texts: readonly string[]): Block[] {
  return texts.map((text) => ({ kind: 'paragraph', section: '', prefix: '', text }));
}

function words(count: number, stem: string): string[] {
  return Array.from({ length: count }, (_, index) => `${stem}${(index * 7919) % count}`);
}

const HOSTILE: readonly [string, Block[], Block[]][] = [
  ['two thousand lines in reverse', paragraphs(words(2000, 'line ')), paragraphs(words(2000, 'line ').reverse())],
  ['one block of twenty thousand words in another order', paragraphs([words(20_000, 'w').join(' ')]), paragraphs([words(20_000, 'w').sort().join(' ')])],
  ['hundreds of blocks that are all alike', paragraphs(words(600, 'a b c d e f g h ')), paragraphs(words(600, 'a b c d e f g h x'))],
  [
    'many long blocks shuffled',
    paragraphs(words(200, '').map((n) => words(200, `w${n}_`).join(' '))),
    paragraphs(words(200, '').map((n) => words(200, `w${n}_`).sort().join(' '))),
  ],
  ['numbers and dots without end', paragraphs(['1.'.repeat(40_000)]), paragraphs([`${'1.'.repeat(40_000)} x`])],
  ['capital letters without end', paragraphs(['A.'.repeat(40_000)]), paragraphs([`${'A '.repeat(40_000)} x`])],
];

test.for(HOSTILE)('%s', { timeout: 60_000 }, ([, a, b]) => {
  const start = performance.now();
  const comparison = compareBlocks(a, b);
  expect(performance.now() - start).toBeLessThan(AT_MOST_MS);
  expect(sideOf(comparison, 'before')).toBe(canonicalText(a));
  expect(sideOf(comparison, 'after')).toBe(canonicalText(b));
});

test('a policy of ten thousand words with a hundred edits is compared faithfully, most of it untouched', () => {
  const before = policy(600, 1);
  const after = edited(before, 100, 2);
  const comparison = compareBlocks(before, after, { locale: 'en' });
  expect(sideOf(comparison, 'before')).toBe(canonicalText(before));
  expect(sideOf(comparison, 'after')).toBe(canonicalText(after));
  expect(comparison.stats.blocksEqual).toBeGreaterThan(480);
  const html = redlineHtml(comparison, ENGLISH_REDLINE_LABELS);
  expect(visibleText(html, 'ins')).toBe(seen(before));
  expect(visibleText(html, 'del')).toBe(seen(after));
});

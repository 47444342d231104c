import { describe, expect, test } from 'vitest';
import { canonicalText } from '../../../core/policy/blocks.ts';
import { compareBlocks } from '../../../core/policy/compare/index.ts';
import { HARD_CASES } from './hard-cases.ts';
import { blocks, redline, sideOf } from './written.ts';

describe('the redline of', () => {
  test.for(HARD_CASES.map((hard) => [hard.name, hard] as const))('%s', ([, { before, after, options, redline: expected }]) => {
    const comparison = compareBlocks(blocks(before), blocks(after), options);
    expect(redline(comparison)).toBe(expected);
    expect(sideOf(comparison, 'before')).toBe(canonicalText(blocks(before)));
    expect(sideOf(comparison, 'after')).toBe(canonicalText(blocks(after)));
  });
});

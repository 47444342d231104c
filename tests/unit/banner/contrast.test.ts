/** Contrast against values that WCAG, and checkers that follow it, give. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrast } from '../../../core/banner/contrast.ts';

test.each([
  ['#000000', '#ffffff', 21],
  ['#ffffff', '#ffffff', 1],
  ['#777777', '#ffffff', 4.48],
  ['#767676', '#ffffff', 4.54],
  ['#949494', '#ffffff', 3.03],
  ['#ff0000', '#ffffff', 4.0],
  ['#0000ff', '#ffffff', 8.59],
  ['#00ff00', '#ffffff', 1.37],
  ['#FFFF00', '#0000FF', 8.0],
])('%s on %s is %d', (a, b, expected) => {
  expect(contrast(a, b)).toBeCloseTo(expected, 1);
  expect(contrast(b, a)).toBe(contrast(a, b));
  expect(contrast(a, b) >= 4.5).toBe(expected >= 4.5);
});

test('lies between 1 and 21 for all colours', () => {
  const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
  fc.assert(
    fc.property(colour, colour, (a, b) => {
      expect(contrast(a, b)).toBeGreaterThanOrEqual(1);
      expect(contrast(a, b)).toBeLessThanOrEqual(21);
    }),
  );
});

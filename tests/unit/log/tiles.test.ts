/** Paths as c2sp.org/tlog-tiles spells them, and no others. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entriesPath, parseTilePath, tilePath, widthIn } from '../../../core/log/tiles.ts';

describe('paths', () => {
  test.each<[number, string]>([
    [0, '000'],
    [999, '999'],
    [1000, 'x001/000'],
    [1234, 'x001/234'],
    [1_234_067, 'x001/x234/067'],
  ])('of tile %d', (n, groups) => {
    expect(tilePath(0, n)).toBe(`tile/0/${groups}`);
    expect(tilePath(63, n, 5)).toBe(`tile/63/${groups}.p/5`);
    expect(entriesPath(n)).toBe(`tile/entries/${groups}`);
    expect(entriesPath(n, 255)).toBe(`tile/entries/${groups}.p/255`);
  });

  test('are read back', () => {
    fc.assert(
      fc.property(fc.nat(63), fc.maxSafeNat(), fc.integer({ min: 1, max: 256 }), (level, n, width) => {
        expect(parseTilePath(tilePath(level, n, width))).toEqual({ kind: 'tile', level, n, width });
        expect(parseTilePath(entriesPath(n, width))).toEqual({ kind: 'entries', n, width });
      }),
    );
  });

  test.each([
    'tile/0/0',
    'tile/00/000',
    'tile/64/000',
    'tile/0/x000/001',
    'tile/0/001/234',
    'tile/0/x001',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/05',
    'tile/0/000.p/',
    'tile/0/000/',
    '/tile/0/000',
    'tile/-1/000',
    'tile/entries/x001/x234/67',
    'tile/data/000',
    'tile/0/x999/x999/x999/x999/x999/999',
    'tile/0/000\n',
  ])('such as %j are refused', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });
});

test('a tile is as wide as the tree has hashes for it', () => {
  expect(widthIn(256, 0, 0)).toBe(256);
  expect(widthIn(256, 1, 0)).toBe(1);
  expect(widthIn(256, 0, 1)).toBe(0);
  expect(widthIn(255, 1, 0)).toBe(0);
});

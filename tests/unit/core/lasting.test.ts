import { describe, expect, test } from 'vitest';
import { boundariesOf, holds } from '../../../core/lasting.ts';

describe('a row that lasts', () => {
  test.each([
    [{ since: '2026-03-01', until: '2026-06-01' }, '2026-02-28', false],
    [{ since: '2026-03-01', until: '2026-06-01' }, '2026-03-01', true],
    [{ since: '2026-03-01', until: '2026-06-01' }, '2026-05-31', true],
    [{ since: '2026-03-01', until: '2026-06-01' }, '2026-06-01', false],
    [{ until: '2026-06-01' }, '1999-01-01', true],
    [{ since: '2026-03-01' }, '2999-01-01', true],
    [{}, '2026-03-01', true],
  ])('%o on %s: %s; its first day counts, and `until` no more', (row, date, is) => {
    expect(holds(row, date)).toBe(is);
  });

  test('its boundaries are told once, and none where it has none', () => {
    expect(boundariesOf([{ since: '2026-03-01' }, { since: '2026-03-01', until: '2026-06-01' }, {}])).toEqual(['2026-03-01', '2026-06-01']);
  });
});

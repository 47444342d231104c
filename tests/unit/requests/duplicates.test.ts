/** Which requests are probably one, and which of them to work on; what holds an erasure up. */
import { describe, expect, test } from 'vitest';
import { type Comparable, duplicatesAmong } from '../../../core/requests/duplicates.ts';
import { type HeldRequest, holdsOn } from '../../../core/requests/holds.ts';

const one = (id: string, received: string, more: Partial<Comparable> = {}): Comparable => ({
  id,
  reference: id,
  kind: 'access',
  received,
  state: 'open',
  acknowledged: 0,
  assignee: null,
  ...more,
});
const ids = (groups: Comparable[][]): string[][] => groups.map((group) => group.map(({ id }) => id));

describe('duplicates: the same contact and kind within 30 days of the first', () => {
  test('day 30 is within, day 31 begins another group', () => {
    expect(ids(duplicatesAmong([one('c', '2026-04-01'), one('a', '2026-03-01'), one('b', '2026-03-31')]))).toEqual([['a', 'b']]);
    expect(ids(duplicatesAmong([one('a', '2026-03-01'), one('b', '2026-03-20'), one('c', '2026-04-01'), one('d', '2026-04-02')]))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  test('another kind is no duplicate, and a single one is no group', () => {
    expect(duplicatesAmong([one('a', '2026-03-01'), one('b', '2026-03-02', { kind: 'erasure' })])).toEqual([]);
  });

  test('the one to work on was acted on first, else is proved, else is the oldest', () => {
    const unproved = one('a', '2026-03-01', { state: 'unproved' });
    expect(ids(duplicatesAmong([unproved, one('b', '2026-03-02'), one('c', '2026-03-03', { assignee: 'Kim' })]))).toEqual([['c', 'b', 'a']]);
    expect(ids(duplicatesAmong([unproved, one('b', '2026-03-02'), one('c', '2026-03-02')]))).toEqual([['b', 'c', 'a']]);
  });
});

describe('an erasure is held up', () => {
  const other = (more: Partial<HeldRequest>): HeldRequest => ({
    id: 'b',
    reference: 'B',
    kind: 'access',
    queue: 'active',
    regime: 'ca-pipeda',
    channel: 'form',
    parent: null,
    parentKind: null,
    parentState: null,
    ...more,
  });
  const erasure = { id: 'a', regimes: ['ca-pipeda'] };

  test('by law while an access request of the same contact is open (PIPEDA s. 8(8))', () => {
    expect(holdsOn(erasure, [other({})])).toEqual([{ blocks: true, because: 'access-open', reference: 'B', regime: 'ca-pipeda', ref: 's. 8(8)' }]);
  });

  test('by law while recourse is open (Quebec, s. 36)', () => {
    for (const kind of ['complaint', 'appeal'])
      expect(holdsOn({ id: 'a', regimes: ['ca-qc-law25'] }, [other({ kind, regime: '', parent: 'a' })])).toMatchObject([
        { blocks: true, because: 'recourse-open', ref: 's. 36' },
      ]);
  });

  test('not by a complaint that anybody can send in a name that is not theirs: it is said, and not blocked', () => {
    const complaint = (more: Partial<HeldRequest>) => other({ kind: 'complaint', ...more });
    const blocks = (others: HeldRequest[]) => holdsOn(erasure, others).some((hold) => hold.blocks);
    expect(holdsOn(erasure, [complaint({})])).toEqual([{ blocks: false, because: 'recourse-open', reference: 'B' }]);
    const about = (parentKind: string | null, parentState: string | null) => [complaint({ parent: 'c', parentKind, parentState })];
    expect(blocks(about('access', 'answered'))).toBe(true);
    for (const state of ['unproved', 'expired', 'disputed']) expect(blocks(about('access', state))).toBe(false);
    expect(blocks(about('complaint', 'answered'))).toBe(false);
    expect(blocks(about(null, null))).toBe(false);
    expect(blocks([complaint({ channel: 'letter' })])).toBe(true);
  });

  test('what blocks it is told first', () => {
    const holds = holdsOn(erasure, [other({ id: 'c', reference: 'C', kind: 'complaint' }), other({})]);
    expect(holds.map(({ reference, blocks }) => [reference, blocks])).toEqual([
      ['B', true],
      ['C', false],
    ]);
  });

  test('elsewhere it is said, and not blocked', () => {
    expect(holdsOn({ id: 'a', regimes: ['eu-gdpr'] }, [other({ regime: 'eu-gdpr' })])).toEqual([{ blocks: false, because: 'access-open', reference: 'B' }]);
  });

  test('not by what is closed, by itself, by another erasure, or by what nobody has proved', () => {
    expect(holdsOn(erasure, [other({ queue: 'closed' }), other({ id: 'a' }), other({ kind: 'erasure' }), other({ queue: 'unproved' })])).toEqual([]);
  });
});

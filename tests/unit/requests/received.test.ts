/** The day on which a letter arrived, as somebody types it: a slip in the year is noticed. */
import { describe, expect, test } from 'vitest';
import { type ReceivedFault, receivedFault } from '../../../core/requests/received.ts';

test.each<[received: string, today: string, fault: ReceivedFault | undefined, why: string]>([
  ['2026-11-29', '2026-11-29', undefined, 'today'],
  ['2026-01-31', '2026-11-29', undefined, 'months ago: a letter that lay about'],
  ['2025-11-30', '2026-11-29', undefined, 'a day less than a year ago'],
  ['2025-11-29', '2026-11-29', 'old', 'today with the year of yesterday’s diary'],
  ['2025-12-20', '2027-01-02', 'old', 'a year too little after the turn of the year'],
  ['2016-11-25', '2026-11-29', 'old', 'one digit is wrong'],
  ['1926-11-25', '2026-11-29', 'old', 'two are changed about'],
  ['0026-11-25', '2026-11-29', 'old', 'a year of two digits'],
  ['2023-02-28', '2024-02-29', 'old', 'a leap day has no day a year ago: the last of February stands in'],
  ['2023-03-01', '2024-02-29', undefined, 'the day after it'],
  ['2026-11-30', '2026-11-29', 'future', 'tomorrow'],
  ['2062-11-25', '2026-11-29', 'future', 'digits changed about, the other way'],
])('%s, entered on %s: %s (%s)', (received, today, fault) => {
  expect(receivedFault(received, today, false)).toBe(fault);
});

describe('whoever confirms it', () => {
  test('may enter an old day', () => expect(receivedFault('1926-11-25', '2026-11-29', true)).toBeUndefined());
  test('may not enter one that is yet to come', () => expect(receivedFault('2026-11-30', '2026-11-29', true)).toBe('future'));
});

test('every day with the year before is noticed, whenever it is typed', () => {
  for (let day = 0; day < 800; day += 1) {
    const today = new Date(Date.UTC(2026, 0, 1) + day * 86_400_000).toISOString().slice(0, 10);
    for (const back of [0, 1, 30, 200, 364]) {
      const meant = new Date(Date.parse(today) - back * 86_400_000).toISOString().slice(0, 10);
      const typed = `${Number(meant.slice(0, 4)) - 1}${meant.slice(4)}`;
      if (typed.endsWith('02-29')) continue;
      expect(receivedFault(typed, today, false), `${typed} for ${meant} on ${today}`).toBe('old');
    }
  }
});

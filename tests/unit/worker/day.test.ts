import { expect, test } from 'vitest';
import { dayOf } from '../../../worker/moment.ts';

test('the day of a decision is that of its own moment and zone, whatever was asked before', () => {
  const asked = [
    ['2026-12-31T22:59:59Z', 'Europe/Berlin'],
    ['2026-12-31T23:00:00Z', 'Europe/Berlin'],
    ['2026-12-31T23:00:59Z', 'Europe/Berlin'],
    ['2026-12-31T23:00:59Z', 'UTC'],
    ['2026-12-31T22:59:59Z', 'Europe/Berlin'],
  ] as const;
  expect(asked.map(([moment, timeZone]) => dayOf(moment, timeZone))).toEqual(['2026-12-31', '2027-01-01', '2027-01-01', '2026-12-31', '2026-12-31']);
});

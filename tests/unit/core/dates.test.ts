/** Days begin at midnight where the organisation is, or with the first minute that exists. */
import { expect, test } from 'vitest';
import { dateAt, dateInWords, durationInWords, instant, startOfDay, timeAt } from '../../../core/dates.ts';

test.each([
  ['2027-01-01', 'UTC', '2027-01-01T00:00:00Z'],
  ['2027-01-01', 'Pacific/Auckland', '2026-12-31T11:00:00Z'],
  ['2026-07-01', 'Pacific/Auckland', '2026-06-30T12:00:00Z'],
  ['2027-01-01', 'Pacific/Kiritimati', '2026-12-31T10:00:00Z'],
  ['2027-01-01', 'America/Los_Angeles', '2027-01-01T08:00:00Z'],
  ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00Z'],
  ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00Z'],
  ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00Z'],
  ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00Z'],
  // Midnight is skipped here: the day begins at 01:00.
  ['2026-03-29', 'Asia/Beirut', '2026-03-28T22:00:00Z'],
  ['2026-03-30', 'Asia/Beirut', '2026-03-29T21:00:00Z'],
  // Here the whole day is skipped but for its name: 30 December 2011 did not exist.
  ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
])('%s in %s begins at %s', (date, zone, expected) => {
  expect(startOfDay(date, zone)).toBe(expected);
  expect(dateAt(expected, zone)).toBe(date);
});

test.each([
  ['2027-01-01T00:00:00Z', 'UTC', '00:00'],
  ['2027-01-01T14:05:30Z', 'UTC', '14:05'],
  ['2027-01-01T00:00:00Z', 'Europe/Berlin', '01:00'],
  // The first minute of the day: midnight is skipped.
  ['2026-03-28T22:00:00Z', 'Asia/Beirut', '01:00'],
])('at %s it is in %s %s', (value, zone, expected) => {
  expect(timeAt(value, zone)).toBe(expected);
});

test.each([
  ['2027-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ['2027-01-01T00:00:00.999Z', '2027-01-01T00:00:00Z'],
  ['2026-12-31T23:59:59.999999999Z', '2026-12-31T23:59:59Z'],
  ['2027-01-01T14:00:00+13:00', '2027-01-01T01:00:00Z'],
  ['1969-12-31T23:59:59.5Z', '1969-12-31T23:59:59Z'],
])('%s is %s in whole seconds, never a later one', (value, expected) => {
  expect(instant(value)).toBe(expected);
});

test.each([
  ['2025-12-16', 'en', '16 December 2025'],
  ['2025-12-16', 'de', '16. Dezember 2025'],
  ['2025-12-16.2', 'en', '16 December 2025'],
  ['2025-12-16', 'ja', '2025年12月16日'],
])('%s in %s is said as %s', (date, locale, words) => {
  expect(dateInWords(date, locale)).toBe(words);
});

test.each([
  ['P6M', 'en', '6 months'],
  ['P1Y', 'de', '1 Jahr'],
  ['P1Y6M', 'en', '1 year, 6 months'],
  ['PT30M', 'en', '30 minutes'],
])('%s in %s is said as %s', (duration, locale, words) => {
  expect(durationInWords(duration, locale)).toBe(words);
});

test('the date of an instant is that of its own moment and zone, whatever was asked before', () => {
  const asked = [
    ['2026-12-31T22:59:59Z', 'Europe/Berlin', '2026-12-31'],
    ['2026-12-31T23:00:00Z', 'Europe/Berlin', '2027-01-01'],
    ['2026-12-31T23:00:59.999Z', 'Europe/Berlin', '2027-01-01'],
    ['2026-12-31T23:00:59Z', 'UTC', '2026-12-31'],
    // The same minute of a clock, not of the day.
    ['2026-12-31T23:00:59+02:00', 'UTC', '2026-12-31'],
    ['2026-12-31T23:00:59-02:00', 'UTC', '2027-01-01'],
    ['2026-12-31T22:59:59Z', 'Europe/Berlin', '2026-12-31'],
  ] as const;
  for (const [instant, timeZone, date] of asked) expect(dateAt(instant, timeZone)).toBe(date);
});

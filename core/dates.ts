/**
 * Calendar dates, instants, and how they are said. A calendar date is `YYYY-MM-DD`, an instant ISO 8601
 * in UTC. The clock is never read here.
 */
import { Temporal } from 'temporal-polyfill';

/**
 * The instant at which a day begins in a zone. Where a clock change skips midnight, the day begins with
 * its first existing minute.
 *
 * @returns ISO 8601 in UTC, such as `2026-12-31T23:00:00Z`.
 */
export function startOfDay(date: string, timeZone: string): string {
  return Temporal.PlainDate.from(date).toZonedDateTime(timeZone).toInstant().toString();
}

let last = { minute: '', timeZone: '', date: '' };

/** The calendar date of an instant in a zone. Asked again and again for the same minute, with which days begin; so the last answer is kept. */
export function dateAt(instant: string, timeZone: string): string {
  const minute = /^[\d-]{10}T\d\d:\d\d.*Z$/.test(instant) ? instant.slice(0, 16) : instant;
  if (last.minute === minute && last.timeZone === timeZone) return last.date;
  const date = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();
  last = { minute, timeZone, date };
  return date;
}

/** The time of day of an instant in a zone, `00:00`: not every day begins at midnight, nor every version with its day. */
export function timeAt(instant: string, timeZone: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainTime().toString({ smallestUnit: 'minute' });
}

/** The same instant in UTC, in whole seconds, so that instants compare as text. */
export function instant(value: string): string {
  return Temporal.Instant.from(value).round({ smallestUnit: 'second', roundingMode: 'floor' }).toString();
}

/** "16 December 2025", in the words of the locale. */
export function dateInWords(date: string, locale: string): string {
  return inStyle('long', date, locale);
}

/** "Saturday 28 February 2026": a date with its day of the week. */
export function dayInWords(date: string, locale: string): string {
  return inStyle('full', date, locale);
}

/** Making a formatter costs a hundred times what using it does. */
const formats = new Map<string, Intl.DateTimeFormat>();

function inStyle(dateStyle: 'long' | 'full', date: string, locale: string): string {
  const key = `${dateStyle} ${locale}`;
  // "16 December 2025" rather than the American order, which readers elsewhere stumble over.
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { dateStyle, timeZone: 'UTC' });
  formats.set(key, format);
  return format.format(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))));
}

/** "14:05 CET": a time of day, with the zone that it is told in. */
export function clockInWords(moment: Date, locale: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { hour: '2-digit', minute: '2-digit', timeZone, timeZoneName: 'short' });
  return format.format(moment);
}

const UNITS = { years: 'year', months: 'month', weeks: 'week', days: 'day', hours: 'hour', minutes: 'minute', seconds: 'second' } as const;

/** An ISO 8601 duration in words: `P6M` is "6 months". */
export function durationInWords(duration: string, locale: string): string {
  const parsed = Temporal.Duration.from(duration);
  const parts = (Object.keys(UNITS) as (keyof typeof UNITS)[])
    .filter((unit) => parsed[unit] !== 0)
    .map((unit) => new Intl.NumberFormat(locale, { style: 'unit', unit: UNITS[unit], unitDisplay: 'long' }).format(parsed[unit]));
  return new Intl.ListFormat(locale, { type: 'unit' }).format(parts);
}

/** Instants in content and on pages have no fractions: the second in which one lies, to be compared with them as text. In UTC. */
export function wholeSecond(instant: string): string {
  return `${instant.slice(0, 19)}Z`;
}

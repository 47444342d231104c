/** The moment of `?at=`, and the day of a moment. No clock is read here. */
import { dateAt, instant, startOfDay } from '../core/dates.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** An instant with its offset. The plus sign of an offset arrives as a space where it was not escaped. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+ -]\d{2}:\d{2})$/i;

/**
 * The instant that a value of `?at=` means, or nothing where it means none. A date is the moment at which
 * that day begins in the organisation's zone, so that `?at=2027-01-01` shows the version of that name.
 */
export function readMoment(value: string, timeZone: string): string | undefined {
  const text = value.trim();
  try {
    if (DATE.test(text)) return startOfDay(text, timeZone);
    if (INSTANT.test(text)) return wholeSecond(instant(text.replace(' ', '+').toUpperCase()));
  } catch {
    // A day or an hour that does not exist.
  }
  return undefined;
}

/** Instants of the site have no fractions; the second that an instant lies in compares with them as text. */
export function wholeSecond(value: string): string {
  return `${value.slice(0, 19)}Z`;
}

let last = { minute: '', timeZone: '', date: '' };

/** The calendar date of a moment. A day begins with a minute, and each decision asks, so the calendar is asked once a minute. */
export function dayOf(moment: string, timeZone: string): string {
  const minute = moment.slice(0, 16);
  if (last.minute !== minute || last.timeZone !== timeZone) last = { minute, timeZone, date: dateAt(moment, timeZone) };
  return last.date;
}

/**
 * Holidays as data: the table of a place, and what a rule set keeps of it. Nothing here knows a
 * holiday by itself; `build-holidays.ts` makes the tables at build time.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { dateSchema, localeSchema } from '../schemas.ts';
import { earlier, later } from './order.ts';

/** Whose list a day is on: the region's and the country's, or one of them. In a country without regions all are on `both`. */
export const HOLIDAY_LISTS = ['both', 'region', 'country'] as const;

const holidaySchema = z.strictObject({ date: dateSchema, list: z.enum(HOLIDAY_LISTS), names: z.record(localeSchema, z.string().min(1)) });
export type Holiday = z.infer<typeof holidaySchema>;

/** The public holidays of a place from the first to the last day that was looked at. Only Mondays to Fridays are listed: the others are free anyway. */
export const holidayTableSchema = z.strictObject({
  /** `DE`, `DE-HE`. A country with regions stands for the days that are free in each of them. */
  place: z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/),
  source: z.string().min(1),
  from: dateSchema,
  until: dateSchema,
  days: z.array(holidaySchema),
});
export type HolidayTable = z.infer<typeof holidayTableSchema>;

/** Why a request is counted without holidays. */
export const HOLIDAYS_UNKNOWN = ['seat-unknown', 'seat-elsewhere', 'no-table'] as const;

export const frozenHolidaysSchema = z.discriminatedUnion('known', [
  z.strictObject({ known: z.literal(true), ...holidayTableSchema.shape }),
  z.strictObject({ known: z.literal(false), why: z.enum(HOLIDAYS_UNKNOWN) }),
  /** No period of this law looks at holidays. */
  z.strictObject({ known: z.literal('not-needed') }),
]);
export type FrozenHolidays = z.infer<typeof frozenHolidaysSchema>;

/** How many years of holidays a rule set keeps: more than the longest period with its extensions and a long wait. */
const KEPT_YEARS = 2;

/** The part of a table that a request received on a day can need. */
export function cutTable(table: HolidayTable, day: string): HolidayTable {
  const end = Temporal.PlainDate.from(day).add({ years: KEPT_YEARS }).toString();
  const until = earlier(end, table.until);
  const from = later(day, table.from);
  return { ...table, from, until, days: table.days.filter(({ date }) => from <= date && date <= until) };
}

/** `certain`: what nobody disputes. `lenient`: what guidance or an unchecked rule would allow beside it; never earlier. */
export type Reading = 'certain' | 'lenient';

/** The holiday of the place itself on a day; a day that only the country lists is none in its region. */
export function holidayOn(holidays: FrozenHolidays, date: string): Holiday | undefined {
  if (holidays.known !== true) return undefined;
  return holidays.days.find((day) => day.date === date && day.list !== 'country');
}

export function isWeekend(date: string): boolean {
  return Temporal.PlainDate.from(date).dayOfWeek > 5;
}

export function isWorkingDay(holidays: FrozenHolidays, date: string): boolean {
  return !isWeekend(date) && holidayOn(holidays, date) === undefined;
}

/**
 * Does a day count in a period of business days? No law in the table says which list of holidays is
 * meant. So a day is certainly none only where it is on both lists; the lenient reading leaves out each.
 */
export function isBusinessDay(holidays: FrozenHolidays, date: string, reading: Reading): boolean {
  if (isWeekend(date)) return false;
  if (holidays.known !== true) return true;
  return !holidays.days.some((day) => day.date === date && (reading === 'lenient' || day.list === 'both'));
}

/** Is it known for this day whether it is a holiday? */
export function isCovered(holidays: FrozenHolidays, date: string): boolean {
  return holidays.known === true && holidays.from <= date && date <= holidays.until;
}

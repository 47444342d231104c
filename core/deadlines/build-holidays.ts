/**
 * Makes the table of holidays of a place, with `date-holidays`. For the build and the commands: what it
 * imports is far too large for the edge, which is given the tables as data. The list of that library is
 * kept by its community, not by the states; `docs/deadlines.md` says what that means for a date.
 */
import Holidays, { type HolidaysTypes } from 'date-holidays';
import manifest from 'date-holidays/package.json' with { type: 'json' };
import { type Regime, regimeTable } from '../regimes.ts';
import { addDays } from './count.ts';
import { type Holiday, type HolidayTable, holidayTableSchema, isWeekend } from './holidays.ts';
import { placeOf, type Seat } from './rule-set.ts';

/** The languages in which a date is explained; the library has the place's own name where it lacks one. */
const LANGUAGES = ['en', 'de'];
/** The library also knows days on which banks, schools or some people rest. */
const PUBLIC: HolidaysTypes.Options = { types: ['public'] };
const HOUR = 3_600_000;

export type Built =
  | { ok: true; table: HolidayTable }
  | { ok: false; reason: 'unknown-country'; country: string }
  | { ok: false; reason: 'unknown-region'; country: string; region: string; known: string[] };

/** The table of a place such as `DE`, `DE-HE` or `US-CA`, for whole years. */
export function buildHolidayTable(place: string, years: { from: number; until: number }): Built {
  const [country = '', region] = place.split('-');
  const countries: Record<string, string> = new Holidays().getCountries() ?? {};
  if (!(country in countries)) return { ok: false, reason: 'unknown-country', country };
  const regions = Object.keys(new Holidays().getStates(country) ?? {});
  if (region !== undefined && !regions.includes(region)) return { ok: false, reason: 'unknown-region', country, region, known: regions };
  const days = region === undefined ? inWholeCountry(country, regions, years) : inRegion(country, region, years);
  const span = { from: `${years.from}-01-01`, until: `${years.until}-12-31` };
  return { ok: true, table: holidayTableSchema.parse({ place, source: `date-holidays ${manifest.version}`, ...span, days: [...days.values()].sort(byDate) }) };
}

/** The places whose tables an organisation needs: its seat, and the territory of laws that count by their own. */
export function holidayPlaces(regimes: readonly string[], seat: Seat | undefined): string[] {
  const laws = regimes.flatMap((id) => regimeTable.regimes.find((regime: Regime) => regime.id === id) ?? []);
  return [...new Set(laws.flatMap((law) => placeOf(law, seat) ?? []))].sort();
}

interface Years {
  from: number;
  until: number;
}

type Days = Map<string, Holiday>;

/** Where a region has lists of its own and nobody has said which region it is, only what is free in all of them is certainly free. */
function inWholeCountry(country: string, regions: string[], years: Years): Days {
  const national = daysOf([country], years, 'both');
  const lists = regions.map((region) => new Set(publicDays(new Holidays(country, region, PUBLIC), years).flatMap(datesOf)));
  return new Map([...national].filter(([date]) => lists.every((list) => list.has(date))));
}

function inRegion(country: string, region: string, years: Years): Days {
  const national = daysOf([country], years, 'country');
  const regional = daysOf([country, region], years, 'region');
  const days: Days = new Map([...national, ...regional]);
  for (const [date, day] of days) if (national.has(date) && regional.has(date)) days.set(date, { ...day, list: 'both' });
  if (country === 'US' && region === 'CA') dropFridaysFor(days);
  return days;
}

/** California moves a holiday from Sunday to Monday; from Saturday to Friday only Veterans Day (Gov. Code § 6701). The library takes over the federal rule. */
function dropFridaysFor(days: Days): void {
  for (const [date, day] of days) {
    const observed = new Date(`${date}T00:00:00Z`).getUTCDay() === 5 && /substitute/.test(day.names.en ?? '');
    if (observed && !/Veterans/.test(day.names.en ?? '')) days.set(date, { ...day, list: 'country' });
  }
}

function daysOf(place: [country: string, region?: string], years: Years, list: Holiday['list']): Days {
  const [country, region] = place;
  const calendar = region === undefined ? new Holidays(country, PUBLIC) : new Holidays(country, region, PUBLIC);
  const translated = LANGUAGES.map((language) => [language, publicDays(calendar, years, language)] as const);
  const days: Days = new Map();
  for (const holiday of publicDays(calendar, years)) {
    const names = Object.fromEntries(translated.flatMap(([language, found]) => nameIn(language, found, holiday)));
    for (const date of datesOf(holiday)) if (!isWeekend(date)) days.set(date, { date, list, names });
  }
  return days;
}

/** A day that is free from noon on is a working day. */
function publicDays(calendar: Holidays, { from, until }: Years, language?: string): HolidaysTypes.Holiday[] {
  const years = Array.from({ length: until - from + 1 }, (_, index) => from + index);
  return years.flatMap((year) => calendar.getHolidays(year, language) ?? []).filter(({ start, end }) => end.getTime() - start.getTime() >= 23 * HOUR);
}

function nameIn(language: string, found: HolidaysTypes.Holiday[], { date, rule }: HolidaysTypes.Holiday): [string, string][] {
  const same = found.find((other) => other.date === date && other.rule === rule);
  return same ? [[language, same.name]] : [];
}

function datesOf({ date, start, end }: HolidaysTypes.Holiday): string[] {
  const days = Math.round((end.getTime() - start.getTime()) / (24 * HOUR));
  return Array.from({ length: days }, (_, index) => addDays(date.slice(0, 10), index));
}

function byDate(a: Holiday, b: Holiday): number {
  return a.date < b.date ? -1 : 1;
}

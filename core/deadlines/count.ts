/** Where a period ends: months, days and business days, and the last day that is no working day. Dates in, date and its reasons out. */
import { Temporal } from 'temporal-polyfill';
import { type FrozenHolidays, holidayOn, isBusinessDay, isCovered, isWeekend, isWorkingDay, type Reading } from './holidays.ts';
import type { Counting, Period, RuleSet } from './rule-set.ts';
import type { Free, NamedDay, Source, Step } from './steps.ts';

export interface Counted {
  date: string;
  steps: Step[];
}

/** What a count needs to know; a rule set is one. */
export type CountRules = Pick<RuleSet, 'regime' | 'counting' | 'holidays'>;

export interface Count {
  period: Period;
  /** The day of the event; it is not counted, unless `includesFrom`. */
  from: string;
  includesFrom?: boolean;
  /** Days that did not count because the clock stood still. */
  uncounted?: number;
  /** The article that sets the period. */
  ref: string;
}

export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** Days from one date to another; negative where the other is earlier. Lists ask this of every row, so it is plain arithmetic. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

/** The last day of a period. Months are added to the first day at once, never one to another; the last day moves once, at the very end. */
export function endOfPeriod(count: Count, rules: CountRules, reading: Reading): Counted {
  const counting = rules.counting[count.period.unit];
  const plain = plainEnd(count, rules, counting, reading);
  const waited = afterUncounted(plain, count.uncounted ?? 0);
  const enough = withMinimum(waited, count, rules.holidays, counting);
  return count.period.unit === 'business-day' && !count.uncounted ? enough : onWorkingDay(enough, rules.holidays, counting, reading);
}

function plainEnd(count: Count, rules: CountRules, counting: Counting, reading: Reading): Counted {
  const { period, from, ref, includesFrom = false } = count;
  const sources: Source[] = [{ regime: rules.regime, ref }, ...sourceOf(counting, counting.end)];
  const said = (date: string, ...more: Step[]): Counted => ({ date, steps: [{ step: 'period', period, from, date, includesFrom, sources }, ...more] });
  const first = includesFrom ? addDays(from, -1) : from;
  switch (period.unit) {
    case 'calendar-day':
      return said(addDays(first, period.value));
    case 'business-day': {
      const { date, skipped } = businessDays(first, period.value, rules.holidays, reading);
      const gap = unknownHolidays(rules.holidays, date);
      return said(date, ...(skipped.length > 0 ? [{ step: 'skipped' as const, holidays: skipped }] : []), ...gap);
    }
    case 'calendar-month': {
      // "constrain": where the month has no such day, its last day (1182/71 Art. 3(2)(c), second paragraph).
      const date = Temporal.PlainDate.from(first).add({ months: period.value }, { overflow: 'constrain' }).toString();
      return date.slice(8) === first.slice(8) ? said(date) : said(date, { step: 'month-end', date });
    }
    default:
      return period.unit satisfies never;
  }
}

function businessDays(from: string, value: number, holidays: FrozenHolidays, reading: Reading) {
  const skipped: NamedDay[] = [];
  let date = from;
  for (let counted = 0; counted < value; ) {
    date = addDays(date, 1);
    if (isBusinessDay(holidays, date, reading)) counted += 1;
    else if (!isWeekend(date)) skipped.push({ date, names: namesOn(holidays, date) });
  }
  return { date, skipped };
}

function afterUncounted({ date, steps }: Counted, days: number): Counted {
  if (days === 0) return { date, steps };
  const later = addDays(date, days);
  return { date: later, steps: [...steps, { step: 'uncounted', days, date: later }] };
}

/** "Any period of two days or more shall include at least two working days" (1182/71 Art. 3(5)). */
function withMinimum({ date, steps }: Counted, { period, from, includesFrom }: Count, holidays: FrozenHolidays, counting: Counting): Counted {
  if (counting.minimum === undefined || (period.unit !== 'calendar-month' && period.value < 2)) return { date, steps };
  let day = includesFrom ? addDays(from, -1) : from;
  for (let found = 0; found < 2; ) {
    day = addDays(day, 1);
    if (isWorkingDay(holidays, day)) found += 1;
  }
  if (day <= date) return { date, steps };
  return { date: day, steps: [...steps, { step: 'minimum', date: day, source: sourceOf(counting, counting.minimum)[0] }] };
}

function onWorkingDay({ date, steps }: Counted, holidays: FrozenHolidays, counting: Counting, reading: Reading): Counted {
  const moves = counting.moves && (counting.confidence === 'sure' || reading === 'lenient');
  const asked = moves ? unknownHolidays(holidays, date) : [];
  const free = freeOn(holidays, date);
  if (!free) return { date, steps: [...steps, ...asked] };
  if (!moves) return { date, steps: [...steps, ...asked, { step: 'not-moved', date, free, why: counting.moves ? 'unchecked' : 'no-rule' }] };
  const over: NamedDay[] = [];
  let next = addDays(date, 1);
  for (; !isWorkingDay(holidays, next); next = addDays(next, 1)) {
    const holiday = holidayOn(holidays, next);
    if (holiday) over.push({ date: next, names: holiday.names });
  }
  return { date: next, steps: [...steps, ...asked, { step: 'moved', from: date, date: next, free, over, source: sourceOf(counting, counting.lastDay)[0] }] };
}

function freeOn(holidays: FrozenHolidays, date: string): Free | undefined {
  const holiday = holidayOn(holidays, date);
  if (holiday) return { day: 'holiday', names: holiday.names };
  if (!isWeekend(date)) return undefined;
  return { day: Temporal.PlainDate.from(date).dayOfWeek === 6 ? 'saturday' : 'sunday' };
}

function namesOn(holidays: FrozenHolidays, date: string): Record<string, string> {
  return holidays.known === true ? (holidays.days.find((day) => day.date === date)?.names ?? {}) : {};
}

function unknownHolidays(holidays: FrozenHolidays, date: string): Step[] {
  if (holidays.known === 'not-needed' || isCovered(holidays, date)) return [];
  return [{ step: 'holidays-unknown', why: holidays.known ? 'too-far' : holidays.why }];
}

function sourceOf({ act }: Counting, ref: string | undefined): Source[] {
  if (act !== undefined) return [{ act, ref }];
  return ref === undefined ? [] : [{ ref }];
}

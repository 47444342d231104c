/**
 * The rules under which one right of one request is answered, taken from the regime table on the day of
 * receipt and kept with the request. Plain JSON: neither a later law nor a later table moves a date.
 */
import { z } from 'zod';
import { PERIOD_UNITS, PHRASES } from '../regimes/schema.ts';
import { type RegimeAt, type RightRule, regimesAt, regimeTable } from '../regimes.ts';
import { confidenceSchema, dateSchema } from '../schemas.ts';
import { RIGHTS, type Right } from '../vocabulary.ts';
import { dayOf } from './events.ts';
import { cutTable, type FrozenHolidays, frozenHolidaysSchema, type HolidayTable } from './holidays.ts';

const text = z.string().min(1);
export const WAITS = ['identity', 'clarification', 'fee'] as const;
/** What a request can wait for. */
export type Wait = (typeof WAITS)[number];

const periodSchema = z.strictObject({ value: z.int().positive(), unit: z.enum(PERIOD_UNITS) });
export type Period = z.infer<typeof periodSchema>;
const referred = periodSchema.extend({ ref: text });

const waitSchema = z.strictObject({
  effect: z.enum(['runs-on', 'starts-after', 'pauses', 'lifts']),
  /** Only guidance says so: the certain date ignores it. */
  guidance: z.literal(true).optional(),
  ref: text.optional(),
  /** The clock starts so many days after the question, whenever the answer comes. */
  waitDays: z.int().positive().optional(),
});
export type WaitRule = z.infer<typeof waitSchema>;

const countingSchema = z.strictObject({
  confidence: confidenceSchema,
  /** Does a last day that is no working day move to the next? */
  moves: z.boolean(),
  act: text.optional(),
  firstDay: text.optional(),
  end: text.optional(),
  lastDay: text.optional(),
  minimum: text.optional(),
});
export type Counting = z.infer<typeof countingSchema>;

export const ruleSetSchema = z.strictObject({
  /** The shape of this object, so that an old one can still be read. */
  shape: z.literal(1),
  regime: text,
  right: z.enum(RIGHTS),
  variant: text.optional(),
  ref: text,
  /** The day whose rules these are. */
  on: dateSchema,
  confidence: confidenceSchema,
  timeZone: z.strictObject({ name: text, known: z.boolean() }),
  answer: z.discriminatedUnion('kind', [
    referred.extend({ kind: z.literal('period'), force: z.enum(['guidance', 'target']).optional() }),
    z.strictObject({ kind: z.literal('words'), phrase: z.enum(PHRASES), limit: referred.optional(), target: periodSchema.optional() }),
  ]),
  extension: z.union([periodSchema.extend({ times: z.int().positive() }), z.strictObject({ open: z.literal(true) })]).optional(),
  acknowledgement: referred.extend({ countsFirstDay: z.boolean() }).optional(),
  refusal: referred.optional(),
  waits: z.strictObject({ identity: waitSchema, clarification: waitSchema, fee: waitSchema }),
  counting: z.record(z.enum(PERIOD_UNITS), countingSchema),
  holidays: frozenHolidaysSchema,
  /** The answer that the organisation promises by itself. */
  promiseDays: z.int().positive().optional(),
});
export type RuleSet = z.infer<typeof ruleSetSchema>;

export interface Seat {
  country: string;
  region?: string;
}

export interface RequestFacts {
  regime: string;
  right: Right;
  variant?: string;
  /** When the request was received: an instant or a calendar date. */
  received: string;
  /** Of the organisation; days are counted in UTC where it is not known. */
  timeZone?: string;
  seat?: Seat;
  promiseDays?: number;
  tables: readonly HolidayTable[];
}

export type Frozen =
  | { ok: true; rules: RuleSet }
  | { ok: false; reason: 'regime-not-in-force'; regime: string; on: string }
  | { ok: false; reason: 'right-not-given'; regime: string; right: Right; variant?: string; on: string };

/** Takes the rules of the day of receipt out of the regime table. */
export function freezeRules(facts: RequestFacts): Frozen {
  const timeZone = { name: facts.timeZone ?? 'UTC', known: facts.timeZone !== undefined };
  const on = dayOf(facts.received, timeZone.name);
  const regime = regimesAt(on).find(({ id }) => id === facts.regime);
  if (!regime) return { ok: false, reason: 'regime-not-in-force', regime: facts.regime, on };
  const row = regime.rights.find(({ right, variant }) => right === facts.right && variant === facts.variant);
  if (!row) return { ok: false, reason: 'right-not-given', regime: facts.regime, right: facts.right, variant: facts.variant, on };
  return { ok: true, rules: rulesOf(regime, row, { on, timeZone, seat: facts.seat, promiseDays: facts.promiseDays, tables: facts.tables }) };
}

interface Frame {
  on: string;
  timeZone: RuleSet['timeZone'];
  seat: Seat | undefined;
  promiseDays: number | undefined;
  tables: readonly HolidayTable[];
}

function rulesOf(regime: RegimeAt, row: RightRule, frame: Frame): RuleSet {
  const { acknowledgement, extension } = row;
  const refusal = regime.refusal?.deadline;
  const rules = {
    shape: 1 as const,
    regime: regime.id,
    right: row.right,
    variant: row.variant,
    ref: row.ref,
    on: frame.on,
    confidence: regime.confidence === 'check' ? ('check' as const) : row.confidence,
    timeZone: frame.timeZone,
    answer: answerOf(row),
    extension: extension && ('open' in extension ? { open: true as const } : { ...periodOf(extension), times: extension.times ?? 1 }),
    acknowledgement: acknowledgement && {
      ...periodOf(acknowledgement),
      ref: acknowledgement.ref ?? row.ref,
      countsFirstDay: acknowledgement.countsFirstDay ?? false,
    },
    refusal: refusal && { ...periodOf(refusal), ref: regime.refusal?.ref ?? row.ref },
    waits: { identity: waitOf('identity', regime, row), clarification: waitOf('clarification', regime, row), fee: waitOf('fee', regime, row) },
    counting: countingOf(regime.id),
    promiseDays: frame.promiseDays,
  };
  // Fields without a value are dropped, so that the rules are the same before and after JSON.
  return ruleSetSchema.parse(JSON.parse(JSON.stringify({ ...rules, holidays: holidaysOf(regime, rules, frame) })));
}

function periodOf({ value, unit }: Period): Period {
  return { value, unit };
}

function answerOf({ deadline, outerLimit, ref }: RightRule): RuleSet['answer'] {
  if (!('phrase' in deadline)) return { kind: 'period', ...periodOf(deadline), ref: deadline.ref ?? ref, force: deadline.force };
  return {
    kind: 'words',
    phrase: deadline.phrase,
    limit: outerLimit && { ...periodOf(outerLimit), ref: outerLimit.ref },
    target: deadline.target && periodOf(deadline.target),
  };
}

const CLOCK_NAMES = { identity: 'identityDoubt', clarification: 'clarification', fee: 'fee' } as const;

function waitOf(wait: Wait, regime: RegimeAt, { right, deadline }: RightRule): WaitRule {
  const rule = regime.clock?.[CLOCK_NAMES[wait]];
  const runsOn: WaitRule = { effect: 'runs-on' };
  if (!rule || (rule.rights && !rule.rights.includes(right)) || 'phrase' in deadline) return runsOn;
  const shared = { ref: rule.ref, ...(rule.force === 'guidance' ? { guidance: true as const } : {}) };
  if (rule.effect === 'paused') return { effect: 'pauses', ...shared };
  if (rule.effect === 'lifted-on-fraud') return { effect: 'lifts', ...shared };
  // The row of the right names what its clock waits for; a fixed wait stands in the rule of the regime.
  const starts = rule.effect === 'not-started' && (rule.waitDays !== undefined || (wait !== 'clarification' && deadline.startsAfter?.includes(wait)));
  return starts ? { effect: 'starts-after', ...shared, waitDays: rule.waitDays } : runsOn;
}

/** A law for which the table says nothing about the last day keeps the day that was counted: the earlier one. */
function countingOf(regime: string): RuleSet['counting'] {
  const { months, calendarDay, businessDay } = regimeTable.calendar;
  const month = months.find(({ regimes }) => regimes.includes(regime));
  const day = calendarDay.lastDay.find(({ regimes }) => regimes.includes(regime));
  const monthly: Counting = month ? { confidence: month.confidence, ...month.counting } : { confidence: 'check', moves: false };
  const daily: Counting = day ? { confidence: day.confidence, moves: day.moves, lastDay: day.ref } : { confidence: 'sure', moves: false };
  return {
    'calendar-month': monthly,
    // The Regulation counts days as it counts months.
    'calendar-day': monthly.minimum ? monthly : daily,
    'business-day': { confidence: businessDay.confidence, moves: false },
  };
}

function holidaysOf(regime: RegimeAt, rules: Pick<RuleSet, 'answer' | 'acknowledgement' | 'refusal' | 'counting'>, frame: Frame): FrozenHolidays {
  const { answer, acknowledgement, refusal } = rules;
  const periods = [answer.kind === 'period' ? answer : (answer.limit ?? answer.target), acknowledgement, refusal].filter((period) => period !== undefined);
  const byGuidance = acknowledgement !== undefined && rules.counting['calendar-month'].moves;
  const needed = byGuidance || periods.some(({ unit }) => unit === 'business-day' || rules.counting[unit].moves);
  if (!needed) return { known: 'not-needed' };
  const place = placeOf(regime, frame.seat);
  if (place === undefined) return { known: false, why: frame.seat ? 'seat-elsewhere' : 'seat-unknown' };
  const table = frame.tables.find((known) => known.place === place);
  return table ? { known: true, ...cutTable(table, frame.on) } : { known: false, why: 'no-table' };
}

/**
 * Where the holidays of a law's periods are those of: the organisation's seat where it lies in the law's
 * territory, else the territory where that is one place. Undefined where neither is so.
 */
export function placeOf({ territory }: Pick<RegimeAt, 'territory'>, seat: Seat | undefined): string | undefined {
  const region = seat?.region?.toUpperCase().replace(`${seat.country}-`, '');
  const full = seat && (region ? `${seat.country}-${region}` : seat.country);
  if (seat && full && (territory.includes(seat.country) || territory.includes(full))) return full;
  return territory.length === 1 ? territory[0] : undefined;
}

/**
 * The dates of a request from its rules and its events: answer, acknowledgement, refusal, extension.
 * Pure and without a clock: the same events give the same dates, whenever they are asked for. Nothing
 * that is returned here needs to be stored. It is not legal advice.
 */
import { startOfDay } from '../dates.ts';
import type { Deadline } from '../regimes.ts';
import { type ClockInput, runClock, type Ticking } from './clock.ts';
import { addDays, daysBetween, endOfPeriod } from './count.ts';
import { CLOSING, type DayEvent, logOf, type RequestEvent, type RequestLog } from './events.ts';
import type { Reading } from './holidays.ts';
import { later } from './order.ts';
import type { Period, RuleSet, Wait } from './rule-set.ts';
import type { Step } from './steps.ts';

/** Who set the date that counts. */
export type Basis = 'law' | 'guidance' | 'target' | 'promise';

export interface Clock {
  /** The last day, in the organisation's time zone, on which it is still in time. Absent where the clock waits or nobody set a number. */
  due?: string;
  /** The first instant that is too late. */
  endsAt?: string;
  basis?: Basis;
  /** The date without the organisation's promise, where there is one. */
  law?: string;
  /** The promised day that an extension took the place of. */
  replaced?: string;
  /** A later date, or none at all, that guidance or an unchecked rule would allow. Not to be relied on before somebody has read it up. */
  latest?: string;
  /** The rule or the way it is counted has not been compared with the statute. */
  unchecked: boolean;
  /** When it was done, and how many days too late. */
  met?: { on: string; daysLate: number };
  steps: Step[];
  latestSteps?: Step[];
}

export type Extendable =
  | {
      possible: true /** The day until which it can reach at most; the law names none where absent. */;
      limit?: string /** The person is told by this day. */;
      noticeBy?: string;
    }
  | { possible: false; why: 'none' | 'used-up' | 'waiting' | 'closed' };

export type State = 'running' | 'waiting' | 'answered' | 'refused' | 'withdrawn' | 'lapsed';

export type Deadlines =
  | {
      ok: true;
      received: string;
      state: State;
      waitingFor?: Wait;
      /** Switzerland: accepted after this day, or never, the announced cost makes the request count as withdrawn. */
      confirmFeeBy?: string;
      phrase?: Extract<Deadline, { phrase: unknown }>['phrase'];
      answer: Clock;
      acknowledgement?: Clock;
      refusal?: Clock;
      extension: Extendable;
    }
  | { ok: false; reason: 'no-receipt' };

export function deadlinesOf(rules: RuleSet, events: readonly RequestEvent[]): Deadlines {
  const log = logOf(events, rules.timeZone.name);
  if (!log) return { ok: false, reason: 'no-receipt' };
  const { received, events: happened } = log;
  const request = { rules, log: happened, received, steps: receiptSteps(log, rules) };
  const { clock: answer, ticking } = answerClock(request);
  return {
    ok: true,
    received,
    ...stateOf(happened, ticking),
    phrase: rules.answer.kind === 'words' ? rules.answer.phrase : undefined,
    answer,
    acknowledgement: acknowledgementClock(request),
    refusal: refusalClock(request, ticking?.extended),
    extension: extendable(request, ticking),
  };
}

interface Request {
  rules: RuleSet;
  log: readonly DayEvent[];
  received: string;
  steps: Step[];
}

/** The steps that every clock of a request begins with. */
function receiptSteps({ received, noted }: RequestLog, { timeZone }: RuleSet): Step[] {
  const first: Step = received < noted ? { step: 'corrected', date: received, noted } : { step: 'received', date: received };
  return timeZone.known ? [first] : [first, { step: 'zone-unknown', timeZone: timeZone.name }];
}

interface Law {
  basis: Exclude<Basis, 'promise'>;
  period: Period & { ref: string };
  lead: Step[];
}

/** The period that the answer is counted by, and what the law says before any number. */
function lawOf({ answer, ref, regime }: RuleSet): { lead: Step[]; law?: Law } {
  if (answer.kind === 'period') {
    const { force = 'law', value, unit } = answer;
    const lead: Step[] = force === 'law' ? [] : [{ step: force, period: { value, unit } }];
    return { lead, law: { basis: force, period: answer, lead } };
  }
  const lead: Step[] = [{ step: 'phrase', phrase: answer.phrase, source: { regime, ref } }];
  if (answer.limit) return { lead, law: { basis: 'law', period: answer.limit, lead } };
  if (!answer.target) return { lead };
  const aimed: Step[] = [...lead, { step: 'target', period: answer.target }];
  return { lead: aimed, law: { basis: 'target', period: { ...answer.target, ref }, lead: aimed } };
}

function answerClock(request: Request): { clock: Clock; ticking?: Ticking } {
  const { rules, received, log } = request;
  const { lead, law } = lawOf(rules);
  const atOnce = rules.answer.kind === 'words' && rules.answer.phrase === 'at-once';
  const certain = law && ticking(request, law, 'certain', true);
  const steps = [...request.steps, ...lead, ...(certain?.steps ?? [])];
  const clock = dated({
    rules,
    steps,
    law: atOnce ? received : certain?.due,
    basis: law?.basis ?? 'law',
    promise: promiseOf(rules, received),
    extended: certain?.extended,
    unchecked: rules.confidence === 'check' || (law !== undefined && isUnchecked(rules, law.period)),
    done: log.find(({ type }) => CLOSING.some((closing) => closing === type))?.day,
  });
  if (law && certain?.due !== undefined) Object.assign(clock, laterReading(request, law, certain.due));
  return { clock, ticking: certain };
}

function ticking({ rules, log, received }: Request, { period }: Law, reading: Reading, extended: boolean): Ticking {
  const input: ClockInput = { rules, log, received, reading, period, extends: extended };
  return runClock(input);
}

function laterReading(request: Request, law: Law, due: string, extended = true): Pick<Clock, 'latest' | 'latestSteps'> {
  const lenient = ticking(request, law, 'lenient', extended);
  if (lenient.due !== undefined && lenient.due <= due) return {};
  return { latest: lenient.due ?? 'open', latestSteps: [...request.steps, ...law.lead, ...lenient.steps] };
}

interface Promised {
  days: number;
  date: string;
}

/** Calendar days from receipt, whatever the law allows beside: that is what was promised. Rights that nobody asks for, or that an authority answers, have none. */
function promiseOf({ promiseDays, answer }: RuleSet, received: string): Promised | undefined {
  const ours = answer.kind === 'period' || (answer.phrase !== 'standing' && answer.phrase !== 'authority');
  return promiseDays !== undefined && ours ? { days: promiseDays, date: addDays(received, promiseDays) } : undefined;
}

function dated(facts: {
  rules: RuleSet;
  steps: Step[];
  law: string | undefined;
  basis: Basis;
  promise?: Promised;
  extended?: Ticking['extended'];
  unchecked: boolean;
  done: string | undefined;
}): Clock {
  const { rules, law, promise, extended, done } = facts;
  const promisedDay = promise && standing(promise, extended);
  // Once extended, the clock waits where the law lets it.
  const promised = promisedDay !== undefined && (law === undefined ? extended === undefined : promisedDay < law);
  const due = promised ? promisedDay : law;
  const replaced = promise !== undefined && extended !== undefined && (due === undefined || promise.date < due);
  const basis = promised ? 'promise' : facts.basis;
  const steps = [...facts.steps];
  if (facts.unchecked) steps.push({ step: 'unchecked' });
  if (replaced) steps.push({ step: 'promise-replaced', ...promise, on: extended.on });
  else if (promise && promised) steps.push({ step: 'promise', ...promise });
  steps.push(due === undefined ? { step: 'no-date' } : { step: 'due', date: due, timeZone: rules.timeZone.name, by: basis });
  return {
    ...(due === undefined ? {} : { due, basis, endsAt: startOfDay(addDays(due, 1), rules.timeZone.name) }),
    ...(promise && law !== undefined ? { law } : {}),
    ...(replaced ? { replaced: promise.date } : {}),
    ...(done === undefined ? {} : { met: { on: done, daysLate: due === undefined ? 0 : Math.max(0, daysBetween(due, done)) } }),
    unchecked: facts.unchecked,
    steps,
  };
}

/**
 * The day that still binds by the promise. An extension that counts takes its place: a day that was named then binds as the promised
 * one did, and where none was named, the law's own date does.
 */
function standing({ date }: Promised, extended: Ticking['extended']): string | undefined {
  if (extended === undefined) return date;
  return extended.until === undefined ? undefined : later(date, extended.until);
}

/** Days as such are counted alike everywhere; months in Britain and business days in California are not settled. */
function isUnchecked(rules: RuleSet, { unit }: Period): boolean {
  return unit !== 'calendar-day' && rules.counting[unit].confidence === 'check';
}

/** Runs from receipt, whatever the answer waits for. Not owed any more where the answer came first. */
function acknowledgementClock({ rules, log, received, steps }: Request): Clock | undefined {
  const { acknowledgement } = rules;
  if (!acknowledgement) return undefined;
  const { countsFirstDay, ref, value, unit } = acknowledgement;
  const count = (reading: Reading) =>
    // Guidance counts from the next day where the words begin with the day itself.
    endOfPeriod({ period: { value, unit }, from: received, includesFrom: countsFirstDay && reading === 'certain', ref }, lenientDays(rules, reading), reading);
  const certain = count('certain');
  const done = log.find(({ type }) => type === 'acknowledged' || type === 'answered' || type === 'refused')?.day;
  const unchecked = rules.confidence === 'check' || isUnchecked(rules, { value, unit });
  const clock = dated({ rules, steps: [...steps, ...certain.steps], law: certain.date, basis: 'law', unchecked, done });
  const lenient = count('lenient');
  return lenient.date > certain.date ? { ...clock, latest: lenient.date, latestSteps: [...steps, ...lenient.steps] } : clock;
}

/** Where a regulator moves the last day of months, its guidance does so for days too. */
function lenientDays(rules: RuleSet, reading: Reading): RuleSet {
  const month = rules.counting['calendar-month'];
  if (reading === 'certain' || !month.moves) return rules;
  return { ...rules, counting: { ...rules.counting, 'calendar-day': month } };
}

/** A refusal is told within its own period, and never later than the first date for the answer: an extension is no time to say no in. */
function refusalClock(request: Request, extended: Ticking['extended']): Clock | undefined {
  const { rules, log } = request;
  const { law } = lawOf(rules);
  if (!rules.refusal || law?.basis !== 'law') return undefined;
  const own: Law = { basis: 'law', period: rules.refusal, lead: [] };
  const chosen = [own, law]
    .map((one) => ({ one, run: ticking(request, one, 'certain', false) }))
    .sort((a, b) => (a.run.due ?? '~').localeCompare(b.run.due ?? '~'))[0];
  if (!chosen) return undefined;
  const unchecked = rules.confidence === 'check' || isUnchecked(rules, chosen.one.period);
  const clock = dated({
    rules,
    steps: [...request.steps, ...chosen.one.lead, ...chosen.run.steps],
    law: chosen.run.due,
    basis: 'law',
    promise: promiseOf(rules, request.received),
    extended,
    unchecked,
    done: log.find(({ type }) => type === 'refused')?.day,
  });
  return chosen.run.due === undefined ? clock : { ...clock, ...laterReading(request, chosen.one, chosen.run.due, false) };
}

function stateOf(log: readonly DayEvent[], ticking: Ticking | undefined): { state: State; waitingFor?: Wait; confirmFeeBy?: string } {
  const closing = CLOSING.find((type) => log.some((event) => event.type === type));
  const confirmFeeBy = ticking?.confirmFeeBy;
  const settled = log.find(({ type }) => type === 'fee-settled')?.day;
  if (confirmFeeBy !== undefined && settled !== undefined && settled > confirmFeeBy) return { state: 'lapsed', confirmFeeBy };
  const fee = confirmFeeBy !== undefined && settled === undefined ? { confirmFeeBy } : {};
  if (closing) return { state: closing, ...fee };
  return ticking?.waitingFor ? { state: 'waiting', waitingFor: ticking.waitingFor, ...fee } : { state: 'running', ...fee };
}

function extendable({ rules, log }: Request, ticking: Ticking | undefined): Extendable {
  if (!rules.extension || !ticking) return { possible: false, why: 'none' };
  if (log.some(({ type }) => CLOSING.some((closing) => closing === type))) return { possible: false, why: 'closed' };
  const times = 'open' in rules.extension ? Number.POSITIVE_INFINITY : rules.extension.times;
  if (ticking.extensionsUsed >= times) return { possible: false, why: 'used-up' };
  // While the clock stands still nothing runs out, and no day could be named that then holds.
  if (ticking.waitingFor) return { possible: false, why: 'waiting' };
  return { possible: true, limit: ticking.limit, noticeBy: ticking.due };
}

/** Of several clocks of one person, under several laws, the one that ends first. */
export function soonest<Dates extends Pick<Clock, 'due'>>(clocks: readonly Dates[]): Dates | undefined {
  return clocks.filter(({ due }) => due !== undefined).sort((a, b) => ((a.due ?? '') < (b.due ?? '') ? -1 : 1))[0];
}

/** Days that are left on a day; 0 on the last one, negative when it is over. */
export function daysLeft({ due }: Pick<Clock, 'due'>, today: string): number | undefined {
  return due === undefined ? undefined : daysBetween(today, due);
}

/**
 * One clock of one right under one reading of the law: when it starts, when it stands still, how far it
 * was extended, where it ends. The log is read from its oldest event on, and each event is judged by
 * what was due when it happened.
 */
import { addDays, type Counted, daysBetween, endOfPeriod } from './count.ts';
import type { DayEvent } from './events.ts';
import type { Reading } from './holidays.ts';
import { earlier, later } from './order.ts';
import type { Period, RuleSet, Wait } from './rule-set.ts';
import type { Source, Step } from './steps.ts';

export interface Ticking {
  /** Absent while the clock waits, or where the law has lifted it. */
  due?: string;
  waitingFor?: Wait;
  /** Switzerland: the day by which an announced cost must be accepted; else the request counts as withdrawn. */
  confirmFeeBy?: string;
  extensionsUsed: number;
  /** The extension that counts: when the person was told, and the day that was named within the law’s limit. */
  extended?: { on: string; until?: string };
  /** The last day of the period as it stands, were it extended once more now. */
  limit?: string;
  steps: Step[];
}

export interface ClockInput {
  rules: RuleSet;
  log: readonly DayEvent[];
  received: string;
  reading: Reading;
  period: Period & { ref: string };
  /** A refusal is not extended with the answer. */
  extends: boolean;
}

interface State {
  start: string;
  uncounted: number;
  waiting: Map<Wait, string>;
  waitsSince?: string;
  extensions: number;
  /** When the person was told of the extension that counts. */
  told?: string;
  /** The day that was named to the person where an extension named one. */
  named?: string;
  notes: Step[];
}

const ASKED = { 'identity-asked': 'identity', 'clarification-asked': 'clarification', 'fee-asked': 'fee' } as const;
const ANSWERED = { 'identity-confirmed': 'identity', 'clarification-answered': 'clarification', 'fee-settled': 'fee' } as const;

export function runClock(input: ClockInput): Ticking {
  const begun = startOf(input);
  if (begun.waitingFor) return { waitingFor: begun.waitingFor, extensionsUsed: 0, steps: begun.steps };
  const state: State = { start: begun.day, uncounted: 0, waiting: new Map(), extensions: 0, notes: [] };
  for (const event of input.log) apply(event, state, input);
  const end = ending(state, input);
  const extended = state.told === undefined ? {} : { extended: { on: state.told, ...(state.named === undefined ? {} : { until: state.named }) } };
  const shared = { confirmFeeBy: begun.confirmFeeBy, extensionsUsed: state.extensions, ...extended, limit: limitOf(state, input) };
  const steps = [...begun.steps, ...state.notes, ...end.steps];
  const [waitingFor] = state.waiting.keys();
  if (waitingFor) {
    const open: Step = { step: 'open', what: waitingFor, asked: state.waitsSince ?? state.start, source: sourceOf(input, waitingFor) };
    return { ...shared, waitingFor, steps: [...steps.filter(({ step }) => step !== 'moved' && step !== 'not-moved'), open] };
  }
  const lifted = input.reading === 'lenient' ? liftedAt(input, end.date) : undefined;
  return lifted ? { ...shared, steps: [...steps, lifted] } : { ...shared, due: end.date, steps };
}

/** The day from which the period runs: receipt, or the last of what the law makes the clock wait for. */
function startOf(input: ClockInput): { day: string; waitingFor?: Wait; confirmFeeBy?: string; steps: Step[] } {
  const { rules, log } = input;
  const steps: Step[] = [];
  let day = input.received;
  let confirmFeeBy: string | undefined;
  for (const what of ['identity', 'fee'] as const) {
    const { effect, waitDays } = rules.waits[what];
    const asked = log.find((event) => ASKED[event.type as keyof typeof ASKED] === what);
    if (effect !== 'starts-after' || !asked) continue;
    const due = endOfPeriod({ period: input.period, from: day, ref: input.period.ref }, rules, input.reading).date;
    const source = sourceOf(input, what);
    if (asked.day > due) {
      steps.push({ step: 'asked-late', what, asked: asked.day, due });
    } else if (waitDays !== undefined) {
      const until = addDays(asked.day, waitDays);
      confirmFeeBy = until;
      day = later(day, until);
      steps.push({ step: 'fee-wait', asked: asked.day, days: waitDays, date: until, source });
    } else {
      const done = log.find((event) => ANSWERED[event.type as keyof typeof ANSWERED] === what && event.day >= asked.day);
      if (!done) return { day, waitingFor: what, steps: [...steps, { step: 'open', what, asked: asked.day, source }] };
      day = later(day, done.day);
      steps.push({ step: 'started', what, date: done.day, source });
    }
  }
  return { day, confirmFeeBy, steps };
}

function apply(event: DayEvent, state: State, input: ClockInput): void {
  if (event.type in ASKED) ask(ASKED[event.type as keyof typeof ASKED], event.day, state, input);
  else if (event.type in ANSWERED) answer(ANSWERED[event.type as keyof typeof ANSWERED], event.day, state, input);
  else if (event.type === 'extended' && input.extends) extend(event, state, input);
}

function ask(what: Wait, day: string, state: State, input: ClockInput): void {
  const { effect, guidance } = input.rules.waits[what];
  if (effect === 'starts-after') return;
  if (effect === 'lifts') {
    const suspected = input.log.some((event) => event.type === 'identity-asked' && event.day === day && event.fraudSuspected);
    state.notes.push(suspected ? { step: 'lifted', asked: day, source: sourceOf(input, what) } : { step: 'runs-on', what, asked: day });
    return;
  }
  const pauses = effect === 'pauses' && (!guidance || input.reading === 'lenient');
  if (!pauses) {
    state.notes.push({ step: 'runs-on', what, asked: day, guidance: guidance && sourceOf(input, what) });
    return;
  }
  const due = ending(state, input).date;
  if (state.waiting.size === 0 && day > due) {
    state.notes.push({ step: 'asked-late', what, asked: day, due });
    return;
  }
  if (state.waiting.size === 0) state.waitsSince = day;
  if (!state.waiting.has(what)) state.waiting.set(what, day);
}

/** The days from question to answer, both among them, do not count; the day from which the period runs never did, so it cannot be left out again. */
function answer(what: Wait, day: string, state: State, input: ClockInput): void {
  const asked = state.waiting.get(what);
  if (asked === undefined) return;
  state.waiting.delete(what);
  if (state.waiting.size > 0 || state.waitsSince === undefined) return;
  const first = input.reading === 'lenient' ? later(state.waitsSince, state.start) : later(state.waitsSince, addDays(state.start, 1));
  const days = Math.max(0, daysBetween(first, day) + 1);
  state.uncounted += days;
  state.notes.push({ step: 'paused', from: state.waitsSince, to: day, days, sources: [sourceOf(input, what)] });
  state.waitsSince = undefined;
}

function extend(event: Extract<DayEvent, { type: 'extended' }>, state: State, input: ClockInput): void {
  const { extension } = input.rules;
  const { day: on, reason, until } = event;
  const refuse = (why: 'none' | 'used-up' | 'late' | 'no-date') => state.notes.push({ step: 'extension-void', on, why });
  if (!extension) return void refuse('none');
  if (!('open' in extension) && state.extensions >= extension.times) return void refuse('used-up');
  if (state.waiting.size === 0 && on > ending(state, input).date) return void refuse('late');
  if ('open' in extension) {
    if (until === undefined) return void refuse('no-date');
    state.named = later(until, state.named ?? '');
    state.extensions += 1;
    state.told = on;
    state.notes.push({ step: 'extended-to', on, reason, date: until });
    return;
  }
  const limit = limitOf(state, input) ?? ending(state, input).date;
  state.extensions += 1;
  state.told = on;
  state.named = until === undefined ? undefined : earlier(until, limit);
  state.notes.push(until === undefined ? { step: 'extended', on, reason, period: extension } : { step: 'extended-to', on, reason, date: until });
  if (until !== undefined && until > limit) state.notes.push({ step: 'extension-limited', named: until, limit });
}

/** Where the period ends as the state stands. A day that was named stands as it was told, and never before the law's first date. */
function ending(state: State, input: ClockInput): Counted {
  const { extension } = input.rules;
  if (state.named === undefined) return ended(state, input, state.extensions);
  const before = ended(state, input, extension && 'open' in extension ? 0 : Math.max(0, state.extensions - 1));
  return state.named > before.date ? { date: state.named, steps: before.steps } : before;
}

function ended({ start, uncounted }: State, { rules, period, reading }: ClockInput, extensions: number): Counted {
  return endOfPeriod({ period: longer(period, rules.extension, extensions), from: start, uncounted, ref: period.ref }, rules, reading);
}

function limitOf(state: State, input: ClockInput): string | undefined {
  const { extension } = input.rules;
  if (!input.extends || !extension || 'open' in extension || state.extensions >= extension.times) return undefined;
  return ended(state, input, state.extensions + 1).date;
}

/** The whole period: an extension is added to the first period, not to the date on which that one ended. */
function longer(period: Period, extension: RuleSet['extension'], times: number): Period {
  if (times === 0 || !extension || 'open' in extension) return { value: period.value, unit: period.unit };
  if (extension.unit !== period.unit) throw new Error(`a period in ${period.unit} is extended in ${extension.unit}; the regime table has no such rule`);
  return { value: period.value + times * extension.value, unit: period.unit };
}

/** Utah: the period does not bind for a request suspected of fraud that could not be authenticated in time. */
function liftedAt({ rules, log }: ClockInput, due: string): Step | undefined {
  if (rules.waits.identity.effect !== 'lifts') return undefined;
  const asked = log.find((event) => event.type === 'identity-asked' && event.fraudSuspected && event.day <= due);
  const confirmed = log.some((event) => event.type === 'identity-confirmed' && event.day <= due);
  return asked && !confirmed ? { step: 'no-date' } : undefined;
}

function sourceOf({ rules }: ClockInput, what: Wait): Source {
  const { ref = rules.ref, guidance } = rules.waits[what];
  return guidance ? { ref } : { regime: rules.regime, ref };
}

/**
 * Where a request stands, from its rules and its events: one place for state, due date and purge days. Pure. What is stored of it
 * is a copy for the queue.
 */

import { Temporal } from 'temporal-polyfill';
import { addDays } from '../deadlines/count.ts';
import { type Clock, type Deadlines, deadlinesOf, soonest } from '../deadlines/derive.ts';
import { dayOf } from '../deadlines/events.ts';
import type { RuleSet } from '../deadlines/rule-set.ts';
import { regimeTable } from '../regimes.ts';
import type { RequestSettings } from '../schemas.ts';
import { type CaseEvent, deadlineEvents } from './events.ts';

/** `unproved`: nobody has shown yet that the address is theirs. Its clock runs all the same. */
export const STATES = ['unproved', 'open', 'waiting', 'answered', 'refused', 'withdrawn', 'disputed', 'expired'] as const;
export type RequestState = (typeof STATES)[number];

export const QUEUES = ['active', 'unproved', 'closed'] as const;
export type Queue = (typeof QUEUES)[number];

export interface RequestFacts {
  rules: readonly RuleSet[];
  events: readonly CaseEvent[];
  timeZone: string;
  settings: RequestSettings;
  /** The days within which the organisation promised an answer on a day of receipt. The promise counts alone where no law applies. */
  promiseOn?: (received: string) => number | undefined;
}

export interface Summary {
  queue: Queue;
  state: RequestState;
  /** The law whose date counts; empty where none applies. */
  regime: string;
  /** Calendar dates in the organisation's time zone. */
  received: string;
  due?: string;
  /** The promised day that an extension took the place of. */
  replaced?: string;
  acknowledgeBy?: string;
  acknowledged: boolean;
  closed?: string;
  assignee?: string;
  outcome?: string;
  /** When its contents go, and when nothing of it is left. */
  purgeContents?: string;
  purgeRecord?: string;
}

export interface LawDates {
  rules: RuleSet;
  dates: Extract<Deadlines, { ok: true }>;
}

/** The dates of each law that applies, with the way they came about; the law whose answer is due first stands first. */
export function datesOf({ rules, events }: Pick<RequestFacts, 'rules' | 'events'>): LawDates[] {
  const told = deadlineEvents(events);
  const all = rules.flatMap((one): LawDates[] => {
    const dates = deadlinesOf(one, told);
    return dates.ok ? [{ rules: one, dates }] : [];
  });
  return all.sort((a, b) => compare(dueOf(a), dueOf(b)));
}

const dueOf = ({ dates }: LawDates): string => dates.answer.due ?? '~';
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The day by which the answer is due, and what an extension took the place of: the one source for letters, mails, pages, queue, API and
 * statistics. The sentences of the first law in `datesOf` say how it came about.
 */
function answerOf(all: readonly LawDates[], received: string, { promiseOn }: RequestFacts): Pick<Clock, 'due' | 'replaced'> {
  const [first] = all;
  if (first) return first.dates.answer;
  const promised = promiseOn?.(received);
  return promised === undefined ? {} : { due: addDays(received, promised) };
}

/**
 * Why nothing may be written to the person; nothing where it may. Whoever typed an address may have typed somebody else's: until it is
 * proved it gets the mail that asks for the proof and no other, and none at all once its owner said that they asked nothing.
 */
export function silenceOf(events: readonly CaseEvent[]): 'unproved' | 'disputed' | undefined {
  if (events.some(({ type }) => type === 'disputed')) return 'disputed';
  return lacksProof(events) ? 'unproved' : undefined;
}

export function summaryOf(facts: RequestFacts): Summary {
  const { events, timeZone } = facts;
  const all = datesOf(facts);
  const acknowledgement = soonest(all.flatMap(({ dates }) => (dates.acknowledgement ? [dates.acknowledgement] : [])));
  const noted = dayOf(events.find(({ type }) => type === 'received')?.at ?? '', timeZone);
  const received = all[0]?.dates.received ?? events.reduce((day, one) => (one.type === 'receipt-corrected' && one.received < day ? one.received : day), noted);
  const state = stateOf(facts, all);
  const closing = events.find(({ type }) => type === closingType(state));
  const closed = closing && dayOf(closing.at, timeZone);
  const { due, replaced } = answerOf(all, received, facts);
  const assignee = events.findLast((one) => one.type === 'assigned');
  const outcome = closing?.type === 'answered' ? closing.outcome : closing?.type === 'refused' ? closing.reasons?.join(' ') : undefined;
  return {
    queue: closed !== undefined || state === 'expired' ? 'closed' : state === 'unproved' ? 'unproved' : 'active',
    state,
    regime: all[0]?.rules.regime ?? '',
    received,
    ...(due === undefined ? {} : { due }),
    ...(replaced === undefined ? {} : { replaced }),
    ...(acknowledgement?.due === undefined ? {} : { acknowledgeBy: acknowledgement.due }),
    acknowledged: events.some(({ type }) => type === 'acknowledged' || type === 'answered' || type === 'refused'),
    ...(closed === undefined ? {} : { closed }),
    ...(assignee?.type === 'assigned' && assignee.to !== null ? { assignee: assignee.to } : {}),
    ...(outcome === undefined ? {} : { outcome }),
    ...purgeDays(facts, state, received, closed),
  };
}

/** Has somebody shown who asks? An operator who has seen who it is has seen more than an address. */
export function hasProof(events: readonly CaseEvent[]): boolean {
  return events.some(({ type }) => type === 'proved' || type === 'identity-confirmed');
}

/** Was a proof asked for, and never given? Also of a request that has ended since. */
export function lacksProof(events: readonly CaseEvent[]): boolean {
  return events.some(({ type }) => type === 'proof-asked') && !hasProof(events);
}

function closingType(state: RequestState): CaseEvent['type'] | undefined {
  return state === 'expired' ? 'purged' : state === 'answered' || state === 'refused' || state === 'withdrawn' || state === 'disputed' ? state : undefined;
}

function stateOf({ events }: RequestFacts, all: ReturnType<typeof datesOf>): RequestState {
  const first = events.find(({ type }) => type === 'answered' || type === 'refused' || type === 'withdrawn' || type === 'disputed');
  if (first) return first.type as RequestState;
  if (events.some((one) => one.type === 'purged' && one.what === 'unproved')) return 'expired';
  if (lacksProof(events)) return 'unproved';
  return all.length > 0 && all.every(({ dates }) => dates.state === 'waiting') ? 'waiting' : 'open';
}

/** Contents go some time after closing; the record of the handling stays as long as the law asks (11 CCR 7101: 24 months). */
function purgeDays(
  { rules, settings }: RequestFacts,
  state: RequestState,
  received: string,
  closed: string | undefined,
): Pick<Summary, 'purgeContents' | 'purgeRecord'> {
  if (state === 'unproved') return { purgeContents: addDays(received, settings.unprovedDays) };
  if (closed === undefined) return {};
  const months = rules.flatMap(
    ({ regime }) =>
      regimeTable.regimes.find(({ id }) => id === regime)?.records?.flatMap(({ period }) => (period?.unit === 'calendar-month' ? [period.value] : [])) ?? [],
  );
  const keep = Math.max(settings.recordMonths, ...months);
  return { purgeContents: addDays(closed, settings.contentsDays), purgeRecord: Temporal.PlainDate.from(closed).add({ months: keep }).toString() };
}

/**
 * Statistics of requests, from what follows from their events. Pure. Requests that nobody proved are counted apart, so that nobody
 * makes figures by sending what is nobody's; those whose kind needs no proof count with the proved ones, and so does what was answered
 * or refused all the same: a refusal because nobody proved who asks is one.
 */
import { daysBetween } from '../deadlines/count.ts';
import type { CaseEvent, RefusalReason } from './events.ts';
import type { Kind } from './kinds.ts';
import type { RequestState, Summary } from './summary.ts';

export const PROOFS = ['verified', 'unverified', 'not-asked'] as const;
export type Proof = (typeof PROOFS)[number];

/** So many requests that are alike in all of this. */
export interface FiguresLine {
  /** Of receipt, `2026-12`. */
  month: string;
  kind: Kind;
  /** The law whose date counts; empty where none is known. */
  regime: string;
  /** Does the person live in California, as they said? */
  california: boolean;
  state: RequestState;
  outcome: string | null;
  proof: Proof;
  /** Calendar days from receipt to the answer or refusal. */
  days: number | null;
  /** Answered after the due date, or open beyond it. */
  late: boolean;
  requests: number;
}

/** Was it shown who asks? */
export function proofOf(events: readonly CaseEvent[]): Proof {
  if (events.some(({ type }) => type === 'proved' || type === 'identity-confirmed')) return 'verified';
  return events.some(({ type }) => type === 'proof-asked') ? 'unverified' : 'not-asked';
}

/** Received, never proved, and never decided on either. */
const isApart = ({ proof, state }: FiguresLine): boolean => proof === 'unverified' && !isDecided(state);

const isDecided = (state: RequestState): boolean => state === 'answered' || state === 'refused';

/** The line of one request. D1 makes the same of what is stored; a test holds one against the other. */
export function lineOf(facts: { kind: Kind; place: string; summary: Summary; events: readonly CaseEvent[]; today: string }): FiguresLine {
  const { kind, place, summary, events, today } = facts;
  const { received, due, closed, state, regime, outcome = null, queue } = summary;
  const decided = isDecided(state);
  return {
    month: received.slice(0, 7),
    kind,
    regime,
    california: place === 'US-CA',
    state,
    outcome,
    proof: proofOf(events),
    days: decided && closed !== undefined ? daysBetween(received, closed) : null,
    late: due !== undefined && (decided ? closed !== undefined && closed > due : queue !== 'closed' && today > due),
    requests: 1,
  };
}

/** Days to the answer: of an even number of answers the median is the middle between two; the 90th percentile is by nearest rank. */
export interface Days {
  answers: number;
  median: number | null;
  mean: number | null;
  p90: number | null;
}

export function daysOf(lines: readonly FiguresLine[]): Days {
  const counts = new Map<number, number>();
  for (const { days, requests } of lines) if (days !== null) counts.set(days, (counts.get(days) ?? 0) + requests);
  const sorted = [...counts].sort(([a], [b]) => a - b);
  const answers = sorted.reduce((sum, [, many]) => sum + many, 0);
  if (answers === 0) return { answers, median: null, mean: null, p90: null };
  const at = (rank: number): number => {
    let seen = 0;
    for (const [days, many] of sorted) {
      seen += many;
      if (seen >= rank) return days;
    }
    return 0;
  };
  const mean = sorted.reduce((sum, [days, many]) => sum + days * many, 0) / answers;
  const median = (at(Math.ceil(answers / 2)) + at(Math.floor(answers / 2) + 1)) / 2;
  return { answers, median, mean: Math.round(mean * 10) / 10, p90: at(Math.ceil((answers * 9) / 10)) };
}

export interface Row {
  label: string;
  values: (number | null)[];
}

export interface Figures {
  total: { received: number; unverified: number; open: number; answered: number; refused: number; withdrawn: number; disputed: number; late: number };
  days: Days;
  /** By month: received, and received but never proved. */
  volumes: Row[];
  kinds: Row[];
  regimes: Row[];
  /** By month: median and 90th percentile. */
  daysByMonth: Row[];
  /** By month: in time and late. */
  late: Row[];
  /** By reason. A refusal may have several. */
  refusals: Row[];
}

const sum = (lines: readonly FiguresLine[]): number => lines.reduce((many, { requests }) => many + requests, 0);

export function figuresOf(lines: readonly FiguresLine[]): Figures {
  const counted = lines.filter((line) => !isApart(line));
  const apart = lines.filter(isApart);
  const inState = (...states: RequestState[]): number => sum(counted.filter(({ state }) => states.includes(state)));
  const months = monthsOf(lines);
  const inMonth = (month: string) => counted.filter((line) => line.month === month);
  return {
    total: {
      received: sum(counted),
      unverified: sum(apart),
      open: inState('open', 'waiting', 'unproved'),
      answered: inState('answered'),
      refused: inState('refused'),
      withdrawn: inState('withdrawn'),
      disputed: inState('disputed'),
      late: sum(counted.filter(({ late }) => late)),
    },
    days: daysOf(counted),
    volumes: months.map((month) => ({ label: month, values: [sum(inMonth(month)), sum(apart.filter((line) => line.month === month))] })),
    kinds: countsBy(counted, ({ kind }) => kind),
    regimes: countsBy(counted, ({ regime }) => regime),
    daysByMonth: months.map((month) => {
      const { median, p90 } = daysOf(inMonth(month));
      return { label: month, values: [median, p90] };
    }),
    late: months.map((month) => {
      const late = sum(inMonth(month).filter((line) => line.late));
      return { label: month, values: [sum(inMonth(month)) - late, late] };
    }),
    refusals: refusalsOf(counted),
  };
}

/** From the first to the last, those in which nothing came too: a line over time must not leave one out. */
function monthsOf(lines: readonly FiguresLine[]): string[] {
  const all = lines.map(({ month }) => month).sort();
  const [first, last] = [all[0] ?? '', all.at(-1) ?? ''];
  const months: string[] = [];
  for (let month = first; month !== '' && month <= last; month = monthAfter(month)) months.push(month);
  return months;
}

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${String(year + 1).padStart(4, '0')}-01` : `${month.slice(0, 4)}-${String(number + 1).padStart(2, '0')}`;
}

/** Largest first. */
function countsBy(lines: readonly FiguresLine[], label: (line: FiguresLine) => string): Row[] {
  return [...Map.groupBy(lines, label)].map(([name, own]) => ({ label: name, values: [sum(own)] })).sort(byCount);
}

const byCount = (a: Row, b: Row): number => (b.values[0] ?? 0) - (a.values[0] ?? 0) || (a.label < b.label ? -1 : 1);

const reasonsOf = ({ state, outcome }: Pick<FiguresLine, 'state' | 'outcome'>): RefusalReason[] =>
  state === 'refused' ? ((outcome ?? '').split(' ').filter(Boolean) as RefusalReason[]) : [];

function refusalsOf(lines: readonly FiguresLine[]): Row[] {
  const counts = new Map<string, number>();
  for (const line of lines) for (const reason of reasonsOf(line)) counts.set(reason, (counts.get(reason) ?? 0) + line.requests);
  return [...counts].map(([label, many]) => ({ label, values: [many] })).sort(byCount);
}

/** What 11 CCR 7102(a)(1)(A)–(E) wants counted, and which kinds of request are meant. */
export const CCPA_RIGHTS = {
  know: ['access', 'portability', 'third-party-list'],
  delete: ['erasure'],
  correct: ['rectification'],
  'opt-out': ['opt-out-sale', 'opt-out-targeted-advertising'],
  limit: ['limit-sensitive'],
} as const satisfies Record<string, readonly Kind[]>;
export type CcpaRight = keyof typeof CCPA_RIGHTS;

export interface CcpaFigures {
  right: CcpaRight;
  received: number;
  /** In whole or in part; a true "we have nothing about you" among them. */
  complied: number;
  denied: number;
  /** Denied by reason, as 11 CCR 7102(a)(2) allows to tell apart. `other` has what was not asked by a consumer too. */
  deniedBecause: { notVerifiable: number; exempt: number; other: number };
  /** Neither answered nor denied: still open, withdrawn, or disowned by the person at the address. */
  pending: number;
  /** Received, never proved, and never answered or denied: in no other figure. */
  unverified: number;
  /** Days until it was substantively responded to, by answer or denial: 11 CCR 7102(a)(1)(F). */
  median: number | null;
  mean: number | null;
}

const EXEMPT: readonly RefusalReason[] = ['exempt-by-law', 'legal-obligation', 'legal-claims', 'freedom-of-expression', 'rights-of-others'];

/** The figures of one calendar year of receipt. @param whom Californians alone, or everybody, which the publisher has to say: 11 CCR 7102(b). */
export function ccpaFigures(lines: readonly FiguresLine[], year: number, whom: 'californians' | 'everybody'): CcpaFigures[] {
  const ofYear = lines.filter(({ month, california }) => month.startsWith(`${year}-`) && (california || whom === 'everybody'));
  return (Object.entries(CCPA_RIGHTS) as [CcpaRight, readonly Kind[]][]).map(([right, kinds]) => {
    const own = ofYear.filter(({ kind }) => kinds.includes(kind));
    const counted = own.filter((line) => !isApart(line));
    const denied = counted.filter(({ state }) => state === 'refused');
    const complied = sum(counted.filter(({ state }) => state === 'answered'));
    const notVerifiable = sum(denied.filter((line) => reasonsOf(line).includes('identity-not-verified')));
    const exempt = sum(denied.filter((line) => isExempt(reasonsOf(line))));
    const { median, mean } = daysOf(counted);
    return {
      right,
      received: sum(counted),
      complied,
      denied: sum(denied),
      deniedBecause: { notVerifiable, exempt, other: sum(denied) - notVerifiable - exempt },
      pending: sum(counted) - complied - sum(denied),
      unverified: sum(own) - sum(counted),
      median,
      mean,
    };
  });
}

const isExempt = (reasons: readonly RefusalReason[]): boolean =>
  !reasons.includes('identity-not-verified') && reasons.some((reason) => EXEMPT.includes(reason));

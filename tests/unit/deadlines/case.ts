/** The shape of a worked case, and how one is run: the rules of the day of receipt, then the events. */
import { buildHolidayTable } from '../../../core/deadlines/build-holidays.ts';
import { type Deadlines, deadlinesOf, type State } from '../../../core/deadlines/derive.ts';
import type { RequestEvent } from '../../../core/deadlines/events.ts';
import type { HolidayTable } from '../../../core/deadlines/holidays.ts';
import { freezeRules, type RuleSet, type Seat } from '../../../core/deadlines/rule-set.ts';
import type { Right } from '../../../core/vocabulary.ts';

export interface Case {
  why: string;
  /** The rule by which the dates were worked out. */
  rule: string;
  regime: string;
  right: Right;
  variant?: string;
  zone?: string;
  seat?: Seat;
  promiseDays?: number;
  received: string;
  events?: RequestEvent[];
  /** `null`: no date follows. */
  due: string | null;
  /** What the lenient reading allows; absent where it is no later. */
  latest?: string;
  law?: string;
  ack?: string;
  ackLatest?: string;
  refusal?: string;
  state?: State;
  unchecked?: boolean;
}

const PLACES = 'DE DE-HE DE-BE DE-BY DE-SN FR FR-57 PT AT DK GR IE NL PL SE US-CA GB GB-ENG GB-SCT GB-NIR'.split(' ');
export const TABLES: HolidayTable[] = PLACES.map((place) => {
  const built = buildHolidayTable(place, { from: 2023, until: 2029 });
  if (!built.ok) throw new Error(`no holidays of ${place}`);
  return built.table;
});

export function rulesFor({ regime, right, variant, zone, seat, promiseDays, received }: Omit<Case, 'why' | 'rule' | 'due'>): RuleSet {
  const frozen = freezeRules({ regime, right, variant, received, timeZone: zone, seat, promiseDays, tables: TABLES });
  if (!frozen.ok) throw new Error(JSON.stringify(frozen));
  return frozen.rules;
}

export function derived(rules: RuleSet, received: string, events: readonly RequestEvent[] = []): Extract<Deadlines, { ok: true }> {
  const deadlines = deadlinesOf(rules, [{ type: 'received', at: received }, ...events]);
  if (!deadlines.ok) throw new Error(deadlines.reason);
  return deadlines;
}

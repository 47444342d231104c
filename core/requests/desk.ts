/**
 * What the edge must know of the content to take and answer requests: who serves which law, whose holidays, in which words. Made
 * by the build as `_at/requests.json`, an address that is never served.
 */
import { dateAt } from '../dates.ts';
import type { HolidayTable } from '../deadlines/holidays.ts';
import type { RuleSet, Seat } from '../deadlines/rule-set.ts';
import { freezeRules } from '../deadlines/rule-set.ts';
import { type ServedRegime, servedRegimes } from '../regimes.ts';
import { type Organisation, organisationOn, type RequestSettings } from '../schemas.ts';
import type { Kind } from './kinds.ts';

export interface DeskFile {
  organisation: Pick<Organisation, 'name' | 'domain' | 'regimes' | 'uncheckedRegimes' | 'answerWithinDays' | 'locales'> & {
    seat?: Seat;
    timeZone?: string;
    address?: string;
    email?: string;
  };
  settings: RequestSettings;
  holidays: HolidayTable[];
  /** Texts of forms, pages, mails, dates and laws, by language; English is complete. */
  wording: Record<string, { texts: Record<string, string> }>;
}

/** The laws that apply to a person in a place on a day and give the right; none where the organisation serves none there. */
export function lawsFor({ organisation }: Pick<DeskFile, 'organisation'>, kind: Kind, place: string, date: string): ServedRegime[] {
  const served = servedRegimes(organisationOn(organisation as Organisation, date), date);
  if (!served.ok) return [];
  const country = place.split('-')[0] ?? '';
  return served.regimes
    .filter(({ territory }) => place !== '' && (territory.includes(place) || territory.includes(country)))
    .filter(({ rights }) => rights.some(({ right, shown }) => right === kind && shown));
}

/** The days within which the organisation promised an answer on a day. */
export function promiseOn({ organisation }: Pick<DeskFile, 'organisation'>, date: string): number | undefined {
  return organisationOn(organisation as Organisation, date).answerWithinDays;
}

/** The rules of each law that applies, as they are on the day of receipt. */
export function rulesFor(desk: DeskFile, kind: Kind, place: string, received: string): RuleSet[] {
  const { organisation, holidays } = desk;
  const timeZone = organisation.timeZone ?? 'UTC';
  const date = received.length === 10 ? received : dateAt(received, timeZone);
  const promiseDays = promiseOn(desk, date);
  return lawsFor(desk, kind, place, date).flatMap(({ id, rights }) =>
    rights
      .filter(({ right, shown }) => right === kind && shown)
      .flatMap(({ right, variant }) => {
        const frozen = freezeRules({
          regime: id,
          right,
          ...(variant === undefined ? {} : { variant }),
          received,
          ...(organisation.timeZone === undefined ? {} : { timeZone: organisation.timeZone }),
          ...(organisation.seat === undefined ? {} : { seat: organisation.seat }),
          ...(promiseDays === undefined ? {} : { promiseDays }),
          tables: holidays,
        });
        return frozen.ok ? [frozen.rules] : [];
      }),
  );
}

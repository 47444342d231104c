/**
 * Requests that are probably one, by a rule that is told where it is used: the same contact and kind, received within 30 days of the
 * first. Nothing is hidden or merged: each keeps its own clock, and an operator decides. Pure.
 */
import { daysBetween } from '../deadlines/count.ts';

export const DUPLICATE_DAYS = 30;
export const DUPLICATE_RULE =
  'Same contact and kind, received within 30 days of the first. The one to work on is the one that was acted on first, else one that is proved, else the oldest.';

export interface Comparable {
  id: string;
  reference: string;
  kind: string;
  received: string;
  state: string;
  acknowledged: 0 | 1;
  assignee: string | null;
}

/** What is read of a request for the rule. */
export const COMPARED = ['id', 'reference', 'kind', 'received', 'state', 'acknowledged', 'assignee'] as const satisfies readonly (keyof Comparable)[];

/** Groups of two or more, each with the one to work on first. */
export function duplicatesAmong<T extends Comparable>(requests: readonly T[]): T[][] {
  const groups: T[][] = [];
  for (const kind of new Set(requests.map((one) => one.kind))) {
    let group: T[] = [];
    for (const one of requests.filter((request) => request.kind === kind).sort(byAge)) {
      const [first] = group;
      if (first && daysBetween(first.received, one.received) > DUPLICATE_DAYS) {
        groups.push(group);
        group = [];
      }
      group.push(one);
    }
    groups.push(group);
  }
  return groups.filter(({ length }) => length > 1).map((group) => [...group].sort(byCanon));
}

function byAge(a: Comparable, b: Comparable): number {
  return compare(a.received, b.received) || compare(a.id, b.id);
}

function byCanon(a: Comparable, b: Comparable): number {
  return Number(isActed(b)) - Number(isActed(a)) || Number(isProved(b)) - Number(isProved(a)) || byAge(a, b);
}

function isActed({ state, acknowledged, assignee }: Comparable): boolean {
  return state === 'answered' || state === 'refused' || acknowledged === 1 || assignee !== null;
}

function isProved({ state }: Comparable): boolean {
  return state !== 'unproved' && state !== 'expired' && state !== 'disputed';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

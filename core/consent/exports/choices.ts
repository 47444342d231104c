/** What a record says of each category, in terms that the exports share. Pure. */
import type { Notice } from '../../banner/data.ts';
import { findRegime } from '../../regimes.ts';
import type { OptionalCategory } from '../../vocabulary.ts';
import type { ConsentRecord } from '../record.ts';

/** The states of the Data Privacy Vocabulary that a choice can bring about. */
export type ConsentState = 'ConsentGiven' | 'ConsentRefused' | 'ConsentWithdrawn';

export interface CategoryState {
  /** As the notice described it. */
  category: Notice['categories'][number] & { id: OptionalCategory };
  state: ConsentState;
  /** How it was expressed: what was pressed and where, or the signal that spoke for the visitor. */
  method: string;
}

/** Each category that the record answers, in the order of the notice. */
export function statesOf(record: ConsentRecord, { categories, gpc }: Notice): CategoryState[] {
  return categories.flatMap((category) => {
    const { id } = category;
    const allowed = id === 'necessary' ? undefined : record.choices[id];
    if (id === 'necessary' || allowed === undefined) return [];
    // "Accept all" turns everything on but what the signal holds off.
    const bySignal = !allowed && record.action === 'accept' && (record.gpc || record.secGpc) && gpc.includes(id);
    const state = allowed ? 'ConsentGiven' : record.action === 'withdraw' ? 'ConsentWithdrawn' : 'ConsentRefused';
    return [{ category: { ...category, id }, state, method: bySignal ? 'Global Privacy Control' : `${record.action} (${record.surface})` }];
  });
}

/** For how many days the choice holds; then the banner asks again. The same rule as the banner's own. */
export function daysHeld({ choices, action }: ConsentRecord, { days }: Notice): number {
  const any = Object.values(choices).includes(true);
  return any && (action === 'accept' || action === 'save') ? days[action] : days.reject;
}

/** Where the law of a record holds, as ISO 3166 names the place; `EEA` for the law that holds in all of it. */
export function placeOfLaw(regime: string | null): string | undefined {
  const found = regime ? findRegime(regime) : undefined;
  if (!found?.ok) return undefined;
  const [place, ...more] = found.regime.territory;
  return more.length > 0 ? 'EEA' : place;
}

/** How a date came about, step by step, as data: `explain.ts` says it in words, pages may render it otherwise. */
import type { Deadline } from '../regimes.ts';
import type { ExtensionReason } from './events.ts';
import type { HOLIDAYS_UNKNOWN } from './holidays.ts';
import type { Period, Wait } from './rule-set.ts';

/** An article of a law of the regime table, or of an act by its name in the wording (`deadline.act.…`). */
export type Source = { regime: string; ref: string } | { act: string; ref?: string } | { ref: string };
type Phrase = Extract<Deadline, { phrase: unknown }>['phrase'];
export interface NamedDay {
  date: string;
  names: Record<string, string>;
}
/** Why the last day was no working day. */
export type Free = { day: 'saturday' | 'sunday' } | { day: 'holiday'; names: Record<string, string> };

export type Step =
  | { step: 'received'; date: string }
  | { step: 'corrected'; date: string; noted: string }
  | { step: 'zone-unknown'; timeZone: string }
  | { step: 'phrase'; phrase: Phrase; source: Source }
  | { step: 'guidance' | 'target'; period: Period }
  | { step: 'started'; what: Wait; date: string; source: Source }
  | { step: 'fee-wait'; asked: string; days: number; date: string; source: Source }
  | { step: 'open'; what: Wait; asked: string; source: Source }
  | { step: 'runs-on'; what: Wait; asked: string; guidance?: Source }
  | { step: 'asked-late'; what: Wait; asked: string; due: string }
  | { step: 'paused'; from: string; to: string; days: number; sources: Source[] }
  | { step: 'lifted'; asked: string; source: Source }
  | { step: 'extended'; on: string; reason: ExtensionReason; period: Period }
  | { step: 'extended-to'; on: string; reason: ExtensionReason; date: string }
  | { step: 'extension-limited'; named: string; limit: string }
  | { step: 'extension-void'; on: string; why: 'none' | 'used-up' | 'late' | 'no-date' }
  | { step: 'period'; period: Period; from: string; date: string; includesFrom: boolean; sources: Source[] }
  | { step: 'month-end'; date: string }
  | { step: 'uncounted'; days: number; date: string }
  | { step: 'minimum'; date: string; source?: Source }
  | { step: 'skipped'; holidays: NamedDay[] }
  /** `over`: holidays between, so that the next working day is not simply the next weekday. */
  | { step: 'moved'; from: string; date: string; free: Free; over: NamedDay[]; source?: Source }
  | { step: 'not-moved'; date: string; free: Free; why: 'no-rule' | 'unchecked' }
  | { step: 'holidays-unknown'; why: (typeof HOLIDAYS_UNKNOWN)[number] | 'too-far' }
  | { step: 'unchecked' }
  | { step: 'promise'; days: number; date: string }
  /** `on`: the day on which the person was told of the extension. */
  | { step: 'promise-replaced'; days: number; date: string; on: string }
  | { step: 'due'; date: string; timeZone: string; by: 'law' | 'guidance' | 'target' | 'promise' }
  | { step: 'no-date' };

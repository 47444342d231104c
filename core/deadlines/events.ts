/**
 * What happens to a request, as a closed list. The log of these events is all that is stored: every date
 * is derived from it. `at` is an instant, or a calendar date where only the day is known (a letter, a
 * call). Which day an instant is, the organisation's time zone says.
 */
import { z } from 'zod';
import { dateAt } from '../dates.ts';
import { dateSchema, instantSchema } from '../schemas.ts';
import { earlier } from './order.ts';

/** Why more time is needed. Words of the case are kept elsewhere, encrypted. */
export const EXTENSION_REASONS = ['complexity', 'number-of-requests', 'consultation', 'large-search', 'conversion', 'other-cause'] as const;
export type ExtensionReason = (typeof EXTENSION_REASONS)[number];

const at = z.union([dateSchema, instantSchema], { error: 'a calendar date such as 2026-01-31, or an instant such as 2026-01-31T09:00:00Z' });
/** An event's schema: its type, when it happened, and what else it says. */
export const event = <Type extends string, Fields extends z.ZodRawShape>(type: Type, fields: Fields) =>
  z.strictObject({ type: z.literal(type), at, ...fields });
/** The id of the complaint or appeal, which is a request of its own with its own clocks. */
const linked = { request: z.string().min(1).optional() };

/** The events before the closing ones, in the order in which they can only have happened on one day. */
export const OPEN_EVENTS = [
  event('received', {}),
  /** It was received earlier than first noted. A later day is no correction and changes nothing. */
  event('receipt-corrected', { received: dateSchema }),
  event('acknowledged', {}),
  event('identity-asked', { fraudSuspected: z.literal(true).optional() }),
  event('identity-confirmed', {}),
  event('clarification-asked', {}),
  event('clarification-answered', {}),
  event('fee-asked', {}),
  /** Paid, or in Switzerland: the announced cost accepted. */
  event('fee-settled', {}),
  /** The person was told. `until`: the day that was named; the law's limit where absent. */
  event('extended', { reason: z.enum(EXTENSION_REASONS), until: dateSchema.optional() }),
] as const;

export const requestEventSchema = z.discriminatedUnion('type', [
  ...OPEN_EVENTS,
  event('answered', {}),
  event('refused', {}),
  event('withdrawn', {}),
  event('complaint-received', linked),
  event('appeal-received', linked),
]);
export type RequestEvent = z.infer<typeof requestEventSchema>;

export const requestEventsSchema = z.array(requestEventSchema);

/** Events of one day in the order in which they can only have happened. */
const ORDER = requestEventSchema.options.map((option) => option.shape.type.value);

export type DayEvent = RequestEvent & { day: string };

export const CLOSING = ['answered', 'refused', 'withdrawn'] as const;

export interface RequestLog {
  /** The earliest day that somebody noted: a receipt is corrected backwards only. */
  received: string;
  /** The day that was noted first. */
  noted: string;
  /** From receipt to the event that closed the request, oldest first. What was noted as done before or after that moves nothing. */
  events: DayEvent[];
}

/** The events with their days in a time zone. The order in which they were given does not matter. Undefined where nothing was received. */
export function logOf(events: readonly RequestEvent[], timeZone: string): RequestLog | undefined {
  const all = events.map((one) => ({ ...one, day: dayOf(one.at, timeZone) })).sort(inTime);
  const noted = all.find(({ type }) => type === 'received')?.day;
  if (noted === undefined) return undefined;
  const received = all.reduce((first, event) => (event.type === 'receipt-corrected' ? earlier(first, event.received) : first), noted);
  const since = all.filter(({ day }) => day >= received);
  const end = since.findIndex(({ type }) => CLOSING.some((closing) => closing === type));
  return { received, noted, events: end === -1 ? since : since.slice(0, end + 1) };
}

/** The calendar date on which something happened. */
export function dayOf(when: string, timeZone: string): string {
  return dateSchema.safeParse(when).success ? when : dateAt(when, timeZone);
}

function inTime(a: DayEvent, b: DayEvent): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1;
  const rank = ORDER.indexOf(a.type) - ORDER.indexOf(b.type);
  return rank === 0 ? JSON.stringify(a).localeCompare(JSON.stringify(b), 'en') : rank;
}

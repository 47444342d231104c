/**
 * What happens to a request, as a closed list: the events that dates are derived from, and those that are only told. All that is
 * known of a request follows from them. Words of people are no part of an event; they are kept beside it, encrypted.
 */
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { event, OPEN_EVENTS, type RequestEvent, requestEventSchema } from '../deadlines/events.ts';
import { dateSchema, sha256Schema } from '../schemas.ts';

/** Why a request is refused, as codes. What must be said with each stands in the wording, `refusal.<code>`. */
export const REFUSAL_REASONS = [
  'identity-not-verified',
  'no-data',
  'manifestly-unfounded',
  'excessive',
  'legal-obligation',
  'legal-claims',
  'rights-of-others',
  'freedom-of-expression',
  'exempt-by-law',
  'not-a-controller',
  'no-mandate',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export const OUTCOMES = ['complied', 'complied-in-part', 'no-data'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const id = z.string().min(1).max(100);

export const caseEventSchema = z.discriminatedUnion('type', [
  ...OPEN_EVENTS,
  event('answered', { outcome: z.enum(OUTCOMES).optional() }),
  event('refused', { reasons: z.array(z.enum(REFUSAL_REASONS)).min(1).optional() }),
  event('withdrawn', {}),
  event('complaint-received', { request: id.optional() }),
  event('appeal-received', { request: id.optional() }),
  /** Proof of the address was asked for by mail, and given: by the link, by the code, or an operator saw it otherwise. */
  event('proof-asked', {}),
  event('proved', { by: z.enum(['link', 'code', 'operator']) }),
  /** The person said that it was somebody else. */
  event('disputed', {}),
  /** The person at the address did not ask for a code: whoever was let in by one is out again. */
  event('code-disputed', {}),
  event('corrected', {}),
  event('message-from-person', {}),
  event('message-to-person', { template: id.optional() }),
  event('note', {}),
  event('assigned', { to: id.nullable() }),
  /** The hash goes with the contents: whoever has the file could be told by it that it was this one. */
  event('file-added', { file: id, source: z.enum(['person', 'answer']), sha256: sha256Schema.optional() }),
  event('file-removed', { file: id }),
  event('file-fetched', { file: id }),
  /** The answer's files are there to be fetched until a day. */
  event('answer-released', { until: dateSchema }),
  /** A choice took effect in the person's browser and is in that site's ledger. */
  event('choice-recorded', { site: id, record: id }),
  event('linked', { request: id }),
  /**
   * Four eyes: somebody asked for a second person, who agreed or not. `behind`: the people who stand behind a system that asked, as who
   * made its token. None of them is the second person.
   */
  event('approval-asked', { action: z.enum(['answered', 'erasure']), behind: z.array(id).max(4).optional() }),
  event('approved', { action: z.enum(['answered', 'erasure']) }),
  event('purged', { what: z.enum(['contents', 'unproved']) }),
]);
export type CaseEvent = z.infer<typeof caseEventSchema>;
export type CaseEventType = CaseEvent['type'];

/** An event as it was noted. */
export interface NotedEvent {
  number: number;
  /** Instant at which it was noted; when it happened says `event.at`. */
  noted: string;
  /** `person`, `system`, or the operator's name. */
  actor: string;
  event: CaseEvent;
}

/** The part of the events that dates are derived from, in their own form. */
export function deadlineEvents(events: readonly CaseEvent[]): RequestEvent[] {
  return events.flatMap((one): RequestEvent[] => {
    const { outcome: _outcome, reasons: _reasons, ...rest } = one as CaseEvent & { outcome?: unknown; reasons?: unknown };
    const parsed = requestEventSchema.safeParse(rest);
    return parsed.success ? [parsed.data] : [];
  });
}

/** What a leaf of the log `requests` commits to. */
export interface EventRecord extends NotedEvent {
  v: 1;
  type: 'request-event';
  request: string;
  /** SHA-256 over the event's salt and the words beside it; null where there are none. Lower case hexadecimal. */
  words: string | null;
}

/** The very bytes that a leaf commits to, as text: RFC 8785. */
export function eventRecordText(record: EventRecord): string {
  return canonicalize(record) ?? '';
}

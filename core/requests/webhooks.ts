/**
 * What other systems are told by webhook (Standard Webhooks, https://www.standardwebhooks.com): the closed list of events, each with
 * the schema of its payload. No payload says anything of a person; whoever needs more asks the API for the request, which is noted.
 */
import { z } from 'zod';
import { dateSchema, instantSchema } from '../schemas.ts';
import { type CaseEventType, OUTCOMES, REFUSAL_REASONS } from './events.ts';
import { KINDS } from './kinds.ts';
import { STATES } from './summary.ts';

/** Where the request stands after the event. */
const requestFacts = {
  request: z.uuid(),
  /** What people say on the telephone. */
  reference: z.string(),
  kind: z.enum(KINDS),
  /** ISO 3166 place; empty where it lies elsewhere. */
  place: z.string(),
  /** The law whose date counts; empty where none applies. */
  regime: z.string(),
  state: z.enum(STATES),
  received: dateSchema,
  due: dateSchema.nullable(),
};

const data = <Fields extends z.ZodRawShape>(fields: Fields) => z.strictObject({ ...requestFacts, ...fields });
const one = <Data extends z.ZodType>(says: string, schema: Data) => ({ says, data: schema });

export const WEBHOOKS = {
  'request.received': one('A request came in, and can be worked on: its address was proved, or it needs no proof.', data({})),
  'request.message_received': one('The person wrote, answered a question, or added a file.', data({})),
  'request.corrected': one('The person corrected what the request says.', data({})),
  'request.extended': one('The person was told that the answer takes longer; `due` is the new date.', data({})),
  'request.answered': one('The request was answered.', data({ outcome: z.enum(OUTCOMES).nullable() })),
  'request.refused': one('The request was refused, for these reasons.', data({ reasons: z.array(z.enum(REFUSAL_REASONS)) })),
  'request.withdrawn': one('The person took the request back: nothing more is to be done.', data({})),
  'request.disputed': one('The person at the address says that it was somebody else: nothing more is to be done.', data({})),
  'request.reminder': one('The answer is due within so many days.', data({ days: z.int().positive() })),
  'request.overdue': one('The answer is overdue.', data({})),
  'erasure.replayed': one(
    'A backup was restored. Whoever holds data of the person of this erasure request erases it again.',
    z.strictObject({ request: z.uuid(), erased: instantSchema }),
  ),
} as const satisfies Record<string, { says: string; data: z.ZodType }>;
export type WebhookType = keyof typeof WEBHOOKS;
export const WEBHOOK_TYPES = Object.keys(WEBHOOKS) as WebhookType[];

/** The body of a webhook of a type. */
export function webhookSchema<Type extends WebhookType>(type: Type) {
  return z.strictObject({
    type: z.literal(type),
    /** When it happened, which is not when it is sent. */
    timestamp: instantSchema,
    data: WEBHOOKS[type].data as (typeof WEBHOOKS)[Type]['data'],
  });
}

/** Which event is announced as what. `received` and `proved` are announced by what follows from them. */
export const WEBHOOK_OF_EVENT: Partial<Record<CaseEventType, WebhookType>> = {
  'message-from-person': 'request.message_received',
  'clarification-answered': 'request.message_received',
  corrected: 'request.corrected',
  extended: 'request.extended',
  answered: 'request.answered',
  refused: 'request.refused',
  withdrawn: 'request.withdrawn',
  disputed: 'request.disputed',
};

/** `POST …/webhooks`: where webhooks go from now on. */
export const endpointBody = z.strictObject({
  url: z.string().max(500),
  events: z
    .array(z.enum(WEBHOOK_TYPES, { error: `names of ${WEBHOOK_TYPES.join(', ')}` }))
    .max(WEBHOOK_TYPES.length)
    .default([]),
});

/** `POST …/webhooks/<id>/replay`: one message again, or everything since a moment. */
export const replayBody = z
  .strictObject({ message: z.string().max(120).optional(), since: instantSchema.optional() })
  .refine(({ message, since }) => (message === undefined) !== (since === undefined), {
    path: ['message'],
    error: 'a message, or `since` in its place: one of the two',
  });

const attempt = z.strictObject({
  at: instantSchema,
  /** Of the endpoint's answer; none where it gave none. */
  status: z.int().optional(),
  problem: z.string().optional(),
  milliseconds: z.int().nonnegative(),
});
export type Attempt = z.infer<typeof attempt>;

export const endpointAnswer = z.strictObject({
  id: z.string(),
  url: z.string(),
  events: z.array(z.enum(WEBHOOK_TYPES)),
  state: z.enum(['on', 'off']),
  created: instantSchema,
  createdBy: z.string(),
  /** Told once, when it is made. */
  secret: z.string().optional(),
});

export const deliveryAnswer = z.strictObject({
  message: z.string(),
  endpoint: z.string(),
  type: z.string(),
  request: z.string().nullable(),
  made: instantSchema,
  state: z.enum(['waiting', 'delivered', 'dead']),
  due: instantSchema.nullable(),
  attempts: z.array(attempt),
});

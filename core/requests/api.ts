/**
 * What other systems send to the interface for requests and what they are answered, as schemas: routes read by them, OpenAPI is
 * made from them, tests hold answers to them.
 */
import { z } from 'zod';
import { EXTENSION_REASONS } from '../deadlines/events.ts';
import { dateSchema, instantSchema, localeSchema, sha256Schema } from '../schemas.ts';
import { MOST_ANSWER_FILES } from './answer.ts';
import { contentSchema } from './content.ts';
import { caseEventSchema, OUTCOMES, REFUSAL_REASONS } from './events.ts';
import { BEHALVES, CHANNELS, KINDS } from './kinds.ts';
import { TABLE_FORMATS, TABLE_NAMES } from './records.ts';
import { SCOPE_NAMES } from './scopes.ts';
import { CCPA_RIGHTS, type CcpaRight } from './statistics.ts';
import { QUEUES, STATES } from './summary.ts';

const id = z.uuidv7({ error: 'the id of a request' }).toLowerCase();
const fileId = z.uuidv7({ error: 'the id of a file' }).toLowerCase();
const place = z.string().regex(/^([A-Z]{2}(-[A-Z0-9]{1,3})?)?$/, 'a country such as DE, a region such as US-CA, or nothing');
const name = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} .@_-]{0,59}$/u, 'a name of 1 to 60 letters, digits, spaces and . @ _ -');
const words = z.string().trim().min(1, 'must not be empty').max(10_000);
const code = z.string().min(1).max(60);

/** Where the next page begins: the due date and the id of the last request of the one before. */
const cursor = z.string().regex(/^(\d{4}-\d{2}-\d{2})?~[0-9a-f-]{36}$/, '`next` of the page before');
const MOST_LISTED = 100;

/** `GET /api/v1/requests`. */
export const listQuery = z.strictObject({
  queue: z.enum(QUEUES).default('active'),
  state: z.enum(STATES).optional(),
  kind: z.enum(KINDS).optional(),
  regime: code.optional(),
  place: place.optional(),
  assignee: z.string().max(100).optional(),
  /** Due on this day or before. */
  dueBy: dateSchema.optional(),
  receivedFrom: dateSchema.optional(),
  receivedTo: dateSchema.optional(),
  after: cursor.optional(),
  limit: z
    .string()
    .regex(/^\d{1,3}$/, `a whole number from 1 to ${MOST_LISTED}`)
    .default('50')
    .transform(Number)
    .pipe(z.int().min(1).max(MOST_LISTED, `a whole number from 1 to ${MOST_LISTED}`)),
});
export type ListQuery = z.infer<typeof listQuery>;

export const requestPath = z.strictObject({ id });
export const filePath = z.strictObject({ id, file: fileId });

/** Where a request stands. Nothing in it is about a person. */
const requestSkeleton = z.strictObject({
  id,
  reference: z.string(),
  kind: z.enum(KINDS),
  place,
  locale: localeSchema,
  behalf: z.enum(BEHALVES),
  channel: z.enum(CHANNELS),
  parent: id.nullable(),
  /** The privacy policy in force at receipt: `privacy 2027-01-01`. */
  policy: z.string().nullable(),
  queue: z.enum(QUEUES),
  state: z.enum(STATES),
  /** The law whose date counts; empty where none is known. */
  regime: z.string(),
  received: dateSchema,
  due: dateSchema.nullable(),
  acknowledgeBy: dateSchema.nullable(),
  acknowledged: z.boolean(),
  closed: dateSchema.nullable(),
  outcome: z.string().nullable(),
  assignee: z.string().nullable(),
  /** Are its contents still there? */
  contents: z.enum(['kept', 'gone']),
});
export type RequestSkeleton = z.infer<typeof requestSkeleton>;

export const listAnswer = z.strictObject({ requests: z.array(requestSkeleton), next: z.string().nullable() });

export const requestAnswer = requestSkeleton.extend({
  /** Has somebody shown who asks, or does this kind need no proof? Nothing is to be done for a person before that. */
  proved: z.boolean(),
  /** How many events there are. */
  version: z.int().nonnegative(),
  events: z.array(z.strictObject({ number: z.int().positive(), noted: instantSchema, actor: z.string(), event: caseEventSchema, hasWords: z.boolean() })),
  /** The dates of each law that applies, and whether it lets the answer take longer. */
  laws: z.array(z.strictObject({ regime: z.string(), due: dateSchema.nullable(), extensible: z.boolean(), extensibleTo: dateSchema.nullable() })),
});

/** What the person wrote. To be asked for only where it is needed: each reading is noted. */
export const contentsAnswer = z.strictObject({
  content: contentSchema,
  words: z.array(z.strictObject({ number: z.int().positive(), text: z.string() })),
  files: z.array(
    z.strictObject({
      id: fileId,
      source: z.enum(['person', 'answer']),
      name: z.string(),
      type: z.string(),
      bytes: z.int().nonnegative(),
      sha256: sha256Schema,
      added: instantSchema,
    }),
  ),
});

/** `POST /api/v1/requests`: a request that came in elsewhere. Where nobody has seen who asks, the address is asked itself. */
export const createBody = z.strictObject({
  kind: z.enum(KINDS),
  place,
  locale: localeSchema.optional(),
  behalf: z.enum(BEHALVES).default('self'),
  channel: z.enum(CHANNELS).exclude(['form']).default('api'),
  content: contentSchema,
  /** The request that a complaint or an appeal is about. */
  parent: id.optional(),
  /** The day of receipt where that was earlier: the clock runs from there. */
  received: dateSchema.optional(),
  /** That day lies a year back or more, and the year is right. */
  oldReceipt: z.boolean().optional(),
  /** Has the sender seen that the person is who they say they are, as in a signed-in account? */
  proved: z.boolean().default(false),
});

const event = <Type extends string, Fields extends z.ZodRawShape>(type: Type, fields: Fields) => z.strictObject({ type: z.literal(type), ...fields });
const text = words.optional();

/** `POST …/events`: what happens now. What closes a request, or extends it, has an address of its own. */
export const eventBody = z.discriminatedUnion('type', [
  event('note', { text: words }),
  event('acknowledged', { text }),
  event('identity-asked', { text }),
  event('identity-confirmed', { text }),
  event('clarification-asked', { text: words }),
  event('clarification-answered', { text }),
  event('fee-asked', { text }),
  event('fee-settled', { text }),
  event('assigned', { to: name.nullable() }),
]);

/** `POST …/messages`: to the person. */
export const messageBody = z.strictObject({ text: words });

/** `POST …/results`: what a system found or did. People on the console see it; the person sees nothing of it. */
export const resultBody = z.strictObject({ system: name, outcome: z.enum([...OUTCOMES, 'failed']), text });

const base64 = z
  .string()
  .regex(/^[A-Za-z0-9+/]*={0,2}$/, 'base64')
  .refine((value) => value.length % 4 === 0, 'base64 with its padding');

/** `POST …/packages`: an answer to be fetched by the person, once it is released. */
export const packageBody = z.strictObject({
  /** JSON of any shape. */
  data: z.unknown().optional(),
  files: z
    .array(z.strictObject({ name: z.string().max(1000), type: z.string().min(1).max(100), content: base64 }))
    .max(MOST_ANSWER_FILES)
    .default([]),
  /** Tell it to the person by another way than by mail. */
  passphrase: z.string().optional(),
});

/** `POST …/answer`. Packages that were added are released with it. */
export const answerBody = z.strictObject({ outcome: z.enum(OUTCOMES), text });

/** `POST …/refuse`: by somebody, for a machine refuses nobody. */
export const refuseBody = z.strictObject({ reasons: z.array(z.enum(REFUSAL_REASONS)).min(1), by: name, text });

/** `POST …/extend`. */
export const extendBody = z.strictObject({ reason: z.enum(EXTENSION_REASONS), until: dateSchema.optional(), text });

export const doneAnswer = z.strictObject({
  request: id,
  reference: z.string(),
  state: z.enum(STATES),
  /** Numbers of the events that this added. */
  events: z.array(z.int().positive()),
  /** The package that this added. */
  file: fileId.optional(),
  /** It waits for a second person, who agrees on the console (four eyes). */
  approval: z.literal('asked').optional(),
});
export type DoneAnswer = z.infer<typeof doneAnswer>;

const MOST_DAYS = 366;

/** `POST /api/v1/operator/tokens`. */
export const tokenBody = z.strictObject({
  name,
  /** Who answers for it, as they sign in to the console: with four eyes they approve nothing that it proposes. */
  by: z.string().trim().min(1).max(100).optional(),
  scopes: z.array(z.enum(SCOPE_NAMES)).min(1).max(SCOPE_NAMES.length),
  days: z.int().min(1).max(MOST_DAYS, `a whole number of days from 1 to ${MOST_DAYS}`).default(90),
});

/** `POST /api/v1/operator/tokens/revoke`. */
export const revokeBody = z.strictObject({ prefix: z.string().regex(/^[0-9a-f]{16}$/, 'the public part of a token, 16 hexadecimal digits') });

const tokenFacts = z.strictObject({
  prefix: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(SCOPE_NAMES)),
  created: instantSchema,
  createdBy: z.string(),
  expires: instantSchema,
  revoked: instantSchema.nullable(),
  /** Day of the last use. */
  used: dateSchema.nullable(),
});
export type TokenFacts = z.infer<typeof tokenFacts>;
export const tokensAnswer = z.strictObject({ tokens: z.array(tokenFacts) });
/** `token` is told once and kept nowhere. */
export const newTokenAnswer = tokenFacts.extend({ token: z.string() });

/** `GET …/operator/requests/statistics`. Calendar dates of receipt, both included; a year up to today where none is named. */
export const spanQuery = z
  .strictObject({ from: dateSchema.optional(), to: dateSchema.optional() })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, { path: ['to'], error: 'a date that is not before `from`' });

export const tableFile = z.strictObject({ file: z.enum(TABLE_NAMES.flatMap((name) => TABLE_FORMATS.map((format) => `${name}.${format}` as const))) });

const count = z.int().nonnegative();
const days = z.number().nonnegative().nullable();
const rows = z.array(z.strictObject({ label: z.string(), values: z.array(z.number().nullable()) }));
const ccpaRow = z.strictObject({
  right: z.enum(Object.keys(CCPA_RIGHTS) as CcpaRight[]),
  received: count,
  complied: count,
  denied: count,
  deniedBecause: z.strictObject({ notVerifiable: count, exempt: count, other: count }),
  pending: count,
  unverified: count,
  median: days,
  mean: days,
});

export const figuresAnswer = z.strictObject({
  total: z.strictObject({ received: count, unverified: count, open: count, answered: count, refused: count, withdrawn: count, disputed: count, late: count }),
  days: z.strictObject({ answers: count, median: days, mean: days, p90: days }),
  /** By month: received, and never proved. */
  volumes: rows,
  kinds: rows,
  regimes: rows,
  /** By month: median and 90th percentile. */
  daysByMonth: rows,
  /** By month: in time, and late. */
  late: rows,
  refusals: rows,
});

export const requestStatisticsAnswer = z.strictObject({ from: dateSchema, to: dateSchema, figures: figuresAnswer });

/** The figures of one calendar year after 11 CCR 7102. */
export const ccpaAnswer = z.strictObject({ year: z.int(), californians: z.array(ccpaRow), everybody: z.array(ccpaRow) });

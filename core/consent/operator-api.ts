/**
 * What operators ask of the consent ledgers and what they are answered, as schemas: routes read questions by them, tests hold
 * answers to them, and OpenAPI can be made from them.
 */
import { z } from 'zod';
import { dateSchema, sha256Schema, slugSchema } from '../schemas.ts';
import { consentRecordSchema } from './record.ts';

/** What statistics can be told apart by. `version` names its policy, `notice` is the wording, `regime` stands for the region. */
export const DIMENSIONS = ['site', 'day', 'action', 'category', 'version', 'notice', 'locale', 'model', 'regime', 'surface', 'gpc'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Forms in which one record is given: as kept, as ISO/IEC TS 27560, as Kantara receipt, or with its proof. */
export const RECORD_FORMATS = ['record', '27560', 'kantara', 'receipt'] as const;
export type RecordFormat = (typeof RECORD_FORMATS)[number];

export const EXPORT_FORMATS = ['jsonl', 'csv', 'parquet'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const site = slugSchema;
const id = z.uuidv7({ error: 'a UUIDv7' }).toLowerCase();
const subject = sha256Schema;
/** Calendar dates in UTC, by the instant at which a record was received. Both are included. */
const span = { from: dateSchema.optional(), to: dateSchema.optional() };
const inOrder = ({ from, to }: { from?: string | undefined; to?: string | undefined }): boolean => from === undefined || to === undefined || from <= to;
const order = { path: ['to'], error: 'a date that is not before `from`' };

/** One record, or all of a subject. */
const oneOrAll = z
  .strictObject({ site, id: id.optional(), subject: subject.optional() })
  .refine((asked) => (asked.id === undefined) !== (asked.subject === undefined), {
    path: ['id'],
    error: 'a record, or `subject` in its place: one of the two',
  });

/** `GET …/consents`. */
export const searchQuery = oneOrAll;

/** `GET …/consents/<id>`. */
export const recordQuery = z.strictObject({ site, id, format: z.enum(RECORD_FORMATS).default('record') });

/** `POST …/consents/erase`. */
export const eraseBody = oneOrAll;

/** `GET …/exports/consents.<format>`. */
export const exportQuery = z.strictObject({ site, ...span }).refine(inOrder, order);

/** `GET …/statistics`. `by` is a list with commas, and may be empty. */
export const statisticsQuery = z
  .strictObject({
    site: site.optional(),
    ...span,
    by: z
      .string()
      .default('')
      .transform((text) => [...new Set(text.split(',').filter(Boolean))])
      .pipe(z.array(z.enum(DIMENSIONS, { error: `names of ${DIMENSIONS.join(', ')}, with commas between` }))),
  })
  .refine(inOrder, order);

/** A record and where it lies. */
export const foundRecord = z.strictObject({
  log: z.string(),
  index: z.int().nonnegative(),
  /** `sealed`: a published checkpoint covers it. Of an erased one nothing is left but its place. */
  state: z.enum(['accepted', 'sealed', 'erased']),
  record: consentRecordSchema.optional(),
});
export type FoundRecord = z.infer<typeof foundRecord>;

/** Newest first. */
export const searchAnswer = z.strictObject({ records: z.array(foundRecord) });

export const eraseAnswer = z.strictObject({
  /** How many records there were; 0 where they were erased before, or never existed. */
  erased: z.int().nonnegative(),
  /** Is it done in the archive too? Where not, the ledger goes on by itself. */
  everywhere: z.boolean(),
});

/** What the lines of statistics are told apart by, and how many records each stands for. */
const statisticsLine = z.strictObject({
  site: z.string().optional(),
  day: dateSchema.optional(),
  action: z.string().optional(),
  category: z.string().optional(),
  version: z.string().optional(),
  notice: sha256Schema.optional(),
  locale: z.string().optional(),
  model: z.string().optional(),
  /** None where no law is known for the place. */
  regime: z.string().nullable().optional(),
  surface: z.string().optional(),
  gpc: z.boolean().optional(),
  records: z.int().nonnegative(),
  /** Where categories are told apart: how many of these records allow the category, and how many refuse it. */
  allowed: z.int().nonnegative().optional(),
  refused: z.int().nonnegative().optional(),
});
export type StatisticsLine = z.infer<typeof statisticsLine>;

export const statisticsAnswer = z.strictObject({
  site: z.string().nullable(),
  from: dateSchema.nullable(),
  to: dateSchema.nullable(),
  by: z.array(z.enum(DIMENSIONS)),
  lines: z.array(statisticsLine),
});

/** One log: figures that say nothing of anybody. */
const logHealth = z.looseObject({
  log: z.string(),
  /** Leaves of the published checkpoint. */
  size: z.int().nonnegative(),
  waiting: z.int().nonnegative(),
  waitingSince: z.iso.datetime().nullable(),
  frozen: z.object({ reason: z.string(), why: z.string() }).nullable(),
  /** The entry whose record the archive did not give as its leaf commits to it, the last time that one was asked for. */
  lastDamage: z.object({ entry: z.int().nonnegative(), at: z.iso.datetime() }).nullable(),
});

/** Mails and webhooks: how many wait and since when, and how many were given up. */
const outboxHealth = z.strictObject({
  /** `open`: requests are taken. `closed`: there are no keys for them. */
  state: z.enum(['open', 'closed']),
  mail: z.strictObject({
    /** `mailbox`: a laptop's, nothing leaves. `unconfigured`: no binding or no sender; mails wait. */
    state: z.enum(['sending', 'mailbox', 'unconfigured']),
    waiting: z.int().nonnegative(),
    waitingSince: z.string().nullable(),
    /** Code of what stands in the way of those that wait. */
    problem: z.string().nullable(),
    dead: z.int().nonnegative(),
  }),
  webhooks: z.strictObject({ waiting: z.int().nonnegative(), waitingSince: z.string().nullable(), dead: z.int().nonnegative() }),
  /** When messages of the queue were last given up. */
  deadNudges: z.string().nullable(),
  unproved: z.int().nonnegative(),
  expired: z.int().nonnegative(),
  subscriptions: z.strictObject({ confirmed: z.int().nonnegative(), unconfirmed: z.int().nonnegative() }),
});

export const healthAnswer = z.strictObject({
  /** `open`: every log takes records. `closed`: there is no key to sign with. */
  state: z.enum(['open', 'closed', 'frozen', 'unreachable']),
  logs: z.array(z.union([logHealth, z.strictObject({ log: z.string(), unreachable: z.literal(true) })])),
  requests: z.union([outboxHealth, z.strictObject({ unreachable: z.literal(true) })]),
});

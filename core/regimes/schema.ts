/**
 * The shape of `regimes.json`. A rule that changed is a row for each time it held: `since` is its first
 * day, `until` the first day on which it was not the rule any more. Absent, they are those of the regime.
 * A row without `confidence` has its regime's.
 */
import { z } from 'zod';
import { confidenceSchema, dateSchema, localeSchema } from '../schemas.ts';
import { CONSENT_MODELS, RIGHTS } from '../vocabulary.ts';

export const PERIOD_UNITS = ['calendar-month', 'calendar-day', 'business-day'] as const;

/** What the law says where it names no number. `standing`: it holds without being asked. `authority`: somebody else answers. */
export const PHRASES = [
  'at-once',
  'any-time',
  'without-delay',
  'as-soon-as-possible',
  'reasonable-period',
  'published-period',
  'no-number',
  'standing',
  'authority',
] as const;

/** Where a law gives a right another content than its name says elsewhere, so that no policy promises the wrong thing. */
export const VARIANTS = {
  access: ['categories'],
  erasure: ['provided', 'consented', 'unjustified'],
  restriction: ['blocking', 'suspension'],
  objection: ['any', 'direct-marketing', 'third-party', 'unlawful'],
  'automated-decision-review': ['review', 'representations', 'opt-out', 'explanation', 'contest'],
  'opt-out-targeted-advertising': ['sharing'],
  'limit-sensitive': ['consent', 'opt-out', 'necessary'],
  'third-party-list': ['categories', 'sold'],
  complaint: ['controller', 'both', 'controller-first'],
} as const satisfies Partial<Record<(typeof RIGHTS)[number], readonly string[]>>;

export const VERIFICATION_MODES = ['none', 'reasonable-doubt', 'reasonable', 'commercially-reasonable', 'required', 'two-step-permitted'] as const;
/** Rules of counting that are no part of the law that gives the right. */
export const COUNTING_ACTS = ['regulation-1182-71', 'ico-guidance'] as const;
export const CLOCK_EFFECTS = ['runs-on', 'not-started', 'paused', 'lifted-on-fraud', 'not-regulated', 'not-applicable'] as const;

const text = z.string().trim().min(1);
const webAddress = z.url({ protocol: /^https?$/ });
const regimeId = z.string().regex(/^[a-z]{2}(-[a-z0-9]+)+$/);
const dated = { since: dateSchema.optional(), until: dateSchema.optional() };
const confidence = confidenceSchema.optional();
const force = z.enum(['guidance', 'target']).optional();

const period = { value: z.int().positive(), unit: z.enum(PERIOD_UNITS) };
const from = z.literal('receipt');

/** A number, or the law's own words with a code for them. */
const deadline = z.union([
  z.strictObject({
    ...period,
    from,
    /** The article that sets the period, where it is another than that of the right. */
    ref: text.optional(),
    /** The clock waits for these, where the law lets one ask for them. */
    startsAfter: z
      .array(z.enum(['identity', 'fee']))
      .min(1)
      .optional(),
    /** Where the number is not the law's: the regulator's guidance, or only this table's target. */
    force,
    words: text.optional(),
  }),
  z.strictObject({
    phrase: z.enum(PHRASES),
    from,
    words: text,
    /** Not law: what the product aims at where nobody set an own target. */
    target: z.strictObject(period).optional(),
  }),
]);

const extension = z.union([
  /** `times`: how often it may be used; once where absent. */
  z.strictObject({ ...period, times: z.int().min(2).optional(), condition: text }),
  z.strictObject({ open: z.literal(true), condition: text }),
]);

const verification = z.strictObject({ mode: z.enum(VERIFICATION_MODES), ref: text.optional(), rule: text.optional(), confidence });

const rightRule = z
  .strictObject({
    right: z.enum(RIGHTS),
    variant: text.optional(),
    ...dated,
    ref: text,
    deadline,
    /** The last day that a law which speaks in words still gives. */
    outerLimit: z.strictObject({ ...period, from, ref: text }).optional(),
    extension: extension.optional(),
    /** `countsFirstDay`: the period begins with the day of receipt, so that day is its first. */
    acknowledgement: z
      .strictObject({ ...period, from, content: text.optional(), ref: text.optional(), countsFirstDay: z.literal(true).optional(), note: text.optional() })
      .optional(),
    /** Beats the regime's for this right. */
    verification: verification.optional(),
    mustOffer: text.optional(),
    note: text.optional(),
    confidence: confidenceSchema,
  })
  .refine(({ right, variant }) => variant === undefined || variantsOf(right).includes(variant), { path: ['variant'], error: 'a variant of this right' });

const cookieRule = z.strictObject({ ...dated, model: z.enum(CONSENT_MODELS), ref: text.optional(), rule: text.optional(), confidence });

const signalRule = z.strictObject({
  ...dated,
  mustHonour: z.boolean(),
  signal: text.optional(),
  source: text.optional(),
  scope: text.optional(),
  mustDisplayProcessed: z.boolean(),
  displaySource: text.optional(),
  displayExamples: text.optional(),
  note: text.optional(),
  confidence,
});

const childrenRule = z.strictObject({
  ...dated,
  ref: text.optional(),
  /** Null where the law names no age. */
  digitalConsentAge: z.int().nullable(),
  ownOptInFrom: z.int().optional(),
  optInUntil: z.int().optional(),
  rule: text,
  byCountry: z.strictObject({ ages: z.record(z.string().regex(/^[A-Z]{2}$/), z.int()), note: text, confidence: confidenceSchema }).optional(),
  confidence,
});

const feeRule = z.strictObject({
  ...dated,
  default: z.enum(['free', 'minimal', 'not-excessive', 'may-charge', 'prescribed']),
  ref: text.optional(),
  rule: text.optional(),
  confidence,
});

const refusalRule = z.strictObject({
  ...dated,
  ref: text.optional(),
  deadline: z.strictObject({ ...period, from }).optional(),
  mustSay: z.array(text).min(1),
  /** Whether the law gives an appeal to the controller; absent where it is silent. */
  appeal: z.boolean().optional(),
  onAppealDenied: z.array(text).min(1).optional(),
  note: text.optional(),
  confidence,
});

const recordsRule = z.strictObject({
  ...dated,
  /** Null where the law names no period for records of requests. */
  period: z.strictObject(period).nullable(),
  ref: text.optional(),
  fields: z.array(text).min(1).optional(),
  rule: text.optional(),
  confidence,
});

const clockEffect = z.strictObject({
  effect: z.enum(CLOCK_EFFECTS),
  words: text,
  force,
  ref: text.optional(),
  /** Only for these rights; for all where absent. */
  rights: z.array(z.enum(RIGHTS)).optional(),
  waitDays: z.int().positive().optional(),
});

const lawSchema = z.strictObject({
  title: text,
  citation: text,
  /** The citation in languages in which the law itself is authentic. */
  citationIn: z.record(localeSchema, text).optional(),
  source: z.strictObject({ url: webAddress, confidence: confidenceSchema }),
  note: text.optional(),
  /** `effective` is absent where it is not known. */
  amendments: z.array(z.strictObject({ title: text, effective: dateSchema.optional(), note: text.optional(), confidence })).optional(),
});

export const regimeSchema = z
  .strictObject({
    id: regimeId,
    name: text,
    confidence: confidenceSchema,
    ...dated,
    since: dateSchema,
    law: lawSchema,
    /** ISO 3166-1 country, or 3166-2 region such as `US-CA`. */
    territory: z.array(z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/)).min(1),
    territoryNote: text.optional(),
    /** Known only by name and date: its rights are to be filled in from the enacted text, and it decides nothing before. */
    incomplete: z.literal(true).optional(),
    note: text.optional(),
    /** Without a name where each country has its own; `site` is their list then. */
    authority: z
      .strictObject({ name: text.optional(), site: webAddress, complaintUrls: z.array(webAddress).min(1).optional(), note: text.optional() })
      .optional(),
    rights: z.array(rightRule),
    cookies: z.array(cookieRule).min(1),
    optOutSignal: z.array(signalRule).optional(),
    children: z.array(childrenRule).optional(),
    verification: z.array(z.strictObject({ ...dated, ...verification.shape })).optional(),
    fee: z.array(feeRule).optional(),
    refusal: z.array(refusalRule).optional(),
    /** Null where the law asks for none; absent where the table does not say. A right may have its own. */
    acknowledgement: z.null().optional(),
    agents: z.array(z.strictObject({ ...dated, ref: text.optional(), rule: text, confidence })).optional(),
    records: z.array(recordsRule).optional(),
    /** What a question to the person does to a running clock. */
    clock: z.array(z.strictObject({ ...dated, identityDoubt: clockEffect, clarification: clockEffect, fee: clockEffect })).optional(),
    intake: z.strictObject({ rule: text, confidence: confidenceSchema }).optional(),
    statistics: z
      .strictObject({ ref: text, threshold: text, publishBy: text, metrics: z.array(text), optional: z.array(text), confidence: confidenceSchema })
      .optional(),
    language: z.strictObject({ rule: text }).optional(),
    duties: z.strictObject({ ref: text, rule: text }).optional(),
    extraNotices: z.array(text).optional(),
    /** Law that is coming, and questions that are open: for whoever keeps the table. */
    pending: z.array(text).optional(),
    open: z.array(text).optional(),
  })
  .superRefine((regime, context) => {
    const refuse = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (!regime.incomplete && regime.rights.length === 0) refuse(['rights'], 'the rights, or `incomplete: true`');
    for (const [name, list] of Object.entries(regime)) {
      const rows: unknown[] = Array.isArray(list) ? list : [];
      if (!rows.every(isRow)) continue;
      rows.forEach((row, index) => {
        const { since = regime.since, until = '9999-12-31' } = row;
        if (since < regime.since || until <= since) refuse([name, index], 'a row within its regime that ends after it begins');
        const twin = rows
          .slice(0, index)
          .find((other) => sameRule(other, row) && (other.since ?? regime.since) < until && since < (other.until ?? '9999-12-31'));
        if (twin) refuse([name, index], 'one row for each day');
      });
    }
  });

/** How a period is counted: whose rule it is, whether a last day that is no working day moves, and the articles of that rule. */
const counting = z.strictObject({
  act: z.enum(COUNTING_ACTS),
  moves: z.boolean(),
  firstDay: text.optional(),
  end: text.optional(),
  lastDay: text.optional(),
  /** The article by which a period of two days or more has at least two working days. */
  minimum: text.optional(),
});

const calendarSchema = z.strictObject({
  months: z.array(
    z.strictObject({
      id: text,
      regimes: z.array(regimeId).min(1),
      sources: z.array(text).min(1),
      rules: z.array(text).min(1),
      confidence: confidenceSchema,
      counting,
      /** Worked cases: a period in months from `receipt`, with the public holidays that matter, is `due`. */
      tests: z.array(z.strictObject({ receipt: dateSchema, ...period, holidays: z.array(dateSchema), due: dateSchema, why: text })),
    }),
  ),
  calendarDay: z.strictObject({
    rule: text,
    lastDay: z.array(z.strictObject({ regimes: z.array(regimeId).min(1), moves: z.boolean(), ref: text.optional(), rule: text, confidence: confidenceSchema })),
  }),
  businessDay: z.strictObject({ rule: text, confidence: confidenceSchema }),
  clock: z.strictObject({ start: text, model: text }),
  holidays: text,
});

export const regimeTableSchema = z
  .strictObject({
    meta: z.strictObject({
      asOf: dateSchema,
      notice: text,
      confidence: z.strictObject({ sure: text, check: text, inheritance: text }),
      precedence: text,
      words: text,
      findings: z.array(text),
      notCovered: z.array(text),
      checkedAgainst: z.array(text),
      /** Facts that are not of the compilers of the table: added when it was dated. */
      added: z.array(text),
    }),
    calendar: calendarSchema,
    regimes: z.array(regimeSchema).min(1),
  })
  .refine(({ regimes }) => new Set(regimes.map(({ id }) => id)).size === regimes.length, { path: ['regimes'], error: 'each id once' });

/** Variants that a right may have, beside its plain meaning. */
export function variantsOf(right: (typeof RIGHTS)[number]): readonly string[] {
  return right in VARIANTS ? VARIANTS[right as keyof typeof VARIANTS] : [];
}

interface DatedRow {
  since?: string;
  until?: string;
  right?: string;
  variant?: string;
}

/** Lists of plain texts, such as `territory`, hold no rules. */
function isRow(row: unknown): row is DatedRow {
  return typeof row === 'object' && row !== null;
}

function sameRule(a: DatedRow, b: DatedRow): boolean {
  return a.right === b.right && a.variant === b.variant;
}

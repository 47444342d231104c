/**
 * Every JSON shape, written once: what lawyers edit under `content/`, and what goes over the wire.
 * Types are inferred, never retyped. Unknown keys are refused, so that a misspelt field is an error
 * and not a silence.
 */
import { z } from 'zod';
import { datedSchema, valueOn } from './dated.ts';
import { PHRASING } from './phrasing.ts';
import {
  CATEGORIES,
  CAUSES,
  CONFIDENCES,
  CONSENT_ACTIONS,
  CONSENT_MODELS,
  OPTIONAL_CATEGORIES,
  type OptionalCategory,
  POLICY_KINDS,
  POSITIONS,
  STORAGE_KINDS,
  SURFACES,
} from './vocabulary.ts';

const text = z.string().trim().min(1, 'must not be empty');

/** A calendar date that exists, `YYYY-MM-DD`. */
export const dateSchema = z.iso.date({ error: 'a calendar date that exists, written YYYY-MM-DD' });

/** An instant with its offset, ISO 8601. */
export const instantSchema = z.iso.datetime({ offset: true, error: 'an instant such as 2027-01-01T00:00:00Z' });

/** A BCP 47 language tag as used in file names and addresses: `en`, `pt-BR`, `zh-Hant`. */
export const localeSchema = z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/, 'a language tag such as en, de, pt-BR or zh-Hant');

/** A name in an address: lower case letters, digits and single hyphens. */
export const slugSchema = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower case letters, digits and single hyphens');

/** A version is named by the date from which it is in force; a second one on that day by `.2`. */
export const versionIdSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(\.([2-9]|[1-9]\d+))?$/, 'a date such as 2027-01-01, or 2027-01-01.2 for a second version on that day')
  .refine((id) => dateSchema.safeParse(id.slice(0, 10)).success, 'a calendar date that exists');

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, '64 lower case hexadecimal digits');

/** Texts by locale. */
const localised = z.record(localeSchema, text);

const webAddress = z.url({ protocol: /^https?$/, error: 'an address beginning with https://' });
const colour = z.string().regex(/^(#[0-9a-f]{6}|oklch\([\d.%\s/-]+\))$/i, 'a colour as #rrggbb or oklch(L C H)');

/** A verifier key as C2SP writes it (https://c2sp.org/signed-note): name, key id and key. */
const vkeySchema = z.string().regex(/^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+={0,2}$/, 'a verifier key such as example.org/log/shop+530d903a+AekyeRrm…');

/** A lint finding that somebody has decided to live with. It is listed, not hidden. */
export const acceptanceSchema = z.strictObject({
  rule: text,
  /** Why this is right as it is. */
  reason: text,
  /** Only in this policy. */
  policy: slugSchema.optional(),
  /** Only where the finding quotes these words. */
  quote: text.optional(),
});

/** Facts about an organisation that may be absent, by the names that `unknown` uses. */
export const ORGANISATION_FACTS = [
  'legalName',
  'seat',
  'timeZone',
  'postalAddress',
  'email',
  'telephone',
  'dataProtectionOfficer',
  'euRepresentative',
  'ukRepresentative',
  'address',
  'imprint',
] as const;

const contactPerson = z.strictObject({ name: text.optional(), email: z.email().optional(), postalAddress: text.optional() });

const laws = z.array(text, { error: 'a list of laws by their ids, such as ["eu-gdpr"]' });
const days = z.int({ error: 'a whole number of days, such as 30' }).positive('a whole number of days, such as 30');

/** How rights requests are kept and answered. */
export const requestSettingsSchema = z.strictObject({
  /** Days after the answer at which what the person wrote and got is erased. */
  contentsDays: days.default(90),
  /** Days after receipt at which a request is erased whose address nobody confirmed. */
  unprovedDays: days.default(30),
  /** Months for which the bare record of the handling stays (24 by 11 CCR 7101); a law's own longer period counts. */
  recordMonths: z.int().positive().default(24),
  /** Days for which an answer can be fetched. */
  answerDays: days.max(30).default(7),
  /** Must a second person approve what goes out, and an erasure? */
  fourEyes: z.boolean().default(false),
  /** Who is mailed about each new request. */
  announceTo: z.array(z.email()).default([]),
  /** The sender of mails, on a domain that the platform may send for. */
  sender: z.email().optional(),
});
export type RequestSettings = z.infer<typeof requestSettingsSchema>;

/** `content/organisation.json`: who the controller is, and how its site looks. */
export const organisationSchema = z.strictObject({
  $schema: z.string().optional(),
  /** The name that readers know. */
  name: text,
  legalName: text.optional(),
  /** A domain that the organisation holds: the authority of permanent ids (RFC 4151). Never change it. */
  domain: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a domain name such as example.org'),
  /** Where this site is served, without a path: `https://privacy.example.org`. */
  address: webAddress.optional(),
  /** ISO 3166 country, and region where holidays depend on it. */
  seat: z.strictObject({ country: z.string().regex(/^[A-Z]{2}$/, 'two capital letters, ISO 3166-1'), region: text.optional() }).optional(),
  /** IANA time zone in which days begin. UTC, and said so, where it is not known. */
  timeZone: text.refine((zone) => isTimeZone(zone), 'an IANA time zone such as Europe/Berlin').optional(),
  postalAddress: text.optional(),
  email: z.email().optional(),
  telephone: text.optional(),
  dataProtectionOfficer: contactPerson.optional(),
  euRepresentative: contactPerson.optional(),
  ukRepresentative: contactPerson.optional(),
  /** Facts that are known to be absent, so that nobody takes the gap for an oversight. */
  unknown: z.array(z.enum(ORGANISATION_FACTS)).default([]),
  /** The laws that are served, by id in the regime table. */
  regimes: datedSchema(laws, dateSchema).default([]),
  /** Of those, the ones relied on although parts of the table are marked unchecked. */
  uncheckedRegimes: datedSchema(laws, dateSchema).default([]),
  /** The answer that the organisation promises by itself, in days; the law's date counts where it is sooner. `null` ends the promise. */
  answerWithinDays: datedSchema(days.nullable(), dateSchema).default([]),
  /** Languages of the site; the first is the one shown where nothing better is known. */
  locales: z.array(localeSchema).min(1),
  look: z
    .strictObject({
      /** File in the content tree, svg or png. */
      logo: text.optional(),
      /** Accent colour on light ground, and on dark ground. */
      accent: colour.optional(),
      accentDark: colour.optional(),
      home: webAddress.optional(),
      imprint: webAddress.optional(),
      /** The folder of the site on its host, `/` or `/legal/`. */
      basePath: z
        .string()
        .regex(/^\/([a-z0-9-]+\/)*$/, 'a path that begins and ends with /')
        .default('/'),
    })
    .prefault({}),
  /** RFC 9116 security contact; without one there is no `security.txt`. */
  security: z.strictObject({ contact: z.union([z.email(), webAddress]), expires: instantSchema, policy: webAddress.optional() }).optional(),
  /** Global Privacy Control is honoured on this organisation's sites since this date. */
  gpcSince: dateSchema.optional(),
  /** How many days before it is in force a material change is announced. */
  noticeDays: z.int().nonnegative().optional(),
  /** The site of `sites/` whose banner the publishing site carries itself, by the same tag as any other page. None: its pages run no script. */
  banner: slugSchema.optional(),
  /** Are the pages on which one can try a banner built for a deployment too? On a laptop they always are. */
  demo: z.boolean().default(false),
  /** The public logs of consent records and of what was published. */
  ledger: z
    .strictObject({
      /** What the name of every log begins with; by default where the site is served. Fixed with a log's first checkpoint. */
      origin: z
        .string()
        .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?(\/[a-z0-9-]+)*$/, 'a host and perhaps a folder, without scheme and final slash, such as privacy.example.org')
        .optional(),
      /** The keys that its logs are or were signed with, for whoever wants to check without asking the site. */
      keys: z.array(vkeySchema).default([]),
      /** Who is asked to cosign the log over all logs. */
      witnesses: z.array(z.strictObject({ url: webAddress, vkey: vkeySchema })).default([]),
    })
    .prefault({}),
  /** How rights requests are kept and answered. */
  requests: requestSettingsSchema.prefault({}),
  accept: z.array(acceptanceSchema).default([]),
});
export type Organisation = z.infer<typeof organisationSchema>;

/** An organisation as it was on a day: what sealed versions show of it is dated. */
export type OrganisationOn = Omit<Organisation, 'regimes' | 'uncheckedRegimes' | 'answerWithinDays'> & {
  regimes: string[];
  uncheckedRegimes: string[];
  answerWithinDays?: number;
};

export function organisationOn(organisation: Organisation, date: string): OrganisationOn {
  const { regimes, uncheckedRegimes, answerWithinDays, ...rest } = organisation;
  const days = valueOn(answerWithinDays, date);
  return {
    ...rest,
    regimes: valueOn(regimes, date) ?? [],
    uncheckedRegimes: valueOn(uncheckedRegimes, date) ?? [],
    ...(days === undefined || days === null ? {} : { answerWithinDays: days }),
  };
}

/** `content/policies/<policy>/policy.json`. */
export const policySchema = z.strictObject({
  $schema: z.string().optional(),
  kind: z.enum(POLICY_KINDS),
  title: localised,
  /** The language whose text counts where translations differ. */
  prevailing: localeSchema,
});
export type PolicySettings = z.infer<typeof policySchema>;

/** A note beside a published version: it corrects the record and never touches the text. */
export const erratumSchema = z.strictObject({ date: dateSchema, note: text, section: text.optional() });

/** Front matter of `content/policies/<policy>/<version>/<locale>.mdx`. Only the prevailing language carries more than title, summary and errata. */
export const frontMatterSchema = z.strictObject({
  title: text,
  /** One or two sentences on what changed, for readers. */
  summary: text.optional(),
  cause: z.enum(CAUSES).default('wording'),
  /** Does it change what people may expect? */
  material: z.boolean().default(false),
  /** Consent categories that a material change touches: whoever decided on one is asked again. */
  categories: z.array(z.enum(OPTIONAL_CATEGORIES)).default([]),
  /** Why a change of numbers, periods, negations or recipients is only editorial. */
  editorial: text.optional(),
  announced: dateSchema.optional(),
  reviewed: dateSchema.optional(),
  /** Of a version named `.2` or later: the instant from which it is in force. */
  effective: instantSchema.optional(),
  /** Sections that got another id: new id to old id. */
  renamed: z.record(z.string(), z.string()).default({}),
  /** Of a translation: the version of the prevailing text that it was made from, where that is an older one. */
  translationOf: versionIdSchema.optional(),
  errata: z.array(erratumSchema).default([]),
  accept: z.array(acceptanceSchema).default([]),
});
export type FrontMatter = z.infer<typeof frontMatterSchema>;

/** How long an entry is kept: `session`, `persistent`, or an ISO 8601 duration such as `P6M`. */
export const lifetimeSchema = z
  .string()
  .regex(/^(session|persistent|P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?)$/, 'session, persistent, or a duration such as P6M or PT30M');

/** One cookie or storage key, for as long as it is used in this way. A changed entry is ended and a new one begun. */
export const cookieSchema = z
  .strictObject({
    name: text,
    kind: z.enum(STORAGE_KINDS),
    category: z.enum(CATEGORIES),
    service: text,
    provider: text,
    /** Who else can read it. */
    thirdParty: z.boolean().default(false),
    purpose: localised,
    lifetime: lifetimeSchema,
    /** First day on which it was in use. */
    since: dateSchema,
    /** First day on which it was not any more. */
    until: dateSchema.optional(),
  })
  .refine((entry) => !entry.until || entry.until > entry.since, { path: ['until'], message: 'a date after `since`' });
export type CookieEntry = z.infer<typeof cookieSchema>;

/** `content/cookies.json`. */
export const cookiesSchema = z.strictObject({ $schema: z.string().optional(), entries: z.array(cookieSchema) });

/** `content/wording/<locale>.json`. */
export const wordingSchema = z.strictObject({
  $schema: z.string().optional(),
  /** False: drafted by a machine or not yet read by a native speaker. */
  reviewed: z.boolean(),
  texts: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*(\.[A-Za-z0-9-]+)+$/, 'a key such as site.history'), z.string()),
});
export type Wording = z.infer<typeof wordingSchema>;

/** What a version said beside its words when it was published, and readers may rely on: as in its front matter and `policy.json`. */
export const versionFactsSchema = z.strictObject({
  /** First instant at which it is in force, UTC: its date in the organisation's time zone, or what it names itself. */
  effective: instantSchema,
  prevailing: localeSchema,
  announced: dateSchema.optional(),
  cause: z.enum(CAUSES),
  material: z.boolean(),
  categories: z.array(z.enum(OPTIONAL_CATEGORIES)),
  editorial: text.optional(),
  renamed: z.record(z.string(), z.string()),
});

/** The same of one language. Its title is among the sealed words. */
export const translationFactsSchema = z.strictObject({ summary: text.optional(), translationOf: versionIdSchema.optional() });

const decision = z.strictObject({ at: instantSchema, by: text, reason: text });

/** A fact that was published and is another since: named by its field, and by its language where it is one of a language. */
const movedFact = z.strictObject({ field: text, locale: localeSchema.optional(), was: z.json(), is: z.json() });
export type MovedFact = z.infer<typeof movedFact>;

const correction = z.strictObject({ ...decision.shape, changes: z.array(movedFact).min(1) });
export type Correction = z.infer<typeof correction>;

const sealedLocale = z.strictObject({
  /** SHA-256 of the canonical text, and of the seal's file. */
  sha256: sha256Schema,
  seal: sha256Schema,
  /** SHA-256 of the MDX that was sealed: title, line feed, body. It tells an edit from a change of the tool. */
  source: sha256Schema,
  facts: translationFactsSchema,
  publishedAt: instantSchema,
  approvedBy: text,
});

/** One published version in `content/published.json`. Written by `publish`, never by hand. */
export const publishedVersionSchema = z.strictObject({
  policy: slugSchema,
  version: versionIdSchema,
  /** When it was published first, and who approved it. */
  publishedAt: instantSchema,
  approvedBy: text,
  /** Which sentences of the components it was sealed with (`core/phrasing.ts`); absent: the first ones. */
  phrasing: z.int().min(1).max(PHRASING, `at most ${PHRASING}: a newer Fairnotice published this version, so build with that one`).optional(),
  /** It came from a history that others kept: dates and approval are those of the source. */
  imported: z.strictObject({ source: text, commit: text.optional() }).optional(),
  /** What it says beside its words, after the corrections below. */
  facts: versionFactsSchema,
  /** Each language as it was sealed. */
  locales: z.record(localeSchema, sealedLocale),
  withdrawn: decision.optional(),
  mistaken: decision.optional(),
  /** Facts that were wrong when they were published: what each was, and what it is since. */
  corrections: z.array(correction).default([]),
  /** Differences that a later tool would make; the sealed words stand. */
  toolChanges: z.array(z.strictObject({ at: instantSchema, locale: localeSchema, note: text, wouldBe: sha256Schema })).default([]),
});
export type PublishedVersion = z.infer<typeof publishedVersionSchema>;

/** `content/published.json`. */
export const publishedSchema = z.strictObject({ $schema: z.string().optional(), versions: z.array(publishedVersionSchema) });

/** A colour whose contrast can be reckoned. */
const plainColour = z.string().regex(/^#[0-9a-f]{6}$/i, 'a colour as #rrggbb');

/** Colours of the banner on one ground. `accent` is that of buttons and links, `onAccent` that of the words on a button. */
const bannerColours = z.strictObject({ background: plainColour, text: plainColour, accent: plainColour, onAccent: plainColour });

/** An origin as browsers write it: scheme, host and port, nothing after. */
const originSchema = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text,
    'an origin such as https://www.example.org, without a path',
  );

const daysHeld = z.int().min(1).max(395, 'at most 395 days: authorities ask to renew a choice about every six months, and none accepts more than 13 months');

/** A service that the catalogue does not have, described by the site itself. */
export const ownServiceSchema = z.strictObject({
  id: slugSchema,
  name: text,
  provider: text,
  /** Address of the provider's privacy policy. */
  providerPolicy: webAddress.optional(),
  category: z.enum(OPTIONAL_CATEGORIES),
  purpose: localised.optional(),
  /** Where its scripts, frames and requests go: `https://cdn.example.com`, `https://*.example.com`. */
  origins: z.array(z.string().regex(/^https:\/\/(\*\.)?[a-z0-9.-]+(:\d+)?$/, 'an origin such as https://cdn.example.com or https://*.example.com')).default([]),
});

const SHARDS = 'a whole number from 1 to 256, or a list of them with days';

/** `content/sites/<site>.json`: one site that embeds the banner. */
export const siteSchema = z.strictObject({
  $schema: z.string().optional(),
  /** The origins of its pages: records are taken from these alone. */
  origins: z.array(originSchema).min(1, 'at least one origin, such as https://www.example.org'),
  /** The policy that a choice is about. */
  policy: slugSchema,
  /** What the visitor is asked about, in this order. None: there is nothing to ask, and no banner. */
  categories: z.array(z.enum(OPTIONAL_CATEGORIES)),
  /** Services in use: ids of the catalogue, or services described here. */
  services: z.array(z.union([slugSchema, ownServiceSchema])).default([]),
  /** Languages of the banner, the first where nothing better is known; every language that has the wording where none is named. */
  locales: z.array(localeSchema).min(1).optional(),
  /** Other words than the product's, by locale and key of the wording. */
  texts: z.record(localeSchema, z.record(z.string(), text)).default({}),
  theme: z
    .strictObject({
      light: bannerColours.default({ background: '#ffffff', text: '#1a1c1e', accent: '#1f4e5f', onAccent: '#ffffff' }),
      dark: bannerColours.default({ background: '#1c1f22', text: '#f1f3f4', accent: '#9fd3e3', onAccent: '#10262d' }),
      /** Which of the two: what the visitor's system asks for, or one for a site that has but one. */
      scheme: z.enum(['auto', 'light', 'dark']).default('auto'),
      /** Rounding of the corners, in pixels. */
      radius: z.int().min(0).max(32).default(12),
      /** Font families as in CSS; `inherit` takes the page's. */
      font: z
        .string()
        .regex(/^[\w\s,"'-]+$/, 'font families as in CSS')
        .default('system-ui, sans-serif'),
    })
    .prefault({}),
  position: z.enum(POSITIONS).default('corner-start'),
  /** Is there the quiet control on every page? `false` only where the site has a link of its own that opens the dialog. */
  control: z.boolean().default(true),
  /** Models by country (`US`) or region (`US-CA`) that differ from those of the regime table; `*` is everywhere. Never laxer than a law that the table is sure of. */
  regions: z
    .record(z.string().regex(/^(\*|[A-Z]{2}(-[A-Z0-9]{1,3})?)$/, 'a country such as US, a region such as US-CA, or *'), z.enum(CONSENT_MODELS))
    .default({}),
  /** Domain of the decision cookie, to share a choice among subdomains. Never guessed. */
  cookieDomain: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a domain such as example.org')
    .optional(),
  /** Days for which an answer holds, by answer. */
  lifetime: z.strictObject({ accept: daysHeld.default(182), reject: daysHeld.default(182), save: daysHeld.default(182) }).prefault({}),
  /** Categories that stay off where the browser sends Global Privacy Control. */
  gpc: z.array(z.enum(OPTIONAL_CATEGORIES)).default(['marketing']),
  /** Are crawlers asked like everybody? */
  askCrawlers: z.boolean().default(false),
  /** Tools that are told of the choice. What a named service of the catalogue reads is told without being named here. */
  signals: z
    .strictObject({
      google: z
        .strictObject({
          waitForUpdate: z.int().min(0).max(10_000).default(500),
          urlPassthrough: z.boolean().default(false),
          adsDataRedaction: z.boolean().default(true),
          regions: z.array(z.strictObject({ region: z.array(text).min(1), granted: z.array(z.enum(OPTIONAL_CATEGORIES)) })).default([]),
        })
        .optional(),
      uet: z.literal(true).optional(),
      clarity: z.literal(true).optional(),
    })
    .default({}),
  /** Days after which a consent record is dropped from the ledger. Records are kept without it. */
  retentionDays: days.optional(),
  /** Where its records and their archive must lie. Chosen before the first record, and never changed. */
  jurisdiction: z.enum(['eu']).optional(),
  /** Into how many logs the records of a big site are split; a later number from a day on. */
  shards: datedSchema(z.int(SHARDS).min(1, SHARDS).max(256, SHARDS), dateSchema).default([]),
  /** For a very busy site: how long records are gathered before they are written together. 0 writes each by itself. */
  groupCommitMilliseconds: z.int().min(0).max(1000, 'at most 1000 milliseconds: a visitor’s browser waits for the answer').default(0),
  accept: z.array(acceptanceSchema).default([]),
});
export type SiteSettings = z.infer<typeof siteSchema>;

const INSTANT = 'an instant in UTC such as 2027-01-01T12:00:00.000Z';
/** To the nanosecond: more digits would say nothing, and make a receipt as long as its sender likes. */
const LONGEST_INSTANT = 30;
/** Named one by one in an object, for a record of Zod passes over a member `__proto__`. */
const answer = z.boolean().exactOptional();

/** `POST /api/v1/consents`: a record as the browser sends it. What its notice says (policy, texts, model) is not said twice. */
export const sentConsentSchema = z.strictObject({
  /** Made by the browser; a record that comes twice is one. */
  id: z.uuidv7({ error: 'a UUIDv7' }),
  site: slugSchema,
  /** SHA-256 of the notice document that was shown. */
  notice: sha256Schema,
  /** SHA-256 of a secret that only the browser holds; none where nothing was ever allowed. */
  subject: sha256Schema.nullable(),
  decided: z.iso.datetime({ error: INSTANT, abort: true }).max(LONGEST_INSTANT, { error: INSTANT }),
  action: z.enum(CONSENT_ACTIONS),
  surface: z.enum(SURFACES),
  /** Each category that was asked about: allowed or not. */
  choices: z.strictObject({ preferences: answer, analytics: answer, marketing: answer, media: answer } satisfies Record<OptionalCategory, typeof answer>),
  /** Did the browser send Global Privacy Control? */
  gpc: z.boolean(),
});
export type SentConsent = z.infer<typeof sentConsentSchema>;

const secret = z.string().regex(/^[0-9a-f]{32}$/, '32 lower case hexadecimal digits');

/** `POST /api/v1/consents/<id>/receipt`: the subject's secret, or the token of the acknowledgement. */
export const receiptRequestSchema = z
  .strictObject({ site: slugSchema, secret: secret.optional(), token: sha256Schema.optional() })
  .refine((sent) => (sent.secret === undefined) !== (sent.token === undefined), { error: 'either secret or token' });

/** `POST /api/v1/subjects/history` and `/erase`. The secret is sent, never its hash: that stands in records. */
export const subjectRequestSchema = z.strictObject({ site: slugSchema, secret });

/** How far a fact of the regime table may be relied on. */
export const confidenceSchema = z.enum(CONFIDENCES);

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

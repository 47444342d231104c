/**
 * The shape of a service in the catalogue, one JSON file each, named after its id. What a visitor is told
 * about a service (its sentence, what each entry is for) is wording, under `service.<kind>` and
 * `storage.<purpose>`; these files hold facts and no prose but the notes for whoever runs a site.
 */
import { z } from 'zod';
import { confidenceSchema, cookieSchema, dateSchema, lifetimeSchema, slugSchema } from '../schemas.ts';
import { CATEGORIES } from '../vocabulary.ts';

export const SERVICE_KINDS = [
  'tag-manager',
  'analytics',
  'advertising',
  'video',
  'audio',
  'maps',
  'social',
  'chat',
  'fonts',
  'payment',
  'captcha',
  'errors',
  'experiments',
  'newsletter',
  'forms',
  'reviews',
] as const;
export type ServiceKind = (typeof SERVICE_KINDS)[number];

/** What an entry in the visitor's browser is for. */
export const STORAGE_PURPOSES = [
  'ad-measurement',
  'ad-targeting',
  'campaign',
  'chat-history',
  'consent-state',
  'diagnostics',
  'experiment',
  'fraud-prevention',
  'id-sync',
  'load-balancing',
  'playback',
  'preference',
  'probe',
  'security',
  'session-id',
  'sign-in',
  'throttle',
  'usage',
  'visitor-id',
] as const;
export type StoragePurpose = (typeof STORAGE_PURPOSES)[number];

/** Consent interfaces that a service reads: Google Consent Mode v2, Microsoft UET consent mode, Clarity's consent API v2. */
export const CONSENT_SIGNALS = ['google', 'uet', 'clarity'] as const;
export type ConsentSignal = (typeof CONSENT_SIGNALS)[number];

const text = z.string().trim().min(1, 'must not be empty');
const webAddress = z.url({ protocol: /^https$/, error: 'an address beginning with https://' });
const since = dateSchema.optional();
const until = dateSchema.optional();

/** A cookie name as RFC 6265 lets it be sent, with `*` for the part that differs. */
const COOKIE_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

export const originSchema = z
  .string()
  .regex(
    /^https:\/\/(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/,
    'an origin such as https://cdn.example.com or https://*.example.com',
  );

/** One cookie or storage key, for as long as the service uses it so. */
export const storageEntrySchema = z
  .strictObject({
    /** `*` stands for the part that differs from site to site: `_ga_*`. A percent sign is as the browser stores it. */
    name: text,
    kind: cookieSchema.shape.kind,
    /** `first`: on the embedding site's own domain, so it can be cleared there. `third`: on the provider's. */
    party: z.enum(['first', 'third']),
    /** The longest that the provider states by default. Browsers may keep less. */
    lifetime: lifetimeSchema,
    purpose: z.enum(STORAGE_PURPOSES),
    /** First day on which it was in use; where absent, always as far as known. */
    since,
    /** First day on which it was not any more. */
    until,
    /** Without it, the service's. */
    confidence: confidenceSchema.optional(),
  })
  .refine((entry) => !entry.since || !entry.until || entry.until > entry.since, { path: ['until'], error: 'a date after `since`' })
  .refine((entry) => entry.kind !== 'cookie' || COOKIE_NAME.test(entry.name), {
    path: ['name'],
    error: 'a cookie name: no spaces, slashes, commas or brackets',
  })
  // What can be cleared on withdrawal must not reach into the site's own entries.
  .refine((entry) => entry.party === 'third' || /^[^*]{2}/.test(entry.name), { path: ['name'], error: 'at least two characters before the first *' });
export type StorageEntry = z.infer<typeof storageEntrySchema>;

export const serviceSchema = z
  .strictObject({
    $schema: z.string().optional(),
    id: slugSchema,
    /** The name that visitors know. */
    name: text,
    provider: z.strictObject({
      name: text,
      /** Of its seat. Absent where it is not certain. */
      country: z
        .string()
        .regex(/^[A-Z]{2}$/, 'two capital letters, ISO 3166-1')
        .optional(),
      /** Its privacy policy. Absent where the site's owner runs the software. */
      policy: webAddress.optional(),
    }),
    kind: z.enum(SERVICE_KINDS),
    /** What its use needs by default. The owner of a site may choose a stricter one. */
    category: z.enum(CATEGORIES),
    /** Every origin that its embed loads from or sends to. None where it runs on an address of the site's own. */
    origins: z.array(originSchema),
    /** How far the origins may be relied on: `check` where none of the sources lists them. */
    originsConfidence: confidenceSchema,
    entries: z.array(storageEntrySchema),
    signals: z.array(z.enum(CONSENT_SIGNALS)),
    /** How to embed it so that nothing loads before the decision. HTML. */
    recipe: text,
    /** The words in the recipe that a site replaces. */
    placeholders: z.array(z.string().regex(/^[A-Z][A-Z0-9_]+$/, 'a word in capitals such as MEASUREMENT_ID')),
    /** Public pages of the provider, or of an authority, from which the facts were taken. */
    sources: z.array(z.strictObject({ url: webAddress, title: text })).min(1, 'at least one page that states the facts'),
    /** The day on which somebody last compared the entries with the sources. */
    checked: dateSchema,
    /** How far what visitors are told may be relied on: `check` where names or lifetimes were not seen in a source. */
    confidence: confidenceSchema,
    /** For whoever runs a site: why this category, what depends on settings. */
    note: text.optional(),
  })
  .refine(({ category, recipe }) => category === 'necessary' || recipe.includes(`data-consent="${category}"`), {
    path: ['recipe'],
    error: 'code that waits for this category, data-consent="…"',
  })
  .refine(({ category, recipe }) => category !== 'necessary' || !recipe.includes('data-consent'), {
    path: ['recipe'],
    error: 'no data-consent: `necessary` is no gate',
  })
  .refine(({ recipe, placeholders }) => placeholders.every((word) => recipe.includes(word)), { path: ['placeholders'], error: 'words that the recipe has' })
  .refine(({ category, confidence, note }) => note !== undefined || (category !== 'necessary' && confidence === 'sure'), {
    path: ['note'],
    error: 'why it is necessary, or what is to be checked',
  });
/** A service with its entries through time. */
export type Service = z.infer<typeof serviceSchema>;

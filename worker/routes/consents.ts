/** `POST /api/v1/consents`: takes a consent record from a page of the site that it names, and answers when it is durable. */
import { type Context, Hono } from 'hono';
import type { z } from 'zod';
import { type BannerSite, siteNamed } from '../../core/banner/index-file.ts';
import { dateAt } from '../../core/dates.ts';
import { consentModelFor } from '../../core/regimes.ts';
import { type SentConsent, sentConsentSchema } from '../../core/schemas.ts';
import type { OptionalCategory } from '../../core/vocabulary.ts';
import type { Edge } from '../edge.ts';
import type { KeptConsent } from '../ledger/consent-ledger.ts';
import { type NoticeFacts, readNotice } from '../notices.ts';
import { placeOf } from '../place.ts';
import { type FieldError, type Refusal, refuse, shortened } from '../problem.ts';
import { readBanners } from '../site.ts';

export const consents = new Hono<Edge>();

const PATH = '/api/v1/consents';
const MOST_BYTES = 4096;
const MOST_MILLISECONDS = 5000;
const MOST_ERRORS = 20;

consents.use(PATH, async (c, next) => {
  await next();
  const origin = c.req.header('Origin');
  // Also of what broke: a banner must be able to tell that from a record which nobody will ever take. Never with credentials.
  if (origin !== undefined && isFrom(c, origin, c.get('readers') ?? [])) c.header('Access-Control-Allow-Origin', origin);
  c.header('Vary', 'Origin', { append: true });
  c.header('Cache-Control', 'no-store');
});

consents.options(PATH, async (c) => {
  // Which site it will be about stands in the body, which is still to come.
  c.set('readers', await allSites(c));
  return c.body(null, 204, { 'Access-Control-Allow-Methods': 'POST', 'Access-Control-Allow-Headers': 'Content-Type', 'Access-Control-Max-Age': '86400' });
});

consents.post(PATH, async (c) => {
  const body = await readBody(c.req.raw);
  const site = body.ok ? siteNamed(await readBanners(c.env.site, c.req.raw), nameOfSite(body.value)) : undefined;
  // Pages of the site that is named. Where none is, any site's developer may read what is wrong.
  c.set('readers', site ? [site] : await allSites(c));
  return take(c, body, site);
});

consents.all(PATH, (c) => refuse(c, { reason: 'read-only', method: c.req.method, allow: 'POST, OPTIONS' }));

async function take(c: Context<Edge>, body: Body, site: BannerSite | undefined): Promise<Response> {
  const read = body.ok ? readRecord(body.value) : body;
  if (!read.ok) return refuse(c, read.refusal);
  const { record } = read;
  const origin = c.req.header('Origin');
  if (!site) return refuse(c, { reason: 'unreadable-record', errors: [{ pointer: '/site', detail: 'a site that embeds the banner' }] });
  if (!isFrom(c, origin, [site])) return refuse(c, { reason: 'unlisted-origin', origin });
  const notice = await readNotice(c, record.notice);
  if (!notice) return refuse(c, { reason: 'unknown-notice' });
  const errors = contradictions(record, notice);
  if (errors.length > 0) return refuse(c, { reason: 'unreadable-record', errors });
  const recorded = await c.env.LEDGER.getByName(record.site).record(keptOf(c, record, notice));
  if (!recorded.ok) return refuse(c, { reason: 'another-record' });
  return c.json({ id: record.id, state: 'accepted', received: recorded.received }, recorded.again ? 200 : 201);
}

async function allSites(c: Context<Edge>): Promise<BannerSite[]> {
  return Object.values((await readBanners(c.env.site, c.req.raw)).sites);
}

/** Exactly one of the origins that a site lists, or the publishing site itself, whose pages may embed the banner too. */
function isFrom(c: Context<Edge>, origin: string | undefined, sites: readonly BannerSite[]): boolean {
  return origin !== undefined && (origin === new URL(c.req.url).origin || sites.some(({ origins }) => origins.includes(origin)));
}

type Refused = { ok: false; refusal: Refusal };
type Body = { ok: true; value: unknown } | Refused;
type Read = { ok: true; record: SentConsent } | Refused;

const unreadable = (errors: FieldError[]): Refused => ({ ok: false, refusal: { reason: 'unreadable-record', errors } });
const wrong = (detail: string): Refused => unreadable([{ pointer: '', detail }]);

/** Reads no more than a record may be long: the length that a request claims is not believed. */
async function readBody(request: Request): Promise<Body> {
  // As text/plain a record needs no preflight.
  if (!/^(text\/plain|application\/json)\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(request.headers.get('Content-Type') ?? ''))
    return wrong('the type text/plain or application/json, in UTF-8');
  const bytes = await readAtMost(request, MOST_BYTES);
  if (bytes === 'too-slow') return { ok: false, refusal: { reason: 'slow-body' } };
  if (bytes === 'too-long') return wrong(`at most ${MOST_BYTES} bytes`);
  try {
    return { ok: true, value: JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)) };
  } catch {
    return wrong('JSON in UTF-8');
  }
}

/** @returns `too-long` or `too-slow` as soon as that is known; the rest is not read. */
async function readAtMost(request: Request, most: number): Promise<Uint8Array | 'too-long' | 'too-slow'> {
  const reader = (request.body as ReadableStream<Uint8Array> | null)?.getReader();
  const bytes = new Uint8Array(most);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'too-slow'>((resolve) => {
    timer = setTimeout(resolve, MOST_MILLISECONDS, 'too-slow');
  });
  try {
    for (let length = 0; ; ) {
      const part = await Promise.race([reader?.read(), late]);
      if (part === 'too-slow') return part;
      if (!part || part.done) return bytes.subarray(0, length);
      if (length + part.value.byteLength > most) return 'too-long';
      bytes.set(part.value, length);
      length += part.value.byteLength;
    }
  } finally {
    clearTimeout(timer);
    // Not waited for: the sender may never answer.
    reader?.cancel().catch(() => undefined);
  }
}

function nameOfSite(value: unknown): string {
  const site = typeof value === 'object' && value !== null && Object.hasOwn(value, 'site') ? (value as { site: unknown }).site : undefined;
  return typeof site === 'string' ? site : '';
}

function readRecord(value: unknown): Read {
  const parsed = sentConsentSchema.safeParse(value);
  if (!parsed.success) return unreadable(parsed.error.issues.flatMap(errorsOf).slice(0, MOST_ERRORS));
  // UUIDs are the same in either case (RFC 9562, 4), and a record is told by its id.
  return { ok: true, record: { ...parsed.data, id: parsed.data.id.toLowerCase() } };
}

/** An issue of the schema as fields at fault, each by its own pointer (RFC 6901). */
function errorsOf(issue: z.core.$ZodIssue): FieldError[] {
  const pointer = pointerOf(issue.path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ pointer: pointer + pointerOf([shortened(key)]), detail: 'nothing: there is no such field' }));
  if (issue.code === 'invalid_value') return [{ pointer, detail: `one of ${issue.values.map(String).join(', ')}` }];
  const detail = issue.message.replace(/^Invalid input: expected (\w+), received .*$/, (_whole, type: string) => EXPECTED[type] ?? type);
  return [{ pointer, detail }];
}

/** The schema's types in the words of JSON. */
const EXPECTED: Record<string, string> = { object: 'an object', record: 'an object', string: 'a string', boolean: 'true or false' };

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** What the record says must be an answer to what the notice asked. */
function contradictions({ site, choices, action, surface }: SentConsent, notice: NoticeFacts): FieldError[] {
  const asked = notice.categories.map(({ id }) => id).filter((id) => id !== 'necessary');
  const answered = Object.keys(choices) as OptionalCategory[];
  const strange = answered.filter((category) => !asked.includes(category));
  const missing = surface === 'placeholder' ? [] : asked.filter((category) => !answered.includes(category));
  const any = Object.values(choices).includes(true);
  return [
    ...(notice.site === site ? [] : [{ pointer: '/notice', detail: `a notice of the site ${site}` }]),
    ...strange.map((category) => ({ pointer: `/choices/${category}`, detail: 'a category that the notice asks about' })),
    ...missing.map((category) => ({ pointer: `/choices/${category}`, detail: 'an answer for each category that the notice asks about' })),
    ...(answered.length > 0 ? [] : [{ pointer: '/choices', detail: 'an answer for a category at least' }]),
    ...(any && (action === 'reject' || action === 'withdraw') ? [{ pointer: '/action', detail: 'accept or save, for something is allowed' }] : []),
  ];
}

function keptOf(c: Context<Edge>, record: SentConsent, notice: NoticeFacts): KeptConsent {
  const { country, region } = placeOf(c.req.raw, c.env.FIXED_PLACE);
  const { id, version, sha256 } = notice.policy;
  const regime = country ? consentModelFor(country, region, dateAt(c.env.moment, c.env.site.index.timeZone)).regime : undefined;
  return { ...record, received: c.env.now.toISOString(), policy: { id, version, sha256 }, locale: notice.locale, model: notice.model, regime: regime ?? null };
}

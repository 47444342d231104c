/** `POST /api/v1/consents`: takes a consent record from a page of the site that it names, and answers when it is durable. */
import { type Context, Hono } from 'hono';
import type { Notice } from '../../core/banner/data.ts';
import { consentModelFor } from '../../core/regimes.ts';
import { type SentConsent, sentConsentSchema } from '../../core/schemas.ts';
import type { OptionalCategory } from '../../core/vocabulary.ts';
import type { Edge } from '../edge.ts';
import type { KeptConsent } from '../ledger/consent-ledger.ts';
import { placeOf } from '../place.ts';
import { type FieldError, refuse } from '../problem.ts';
import { readBanners, readJson } from '../site.ts';

export const consents = new Hono<Edge>();

const PATH = '/api/v1/consents';
const MOST_BYTES = 4096;

consents.use(PATH, async (c, next) => {
  await next();
  const origin = c.req.header('Origin');
  // Readable by the sites that may send, and by no other; never with credentials.
  if (origin && (await isListed(c, origin))) c.header('Access-Control-Allow-Origin', origin);
  c.header('Vary', 'Origin', { append: true });
  c.header('Cache-Control', 'no-store');
});

consents.options(PATH, (c) =>
  c.body(null, 204, { 'Access-Control-Allow-Methods': 'POST', 'Access-Control-Allow-Headers': 'Content-Type', 'Access-Control-Max-Age': '86400' }),
);

consents.post(PATH, async (c) => {
  const read = await readRecord(c.req.raw);
  if (!read.ok) return refuse(c, { reason: 'unreadable-record', errors: read.errors });
  const { record } = read;
  const site = (await readBanners(c.env.site, c.req.raw)).sites[record.site];
  const origin = c.req.header('Origin');
  if (!site) return refuse(c, { reason: 'unreadable-record', errors: [{ pointer: '/site', detail: 'a site that embeds the banner' }] });
  if (!origin || !(site.origins.includes(origin) || origin === ownOrigin(c))) return refuse(c, { reason: 'unlisted-origin', origin: origin ?? '' });
  const notice = await readJson<Notice>(c.env.site, c.req.raw, `notices/${record.notice}.json`);
  if (!notice) return refuse(c, { reason: 'unknown-notice' });
  const errors = contradictions(record, notice);
  if (errors.length > 0) return refuse(c, { reason: 'unreadable-record', errors });
  const ledger = c.env.LEDGER.getByName(record.site);
  const recorded = await ledger.record(keptOf(c, record, notice));
  if (!recorded.ok) return refuse(c, { reason: 'another-record' });
  return c.json({ id: record.id, state: 'accepted', received: recorded.received }, recorded.again ? 200 : 201);
});

async function isListed(c: Context<Edge>, origin: string): Promise<boolean> {
  const { sites } = await readBanners(c.env.site, c.req.raw);
  return origin === ownOrigin(c) || Object.values(sites).some(({ origins }) => origins.includes(origin));
}

/** The publishing site's own pages may embed the banner too. */
function ownOrigin(c: Context<Edge>): string {
  return new URL(c.req.url).origin;
}

type Read = { ok: true; record: SentConsent } | { ok: false; errors: FieldError[] };

/** Reads no more than a record may be long: the length that a request claims is not believed. */
async function readRecord(request: Request): Promise<Read> {
  const text = await readAtMost(request, MOST_BYTES);
  if (text === undefined) return { ok: false, errors: [{ pointer: '', detail: `at most ${MOST_BYTES} bytes` }] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, errors: [{ pointer: '', detail: 'JSON' }] };
  }
  const parsed = sentConsentSchema.safeParse(value);
  if (parsed.success) return { ok: true, record: parsed.data };
  return { ok: false, errors: parsed.error.issues.map(({ path, message }) => ({ pointer: path.map((step) => `/${String(step)}`).join(''), detail: message })) };
}

async function readAtMost(request: Request, most: number): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    length += part.byteLength;
    if (length > most) return undefined;
    parts.push(part);
  }
  return new TextDecoder().decode(await new Blob(parts).arrayBuffer());
}

/** What the record says must be an answer to what the notice asked. */
function contradictions({ site, choices, action, surface }: SentConsent, notice: Notice): FieldError[] {
  const asked = notice.categories.map(({ id }) => id).filter((id) => id !== 'necessary');
  const answered = Object.keys(choices) as OptionalCategory[];
  const strange = answered.filter((category) => !asked.includes(category));
  const missing = surface === 'placeholder' ? [] : asked.filter((category) => !answered.includes(category));
  const any = Object.values(choices).includes(true);
  return [
    ...(notice.site === site ? [] : [{ pointer: '/notice', detail: `a notice of the site ${site}` }]),
    ...strange.map((category) => ({ pointer: `/choices/${category}`, detail: 'a category that the notice asks about' })),
    ...missing.map((category) => ({ pointer: `/choices/${category}`, detail: 'an answer for each category that the notice asks about' })),
    ...(any && (action === 'reject' || action === 'withdraw') ? [{ pointer: '/action', detail: 'accept or save, for something is allowed' }] : []),
  ];
}

function keptOf(c: Context<Edge>, record: SentConsent, notice: Notice): KeptConsent {
  const { country, region } = placeOf(c.req.raw, c.env.FIXED_PLACE);
  const { id, version, sha256 } = notice.policy;
  const regime = country ? consentModelFor(country, region, c.env.moment.slice(0, 10)).regime : undefined;
  return { ...record, received: c.env.now.toISOString(), policy: { id, version, sha256 }, locale: notice.locale, model: notice.model, regime: regime ?? null };
}

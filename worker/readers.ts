/** Which pages may send to the API and read its answers: those of the site that a body names. Never with credentials. */
import type { Context, MiddlewareHandler } from 'hono';
import type { z } from 'zod';
import { type BannerSite, siteNamed } from '../core/banner/index-file.ts';
import { type Body, nameOfSite, readAs, readBody } from './body.ts';
import type { Edge } from './edge.ts';
import { isWithinLimit } from './limits.ts';
import { type Refusal, refuse } from './problem.ts';
import { readBanners } from './site.ts';

/** Headers of every answer: who may read it, and that nobody keeps it. */
export const forReaders: MiddlewareHandler<Edge> = async (c, next) => {
  await next();
  const origin = c.req.header('Origin');
  // The answers are of our own making, so their headers can be changed; Hono's `header` would copy the answer for each.
  const { headers } = c.res;
  // Also of what broke: a banner must be able to tell that from a record which nobody will ever take.
  if (origin !== undefined && isFrom(c, origin, c.get('readers') ?? [])) headers.set('Access-Control-Allow-Origin', origin);
  headers.append('Vary', 'Origin');
  headers.set('Cache-Control', 'no-store');
};

/** A preflight. Which site it will be about stands in the body, which is still to come. */
export async function grant(c: Context<Edge>): Promise<Response> {
  c.set('readers', await allSites(c));
  return c.body(null, 204, { 'Access-Control-Allow-Methods': 'POST', 'Access-Control-Allow-Headers': 'Content-Type', 'Access-Control-Max-Age': '86400' });
}

/** The body, and the site that it names. Where it names none, any site's developer may read what is wrong. */
export async function readSent(c: Context<Edge>): Promise<{ body: Body; site: BannerSite | undefined }> {
  const body = await readBody(c.req.raw);
  const site = body.ok ? siteNamed(await readBanners(c.env.site, c.req.raw), nameOfSite(body.value)) : undefined;
  c.set('readers', site ? [site] : await allSites(c));
  return { body, site };
}

/** Exactly one of the origins that a site lists, or the publishing site itself, whose pages may embed the banner too. */
export function isFrom(c: Context<Edge>, origin: string | undefined, sites: readonly BannerSite[]): boolean {
  return origin !== undefined && (sites.some(({ origins }) => origins.includes(origin)) || origin === new URL(c.req.url).origin);
}

async function allSites(c: Context<Edge>): Promise<BannerSite[]> {
  return Object.values((await readBanners(c.env.site, c.req.raw)).sites);
}

export type Sent<T> = { ok: true; value: T; site: BannerSite } | { ok: false; answer: Promise<Response> };

/** What a page of a site asks, by its schema: from an origin of the site that it names, and within the limit. */
export async function readAsked<T extends { site: string }>(c: Context<Edge>, schema: z.ZodType<T>): Promise<Sent<T>> {
  const { body, site } = await readSent(c);
  const read = body.ok ? readAs(schema, body.value) : body;
  const no = (refusal: Refusal): Sent<T> => ({ ok: false, answer: refuse(c, refusal) });
  if (!read.ok) return { ok: false, answer: refuseSent(c, read.refusal) };
  if (!site) return no({ reason: 'unreadable-request', errors: [{ pointer: '/site', detail: 'a site that embeds the banner' }] });
  const origin = c.req.header('Origin');
  if (!isFrom(c, origin, [site])) return no({ reason: 'unlisted-origin', origin });
  if (!(await isWithinLimit(c, read.value.site))) return no({ reason: 'too-many-records' });
  return { ok: true, value: read.value, site };
}

/** Refuses a body that is no record, in words that do not speak of one. */
function refuseSent(c: Context<Edge>, refusal: Refusal): Promise<Response> {
  return refuse(c, refusal.reason === 'unreadable-record' ? { ...refusal, reason: 'unreadable-request' } : refusal);
}

/** Answers made from assets: the asset's body and validator, with headers of this moment. */
import type { Context } from 'hono';
import { cacheControl, type Lifetime } from './caching.ts';
import type { Edge } from './edge.ts';
import { type Link, linkHeader } from './links.ts';
import { refuse } from './problem.ts';
import { nextChange, pageAt } from './site.ts';

export interface PageOptions {
  lifetime: Lifetime;
  links?: readonly Link[];
  headers?: Record<string, string>;
}

/** The page at a path as it is at this moment; a refusal where there is none. */
export async function page(c: Context<Edge>, path: string, { lifetime, links = [], headers = {} }: PageOptions): Promise<Response> {
  const asset = await pageAt(c.env.site, c.req.raw, path, c.env.moment);
  if (!asset) return refuse(c, { reason: 'no-page' });
  const answer = new Response(asset.body, asset);
  answer.headers.set('Cache-Control', lifetimeNow(c, lifetime));
  if (links.length > 0) answer.headers.set('Link', linkHeader(links));
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}

/** Leads to another page of the site, relative to the host that was asked. */
export function lead(c: Context<Edge>, path: string, status: 302 | 308, { lifetime, links = [], headers = {} }: PageOptions): Response {
  const shared = { Location: c.env.site.index.base + path, 'Cache-Control': lifetimeNow(c, lifetime) };
  return new Response(null, { status, headers: { ...shared, ...(links.length > 0 ? { Link: linkHeader(links) } : {}), ...headers } });
}

/** `Cache-Control` of an answer given now: no lifetime goes past the next moment. */
export function lifetimeNow(c: Context<Edge>, lifetime: Lifetime): string {
  return cacheControl(lifetime, c.env.now, nextChange(c.env.site.index, c.env.moment));
}

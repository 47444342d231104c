/** Reads what an operator asks, and names each field at fault. */
import type { Context } from 'hono';
import type { z } from 'zod';
import { type BannerSite, siteNamed } from '../../../core/banner/index-file.ts';
import { readAs } from '../../body.ts';
import type { Edge } from '../../edge.ts';
import { type FieldError, type Refusal, refuse } from '../../problem.ts';
import { readBanners } from '../../site.ts';

export type Asked<T> = { ok: true; value: T } | { ok: false; answer: Promise<Response> };

/** The parameters of an address by their schema. One that stands twice is refused, for nobody can tell which one counts. */
export function readQuery<T>(c: Context<Edge>, schema: z.ZodType<T>, fromPath: Record<string, string> = {}): Asked<T> {
  const queries = c.req.queries();
  const twice = Object.keys(queries).filter((name) => (queries[name]?.length ?? 0) > 1 || Object.hasOwn(fromPath, name));
  if (twice.length > 0)
    return atFault(
      c,
      twice.map((name) => ({ pointer: `/${name}`, detail: 'one value, once' })),
    );
  return readValue(c, schema, { ...c.req.query(), ...fromPath });
}

/** A value by its schema. */
export function readValue<T>(c: Context<Edge>, schema: z.ZodType<T>, value: unknown): Asked<T> {
  const read = readAs(schema, value);
  return read.ok ? read : refused(c, read.refusal);
}

/** A refusal of what was sent, in the words for operators. */
export function refused(c: Context<Edge>, refusal: Refusal): { ok: false; answer: Promise<Response> } {
  return refusal.reason === 'unreadable-record' ? atFault(c, refusal.errors) : { ok: false, answer: refuse(c, refusal) };
}

function atFault(c: Context<Edge>, errors: FieldError[]): { ok: false; answer: Promise<Response> } {
  return { ok: false, answer: refuse(c, { reason: 'unreadable-request', errors }) };
}

/** A site of the build. A name that is none must not call a ledger into being. */
export async function readSite(c: Context<Edge>, name: string): Promise<Asked<BannerSite>> {
  const index = await readBanners(c.env.site, c.req.raw);
  const site = siteNamed(index, name);
  const known = Object.keys(index.sites).sort().join(', ');
  return site ? { ok: true, value: site } : atFault(c, [{ pointer: '/site', detail: known ? `one of ${known}` : 'a site, and this build has none' }]);
}

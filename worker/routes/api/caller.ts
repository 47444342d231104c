/** Who asks for the interface for requests, and with what at hand. */
import type { Context } from 'hono';
import type { z } from 'zod';
import { DEEPEST_JSON, isTooDeep } from '../../../core/json-depth.ts';
import type { Scope } from '../../../core/requests/scopes.ts';
import { readAs, readAtMost } from '../../body.ts';
import type { Edge } from '../../edge.ts';
import { type FieldError, refuse } from '../../problem.ts';
import { type Desk, deskOf } from '../../requests/desk.ts';
import { type ApiToken, tokenOf } from '../../requests/tokens.ts';

export interface Caller {
  desk: Desk;
  token: ApiToken;
}

export type Read<T> = { ok: true; value: T } | { ok: false; answer: Promise<Response> };

/** The caller, where the token may do what an address asks for; `undefined` asks for nothing but a token that holds. */
export async function callerOf(c: Context<Edge>, scope: Scope | undefined): Promise<Read<Caller>> {
  const desk = await deskOf(c.env, c.env.site, c.env.now, c.env.url);
  const token = desk && (await tokenOf(desk, c.req.raw));
  if (!desk || !token) return { ok: false, answer: refuse(c, { reason: 'no-operator' }) };
  if (scope !== undefined && !token.scopes.includes(scope)) return { ok: false, answer: refuse(c, { reason: 'scope-missing', needed: scope }) };
  return { ok: true, value: { desk, token } };
}

export function faulty(c: Context<Edge>, errors: FieldError[]): { ok: false; answer: Promise<Response> } {
  return { ok: false, answer: refuse(c, { reason: 'unreadable-request', errors }) };
}

/** A value by its schema; each field at fault is named. */
export function readValue<T>(c: Context<Edge>, schema: z.ZodType<T>, value: unknown): Read<T> {
  const read = readAs(schema, value);
  if (read.ok) return read;
  return read.refusal.reason === 'unreadable-record' ? faulty(c, read.refusal.errors) : { ok: false, answer: refuse(c, read.refusal) };
}

/** JSON as `application/json` alone: no form of another site can send that without asking first. What a request says of its length is not believed. */
export async function readJson(c: Context<Edge>, most: number): Promise<Read<{ bytes: Uint8Array; value: unknown }>> {
  if (!/^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(c.req.header('Content-Type') ?? ''))
    return faulty(c, [{ pointer: '', detail: 'the type application/json, in UTF-8' }]);
  const bytes = await readAtMost(c.req.raw, most);
  if (!bytes) return faulty(c, [{ pointer: '', detail: `at most ${most} bytes` }]);
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
    return isTooDeep(value) ? faulty(c, [{ pointer: '', detail: `JSON that nests at most ${DEEPEST_JSON} times` }]) : { ok: true, value: { bytes, value } };
  } catch {
    return faulty(c, [{ pointer: '', detail: 'JSON in UTF-8' }]);
  }
}

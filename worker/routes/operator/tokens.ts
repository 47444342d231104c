/** Tokens of the interface for requests, made, listed and revoked by admins: `…/tokens`. */
import type { Context } from 'hono';
import { revokeBody, tokenBody } from '../../../core/requests/api.ts';
import { auditStatement, type Noted } from '../../console/audit.ts';
import type { Edge } from '../../edge.ts';
import { refuse } from '../../problem.ts';
import { type Desk, deskOf } from '../../requests/desk.ts';
import { factsOf, newToken } from '../../requests/tokens.ts';
import { findToken, listTokens, revokeToken } from '../../store/tokens.ts';
import { MOST_BYTES } from '../api/acts.ts';
import { faulty, type Read, readJson, readValue } from '../api/caller.ts';

async function deskForAdmin(c: Context<Edge>): Promise<Read<Desk>> {
  if (c.get('operator')?.role !== 'admin') return { ok: false, answer: refuse(c, { reason: 'scope-missing', needed: 'admin' }) };
  const desk = await deskOf(c.env, c.env.site, c.env.now, c.env.url);
  return desk ? { ok: true, value: desk } : { ok: false, answer: refuse(c, { reason: 'requests-closed' }) };
}

export async function showTokens(c: Context<Edge>): Promise<Response> {
  const desk = await deskForAdmin(c);
  return desk.ok ? c.json({ tokens: (await listTokens(desk.value.db)).map(factsOf) }) : desk.answer;
}

export async function addToken(c: Context<Edge>): Promise<Response> {
  const desk = await deskForAdmin(c);
  if (!desk.ok) return desk.answer;
  const json = await readJson(c, MOST_BYTES);
  if (!json.ok) return json.answer;
  const body = readValue(c, tokenBody, json.value.value);
  if (!body.ok) return body.answer;
  const { by = c.get('operator')?.name ?? '', ...asked } = body.value;
  if (desk.value.file.settings.fourEyes && asked.scopes.includes('requests:answer') && body.value.by === undefined)
    return faulty(c, [{ pointer: '/by', detail: 'who answers for it, as they sign in to the console: with four eyes they approve nothing that it proposes' }])
      .answer;
  const { token, statement, row } = await newToken(desk.value, { ...asked, by });
  await desk.value.db.batch([statement, note(c, desk.value, { action: 'make-token', details: { prefix: row.prefix, scopes: asked.scopes, by } })]);
  return c.json({ ...factsOf(row), token }, 201);
}

export async function endToken(c: Context<Edge>): Promise<Response> {
  const desk = await deskForAdmin(c);
  if (!desk.ok) return desk.answer;
  const json = await readJson(c, MOST_BYTES);
  if (!json.ok) return json.answer;
  const body = readValue(c, revokeBody, json.value.value);
  if (!body.ok) return body.answer;
  const { db, now } = desk.value;
  const { prefix } = body.value;
  const ended = revokeToken(db, prefix, now.toISOString(), c.get('operator')?.name ?? '');
  await db.batch([ended, note(c, desk.value, { action: 'revoke-token', details: { prefix } })]);
  const row = await findToken(db, prefix);
  if (!row) return refuse(c, { reason: 'unreadable-request', errors: [{ pointer: '/prefix', detail: 'the public part of a token that there is' }] });
  return c.json(factsOf(row));
}

function note(c: Context<Edge>, desk: Desk, what: Noted): D1PreparedStatement {
  return auditStatement(desk, c.get('operator') ?? { name: '', role: 'viewer' }, what);
}

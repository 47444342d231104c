/** Asks the interface for requests as another system does, with a token that an admin made. */
import { env } from 'cloudflare:workers';
import type { Scope } from '../../../../core/requests/scopes.ts';
import { type Case, type Happening, type NewCase, openCase, takeCase } from '../../../../worker/requests/cases.ts';
import { newToken } from '../../../../worker/requests/tokens.ts';
import type { EventRow } from '../../../../worker/store/requests.ts';
import { OPERATOR_TOKEN } from '../../../support/secrets.ts';
import { type Asked, ask } from '../../client.ts';
import { deskAt } from '../desk.ts';

export const AT = '2026-12-01T09:00:00Z';
export const OPERATOR = { authorization: `Bearer ${OPERATOR_TOKEN}` };

export async function emptyRequests(): Promise<void> {
  for (const table of ['requests', 'request_events', 'request_files', 'api_tokens', 'api_answers', 'audit', 'outbox'])
    await env.INDEX.exec(`DELETE FROM ${table}`);
}

/** A token, made past the address that makes them. */
export async function tokenFor(scopes: readonly Scope[], { days = 30, at = AT, name = 'shop backend' } = {}): Promise<string> {
  const { token, statement } = await newToken(await deskAt(at), { name, scopes, days, by: 'Kim' });
  await statement.run();
  return token;
}

const PROVED: Happening[] = [{ event: { type: 'proved', at: AT, by: 'link' }, actor: 'person' }];

/** A request that was taken, proved where nothing else is said. */
export async function taken(more: Partial<NewCase> = {}, then = PROVED): Promise<Case> {
  const { opened } = await takeCase(await deskAt(AT), {
    kind: 'access',
    place: 'DE',
    locale: 'en',
    behalf: 'self',
    channel: 'form',
    content: { email: 'jo@mail.example', details: 'Everything, please.' },
    actor: 'person',
    then,
    ...more,
  });
  return opened;
}

let keys = 0;

/** One request with a token; a POST is JSON with a key of its own. */
export function askAs(
  token: string | undefined,
  path: string,
  { body, key, headers = {}, ...more }: Omit<Asked, 'body'> & { body?: unknown; key?: string } = {},
): Promise<Response> {
  const sent = body === undefined ? {} : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) };
  const by: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const own: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': key ?? `key-${keys++}` };
  return ask(path, { now: AT, ...sent, headers: { ...by, ...own, ...headers }, ...more });
}

export async function problemOf(response: Response): Promise<string> {
  const { type } = await response.json<{ type: string }>();
  return /problems\/([^/]+)\//.exec(type)?.[1] ?? type;
}

/** The events of a request but the acknowledgement, which the system notes by itself when its mail is through. */
export async function eventsOf(id: string): Promise<EventRow[]> {
  const opened = await openCase(await deskAt(AT), { id });
  return (opened?.events ?? []).filter(({ event }) => event.type !== 'acknowledged');
}

/** Each address of the table with no, wrong, expired, revoked and other tokens; each scope opens its own addresses and no others. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { REQUEST_ROUTES } from '../../../../core/requests/api-routes.ts';
import { SCOPE_NAMES } from '../../../../core/requests/scopes.ts';
import { requestsApi } from '../../../../worker/routes/api/index.ts';
import { ask } from '../../client.ts';
import { AT, askAs, emptyRequests, OPERATOR, problemOf, taken, tokenFor } from './systems.ts';

beforeEach(emptyRequests);

const SOME = '01a20bd5-339d-743e-a0fb-213bfa69d039';
const addressOf = (path: string, id = SOME): string => path.replace('{id}', id).replace('{file}', SOME);
const bodyOf = (method: string): { body?: unknown } => (method === 'POST' ? { body: {} } : {});

test('the table has every address that is routed', () => {
  const routed = requestsApi.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`);
  expect(routed.sort()).toEqual(REQUEST_ROUTES.map(({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`).sort());
});

describe.each(REQUEST_ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_name, { method, path, for: scope }) => {
  test('gives one and the same answer to no token, to wrong ones, to expired and revoked ones, and to the operators’ own', async () => {
    const token = await tokenFor([scope]);
    const expired = await tokenFor([scope], { days: 1, at: '2026-11-01T00:00:00Z' });
    const revoked = await tokenFor([scope]);
    await ask('/api/v1/operator/tokens/revoke', {
      now: AT,
      method: 'POST',
      headers: { ...OPERATOR, 'content-type': 'application/json' },
      body: JSON.stringify({ prefix: revoked.slice(4, 20) }),
    });
    const last = token.at(-1) === 'A' ? 'B' : 'A';
    const wrong = [
      undefined,
      '',
      'x',
      token.slice(0, -1),
      `${token.slice(0, -1)}${last}`,
      `${token}A`,
      token.replace(/^fnr_.{16}/, `fnr_${'0'.repeat(16)}`),
      expired,
      revoked,
    ];
    const answers = new Set<string>();
    for (const one of wrong) {
      const response = await askAs(one, addressOf(path), bodyOf(method));
      answers.add(`${response.status} ${response.headers.get('www-authenticate')} ${await response.text()}`);
    }
    const operator = await askAs(undefined, addressOf(path), { ...bodyOf(method), headers: OPERATOR });
    answers.add(`${operator.status} ${operator.headers.get('www-authenticate')} ${await operator.text()}`);
    expect(answers.size).toBe(1);
    expect([...answers][0]).toMatch(/^401 Bearer /);
  });

  test.each(SCOPE_NAMES)('%s', async (held) => {
    const response = await askAs(await tokenFor([held]), addressOf(path), bodyOf(method));
    if (held === scope) expect([401, 403]).not.toContain(response.status);
    else {
      expect(response.status).toBe(403);
      expect(response.headers.get('www-authenticate')).toBe(`Bearer error="insufficient_scope", scope="${scope}"`);
      expect(await problemOf(response)).toBe('scope-missing');
    }
  });

  test('all other scopes together do not open it either', async () => {
    const response = await askAs(await tokenFor(SCOPE_NAMES.filter((name) => name !== scope)), addressOf(path), bodyOf(method));
    expect(response.status).toBe(403);
  });

  test('is closed where the deployment has no keys for requests', async () => {
    const response = await askAs(await tokenFor([scope]), addressOf(path), { ...bodyOf(method), bindings: { REQUESTS_KEY: '' } });
    expect(response.status).toBe(401);
  });

  test('is not opened by a token of another deployment: the hash is keyed', async () => {
    const response = await askAs(await tokenFor([scope]), addressOf(path), {
      ...bodyOf(method),
      bindings: { REQUESTS_PEPPER: 'AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE' },
    });
    expect(response.status).toBe(401);
  });

  test('nobody keeps the answer, and no other site’s page can read it', async () => {
    const response = await askAs(await tokenFor([scope]), addressOf(path), { ...bodyOf(method), headers: { origin: 'https://evil.example' } });
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

test.each([
  ['GET', '/api/v1/requests/nothing/here/at/all'],
  ['DELETE', `/api/v1/requests/${SOME}`],
  ['PUT', '/api/v1/requests'],
  ['OPTIONS', '/api/v1/requests'],
])('%s %s without a token tells nothing of what there is', async (method, path) => {
  const response = await ask(path, { now: AT, method });
  expect(response.status).toBe(401);
});

test('requests cannot be deleted: the list is the log', async () => {
  const { row } = await taken();
  const response = await askAs(await tokenFor(SCOPE_NAMES), `/api/v1/requests/${row.id}`, { method: 'DELETE' });
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('GET');
});

describe('making and ending tokens', () => {
  const make = (body: unknown, headers: Record<string, string> = OPERATOR): Promise<Response> =>
    ask('/api/v1/operator/tokens', { now: AT, method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

  test('a token is told once; what is kept does not open anything', async () => {
    const made = await make({ name: 'shop backend', scopes: ['requests:read'], days: 10 });
    expect(made.status).toBe(201);
    const { token, prefix, expires } = await made.json<{ token: string; prefix: string; expires: string }>();
    expect(token).toMatch(/^fnr_[0-9a-f]{16}_[A-Za-z0-9_-]{43}$/);
    expect(token).toContain(prefix);
    expect(expires).toBe('2026-12-11T09:00:00.000Z');
    expect((await askAs(token, '/api/v1/requests')).status).toBe(200);
    const listed = await ask('/api/v1/operator/tokens', { now: AT, headers: OPERATOR });
    const text = await listed.text();
    expect(text).toContain(prefix);
    expect(text).not.toContain(token.slice(21));
    const { results } = await env.INDEX.prepare('SELECT * FROM api_tokens').all();
    expect(JSON.stringify(results)).not.toContain(token.slice(21));
    expect(results[0]).toMatchObject({ created_by: 'token', used: '2026-12-01' });
  });

  test('a token holds until its end, and not at it', async () => {
    const token = await tokenFor(['requests:read'], { days: 1 });
    expect((await askAs(token, '/api/v1/requests', { now: '2026-12-02T08:59:59Z' })).status).toBe(200);
    expect((await askAs(token, '/api/v1/requests', { now: '2026-12-02T09:00:00Z' })).status).toBe(401);
  });

  test('what is revoked stays revoked, by whoever did it first', async () => {
    const token = await tokenFor(['requests:read']);
    const end = (now: string): Promise<Response> =>
      ask('/api/v1/operator/tokens/revoke', {
        now,
        method: 'POST',
        headers: { ...OPERATOR, 'content-type': 'application/json' },
        body: JSON.stringify({ prefix: token.slice(4, 20) }),
      });
    expect(await (await end(AT)).json()).toMatchObject({ revoked: '2026-12-01T09:00:00.000Z' });
    expect(await (await end('2026-12-05T00:00:00Z')).json()).toMatchObject({ revoked: '2026-12-01T09:00:00.000Z' });
    expect((await askAs(token, '/api/v1/requests')).status).toBe(401);
  });

  test.each([
    [{ name: 'x', scopes: [] }, '/scopes'],
    [{ name: 'x', scopes: ['requests:*'] }, '/scopes/0'],
    [{ name: '<b>', scopes: ['requests:read'] }, '/name'],
    [{ name: 'x', scopes: ['requests:read'], days: 1000 }, '/days'],
    [{ name: 'x', scopes: ['requests:read'], role: 'admin' }, '/role'],
  ])('%o is refused at %s', async (body, pointer) => {
    const response = await make(body);
    expect(response.status).toBe(400);
    expect((await response.json<{ errors: { pointer: string }[] }>()).errors.map((error) => error.pointer)).toContain(pointer);
  });

  test('only operators make tokens, and no token makes another', async () => {
    expect((await make({ name: 'x', scopes: ['requests:read'] }, {})).status).toBe(401);
    const token = await tokenFor(SCOPE_NAMES);
    expect((await make({ name: 'x', scopes: ['requests:read'] }, { authorization: `Bearer ${token}` })).status).toBe(401);
  });

  test('a form of another site cannot make one: its content types are refused', async () => {
    expect((await make({ name: 'x', scopes: ['requests:read'] }, { ...OPERATOR, 'content-type': 'text/plain' })).status).toBe(400);
  });
});

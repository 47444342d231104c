/** Nobody but an operator is told anything: each route of the table, with no, a wrong and the right token. */
import { describe, expect, test } from 'vitest';
import { operatorOf } from '../../../worker/auth.ts';
import { OPERATOR_ROUTES } from '../../../worker/routes/operator/index.ts';
import { type Asked, ask, ORIGIN } from '../client.ts';
import { OPEN, ROOT, TOKEN } from './asked.ts';

/** What a stranger can tell answers apart by. The id of a request is another one each time. */
async function seen(path: string, asked: Asked): Promise<string> {
  const response = await ask(path, asked);
  const headers = [...response.headers].filter(([name]) => name !== 'x-request-id');
  return JSON.stringify([response.status, headers, await response.text()]);
}

const ROUTES = OPERATOR_ROUTES.map(
  ({ method, path }) =>
    [
      method,
      path
        .replace(':id', '019aae2c-5400-7000-8000-000000000001')
        .replace('requests/exports/:file', 'requests/exports/figures.csv')
        .replace(':file', 'consents.csv'),
    ] as const,
);
/** Addresses and methods that there are not. */
const NOWHERE = [
  ['GET', `${ROOT}/`],
  ['GET', ROOT],
  ['GET', `${ROOT}/nothing`],
  ['GET', `${ROOT}/nothing/at/all.json`],
  ['POST', `${ROOT}/health`],
  ['DELETE', `${ROOT}/consents/019aae2c-5400-7000-8000-000000000001`],
  ['PUT', `${ROOT}/archive`],
  ['OPTIONS', `${ROOT}/consents`],
] as const;

const CREDENTIALS: [string, Record<string, string>][] = [
  ['no token', {}],
  ['an empty token', { authorization: 'Bearer ' }],
  ['a wrong token', { authorization: `Bearer ${TOKEN}x` }],
  ['the beginning of the token', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
  ['the hash of the token', { authorization: `Bearer ${OPEN.OPERATOR_TOKEN_SHA256}` }],
  ['another scheme', { authorization: `Basic ${btoa(`operator:${TOKEN}`)}` }],
  ['the bare token', { authorization: TOKEN }],
  ['the token as a cookie', { cookie: `token=${TOKEN}` }],
  ['two tokens', { authorization: `Bearer ${TOKEN}, Bearer ${TOKEN}` }],
];

describe.each(CREDENTIALS)('with %s', (_name, headers) => {
  test('every address below the operators’ root gives one and the same answer', async () => {
    const answers = await Promise.all([...ROUTES, ...NOWHERE].map(([method, path]) => seen(path, { method, headers, bindings: OPEN })));
    expect(new Set(answers).size).toBe(1);
    const [status, given, body] = JSON.parse(answers[0] ?? '') as [number, [string, string][], string];
    expect(status).toBe(401);
    expect(Object.fromEntries(given)).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'application/problem+json', 'www-authenticate': 'Bearer' });
    expect(JSON.parse(body)).toMatchObject({ type: `${ORIGIN}/problems/token-required/`, status: 401 });
  });
});

test.each<[string, { OPERATOR_TOKEN_SHA256: string | undefined }]>([
  ['nothing', { OPERATOR_TOKEN_SHA256: undefined }],
  ['an empty text', { OPERATOR_TOKEN_SHA256: '' }],
  ['the token itself', { OPERATOR_TOKEN_SHA256: TOKEN }],
  ['half a hash', { OPERATOR_TOKEN_SHA256: OPEN.OPERATOR_TOKEN_SHA256.slice(0, 32) }],
])('where %s is set up, the right token opens nothing, and the answer is the same', async (_name, bindings) => {
  const closed = await Promise.all(ROUTES.map(([method, path]) => seen(path, { method, headers: { authorization: `Bearer ${TOKEN}` }, bindings })));
  expect(new Set([...closed, await seen(`${ROOT}/health`, { bindings: OPEN })]).size).toBe(1);
});

test.each(ROUTES)('%s %s answers an operator, and nobody keeps the answer', async (method, path) => {
  const response = await ask(path, { method, headers: { authorization: `Bearer ${TOKEN}` }, bindings: OPEN });
  await response.arrayBuffer();
  expect([200, 400]).toContain(response.status);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
});

test('an operator is told of a wrong method and of an address that there is not', async () => {
  const headers = { authorization: `Bearer ${TOKEN}` };
  const wrong = await ask(`${ROOT}/health`, { method: 'POST', headers, bindings: OPEN });
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  expect((await ask(`${ROOT}/nothing`, { headers, bindings: OPEN })).status).toBe(404);
});

test('while one token replaces another, both open', async () => {
  const both = { OPERATOR_TOKEN_SHA256: `${'0'.repeat(64)}  ${OPEN.OPERATOR_TOKEN_SHA256}\n` };
  const request = new Request(ORIGIN, { headers: { authorization: `bearer ${TOKEN}` } });
  expect(await operatorOf(both, request)).toEqual({ name: 'token', role: 'admin' });
});

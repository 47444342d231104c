/** Who may enter the console: every address of its table with no, wrong, expired, changed and other-role credentials. */
import { exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { mayAct, ROLES, type Role, rolesIn } from '../../../worker/auth.ts';
import { CONSOLE_ROUTES } from '../../../worker/routes/console/routes.ts';
import { OPERATOR_TOKEN, TEST_SECRETS } from '../../support/secrets.ts';
import { type Asked, ask, ORIGIN } from '../client.ts';
import { emptyTables, FROM_HERE, open, post, signIn, submit, taken, typesOf } from './client.ts';

const REFERENCE = 'AAAA-AAAA';
const ROUTES = CONSOLE_ROUTES.map(({ method, path, role }) => ({
  method,
  role,
  path: `/operator/${path
    .replace(':reference', REFERENCE)
    .replace(':letter', 'message')
    .replace(':file', '019aae2c-5400-7000-8000-000000000001')
    .replace(':number', '1')
    .replace(':id', '019aae2c-5400-7000-8000-000000000001')}`,
}));
const NOWHERE = [
  { method: 'GET', path: '/operator/nothing/' },
  { method: 'GET', path: '/operator/requests/' },
  { method: 'GET', path: '/operator/sign-out/' },
  { method: 'PUT', path: '/operator/' },
  { method: 'DELETE', path: `/operator/requests/${REFERENCE}/` },
  { method: 'POST', path: '/operator/' },
];

async function seen(path: string, asked: Asked): Promise<string> {
  const response = await ask(path, asked);
  const headers = [...response.headers].filter(([name]) => name !== 'x-request-id');
  return JSON.stringify([response.status, headers, await response.text()]);
}

const FORM = { ...FROM_HERE, 'content-type': 'application/x-www-form-urlencoded' };

async function answersWith(asked: Pick<Asked, 'headers' | 'bindings' | 'now'>): Promise<Set<string>> {
  const answers = await Promise.all(
    [...ROUTES, ...NOWHERE].map(({ method, path }) =>
      seen(path, {
        ...asked,
        method,
        headers: { ...asked.headers, ...(method === 'POST' ? FORM : {}) },
        body: method === 'POST' ? 'token=x&key=y&do=note' : null,
      }),
    ),
  );
  return new Set(answers);
}

beforeEach(emptyTables);
afterEach(() => vi.unstubAllGlobals());

describe('whoever is nobody gets one and the same answer for every address, those that there are not too', () => {
  const changed = (cookie: string): string => {
    const [name, value = ''] = cookie.split('=', 2);
    const [payload = '', mac = ''] = decodeURIComponent(value).split('.');
    const forged = btoa(atob(payload).replace('viewer', 'admin'));
    return `${name}=${encodeURIComponent(`${forged}.${mac}`)}`;
  };
  const credentials: [string, () => Promise<Pick<Asked, 'headers' | 'bindings' | 'now'>>][] = [
    ['no credentials', async () => ({})],
    ['the API’s bearer token', async () => ({ headers: { authorization: `Bearer ${OPERATOR_TOKEN}` } })],
    ['an empty cookie', async () => ({ headers: { cookie: 'fairnotice-operator=' } })],
    [
      'a made-up cookie',
      async () => ({ headers: { cookie: `fairnotice-operator=${encodeURIComponent(`${btoa('{"name":"Kim","role":"admin","until":9e15}')}.AAAA`)}` } }),
    ],
    ['a cookie with another role written in', async () => ({ headers: { cookie: changed((await signIn('viewer')).cookie) } })],
    ['an expired cookie', async () => ({ headers: { cookie: (await signIn('admin')).cookie }, now: '2026-11-24T08:00:01Z' })],
    [
      'a cookie from before the token was replaced',
      async () => ({ headers: { cookie: (await signIn('admin')).cookie }, bindings: { OPERATOR_TOKEN_SHA256: '0'.repeat(64) } }),
    ],
    [
      'a cookie of another deployment',
      async () => ({ headers: { cookie: (await signIn('admin')).cookie }, bindings: { REQUESTS_PEPPER: 'CAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg' } }),
    ],
    [
      'a good cookie beside a token of Access that is none',
      async () => ({ headers: { cookie: (await signIn('admin')).cookie, 'cf-access-jwt-assertion': 'x.y.z' } }),
    ],
  ];
  test.each(credentials)('%s', async (_name, made) => {
    const answers = await answersWith(await made());
    expect(answers.size).toBe(1);
    const [status, given] = JSON.parse([...answers][0] ?? '') as [number, [string, string][]];
    expect(status).toBe(401);
    expect(Object.fromEntries(given)).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' });
  });
});

describe.each(ROLES)('signed in as %s', (role) => {
  test('each address is answered as far as the role goes, and a form without its token changes nothing', async () => {
    const { cookie } = await signIn(role);
    for (const route of ROUTES) {
      const response = await ask(route.path, {
        method: route.method,
        headers: { cookie, ...(route.method === 'POST' ? FORM : {}) },
        body: route.method === 'POST' ? 'do=note' : null,
      });
      const html = new TextDecoder().decode(await response.arrayBuffer());
      const where = `${route.method} ${route.path}`;
      if (!mayAct(role, route.role)) expect(response.status, where).toBe(403);
      else if (route.method === 'POST') expect([response.status, html.includes('The form was not taken')], where).toEqual([403, true]);
      else expect([200, 303, 400, 404], where).toContain(response.status);
      expect(response.headers.get('cache-control'), where).toBe('no-store');
    }
  });
});

describe('forms are taken from the console’s own pages alone (CSRF)', () => {
  test.each<[string, Record<string, string>]>([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a neighbour under the same domain', { origin: 'https://shop.example', 'sec-fetch-site': 'same-site' }],
    ['another site that the browser says nothing of', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['a sandboxed frame of another site', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['a program that says nothing', {}],
    ['an origin that begins as ours', { origin: `${ORIGIN}.evil.example` }],
  ])('%s, even with the token of a page', async (_name, headers) => {
    const { row } = await taken();
    const kim = await signIn('operator');
    const { html } = await open(kim, `/operator/requests/${row.reference}/`);
    expect((await submit(kim, html, 'Internal note', { note: 'x', do: 'note' }, headers)).status).toBe(403);
    expect(await typesOf(row.id)).toEqual(['received']);
  });

  test('a token holds for its address, its operator and half a day', async () => {
    const [one, other] = [await taken(), await taken()];
    const kim = await signIn('operator');
    const { html } = await open(kim, `/operator/requests/${one.row.reference}/`);
    const fields = [...html.matchAll(/name="(token|key)" value="([^"]*)"/g)]
      .slice(0, 2)
      .map(([, name = '', value = '']): [string, string] => [name, value.replaceAll('&#x2F;', '/')]);
    const note: [string, string][] = [...fields, ['note', 'x'], ['do', 'note']];
    const path = (reference: string): string => `/operator/requests/${reference}/do/`;
    expect((await post(kim, path(other.row.reference), note)).status).toBe(403);
    expect((await post(await signIn('operator', 'Lee'), path(one.row.reference), note)).status).toBe(403);
    const tomorrow = await signIn('operator', 'Kim', { now: '2026-11-25T00:00:00Z' });
    expect((await post(tomorrow, path(one.row.reference), note)).status).toBe(403);
    expect(
      (
        await post(kim, path(one.row.reference), [
          ...fields.map(([name, value]): [string, string] => [name, name === 'key' ? value.replace(/^./, (sign) => (sign === 'a' ? 'b' : 'a')) : value]),
          ['note', 'x'],
          ['do', 'note'],
        ])
      ).status,
    ).toBe(403);
    expect(await typesOf(one.row.id)).toEqual(['received']);
    expect((await post(kim, path(one.row.reference), note)).status).toBe(200);
  });

  test('what is no form, and a form that is too long, is refused whatever length it claims', async () => {
    const { cookie } = await signIn('operator');
    const headers = { cookie, ...FROM_HERE };
    expect((await ask('/operator/bulk/', { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: '{}' })).status).toBe(413);
    const long = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode(`note=${'x'.repeat(300_000)}`));
        controller.close();
      },
    });
    expect(
      (await ask('/operator/bulk/', { method: 'POST', headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, body: long })).status,
    ).toBe(413);
  });
});

describe('Cloudflare Access', () => {
  const SET_UP = {
    LOCAL: '',
    ACCESS_TEAM_DOMAIN: 'acme.cloudflareaccess.com',
    ACCESS_AUD: 'aud-of-the-console',
    ACCESS_ROLES: 'Kim@acme.example=admin vic@acme.example=viewer',
  };
  let key: CryptoKey;
  let jwk: JWK;
  let spki: string;
  let fetched = 0;

  beforeAll(async () => {
    const pair = await generateKeyPair('RS256', { extractable: true });
    key = pair.privateKey as CryptoKey;
    jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
    spki = await exportSPKI(pair.publicKey);
  });
  beforeEach(() => {
    fetched = 0;
    vi.stubGlobal('fetch', async (input: string | URL | Request) => {
      const address = String(input instanceof Request ? input.url : input);
      if (!address.startsWith('https://acme.cloudflareaccess.com/cdn-cgi/access/certs')) throw new Error(`asked ${address}`);
      fetched += 1;
      return Response.json({ keys: [jwk] });
    });
  });

  interface Made {
    claims?: Record<string, unknown>;
    header?: Record<string, unknown>;
    signWith?: CryptoKey | Uint8Array;
  }

  const at = Date.parse('2026-11-24T00:00:00Z') / 1000;
  function made({ claims = {}, header = {}, signWith = key }: Made = {}): Promise<string> {
    return new SignJWT({
      email: 'kim@acme.example',
      aud: ['aud-of-the-console'],
      iss: 'https://acme.cloudflareaccess.com',
      iat: at - 60,
      exp: at + 3600,
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'one', ...header })
      .sign(signWith);
  }
  const statusWith = async (token: string, bindings: Partial<Cloudflare.Env> = {}, path = '/operator/'): Promise<number> => {
    const response = await ask(path, { headers: { 'cf-access-jwt-assertion': token }, bindings: { ...SET_UP, ...bindings } });
    await response.arrayBuffer();
    return response.status;
  };

  test('a token that holds opens, with the role of its address; the keys are fetched once for many', async () => {
    const token = await made();
    expect([await statusWith(token), await statusWith(token), await statusWith(token, {}, '/operator/audit/')]).toEqual([200, 200, 200]);
    expect(fetched).toBeLessThanOrEqual(1);
    expect(await statusWith(await made({ claims: { email: 'vic@acme.example' } }))).toBe(200);
    expect(await statusWith(await made({ claims: { email: 'vic@acme.example' } }), {}, '/operator/audit/')).toBe(403);
  });

  test.each<[string, () => Promise<string>]>([
    ['of another audience', () => made({ claims: { aud: ['another'] } })],
    ['without an audience', () => made({ claims: { aud: undefined } })],
    ['of another issuer', () => made({ claims: { iss: 'https://evil.cloudflareaccess.com' } })],
    ['that has expired', () => made({ claims: { exp: at - 1 } })],
    ['that never expires', () => made({ claims: { exp: undefined } })],
    ['that is not valid yet', () => made({ claims: { nbf: at + 60 } })],
    ['of somebody who has no role', () => made({ claims: { email: 'stranger@acme.example' } })],
    ['without an address', () => made({ claims: { email: undefined } })],
    ['with a list for an address', () => made({ claims: { email: ['kim@acme.example'] } })],
    ['signed by another key', async () => made({ signWith: (await generateKeyPair('RS256')).privateKey as CryptoKey })],
    ['signed by a key that nobody knows', async () => made({ header: { kid: 'two' }, signWith: (await generateKeyPair('RS256')).privateKey as CryptoKey })],
    [
      'signed as HS256 with the public key as the secret (algorithm confusion)',
      () => made({ header: { alg: 'HS256' }, signWith: new TextEncoder().encode(spki) }),
    ],
    ['signed as PS256', async () => made({ header: { alg: 'PS256' }, signWith: (await generateKeyPair('PS256')).privateKey as CryptoKey })],
    ['that is not signed (alg none)', async () => `${btoa('{"alg":"none"}').replaceAll('=', '')}.${(await made()).split('.')[1]}.`],
    ['that was changed', async () => (await made()).replace(/.(?=.{100}$)/, (sign) => (sign === 'A' ? 'B' : 'A'))],
    ['that is no token', async () => 'nonsense'],
    ['that is empty', async () => ''],
  ])('a token %s opens nothing', async (_name, token) => {
    expect(await statusWith(await token())).toBe(401);
  });

  test.each<[string, Partial<Cloudflare.Env>]>([
    ['the team', { ACCESS_TEAM_DOMAIN: '' }],
    ['a team that is a host', { ACCESS_TEAM_DOMAIN: 'evil.example/path' }],
    ['the audience', { ACCESS_AUD: '' }],
    ['the roles', { ACCESS_ROLES: '' }],
    ['readable roles', { ACCESS_ROLES: '{"kim@acme.example"' }],
    ['a role that there is', { ACCESS_ROLES: 'kim@acme.example=root' }],
    ['the keys of requests', { REQUESTS_KEY: '' }],
  ])('without %s the console is closed', async (_name, bindings) => {
    expect(await statusWith(await made(), bindings)).toBe(401);
  });

  test('where no laptop is, there is no sign-in page and its cookie opens nothing', async () => {
    const { cookie } = await signIn('admin');
    for (const path of ['/operator/', '/operator/sign-in/', '/operator/sign-out/'])
      expect((await ask(path, { headers: { cookie }, bindings: SET_UP })).status, path).toBe(401);
    const body = new URLSearchParams({ token: OPERATOR_TOKEN, name: 'Kim', role: 'admin' }).toString();
    const sent = await ask('/operator/sign-in/', { method: 'POST', headers: FORM, body, bindings: SET_UP });
    expect([sent.status, sent.headers.get('set-cookie')]).toEqual([401, null]);
  });

  test('roles are read from a list or from JSON, and what is none is left out', () => {
    const read = (text: string): [string, Role][] => [...rolesIn(text)];
    expect(read('Kim@Acme.example=admin, lee@acme.example=operator\nx=admin y@z.example=owner')).toEqual([
      ['kim@acme.example', 'admin'],
      ['lee@acme.example', 'operator'],
    ]);
    expect(read('{"kim@acme.example":"viewer","lee@acme.example":7}')).toEqual([['kim@acme.example', 'viewer']]);
    expect(read('[1]')).toEqual([]);
  });
});

test('a wrong token, a name of the system’s and another origin do not sign in', async () => {
  const send = (fields: Record<string, string>, headers: Record<string, string> = FORM) =>
    ask('/operator/sign-in/', { method: 'POST', headers, body: new URLSearchParams(fields).toString() });
  for (const [fields, headers] of [
    [{ token: 'wrong', name: 'Kim', role: 'admin' }],
    [{ token: TEST_SECRETS.OPERATOR_TOKEN_SHA256, name: 'Kim', role: 'admin' }],
    [{ token: OPERATOR_TOKEN, name: 'person', role: 'admin' }],
    [{ token: OPERATOR_TOKEN, name: 'System', role: 'admin' }],
    [{ token: OPERATOR_TOKEN, name: '<b>', role: 'admin' }],
    [
      { token: OPERATOR_TOKEN, name: 'Kim', role: 'admin' },
      { ...FORM, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    ],
  ] as const) {
    const response = await send(fields, headers);
    expect([response.status, response.headers.get('set-cookie')]).toEqual([403, null]);
  }
});

test('the cookie is kept from scripts and other sites, and lasts a working day', async () => {
  const body = new URLSearchParams({ token: OPERATOR_TOKEN, name: 'Kim', role: 'viewer' }).toString();
  const response = await ask('/operator/sign-in/', { method: 'POST', headers: FORM, body });
  expect(response.headers.get('set-cookie')).toMatch(/; Path=\/operator\/; HttpOnly; SameSite=Strict; Max-Age=28800; Secure$/);
});

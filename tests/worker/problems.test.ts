import { createExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { PROBLEMS, type ProblemSlug, problemPath } from '../../core/problems.ts';
import { SECURITY_HEADERS } from '../../core/security-headers.ts';
import { createApp } from '../../worker/app.ts';
import { fillFrame } from '../../worker/html.ts';
import { ask, NOW, ORIGIN } from './client.ts';
import { recordWith, send } from './records.ts';

const ledgerThat = (answer: unknown): Cloudflare.Env['LEDGER'] =>
  ({ getByName: () => ({ accept: () => Promise.resolve(answer), receipt: () => Promise.resolve(answer) }) }) as unknown as Cloudflare.Env['LEDGER'];

/** One record for each problem of the API for consents; what cannot be provoked by a record alone is sent otherwise. */
const RECORDS = {
  'bad-record': async () => send(await recordWith({ gpc: 'yes' })),
  'body-too-slow': async () => send(new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{')) })),
  'origin-not-listed': async () => send(await recordWith(), { headers: { origin: 'https://evil.example' } }),
  'notice-unknown': async () => send(await recordWith({ notice: 'f'.repeat(64) })),
  'record-differs': async () => {
    const record = await recordWith();
    expect((await send(record)).status).toBe(201);
    return send({ ...record, gpc: true });
  },
  'too-many-records': async () =>
    send(await recordWith(), {
      headers: { 'cf-connecting-ip': '203.0.113.77' },
      bindings: { CONSENT_LIMIT: { limit: () => Promise.resolve({ success: false }) } as unknown as RateLimit },
    }),
  'ledger-closed': async () => send(await recordWith(), { bindings: { LOG_KEY: '' } }),
  'not-yours': () => send({ site: 'shop', secret: '0'.repeat(32) }, { path: '/api/v1/consents/019aae2c-5400-7000-8000-00000000ffff/receipt' }),
  'not-sealed-yet': () =>
    send(
      { site: 'shop', secret: '0'.repeat(32) },
      {
        path: '/api/v1/consents/019aae2c-5400-7000-8000-00000000ffff/receipt',
        bindings: { LEDGER: ledgerThat({ ok: false, reason: 'not-sealed', retryAfter: 3 }) },
      },
    ),
  'bad-request': () => send({ site: 'shop', secret: 7 }, { path: '/api/v1/subjects/history' }),
  'ledger-frozen': async () => send(await recordWith(), { bindings: { LEDGER: ledgerThat({ ok: false, reason: 'ledger-frozen', why: 'Because.' }) } }),
} as const satisfies { [Slug in ProblemSlug]?: () => Promise<Response> };

const ERRORS: { [Slug in keyof typeof RECORDS]?: unknown } = {
  'bad-record': [{ pointer: '/gpc', detail: 'true or false' }],
  'bad-request': [{ pointer: '/secret', detail: 'a string' }],
};

describe.each(Object.entries(RECORDS) as [keyof typeof RECORDS, () => Promise<Response>][])('%s', (slug, provoke) => {
  test('as RFC 9457 JSON, whatever is accepted', async () => {
    const { status, title } = PROBLEMS[slug];
    const response = await provoke();
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('vary')).toBe('Accept, Origin');
    const body = await response.json<Record<string, unknown>>();
    expect(body).toMatchObject({ type: `${ORIGIN}/${problemPath(slug)}`, title, status, detail: expect.any(String) });
    expect(body.errors).toEqual(ERRORS[slug]);
  }, 20_000);
});

/** Those that operators alone meet: tests/worker/operator/ and archive.test.ts. */
const OPERATORS = ['token-required', 'unknown-record', 'bad-publication', 'published-differs'] as const;

/** Those that other systems alone meet: tests/worker/requests/api/. */
const SYSTEMS = ['scope-missing', 'unknown-request', 'request-closed', 'not-proved', 'contents-gone', 'no-extension', 'erasure-held', 'key-used'] as const;

beforeAll(async () => {
  await env.ARCHIVE.put('log/blog/minimum', '256');
});

/** One request for each problem type; the compiler wants all of them. */
const OCCURRENCES = {
  'not-found': { path: '/nothing/here/' },
  'unknown-version': { path: '/privacy/2024-01-01/', links: ['2025-01-01', '2025-06-01', '2026-03-01', '2027-01-01'] },
  'unknown-language': { path: '/privacy/fr/', links: ['en', 'de'] },
  'before-first-version': { path: '/privacy/?at=1999-01-01', links: ['2025-01-01'] },
  'same-version-twice': { path: '/privacy/compare/2025-01-01..2025-01-01/', links: ['2025-01-01'] },
  'bad-moment': { path: '/privacy/?at=now' },
  'bad-accept-datetime': { path: '/privacy/', headers: { 'accept-datetime': 'now' } },
  'method-not-allowed': { path: '/privacy/', method: 'POST' },
  'log-pruned': { path: '/log/blog/tile/0/000' },
  'requests-closed': { path: '/requests/access/', method: 'POST', bindings: { REQUESTS_KEY: '' } },
} as const satisfies Record<
  // Those of the API are JSON to everybody: below.
  Exclude<ProblemSlug, 'internal-error' | (typeof OPERATORS)[number] | (typeof SYSTEMS)[number] | keyof typeof RECORDS>,
  Occurrence
>;

interface Occurrence {
  path: string;
  method?: string;
  headers?: Record<string, string>;
  links?: readonly string[];
  bindings?: Partial<Cloudflare.Env>;
}

describe.each(Object.entries(OCCURRENCES) as [keyof typeof OCCURRENCES, Occurrence][])(
  '%s',
  (slug, { path, method = 'GET', headers = {}, links = [], bindings = {} }) => {
    const { status, title } = PROBLEMS[slug];

    test.each(['application/json', 'application/problem+json', 'application/json;q=0.9, text/html;q=0.5'])('as RFC 9457 JSON for %s', async (accept) => {
      const response = await ask(path, { method, headers: { ...headers, accept }, bindings });
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(response.headers.get('vary')).toBe('Accept');
      const body = await response.json<Record<string, unknown>>();
      expect(body).toMatchObject({ type: `${ORIGIN}/${problemPath(slug)}`, title, status, detail: expect.any(String) });
      expect(((body.links ?? []) as { title: string }[]).map((link) => link.title)).toEqual(links);
    });

    test.each([undefined, '*/*', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'])('as a page for %s', async (accept) => {
      const response = await ask(path, { method, headers: { ...headers, ...(accept ? { accept } : {}) }, bindings });
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      const html = await response.text();
      expect(html).toContain(`<title>${status} ${title}</title>`);
      expect(html).toContain(`href="/${problemPath(slug)}"`);
      for (const link of links) expect(html).toContain(`>${link}</a>`);
      expect(html).not.toContain('%%');
    });
  },
);

describe('what does not exist', () => {
  test.each([
    ['/nope', 'not-found'],
    ['/nope/', 'not-found'],
    ['/nope/2025-01-01/', 'not-found'],
    ['/privacy/nope/nope/', 'not-found'],
    ['/privacy/history/nope/', 'unknown-language'],
    ['/privacy/timemap/fr/', 'unknown-language'],
    ['/privacy/2025-01-01/de/', 'unknown-language'],
    ['/privacy/2024-01-01/de/', 'unknown-version'],
    ['/privacy/2024-01-01.json', 'unknown-version'],
    ['/privacy/2024-01-01.txt', 'unknown-version'],
    ['/404.html', 'not-found'],
    ['/privacy/sections/nope/', 'not-found'],
    ['/__proto__/', 'not-found'],
    ['/privacy/constructor/', 'not-found'],
    ['/privacy/2025-01-01/constructor/', 'unknown-language'],
    ['/privacy/%zz/', 'not-found'],
  ])('%s is %s', async (path, slug) => {
    const response = await ask(path, { headers: { accept: 'application/json' } });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ type: `${ORIGIN}/problems/${slug}/` });
  });

  test('a section that never was leads to the text and to its history', async () => {
    const response = await ask('/privacy/sections/nope/');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const html = await response.text();
    expect(html).toContain('<a href="/privacy/">the text in force</a>');
    expect(html).toContain('<a href="/privacy/history/">its history, with every section</a>');
    const json = await (await ask('/privacy/sections/nope/de/', { headers: { accept: 'application/json' } })).json();
    expect(json).toMatchObject({ status: 404, links: [{ href: `${ORIGIN}/privacy/de/` }, { href: `${ORIGIN}/privacy/history/de/` }] });
  });

  test('is told as JSON at an address that ends in .json', async () => {
    expect((await ask('/nope.json', { headers: { accept: 'text/html' } })).headers.get('content-type')).toBe('application/problem+json');
  });
});

describe('addresses that have a proper form', () => {
  test.each([
    ['/privacy/en/', 308, '/privacy/'],
    ['/privacy/en/?at=2026-01-01', 308, '/privacy/?at=2026-01-01'],
    ['/privacy/2025-01-01/en/', 308, '/privacy/2025-01-01/'],
    ['/privacy/history/en/', 308, '/privacy/history/'],
    ['/privacy/timemap/en/', 308, '/privacy/timemap/'],
    ['/privacy/timemap', 308, '/privacy/timemap/'],
    ['/privacy/2025-01-01', 307, '/privacy/2025-01-01/'],
    ['/privacy/index.html', 307, '/privacy/'],
    ['/privacy/fragment', 308, '/privacy/fragment.html'],
    ['/privacy/de/fragment', 308, '/privacy/de/fragment.html'],
    ['/privacy/archive', 308, '/privacy/archive.html'],
    ['/privacy/compare/2025-01-01..2026-03-01', 308, '/privacy/compare/2025-01-01..2026-03-01/'],
    ['//privacy//', 307, '/privacy/'],
    ['/%70rivacy/', 307, '/privacy/'],
    ['//evil.example/privacy', 404, null],
  ])('%s: %i %s', async (path, status, location) => {
    const response = await ask(path);
    expect(response.status).toBe(status);
    expect(response.headers.get('location')).toBe(location);
  });

  test('below a base path', async () => {
    const at = async (path: string) => {
      const response = await ask(path, { site: 'legal' });
      return [response.status, response.headers.get('location')];
    };
    expect(await at('/')).toEqual([302, '/legal/']);
    expect(await at('/legal')).toEqual([308, '/legal/']);
    expect(await at('/legal/privacy/en/')).toEqual([308, '/legal/privacy/']);
    expect(await at('/privacy/')).toEqual([404, null]);
    expect(await at('/robots.txt')).toEqual([200, null]);
    expect(await at('/legal/privacy/')).toEqual([200, null]);
  });
});

describe('something that broke', () => {
  afterEach(() => vi.restoreAllMocks());
  const broken = (fetch: (request: Request) => Promise<Response>) =>
    createApp({ now: () => new Date(NOW) }).fetch(
      new Request(`${ORIGIN}/privacy/?at=2026-01-01T00:00:00Z&secret=1`),
      { ASSETS: { fetch } as unknown as Fetcher } as Cloudflare.Env,
      createExecutionContext(),
    );

  test('is logged with the id of the request and without its query, and not told', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const index = {
      base: '/',
      origin: null,
      timeZone: 'No/Where',
      builtAt: NOW,
      gpc: null,
      moments: [],
      get policies(): never {
        throw new Error('private detail');
      },
    };
    const fetch = async (request: Request): Promise<Response> =>
      request.url.endsWith('index.json') ? ({ ok: true, json: async () => index } as unknown as Response) : new Response(null, { status: 404 });
    const response = await broken(fetch);
    expect(response.status).toBe(500);
    const id = response.headers.get('x-request-id') ?? '';
    const html = await response.text();
    expect(html).toContain(id);
    expect(html).toContain(PROBLEMS['internal-error'].title);
    expect(html).not.toContain('private detail');
    expect(log).toHaveBeenCalledOnce();
    const logged = String(log.mock.calls[0]?.[0]);
    expect(JSON.parse(logged)).toMatchObject({ requestId: id, path: '/privacy/', error: 'Error: private detail' });
    expect(logged).not.toContain('secret');
  });

  test('is an answer too where the site was never built', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const response = await broken(async () => new Response(null, { status: 404 }));
    expect(response.status).toBe(500);
    expect(response.headers.get('content-security-policy')).toBe(SECURITY_HEADERS['Content-Security-Policy']);
  });
});

test.each(['/', '/privacy/', '/privacy/2025-01-01/', '/nope/', '/privacy/?at=2026-01-01', '/privacy/timemap/'])(
  '%s carries the security headers',
  async (path) => {
    const { headers } = await ask(path);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(headers.get(name)).toBe(value);
  },
);

test('the archive alone may carry its own style', async () => {
  expect((await ask('/privacy/archive.html')).headers.get('content-security-policy')).toContain("style-src 'unsafe-inline'");
});

test('a marker in a value stays what it is', () => {
  expect(fillFrame('%%A%% %%B%% %%C%%', { A: '%%B%% $& $1', B: 'b' })).toBe('%%B%% $& $1 b ');
});

test('the Worker itself answers, at the instant that development may fix', async () => {
  const response = await exports.default.fetch(new Request(`${ORIGIN}/privacy/`));
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('shows 2026-03-01');
});

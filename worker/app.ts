/**
 * The edge as one app: the facts of a request (site, clock, id), what holds for every answer, and the
 * routes. Nothing here reads the clock by itself.
 */
import { type Context, Hono } from 'hono';
import { etag, RETAINED_304_HEADERS } from 'hono/etag';
import { wholeSecond } from '../core/dates.ts';
import { SECURITY_HEADERS, securityHeaders } from '../core/security-headers.ts';
import { belowBase, isHidden } from './addresses.ts';
import { lead, lifetimeNow } from './answers.ts';
import { LIFETIMES } from './caching.ts';
import type { Edge, RequestFacts } from './edge.ts';
import { confess, refuse } from './problem.ts';
import { nudgeAfterWrites } from './requests/nudge.ts';
import { requestsApi } from './routes/api/index.ts';
import { banner } from './routes/banner.ts';
import { comparisons } from './routes/compare.ts';
import { consents } from './routes/consents.ts';
import { operatorConsole } from './routes/console/index.ts';
import { files } from './routes/files.ts';
import { logs } from './routes/log.ts';
import { mailbox } from './routes/mailbox.tsx';
import { openApiFile } from './routes/openapi.ts';
import { operator } from './routes/operator/index.ts';
import { policies } from './routes/policies.ts';
import { receipts } from './routes/receipts.ts';
import { personRequests } from './routes/requests/index.ts';
import { publishedStatistics } from './routes/statistics.tsx';
import { subjects } from './routes/subjects.ts';
import { subscriptions } from './routes/subscriptions.tsx';
import { timeMaps } from './routes/timemap.ts';
import { verify } from './routes/verify.ts';
import { passOn, readSite, type Site } from './site.ts';

export interface AppOptions {
  /** The clock. Asked once for each request. */
  now: (env: Cloudflare.Env) => Date;
}

export interface App {
  fetch(request: Request, env: Cloudflare.Env, context: ExecutionContext): Promise<Response>;
}

/** The Worker's app. It keeps the site's index, so one app serves one build. */
export function createApp({ now }: AppOptions): App {
  const app = routes();
  let site: Site | undefined;
  return {
    async fetch(request, env, context) {
      const requestId = request.headers.get('cf-ray') ?? crypto.randomUUID();
      try {
        // The promise is not shared: an isolate must not wait for another request's I/O.
        site ??= await readSite(env.ASSETS, request.url);
      } catch (error) {
        report(error, requestId, request);
        return new Response(`Something broke on our side. The request has the id ${requestId}.\n`, {
          status: 500,
          headers: { ...SECURITY_HEADERS, 'X-Request-Id': requestId, 'Cache-Control': 'no-store' },
        });
      }
      return app.fetch(request, { ...env, ...factsOf(request, site, now(env), requestId) }, context);
    },
  };
}

function factsOf(request: Request, site: Site, now: Date, requestId: string): RequestFacts {
  const origin = site.index.origin ?? new URL(request.url).origin;
  return { site, now, moment: wholeSecond(now.toISOString()), requestId, url: (path) => origin + site.index.base + path };
}

const RETAINED = [
  ...RETAINED_304_HEADERS,
  'link',
  'memento-datetime',
  'x-robots-tag',
  'access-control-allow-origin',
  'cross-origin-resource-policy',
  'content-security-policy',
];

function routes(): Hono<Edge> {
  const app = new Hono<Edge>({ getPath: (request, options) => routePath(request, options?.env as Edge['Bindings']) });

  app.use(async (c, next) => {
    await next();
    // Copies the answer, so that its headers can be changed. For each further one Hono would copy it again.
    c.header('X-Request-Id', c.env.requestId);
    const { headers } = c.res;
    // What an asset or a route brings stays: the archive has a policy of its own.
    for (const [name, value] of Object.entries(securityHeaders({ banner: c.env.site.index.banner === true }))) if (!headers.has(name)) headers.set(name, value);
  });

  for (const path of [
    '/requests/*',
    '/operator/*',
    '/subscribe/*',
    '/api/v1/operator/requests/*',
    '/api/v1/operator/webhooks/*',
    '/api/v1/requests',
    '/api/v1/requests/*',
  ])
    app.use(path, nudgeAfterWrites);

  app.route('/', consents);
  app.route('/', operator);
  app.route('/', receipts);
  app.route('/', publishedStatistics);
  app.route('/', personRequests);
  app.route('/', operatorConsole);
  app.route('/', requestsApi);
  app.route('/', subscriptions);
  app.route('/', mailbox);
  app.route('/', subjects);

  app.use(async (c, next) => {
    const { pathname } = new URL(c.req.url);
    if (isHidden(pathname)) return refuse(c, { reason: 'no-page' });
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return refuse(c, { reason: 'read-only', method: c.req.method, allow: 'GET, HEAD' });
    return next();
  });

  app.use(etag({ retainedHeaders: RETAINED }));

  app.use(async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    const { index } = c.env.site;
    if (pathname === '/.well-known/gpc.json') return gpcSupport(c);
    const path = belowBase(pathname, index.base);
    if (path === undefined && `${pathname}/` === index.base) return lead(c, search, 308, { lifetime: LIFETIMES.moving });
    if (path === undefined && pathname === '/') return lead(c, '', 302, { lifetime: LIFETIMES.moving });
    // Escaped and doubled signs: the asset server knows the proper address of what it has.
    if (path === undefined || /%|\/\//.test(pathname)) return plainAsset(c);
    const named = index.policies.find(
      ({ id, prevailing }) => path.startsWith(`${id}/`) && path.endsWith(`/${prevailing}/`) && path !== `${id}/sections/${prevailing}/`,
    );
    // The prevailing language has the address without a name. A section may have a language's tag as its id.
    if (named) return lead(c, path.slice(0, -(named.prevailing.length + 1)) + search, 308, { lifetime: LIFETIMES.moving });
    return next();
  });

  app.route('/', logs);
  app.route('/', banner);
  app.route('/', comparisons);
  app.route('/', timeMaps);
  app.route('/', policies);
  app.route('/', verify);
  app.route('/', openApiFile);
  app.route('/', files);

  app.onError((error, c) => {
    report(error, c.env.requestId, c.req.raw);
    return confess(c);
  });
  return app;
}

/** The path that routes see: below the base. What lies outside is answered before any route. */
function routePath(request: Request, { site }: Edge['Bindings']): string {
  return `/${belowBase(new URL(request.url).pathname, site.index.base) ?? ''}`;
}

async function plainAsset(c: Context<Edge>): Promise<Response> {
  const asset = await passOn(c.env.site, c.req.raw);
  return asset.status === 404 ? refuse(c, { reason: 'no-page' }) : asset;
}

/** https://www.w3.org/TR/gpc/#gpc-support-resource, from its day on; before, nothing is claimed. */
function gpcSupport(c: Context<Edge>): Response | Promise<Response> {
  const { gpc } = c.env.site.index;
  if (!gpc || gpc.from > c.env.moment) return refuse(c, { reason: 'no-page' });
  return c.json({ gpc: true, lastUpdate: gpc.date }, 200, { 'Cache-Control': lifetimeNow(c, LIFETIMES.moving), 'Access-Control-Allow-Origin': '*' });
}

/** For the operator: which request failed and how. Never a query, which may say something of a person. */
function report(error: unknown, requestId: string, request: Request): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  // biome-ignore lint/suspicious/noConsole: the platform's log is where an operator looks.
  console.error(
    JSON.stringify({ requestId, method: request.method, path: withoutSecrets(new URL(request.url).pathname), error: `${name}: ${message}`, stack }),
  );
}

/** The path as it may stand in a log: links into a request, and those of a subscription, hold a secret. */
function withoutSecrets(pathname: string): string {
  return pathname.replace(/(\/(?:requests\/(?:status|proof|not-me)|subscribe\/(?:confirm|stop))\/)[^/]{20,}/, '$1…');
}

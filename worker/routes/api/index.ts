/**
 * The interface by which other systems fetch requests and post their results: docs/api.md. Which addresses there are says the table
 * of `core/requests/api-routes.ts`; each takes a token with its one scope, and everything else is one and the same refusal.
 */
import { type Context, Hono } from 'hono';
import { routerPath } from '../../../core/api-route.ts';
import { REQUEST_ROUTES, type RequestOperation } from '../../../core/requests/api-routes.ts';
import type { Edge } from '../../edge.ts';
import { refuse } from '../../problem.ts';
import { addEvent, addMessage, addPackage, addResult, answer, extend, refuseRequest } from './acts.ts';
import { type Caller, callerOf } from './caller.ts';
import { create } from './create.ts';
import { contents, fetchFile, figures, list, show } from './read.ts';

const ANSWERS: Record<RequestOperation, (c: Context<Edge>, caller: Caller) => Promise<Response>> = {
  listRequests: list,
  createRequest: create,
  readRequest: show,
  readContents: contents,
  fetchFile,
  addEvent,
  addMessage,
  addResult,
  addPackage,
  answerRequest: answer,
  refuseRequest,
  extendRequest: extend,
  readFigures: figures,
};

const ROOT = '/api/v1/requests';
const BELOW = [ROOT, `${ROOT}/*`, '/api/v1/statistics/*'];

export const requestsApi = new Hono<Edge>();

for (const path of BELOW)
  requestsApi.use(path, async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
    c.header('Referrer-Policy', 'no-referrer');
  });

for (const { id, method, path, for: scope } of REQUEST_ROUTES)
  requestsApi.on(method, routerPath(path), async (c) => {
    const caller = await callerOf(c, scope);
    return caller.ok ? ANSWERS[id](c, caller.value) : caller.answer;
  });

// Whoever brings no token is not told which addresses and methods there are.
for (const path of BELOW)
  requestsApi.all(path, async (c) => {
    const caller = await callerOf(c, undefined);
    if (!caller.ok) return caller.answer;
    const allow = REQUEST_ROUTES.filter((route) => matches(route.path, new URL(c.req.url).pathname, c.env.site.index.base)).map(({ method }) => method);
    return allow.length > 0 ? refuse(c, { reason: 'read-only', method: c.req.method, allow: allow.join(', ') }) : refuse(c, { reason: 'no-page' });
  });

function matches(path: string, pathname: string, base: string): boolean {
  const own = path.split('/').slice(1);
  const asked = pathname.slice(base.length).split('/');
  return own.length === asked.length && own.every((part, place) => part.startsWith('{') || part === asked[place]);
}

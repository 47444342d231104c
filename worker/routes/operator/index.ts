/**
 * Everything below `/api/v1/operator/`, for operators alone. Whoever is none gets one and the same answer for every address
 * and method there, so that it tells nothing of what there is.
 */
import { type Context, Hono } from 'hono';
import { operatorOf } from '../../auth.ts';
import type { Edge } from '../../edge.ts';
import { refuse } from '../../problem.ts';
import { archiveUploads } from '../archive.ts';
import { exportConsents } from './exports.ts';
import { health } from './health.ts';
import { erase, search, show } from './records.ts';
import { exportRequests, showRequestStatistics } from './request-statistics.ts';
import { showStatistics } from './statistics.ts';
import { addToken, endToken, showTokens } from './tokens.ts';
import { addWebhook, listDeadMails, listDeliveries, listEndpoints, removeWebhook, renewSecret, replay, replayWebhooks, retryMails, rotate } from './upkeep.ts';

const ROOT = '/api/v1/operator';

/** Each address, with the methods that it takes. `GET` answers `HEAD` too. */
export const OPERATOR_ROUTES = [
  { method: 'GET', path: `${ROOT}/health`, answer: health },
  { method: 'GET', path: `${ROOT}/statistics`, answer: showStatistics },
  { method: 'GET', path: `${ROOT}/consents`, answer: search },
  { method: 'POST', path: `${ROOT}/consents/erase`, answer: erase },
  { method: 'GET', path: `${ROOT}/consents/:id`, answer: show },
  { method: 'GET', path: `${ROOT}/exports/:file`, answer: exportConsents },
  { method: 'GET', path: `${ROOT}/tokens`, answer: showTokens },
  { method: 'POST', path: `${ROOT}/tokens`, answer: addToken },
  { method: 'POST', path: `${ROOT}/tokens/revoke`, answer: endToken },
  { method: 'GET', path: `${ROOT}/requests/statistics`, answer: showRequestStatistics },
  { method: 'GET', path: `${ROOT}/requests/exports/:file`, answer: exportRequests },
  { method: 'POST', path: `${ROOT}/requests/rotate-keys`, answer: rotate },
  { method: 'POST', path: `${ROOT}/requests/replay-suppressions`, answer: replay },
  { method: 'GET', path: `${ROOT}/requests/mail`, answer: listDeadMails },
  { method: 'POST', path: `${ROOT}/requests/mail/retry`, answer: retryMails },
  { method: 'GET', path: `${ROOT}/webhooks`, answer: listEndpoints },
  { method: 'POST', path: `${ROOT}/webhooks`, answer: addWebhook },
  { method: 'GET', path: `${ROOT}/webhooks/deliveries`, answer: listDeliveries },
  { method: 'POST', path: `${ROOT}/webhooks/:id/remove`, answer: removeWebhook },
  { method: 'POST', path: `${ROOT}/webhooks/:id/secret`, answer: renewSecret },
  { method: 'POST', path: `${ROOT}/webhooks/:id/replay`, answer: replayWebhooks },
] as const satisfies { method: 'GET' | 'POST'; path: string; answer: (c: Context<Edge>) => Promise<Response> }[];

export const operator = new Hono<Edge>();

operator.use(`${ROOT}/*`, async (c, next) => {
  const who = await operatorOf(c.env, c.req.raw);
  c.set('operator', who);
  if (who) await next();
  else c.res = await refuse(c, { reason: 'no-operator' });
  c.header('Cache-Control', 'no-store');
});

for (const [path, routes] of Map.groupBy(OPERATOR_ROUTES, (route) => route.path)) {
  for (const { method, answer } of routes) operator.on(method, path, (c) => answer(c));
  const allow = routes.map(({ method }) => (method === 'GET' ? 'GET, HEAD' : method)).join(', ');
  operator.all(path, (c) => refuse(c, { reason: 'read-only', method: c.req.method, allow }));
}

operator.route('/', archiveUploads);

operator.all(`${ROOT}/*`, (c) => refuse(c, { reason: 'no-page' }));

/**
 * After something was written, the outbox is looked into at once: by the queue, or where there is none, by the very request after
 * its answer. Neither is needed for anything to be sent: the hourly round looks too.
 */
import type { MiddlewareHandler } from 'hono';
import type { Edge } from '../edge.ts';
import { emptyOutbox } from '../jobs/outbox.ts';
import { deskOf } from './desk.ts';

export const nudgeAfterWrites: MiddlewareHandler<Edge> = async (c, next) => {
  await next();
  if (c.req.method === 'GET' || c.req.method === 'HEAD' || c.res.status >= 400) return;
  c.executionCtx.waitUntil(nudge(c.env).catch(() => undefined));
};

async function nudge(env: Edge['Bindings']): Promise<void> {
  if (env.OUTBOX && !env.LOCAL)
    return env.OUTBOX.send({})
      .then(() => undefined)
      .catch(() => look(env));
  await look(env);
}

async function look(env: Edge['Bindings']): Promise<void> {
  const desk = await deskOf(env, env.site, env.now, env.url);
  if (desk) await emptyOutbox(desk);
}

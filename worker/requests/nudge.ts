/**
 * After something was written, the outbox is looked into at once: by the queue, or where there is none, by the very request after
 * its answer. Then its events are entered into the log. Nothing depends on either: the hourly round does both too.
 */
import type { MiddlewareHandler } from 'hono';
import type { Edge } from '../edge.ts';
import { emptyOutbox } from '../jobs/outbox.ts';
import { type Desk, deskOf } from './desk.ts';
import { logEvents } from './log.ts';

export const nudgeAfterWrites: MiddlewareHandler<Edge> = async (c, next) => {
  await next();
  if (c.req.method === 'GET' || c.req.method === 'HEAD' || c.res.status >= 400) return;
  c.executionCtx.waitUntil(followUp(c.env).catch(() => undefined));
};

async function followUp(env: Edge['Bindings']): Promise<void> {
  const desk = await deskOf(env, env.site, env.now, env.url);
  if (!desk) return;
  await nudge(desk).catch(() => undefined);
  // What is more than a batch is left to the round: many write at once.
  await logEvents(desk, 1);
}

async function nudge(desk: Desk): Promise<void> {
  const { OUTBOX, LOCAL } = desk.env;
  const told =
    OUTBOX &&
    !LOCAL &&
    (await OUTBOX.send({}).then(
      () => true,
      () => false,
    ));
  if (!told) await emptyOutbox(desk);
}

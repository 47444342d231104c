/** `/openapi.json`: what the API takes and answers, made from its own schemas. */
import { Hono } from 'hono';
import { openApi, type Webhooks } from '../../core/openapi.ts';
import { WEBHOOK_TYPES, WEBHOOKS, webhookSchema } from '../../core/requests/webhooks.ts';
import { lifetimeNow } from '../answers.ts';
import { LIFETIMES } from '../caching.ts';
import type { Edge } from '../edge.ts';
import { readDesk } from '../requests/desk.ts';

export const openApiFile = new Hono<Edge>();

openApiFile.get('/openapi.json', async (c) => {
  const { organisation } = await readDesk(c.env.site);
  const document = openApi({ organisation: organisation.name, server: c.env.url('').replace(/\/$/, ''), url: c.env.url, webhooks: WEBHOOKS_BY_TYPE });
  return c.json(document, 200, { 'Cache-Control': lifetimeNow(c, LIFETIMES.moving), 'Access-Control-Allow-Origin': '*' });
});

const WEBHOOKS_BY_TYPE: Webhooks = Object.fromEntries(WEBHOOK_TYPES.map((type) => [type, { says: WEBHOOKS[type].says, schema: webhookSchema(type) }]));

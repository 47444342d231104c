/** The TimeMap of a policy: every version that has been in force, for programs that travel in time (RFC 7089, section 5). */
import { Hono } from 'hono';
import { pathOf } from '../addresses.ts';
import { lead, lifetimeNow } from '../answers.ts';
import { LIFETIMES } from '../caching.ts';
import type { Edge } from '../edge.ts';
import { linkDocument } from '../links.ts';
import { timeMapLinks } from '../memento.ts';
import { inEachLanguage, policyOf } from './policies.ts';

export const timeMaps = new Hono<Edge>();

inEachLanguage(timeMaps, 'timemap', pathOf.timeMap, (c, policy, locale) => {
  const body = linkDocument(timeMapLinks({ policy, locale, url: c.env.url }, c.env.moment));
  return new Response(body, {
    headers: {
      'Content-Type': 'application/link-format; charset=utf-8',
      'Cache-Control': lifetimeNow(c, LIFETIMES.moving),
      'Access-Control-Allow-Origin': '*',
    },
  });
});

timeMaps.get('/:policy/timemap', (c, next) => {
  const policy = policyOf(c);
  return policy ? lead(c, pathOf.timeMap(policy, policy.prevailing), 308, { lifetime: LIFETIMES.moving }) : next();
});

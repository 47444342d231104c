/** A consent record as the edge completes it: with what its notice, the place and the clock say. */
import type { Context } from 'hono';
import type { ConsentDraft } from '../core/consent/record.ts';
import { consentModelFor } from '../core/regimes.ts';
import type { SentConsent } from '../core/schemas.ts';
import type { Edge } from './edge.ts';
import { dayOf } from './moment.ts';
import type { NoticeFacts } from './notices.ts';
import { placeOf } from './place.ts';

export function draftOf(c: Context<Edge>, record: SentConsent, notice: NoticeFacts): ConsentDraft {
  const { country, region } = placeOf(c.req.raw, c.env.FIXED_PLACE);
  const { id, version, sha256 } = notice.policy;
  const regime = country ? consentModelFor(country, region, dayOf(c.env.moment, c.env.site.index.timeZone)).regime : undefined;
  return {
    ...record,
    received: c.env.now.toISOString(),
    policy: { id, version, sha256 },
    locale: notice.locale,
    model: notice.model,
    regime: regime ?? null,
    secGpc: c.req.header('Sec-GPC') === '1',
  };
}

/** How the part behind the requests is doing, in figures: for the health address and the console. */

import type { Site } from '../site.ts';
import { mailFigures } from '../store/outbox.ts';
import { readRound, unprovedFigures } from '../store/purge.ts';
import { subscriptionFigures } from '../store/subscriptions.ts';
import { webhookFigures } from '../store/webhooks.ts';
import { readDesk } from './desk.ts';
import { vaultOf } from './vault.ts';

/** @throws where the database does not answer. */
export async function outboxHealth(env: Cloudflare.Env & { site: Site }) {
  const { INDEX: db } = env;
  const [vault, file, mail, webhooks, nudges, unproved, subscriptions] = await Promise.all([
    vaultOf(env),
    readDesk(env.site),
    mailFigures(db),
    webhookFigures(db),
    readRound(db, 'dead-nudges'),
    unprovedFigures(db),
    subscriptionFigures(db),
  ]);
  const state = env.LOCAL ? 'mailbox' : env.EMAIL && file.settings.sender !== undefined ? 'sending' : 'unconfigured';
  return { state: vault ? 'open' : 'closed', mail: { state, ...mail }, webhooks, deadNudges: nudges?.at ?? null, ...unproved, subscriptions };
}

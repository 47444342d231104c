/**
 * The hourly round: outside witnesses cosign the log over all logs; over the requests, what is due is reminded of, told, forgotten
 * and sent. Logs look after themselves: their alarms seal, move, give up and tell the root log. Each part is harmless when it is
 * done again, and none hinders the others.
 */
import { ROOT_LOG } from '../../core/ledger-settings.ts';
import { logAudit } from '../console/audit.ts';
import { ledgerOf } from '../ledger/objects.ts';
import { type Desk, deskOf } from '../requests/desk.ts';
import { logEvents } from '../requests/log.ts';
import type { Site } from '../site.ts';
import { digest } from './digest.ts';
import { emptyOutbox } from './outbox.ts';
import { dropOrphans, purge, tidy } from './purge.ts';
import { remind } from './reminders.ts';
import { announceChanges } from './subscriptions.ts';
import { askWitness } from './witness.ts';

/** @param report tells the operator what failed. */
export async function hourly(env: Cloudflare.Env, site: Site, now: Date, report: (error: unknown) => void): Promise<void> {
  await overRequests(env, site, now, report).catch(report);
  await witness(env, site, report).catch(report);
}

async function witness(env: Cloudflare.Env, site: Site, report: (error: unknown) => void): Promise<void> {
  const root = ledgerOf(env, ROOT_LOG);
  await root.seal();
  for (const witness of site.index.ledger.witnesses) {
    const asked = await askWitness(witness, (name, known) => root.growth(name, known));
    if (asked.ok) await root.cosigned(asked.name, asked.note, asked.line).catch(report);
    else report(new Error(`witness ${asked.name}: ${asked.reason}${asked.status ? ` (${asked.status})` : ''}`));
  }
}

async function overRequests(env: Cloudflare.Env, site: Site, now: Date, report: (error: unknown) => void): Promise<void> {
  const desk = await deskOf(env, site, now);
  if (!desk) return;
  for (const round of [logEvents, logAudit, remind, digest, announceChanges, purge, tidy, dropOrphans, lookIntoOutbox]) {
    try {
      await round(desk);
    } catch (error) {
      report(error);
    }
  }
}

/** Mails and webhooks are sent by the queue's invocation, which has limits of its own; by this one where there is no queue. */
async function lookIntoOutbox(desk: Desk): Promise<void> {
  const { OUTBOX, LOCAL } = desk.env;
  if (OUTBOX && !LOCAL) {
    const told = await OUTBOX.send({}).then(
      () => true,
      () => false,
    );
    if (told) return;
  }
  const { errors } = await emptyOutbox(desk);
  if (errors.length > 0) throw new AggregateError(errors, 'the outbox');
}

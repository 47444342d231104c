/**
 * The hourly round: outside witnesses cosign the log over all logs, and events of requests that are not in their log yet are
 * entered. Logs of sites look after themselves: their alarms seal, move, give up and tell the root log. Each part is harmless when
 * it is done again, and none hinders the others.
 */
import { ROOT_LOG } from '../../core/ledger-settings.ts';
import { ledgerOf } from '../ledger/objects.ts';
import { deskOf } from '../requests/desk.ts';
import { logEvents } from '../requests/log.ts';
import type { Site } from '../site.ts';
import { askWitness } from './witness.ts';

/** @param report tells the operator what failed. */
export async function hourly(env: Cloudflare.Env, site: Site, now: Date, report: (error: unknown) => void): Promise<void> {
  const desk = await deskOf(env, site, now);
  if (desk) await logEvents(desk).catch(report);
  await witness(env, site, report).catch(report);
}

async function witness(env: Cloudflare.Env, site: Site, report: (error: unknown) => void): Promise<void> {
  const root = ledgerOf(env, ROOT_LOG);
  await root.seal();
  for (const witness of site.index.ledger.witnesses) {
    const asked = await askWitness(witness, (name, known) => root.growth(name, known));
    if (asked.ok) await root.cosigned(asked.name, asked.note, asked.lines).catch(report);
    else report(new Error(`witness ${asked.name}: ${asked.reason}${asked.status ? ` (${asked.status})` : ''}`));
  }
}

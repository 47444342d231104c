/** The objects that hold the logs, by name: the only place that makes their ids. */
import type { ConsentLedger } from './consent-ledger.ts';

/**
 * The object of a log.
 *
 * @param jurisdiction Where its storage must stay. A site that changes it begins a new log elsewhere, under an origin that
 * is taken already, and is refused: see docs/ledger.md. workerd on a laptop knows no jurisdictions and throws, hence `LOCAL`.
 */
export function ledgerOf(env: Cloudflare.Env, log: string, jurisdiction?: 'eu'): DurableObjectStub<ConsentLedger> {
  const namespace = jurisdiction && !env.LOCAL ? env.LEDGER.jurisdiction(jurisdiction) : env.LEDGER;
  return namespace.getByName(log);
}

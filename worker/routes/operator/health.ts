/** `GET …/health`: whether each log takes records, and how far it has come. Nothing here says anything of anybody. */
import type { Context } from 'hono';
import { logsOf, ROOT_LOG } from '../../../core/ledger-settings.ts';
import type { Edge } from '../../edge.ts';
import { ledgerOf } from '../../ledger/objects.ts';
import { readBanners } from '../../site.ts';

export async function health(c: Context<Edge>): Promise<Response> {
  const { sites } = await readBanners(c.env.site, c.req.raw);
  const named = Object.entries(sites).flatMap(([site, { ledger }]) => logsOf(site, ledger).map((log) => ({ log, jurisdiction: ledger.jurisdiction })));
  const logs = await Promise.all([...named, { log: ROOT_LOG, jurisdiction: undefined }].map(({ log, jurisdiction }) => healthOf(c, log, jurisdiction)));
  return c.json({ state: stateOf(c, logs), logs });
}

type LogHealth = Awaited<ReturnType<typeof healthOf>>;

/** One log that does not answer must not hide the others. */
async function healthOf(c: Context<Edge>, log: string, jurisdiction: 'eu' | undefined) {
  try {
    return await ledgerOf(c.env, log, jurisdiction).health();
  } catch {
    return { log, unreachable: true as const };
  }
}

function stateOf(c: Context<Edge>, logs: readonly LogHealth[]): 'open' | 'closed' | 'frozen' | 'unreachable' {
  if (!c.env.LOG_KEY) return 'closed';
  if (logs.some((log) => 'frozen' in log && log.frozen)) return 'frozen';
  return logs.some((log) => 'unreachable' in log) ? 'unreachable' : 'open';
}

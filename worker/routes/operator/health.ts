/** `GET …/health`: whether each log takes records, how far it has come, and whether mails and webhooks leave. Nothing here says anything of anybody. */
import type { Context } from 'hono';
import { ROOT_LOG } from '../../../core/ledger-settings.ts';
import type { Edge } from '../../edge.ts';
import { ledgerOf } from '../../ledger/objects.ts';
import { allLogs, type Log } from '../../logs.ts';
import { outboxHealth } from '../../requests/health.ts';
import { readBanners } from '../../site.ts';

export async function health(c: Context<Edge>): Promise<Response> {
  const index = await readBanners(c.env.site, c.req.raw);
  const logs = await Promise.all([...allLogs(index), { name: ROOT_LOG }].map((log) => healthOf(c, log)));
  const requests = await outboxHealth(c.env).catch(() => ({ unreachable: true as const }));
  return c.json({ state: stateOf(c, logs), logs, requests });
}

type LogHealth = Awaited<ReturnType<typeof healthOf>>;

/** One log that does not answer must not hide the others. */
async function healthOf(c: Context<Edge>, { name, jurisdiction }: Log) {
  try {
    return await ledgerOf(c.env, name, jurisdiction).health();
  } catch {
    return { log: name, unreachable: true as const };
  }
}

function stateOf(c: Context<Edge>, logs: readonly LogHealth[]): 'open' | 'closed' | 'frozen' | 'unreachable' {
  if (!c.env.LOG_KEY) return 'closed';
  if (logs.some((log) => 'frozen' in log && log.frozen)) return 'frozen';
  return logs.some((log) => 'unreachable' in log) ? 'unreachable' : 'open';
}

/** The whole edge on one address, as `wrangler.toml` sets it up: router, asset server and Worker. For tests that run in Node. */
import { createTestHarness, type TestHarness, unstable_readConfig } from 'wrangler';
import { TEST_SECRETS } from './secrets.ts';

// The place of whoever runs the tests is nobody's business: without this the platform is asked for it.
process.env.CLOUDFLARE_CF_FETCH_ENABLED ??= 'false';
process.env.WRANGLER_SEND_METRICS ??= 'false';

/** The `run_worker_first` rules of wrangler.toml. */
export function workerRules(): string[] {
  const rules = unstable_readConfig({ config: 'wrangler.toml' }, { hideWarnings: true }).assets?.run_worker_first;
  if (!Array.isArray(rules)) throw new Error('wrangler.toml: [assets] run_worker_first must be a list');
  return rules;
}

/**
 * Serves a built site.
 *
 * @param now Where the Worker's clock stands still.
 * @param place Where its visitors are, `DE` or `US-CA`.
 */
export async function serveSite(directory: string, now: string, place?: string): Promise<TestHarness> {
  const server = createTestHarness({ workers: [{ config: edgeConfig(directory, { FIXED_NOW: now, ...(place ? { FIXED_PLACE: place } : {}) }) }] });
  await server.listen();
  return server;
}

/** What `wrangler.toml` says, for a folder of assets and with variables. Timers are left to the tests. */
export function edgeConfig(directory: string, vars: Record<string, string>) {
  const { name, main, compatibility_date, compatibility_flags, assets, durable_objects, migrations, r2_buckets, d1_databases, ratelimits } =
    unstable_readConfig({ config: 'wrangler.toml' }, { hideWarnings: true });
  const bindings = { durable_objects, migrations, r2_buckets, d1_databases, ratelimits };
  return { name, main, compatibility_date, compatibility_flags, assets: { ...assets, directory }, ...bindings, vars: { LOCAL: '1', ...TEST_SECRETS, ...vars } };
}

/** Where a request is answered: by the Worker at once, by an asset alone, or by an asset and else by the Worker. */
export type Route = 'worker' | 'asset' | 'asset, else worker';

/** Reads the rules as the router does: rules with `!` first, `*` for anything, escapes not decoded. */
export function routeOf(rules: readonly string[], pathname: string): Route {
  const matches = (rule: string): boolean =>
    new RegExp(
      `^${rule
        .split('*')
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
    ).test(pathname);
  if (rules.some((rule) => rule.startsWith('!') && matches(rule.slice(1)))) return 'asset';
  return rules.some((rule) => !rule.startsWith('!') && matches(rule)) ? 'worker' : 'asset, else worker';
}

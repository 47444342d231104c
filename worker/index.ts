/** The Worker: the site as it stands at the moment of the request, and the hourly round over the ledgers. */
import { createApp } from './app.ts';
import { hourly } from './jobs/hourly.ts';
import { readSite } from './site.ts';

const nowOf = (env: Cloudflare.Env): Date => (env.FIXED_NOW ? new Date(env.FIXED_NOW) : new Date());
const app = createApp({ now: nowOf });

export { ConsentLedger } from './ledger/consent-ledger.ts';

export default {
  fetch: app.fetch,
  async scheduled(_event, env) {
    // The asset server looks at the path alone.
    const site = await readSite(env.ASSETS, 'https://assets.invalid');
    // biome-ignore lint/suspicious/noConsole: the platform's log is where an operator looks.
    await hourly(env, site, nowOf(env), (error) => console.error(JSON.stringify({ round: 'hourly', error: String(error) })));
  },
} satisfies ExportedHandler<Cloudflare.Env>;

/** The Worker: the site as it stands at the moment of the request. */
import { createApp } from './app.ts';

const app = createApp({ now: (env) => (env.FIXED_NOW ? new Date(env.FIXED_NOW) : new Date()) });

export { ConsentLedger } from './ledger/consent-ledger.ts';

export default { fetch: app.fetch } satisfies ExportedHandler<Cloudflare.Env>;

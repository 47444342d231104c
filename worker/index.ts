/** The Worker: the site as it stands at the moment of the request, the hourly round, and looks into the outbox when the queue says so. */
import { createApp } from './app.ts';
import { hourly } from './jobs/hourly.ts';
import { answerNudges, noteDeadNudges } from './jobs/outbox.ts';
import { deskOf } from './requests/desk.ts';
import { readSite } from './site.ts';

const nowOf = (env: Cloudflare.Env): Date => (env.FIXED_NOW ? new Date(env.FIXED_NOW) : new Date());
const app = createApp({ now: nowOf });

export { ConsentLedger } from './ledger/consent-ledger.ts';

export default {
  fetch: app.fetch,
  async scheduled(_event, env) {
    // The asset server looks at the path alone.
    const site = await readSite(env.ASSETS, 'https://assets.invalid');
    await hourly(env, site, nowOf(env), report('hourly'));
  },
  async queue(batch, env) {
    const site = await readSite(env.ASSETS, 'https://assets.invalid');
    const desk = await deskOf(env, site, nowOf(env));
    if (batch.queue.endsWith('-dead')) await noteDeadNudges(batch, desk, report('dead-letters'));
    else await answerNudges(batch, desk, report('outbox'));
  },
} satisfies ExportedHandler<Cloudflare.Env, Cloudflare.Nudge>;

function report(round: string): (error: unknown) => void {
  // biome-ignore lint/suspicious/noConsole: the platform's log is where an operator looks.
  return (error) => console.error(JSON.stringify({ round, error: String(error) }));
}

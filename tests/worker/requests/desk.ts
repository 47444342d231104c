/** A desk in workerd, with the clock in the test's hand. */
import { env } from 'cloudflare:workers';
import { type Desk, deskOf } from '../../../worker/requests/desk.ts';
import { readSite } from '../../../worker/site.ts';

export async function deskAt(now: string, bindings: Partial<Cloudflare.Env> = {}): Promise<Desk> {
  const site = await readSite(env.ASSETS, 'https://privacy.example');
  const desk = await deskOf({ ...env, ...bindings }, site, new Date(now));
  if (!desk) throw new Error('no desk without keys');
  return desk;
}

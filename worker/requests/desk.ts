/** The desk at which requests are taken and answered: what one needs at hand to do either. Made once for each request or round. */

import { dateAt } from '../../core/dates.ts';
import { type DeskFile, promiseOn } from '../../core/requests/desk.ts';
import { type Translate, translator } from '../../core/wording.ts';
import type { Site } from '../site.ts';
import { type Vault, vaultOf } from './vault.ts';

export interface Desk {
  env: Cloudflare.Env;
  db: D1Database;
  vault: Vault;
  file: DeskFile;
  site: Site;
  now: Date;
  timeZone: string;
  /** Today in the organisation's time zone. */
  today: string;
  /** The days within which the organisation promised an answer on a day of receipt. */
  promiseOn(received: string): number | undefined;
  /** Texts in a language of the organisation; another falls back to its first one. */
  texts(locale: string): { t: Translate; locale: string };
  /** Absolute address of a path below the base. */
  url(path: string): string;
}

/** @returns nothing where the deployment has no keys for requests: then none is taken. */
export async function deskOf(env: Cloudflare.Env, site: Site, now: Date, url?: (path: string) => string): Promise<Desk | undefined> {
  const vault = await vaultOf(env);
  if (!vault) return undefined;
  const file = await readDesk(site);
  const timeZone = file.organisation.timeZone ?? 'UTC';
  const today = dateAt(now.toISOString(), timeZone);
  const { locales } = file.organisation;
  const own = (locale: string): string => (locales.includes(locale) ? locale : (locales[0] ?? 'en'));
  return {
    env,
    db: env.INDEX,
    vault,
    file,
    site,
    now,
    timeZone,
    today,
    promiseOn: (received) => promiseOn(file, received),
    texts: (locale) => ({ t: translator(file.wording, own(locale)), locale: own(locale) }),
    url: url ?? ((path) => (site.index.origin ?? file.organisation.address ?? `https://${file.organisation.domain}`) + site.index.base + path),
  };
}

/** @throws where the build has no such file. */
export async function readDesk(site: Site): Promise<DeskFile> {
  if (!site.desk) {
    const response = await site.assets.fetch(new Request('https://assets.invalid/_at/requests.json'));
    if (!response.ok) throw new Error(`the assets answer ${response.status} for /_at/requests.json`);
    site.desk = await response.json<DeskFile>();
  }
  return site.desk;
}

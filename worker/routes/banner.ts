/** The banner's script: by site, region, language and moment, so that no page needs a second request before it asks. */
import { type Context, Hono } from 'hono';
import type { BannerData } from '../../core/banner/data.ts';
import { type BannerSite, bestLocale, momentAt, siteNamed } from '../../core/banner/index-file.ts';
import { modelAt } from '../../core/banner/rules.ts';
import { dateAt } from '../../core/dates.ts';
import { consentModelFor } from '../../core/regimes.ts';
import { lead, lifetimeNow } from '../answers.ts';
import { LIFETIMES } from '../caching.ts';
import type { Edge } from '../edge.ts';
import { isLanguage, languagesIn } from '../languages.ts';
import { type Place, placeNamed, placeOf } from '../place.ts';
import { refuse } from '../problem.ts';
import { readBanners, readJson, readPinned } from '../site.ts';

export const banner = new Hono<Edge>();

/** `kairo.js`, `kairo.pt-BR.js`, `kairo.json`, `kairo.guard.js`. */
const NAME = /^([a-z0-9-]+?)(?:\.([A-Za-z-]+))?\.(js|json)$/;

banner.get('/banner/:file', async (c, next) => {
  const [, id = '', wish, ending] = NAME.exec(c.req.param('file')) ?? [];
  const site = siteNamed(await readBanners(c.env.site, c.req.raw), id);
  if (!site) return next();
  const place = placeAsked(c);
  const path = pathOf(c, site, wish, place, ending === 'json');
  const asset = path && (await readPinned(c.env.site, c.req.raw, path));
  if (!asset) return refuse(c, { reason: 'no-page' });
  const answer = new Response(asset.body, asset);
  // It depends on the place, which no cache between us and the visitor can know.
  answer.headers.set('Cache-Control', lifetimeNow(c, LIFETIMES.banner).replace('public', 'private'));
  answer.headers.set('Vary', 'Accept-Language');
  answer.headers.set('Access-Control-Allow-Origin', '*');
  answer.headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
  if (ending === 'json') nameLaw(c, place, answer.headers);
  return answer;
});

/** The notice that is in force, for the place of the request. */
banner.get('/notices/current/:site/:file', async (c, next) => {
  const [, locale] = /^([A-Za-z-]+)\.json$/.exec(c.req.param('file')) ?? [];
  const site = siteNamed(await readBanners(c.env.site, c.req.raw), c.req.param('site'));
  const path = site && locale && pathOf(c, site, locale, placeAsked(c), true);
  const data = path && (await readJson<BannerData>(c.env.site, c.req.raw, `pinned/${path}`));
  if (!data) return next();
  const answer = lead(c, `notices/${data.notice}.json`, 302, { lifetime: LIFETIMES.banner, headers: { 'Access-Control-Allow-Origin': '*' } });
  answer.headers.set('Cache-Control', lifetimeNow(c, LIFETIMES.banner).replace('public', 'private'));
  return answer;
});

function placeAsked(c: Context<Edge>): Place {
  const region = c.req.query('region');
  return region ? placeNamed(region) : placeOf(c.req.raw, c.env.FIXED_PLACE);
}

/** The law that the model follows from, for the debug view. Never the place itself. */
function nameLaw(c: Context<Edge>, { country, region }: Place, headers: Headers): void {
  const regime = country ? consentModelFor(country, region, dateAt(c.env.moment, c.env.site.index.timeZone)).regime : undefined;
  if (!regime) return;
  headers.set('Fairnotice-Regime', regime);
  headers.set('Access-Control-Expose-Headers', 'Fairnotice-Regime');
}

function pathOf(c: Context<Edge>, site: BannerSite, wish: string | undefined, { country, region }: Place, asData: boolean): string | undefined {
  const { index } = c.env.site;
  // Before the build the site stands as it was built: the clocks of its machine and ours may differ.
  const moment = momentAt(site, c.env.moment) ?? momentAt(site, index.builtAt);
  if (!moment) return undefined;
  if (wish === 'guard') return asData ? undefined : moment.guard;
  if (wish && !site.locales.includes(wish)) return undefined;
  const locale = wish ?? bestLocale(wishesOf(c), site.locales);
  const files = (moment.models[modelAt(moment.places, country, region)] ?? moment.models['opt-in'])?.[locale];
  return asData ? files?.json : files?.js;
}

/** The language of the page where the banner says it, then those of the browser. */
function wishesOf(c: Context<Edge>): string[] {
  // Pages are also marked `pt_BR`, after the fashion of POSIX.
  const asked = (c.req.query('lang') ?? '').replaceAll('_', '-');
  return [...(isLanguage(asked) ? [asked] : []), ...languagesIn(c.req.header('Accept-Language') ?? '')];
}

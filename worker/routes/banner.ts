/** The banner's script: by site, region, language and moment, so that no page needs a second request before it asks. */
import { type Context, Hono } from 'hono';
import type { BannerData } from '../../core/banner/data.ts';
import { siteNamed } from '../../core/banner/index-file.ts';
import { dateAt } from '../../core/dates.ts';
import { consentModelFor } from '../../core/regimes.ts';
import { lead, lifetimeNow } from '../answers.ts';
import { bannerPath, placeAsked } from '../banner-path.ts';
import { LIFETIMES } from '../caching.ts';
import type { Edge } from '../edge.ts';
import type { Place } from '../place.ts';
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
  const path = bannerPath(c, site, wish, place, ending === 'json');
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
  const path = site && locale && bannerPath(c, site, locale, placeAsked(c), true);
  const data = path && (await readJson<BannerData>(c.env.site, c.req.raw, `pinned/${path}`));
  if (!data) return next();
  const answer = lead(c, `notices/${data.notice}.json`, 302, { lifetime: LIFETIMES.banner, headers: { 'Access-Control-Allow-Origin': '*' } });
  answer.headers.set('Cache-Control', lifetimeNow(c, LIFETIMES.banner).replace('public', 'private'));
  return answer;
});

/** The law that the model follows from, for the debug view. Never the place itself. */
function nameLaw(c: Context<Edge>, { country, region }: Place, headers: Headers): void {
  const regime = country ? consentModelFor(country, region, dateAt(c.env.moment, c.env.site.index.timeZone)).regime : undefined;
  if (!regime) return;
  headers.set('Fairnotice-Regime', regime);
  headers.set('Access-Control-Expose-Headers', 'Fairnotice-Regime');
}

/** The banner's script: by site, region, language and moment, so that no page needs a second request before it asks. */
import { type Context, Hono } from 'hono';
import { type BannerSite, bestLocale, momentAt } from '../../core/banner/index-file.ts';
import { modelAt } from '../../core/banner/rules.ts';
import { lifetimeNow } from '../answers.ts';
import { LIFETIMES } from '../caching.ts';
import type { Edge } from '../edge.ts';
import { placeNamed, placeOf } from '../place.ts';
import { refuse } from '../problem.ts';
import { readBanners, readPinned } from '../site.ts';

export const banner = new Hono<Edge>();

const NAME = /^([a-z0-9-]+?)(?:\.([A-Za-z-]+))?\.(js|json)$/;

banner.get('/banner/:file', async (c, next) => {
  const [, id = '', wish, ending] = NAME.exec(c.req.param('file')) ?? [];
  const site = (await readBanners(c.env.site, c.req.raw)).sites[id];
  const path = site && pathOf(c, site, wish, ending === 'json');
  if (!path) return site ? refuse(c, { reason: 'no-page' }) : next();
  const asset = await readPinned(c.env.site, c.req.raw, path);
  if (!asset) return refuse(c, { reason: 'no-page' });
  const answer = new Response(asset.body, asset);
  // It depends on the place, which no cache between us and the visitor can know.
  answer.headers.set('Cache-Control', lifetimeNow(c, LIFETIMES.banner).replace('public', 'private'));
  answer.headers.set('Vary', 'Accept-Language');
  answer.headers.set('Access-Control-Allow-Origin', '*');
  answer.headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
  return answer;
});

function pathOf(c: Context<Edge>, site: BannerSite, wish: string | undefined, asData: boolean): string | undefined {
  const moment = momentAt(site, c.env.moment);
  if (!moment || (wish && wish !== 'guard' && !site.locales.includes(wish))) return undefined;
  if (wish === 'guard') return moment.guard;
  const region = c.req.query('region');
  const { country, region: part } = region ? placeNamed(region) : placeOf(c.req.raw, c.env.FIXED_PLACE);
  const locale = wish ?? bestLocale(wishesOf(c), site.locales);
  const files = (moment.models[modelAt(moment.places, country, part)] ?? moment.models['opt-in'])?.[locale];
  return asData ? files?.json : files?.js;
}

/** Languages that are wished for, the most wished first (RFC 9110, 12.5.4). */
function wishesOf(c: Context<Edge>): string[] {
  const asked = c.req.query('lang');
  const listed = (c.req.header('Accept-Language') ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', weight] = part.trim().split(/\s*;\s*q=/);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ tag, weight }) => /^[A-Za-z-]{2,35}$/.test(tag) && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
  return asked ? [asked, ...listed] : listed;
}

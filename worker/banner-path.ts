/** Which file of a banner is meant, by place, moment and language of a request. */
import type { Context } from 'hono';
import { type BannerSite, bestLocale, momentAt } from '../core/banner/index-file.ts';
import { modelAt } from '../core/banner/rules.ts';
import type { Edge } from './edge.ts';
import { isLanguage, languagesIn } from './languages.ts';
import { type Place, placeNamed, placeOf } from './place.ts';

export function placeAsked(c: Context<Edge>): Place {
  const region = c.req.query('region');
  return region ? placeNamed(region) : placeOf(c.req.raw, c.env.FIXED_PLACE);
}

/** Path of a site's banner file below `pinned/`, for the place, the moment and the languages of a request. */
export function bannerPath(c: Context<Edge>, site: BannerSite, wish: string | undefined, { country, region }: Place, asData: boolean): string | undefined {
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

/** The feed of all policies, as JSON Feed. */
import type { APIRoute } from 'astro';
import { answer } from '../lib/answer.ts';
import { feedKey, feedOf } from '../lib/feeds.ts';
import { theSite } from '../lib/site.ts';

export const getStaticPaths = () => {
  const site = theSite();
  return site.settings.origin ? [{ params: { feed: 'feed' }, cacheKey: feedKey(site, site.content.policies) }] : [];
};
export const GET: APIRoute = () => answer(feedOf(theSite(), { policies: theSite().content.policies, path: 'feed' }).json1(), 'json');

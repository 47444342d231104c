/** What was published of a policy, as Atom. */
import type { APIRoute } from 'astro';
import { answer } from '../../lib/answer.ts';
import { feedOf, policyFeeds } from '../../lib/feeds.ts';
import { theSite } from '../../lib/site.ts';

export const getStaticPaths = () => policyFeeds(theSite());
export const GET: APIRoute = ({ props: { policy } }) =>
  answer(feedOf(theSite(), { policies: [policy], path: `${policy.id}/feed`, materialOnly: false }).atom1(), 'xml');

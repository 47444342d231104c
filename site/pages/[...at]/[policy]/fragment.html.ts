/** The policy in force as bare HTML, to be embedded on the organisation's own pages. */
import type { APIRoute } from 'astro';
import { answer } from '../../../lib/answer.ts';
import { policyFragment } from '../../../lib/fragments.ts';
import { momentPages } from '../../../lib/pages.ts';
import { theSite } from '../../../lib/site.ts';

export const getStaticPaths = () =>
  momentPages(theSite())
    .editions.filter(({ view }) => view.moving && view.locale === view.prevailing)
    .map(({ at, view, cacheKey, policy, edition }) => ({ params: { at, policy: policy.id }, props: { policy, edition, view }, cacheKey }));

export const GET: APIRoute = ({ props: { policy, edition, view } }) => answer(policyFragment(theSite(), policy, edition, view), 'html');

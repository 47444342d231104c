/** The cookie tables of the day as bare HTML, to be embedded on the organisation's own pages. */
import type { APIRoute } from 'astro';
import { answer } from '../../../lib/answer.ts';
import { cookieTable } from '../../../lib/fragments.ts';
import { momentPages } from '../../../lib/pages.ts';
import { theSite } from '../../../lib/site.ts';

export const getStaticPaths = () =>
  momentPages(theSite()).cookieTables.map(({ at, view, cacheKey }) => ({ params: { at, locale: view.locale }, props: { view }, cacheKey }));
export const GET: APIRoute = ({ props: { view } }) => answer(cookieTable(theSite(), view.locale, view.since), 'html');

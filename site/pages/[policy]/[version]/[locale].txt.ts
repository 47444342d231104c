/** The canonical text of a version in each of its languages. */
import type { APIRoute } from 'astro';
import { answer } from '../../../lib/answer.ts';
import { allEditions, sourceKey } from '../../../lib/editions.ts';
import { theSite } from '../../../lib/site.ts';

export const getStaticPaths = () =>
  allEditions(theSite())
    .map(({ policy, edition, locale }) => ({ params: { policy: policy.id, version: edition.version.id, locale }, props: { policy, edition }, cacheKey: sourceKey(edition) }));

export const GET: APIRoute = ({ props: { policy, edition } }) => answer(theSite().readings.text(policy, edition.version, edition.translation), 'txt');

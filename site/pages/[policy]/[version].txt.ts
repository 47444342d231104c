/** The canonical text of a version in the prevailing language, to be hashed by anyone. */
import type { APIRoute } from 'astro';
import { answer } from '../../lib/answer.ts';
import { allEditions, sourceKey } from '../../lib/editions.ts';
import { theSite } from '../../lib/site.ts';

export const getStaticPaths = () =>
  allEditions(theSite())
    .filter(({ policy, locale }) => locale === policy.settings.prevailing)
    .map(({ policy, edition }) => ({ params: { policy: policy.id, version: edition.version.id }, props: { policy, edition }, cacheKey: sourceKey(edition) }));

export const GET: APIRoute = ({ props: { policy, edition } }) => answer(theSite().readings.text(policy, edition.version, edition.translation), 'txt');

/** The canonical text of a version in each of its other languages. Under the prevailing one's name the Worker answers with the file that has none. */
import type { APIRoute } from 'astro';
import { answer } from '../../../lib/answer.ts';
import { allEditions, sourceKey } from '../../../lib/editions.ts';
import { theSite } from '../../../lib/site.ts';

export const getStaticPaths = () =>
  allEditions(theSite())
    .filter(({ policy, locale }) => locale !== policy.settings.prevailing)
    .map(({ policy, edition, locale }) => ({
      params: { policy: policy.id, version: edition.version.id, locale },
      props: { policy, edition },
      cacheKey: sourceKey(edition),
    }));

export const GET: APIRoute = ({ props: { policy, edition } }) => answer(theSite().readings.text(policy, edition.version, edition.translation), 'txt');

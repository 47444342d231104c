/** A version in each of its other languages, for machines and for comparisons at the edge. */
import type { APIRoute } from 'astro';
import { answer } from '../../../lib/answer.ts';
import { allEditions, versionJsonKey } from '../../../lib/editions.ts';
import { theSite } from '../../../lib/site.ts';
import { versionJson } from '../../../lib/version-json.ts';

export const getStaticPaths = () =>
  allEditions(theSite())
    .filter(({ policy, locale }) => locale !== policy.settings.prevailing)
    .map(({ policy, edition, locale }) => ({
      params: { policy: policy.id, version: edition.version.id, locale },
      props: { policy, edition },
      cacheKey: versionJsonKey(theSite(), policy, edition),
    }));

export const GET: APIRoute = ({ props: { policy, edition } }) => answer(versionJson(theSite(), policy, edition), 'json');

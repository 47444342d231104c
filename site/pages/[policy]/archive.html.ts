/** A policy's whole history in one file that opens offline and outlives the host. */
import type { APIRoute } from 'astro';
import { answer } from '../../lib/answer.ts';
import { archiveHtml } from '../../lib/archive.ts';
import { sourceKey } from '../../lib/editions.ts';
import { pageKey } from '../../lib/pages.ts';
import { theSite } from '../../lib/site.ts';

export const getStaticPaths = () => {
  const site = theSite();
  return site.own.map((policy) => {
    const { editions } = site.history(policy, policy.settings.prevailing);
    return {
      params: { policy: policy.id },
      props: { policy },
      cacheKey: pageKey(
        site,
        policy.settings.prevailing,
        policy.locales
          .flatMap((locale) =>
            site.history(policy, locale).editions.map((edition) => [sourceKey(edition), edition.version.withdrawn, edition.version.mistaken]),
          )
          .concat([[String(editions.length)]]),
      ),
    };
  });
};

export const GET: APIRoute = ({ props: { policy } }) => answer(archiveHtml(theSite(), policy), 'html');

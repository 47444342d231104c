/** The list of what a build publishes for ever, for `fairnotice archive`. */
import { pathOf } from '../../core/addresses.ts';
import type { Content } from '../../core/content.ts';
import { sha256 } from '../../core/digest.ts';
import { ROOT_LOG } from '../../core/ledger-settings.ts';
import { type Publication, publicationAt } from '../../core/publications.ts';
import { bannersOf } from './banners.ts';
import type { Site } from './site.ts';

/** Drafts are none: what may still change was not published. */
export function publicationsOf(site: Site): Publication[] {
  const { notices, noticeSites, pinned } = bannersOf(site);
  return [
    ...Object.keys(notices).map((hash): Publication => ({ kind: 'notice', path: `notices/${hash}.json`, sha256: hash, log: noticeSites[hash] ?? ROOT_LOG })),
    ...Object.entries(pinned).map(([name, text]): Publication => {
      const path = `pinned/${name}`;
      return { kind: 'banner', path, sha256: sha256(text), log: publicationAt(path)?.log ?? ROOT_LOG };
    }),
    ...editionsOf(site.content),
  ];
}

function editionsOf({ policies }: Content): Publication[] {
  return policies.flatMap(({ id, settings: { prevailing }, versions }) =>
    versions.flatMap((version) =>
      Object.values(version.translations).flatMap(({ locale, sealed }): Publication[] => {
        if (!sealed) return [];
        const text = pathOf.file(id, version.id, locale, prevailing, 'txt');
        return [
          { kind: 'seal', path: `${id}/${version.id}/${locale}.sealed.html`, sha256: sealed.seal, log: ROOT_LOG },
          { kind: 'text', path: text, sha256: sealed.sha256, log: ROOT_LOG },
        ];
      }),
    ),
  );
}

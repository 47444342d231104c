/** Feeds of what was published. Ids are tag URIs (RFC 4151) that stay for ever, wherever the site is served. */
import { Feed } from 'feed';
import { pathOf } from '../../core/addresses.ts';
import type { Policy, Version } from '../../core/content.ts';
import { dateInWords } from '../../core/dates.ts';
import { fingerprint } from '../../core/digest.ts';
import { policyTitle } from './pages.ts';
import type { Site } from './site.ts';
import { predecessorIn } from './timeline.ts';

export interface FeedOf {
  policies: readonly Policy[];
  /** Address of the feed relative to the base, without its ending. */
  path: string;
  materialOnly?: boolean;
}

/** The feed of each policy made here. A feed names absolute addresses, so there is none where the site is not known to be served. */
export function policyFeeds(site: Site): { params: { policy: string }; props: { policy: Policy }; cacheKey: string }[] {
  const policies = site.settings.origin ? site.own : [];
  return policies.map((policy) => ({ params: { policy: policy.id }, props: { policy }, cacheKey: feedKey(site, [policy]) }));
}

/** A key over all that a feed of some policies says. */
export function feedKey({ settings, base, content }: Site, policies: readonly Policy[]): string {
  const { organisation, wording } = content;
  const facts = policies.map(({ id, settings: of, versions }) => [id, of, versions.map(({ translations: _left, published: _out, ...version }) => version)]);
  // A feed of nothing published names the moment at which it was made.
  const clock = policies.some(({ versions }) => versions.some(({ publishedAt }) => publishedAt)) ? '' : settings.now;
  return fingerprint([settings.origin, base, organisation, wording, facts, clock]);
}

export function feedOf(site: Site, { policies, path, materialOnly = false }: FeedOf): Feed {
  const { organisation } = site.content;
  const [only] = policies.length === 1 ? policies : [];
  const locale = only?.settings.prevailing ?? organisation.locales[0] ?? 'en';
  const t = site.t(locale);
  const url = (to: string): string => (site.settings.origin ?? '') + site.base + to;
  const items = policies
    .flatMap((policy) =>
      policy.versions.filter((version) => version.publishedAt && (version.material || !materialOnly)).map((version) => ({ policy, version })),
    )
    .sort((a, b) => String(b.version.publishedAt).localeCompare(String(a.version.publishedAt)));
  // Without an item the feed changed when anything was published: never the clock, or no two builds are the same.
  const newest =
    items[0]?.version.publishedAt ??
    policies
      .flatMap(({ versions }) => versions.flatMap(({ publishedAt }) => publishedAt ?? []))
      .sort()
      .at(-1);
  const title = only ? `${policyTitle(only, locale)}, ${organisation.name}` : organisation.name;
  const feed = new Feed({
    id: tag(site, only?.id ?? 'policies', materialOnly ? 'material' : 'all'),
    title: materialOnly ? t('feed.material', { title }) : title,
    description: t('feed.description', { title }),
    link: url(only ? `${only.id}/` : ''),
    language: locale,
    copyright: organisation.name,
    generator: 'Fairnotice',
    updated: new Date(newest ?? site.settings.now),
    feedLinks: { atom: url(`${path}.xml`), json: url(`${path}.json`) },
    author: { name: organisation.name },
  });
  for (const { policy, version } of items) feed.addItem(itemOf(site, policy, version));
  return feed;
}

function itemOf(site: Site, policy: Policy, version: Version): Parameters<Feed['addItem']>[0] {
  const { prevailing } = policy.settings;
  const t = site.t(prevailing);
  const url = (to: string): string => (site.settings.origin ?? '') + site.base + to;
  const before = predecessorIn(policy, version);
  const date = new Date(version.withdrawn?.at ?? version.mistaken?.at ?? version.publishedAt ?? version.effective);
  const notes = [
    version.frontMatter.summary ?? '',
    t('feed.inForceFrom', { date: dateInWords(version.id, prevailing) }),
    version.withdrawn || version.mistaken ? t('ribbon.reason', { reason: (version.withdrawn ?? version.mistaken)?.reason ?? '' }) : '',
  ];
  const link = url(
    before ? pathOf.compare(policy.id, before.id, version.id, prevailing, prevailing) : pathOf.version(policy.id, version.id, prevailing, prevailing),
  );
  const state = version.withdrawn ? ` (${t('standing.withdrawn')})` : version.mistaken ? ` (${t('standing.mistaken')})` : '';
  return {
    id: tag(site, policy.id, version.id),
    title: `${policyTitle(policy, prevailing)}, ${dateInWords(version.id, prevailing)}${state}`,
    link,
    date,
    published: new Date(version.publishedAt ?? version.effective),
    description: notes.filter(Boolean).join(' '),
    content: notes
      .filter(Boolean)
      .map((note) => `<p>${note.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`)
      .join(''),
  };
}

function tag(site: Site, ...parts: string[]): string {
  return `tag:${site.content.organisation.domain},2026:fairnotice:${parts.join(':')}`;
}

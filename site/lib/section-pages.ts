/** The pages of sections through time: one in each language that has the section, under every id it had. */
import type { Policy } from '../../core/content.ts';
import { sourceKey } from './editions.ts';
import type { Thread } from './history.ts';
import { pageKey } from './pages.ts';
import type { Site } from './site.ts';

export interface SectionPage {
  policy: Policy;
  locale: string;
  /** Id in the address; a former one leads to the same thread. */
  section: string;
  thread: Thread;
  /** Languages in which the section has a page under its newest id. */
  languages: string[];
  cacheKey: string;
}

export function sectionPages(site: Site): SectionPage[] {
  return site.own.flatMap((policy) => {
    const ids = new Map(policy.locales.map((locale) => [locale, new Set(site.history(policy, locale).threads.map(({ id }) => id))]));
    return policy.locales.flatMap((locale) => pagesIn(site, policy, locale, (id) => policy.locales.filter((other) => ids.get(other)?.has(id))));
  });
}

function pagesIn(site: Site, policy: Policy, locale: string, languagesOf: (id: string) => string[]): SectionPage[] {
  const { threads, editions } = site.history(policy, locale);
  const seals = new Map(editions.map((edition) => [edition.version.id, sourceKey(edition)]));
  const taken = new Set(threads.map(({ id }) => id));
  return threads.flatMap((thread) => {
    const languages = languagesOf(thread.id);
    const wordings = thread.entries.filter(({ kind }) => kind !== 'same').map(({ version }) => [version, seals.get(version)]);
    const cacheKey = pageKey(site, locale, [thread, languages, wordings]);
    // A former id keeps its page, unless another section has the id now.
    const ids = [thread.id, ...thread.ids.filter((id) => id !== thread.id && !taken.has(id))];
    return ids.map((section) => ({ policy, locale, section, thread, languages, cacheKey }));
  });
}

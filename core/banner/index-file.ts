/** What a build tells the Worker about banners, in `_at/banner.json`: which file answers where and from when on. */
import type { SiteLedger } from '../ledger-settings.ts';
import type { ConsentModel } from '../vocabulary.ts';
import type { Places } from './rules.ts';

/** Files of one site, model and language, below `pinned/`. */
export interface BannerFiles {
  js: string;
  json: string;
}

/** What holds from an instant on. */
export interface BannerMoment {
  from: string;
  places: Places;
  guard: string;
  models: { [M in ConsentModel]?: Record<string, BannerFiles> };
}

export interface BannerSite {
  /** Origins of the pages that embed it: records come from these alone. */
  origins: string[];
  /** Languages, the first where nothing better is known. */
  locales: string[];
  moments: BannerMoment[];
  ledger: SiteLedger;
}

export interface BannerIndex {
  sites: Record<string, BannerSite>;
}

/** The site of a name. Names come from addresses and bodies: what every object has is no site. */
export function siteNamed({ sites }: BannerIndex, name: string): BannerSite | undefined {
  return Object.hasOwn(sites, name) ? sites[name] : undefined;
}

/** What holds at an instant; nothing before the first. */
export function momentAt({ moments }: BannerSite, instant: string): BannerMoment | undefined {
  return moments.findLast(({ from }) => from <= instant);
}

/**
 * The language of a banner: the best match of a visitor's wishes, in order (RFC 4647 lookup, and another
 * region or script of the language rather than a foreign one).
 */
export function bestLocale(wishes: readonly string[], locales: readonly string[]): string {
  for (const wish of wishes) {
    const [asked = '', ...rest] = wish.toLowerCase().split('-');
    const language = SAME.get(asked) ?? asked;
    const named = (tag: string): string | undefined => locales.find((locale) => locale.toLowerCase() === tag);
    // The tag itself, then with ever fewer parts; Chinese by its script before the language alone.
    const shorter = rest.map((_part, index) => [language, ...rest.slice(0, rest.length - index)].join('-'));
    const tags = [...shorter, ...(language === 'zh' ? [`zh-${scriptOf(rest)}`] : []), language];
    const found = tags.map(named).find(Boolean) ?? locales.find((locale) => locale.toLowerCase().split('-')[0] === language);
    if (found) return found;
  }
  return locales[0] ?? 'en';
}

/** Which way Chinese is written: what the tag says, else what is usual in the region. */
function scriptOf(parts: readonly string[]): string {
  return parts.find((part) => part === 'hans' || part === 'hant') ?? (parts.some((part) => ['tw', 'hk', 'mo'].includes(part)) ? 'hant' : 'hans');
}

/** Norwegian is asked for by three tags, and written here by one; Hebrew had another tag until 1989. */
const SAME = new Map([
  ['no', 'nb'],
  ['nn', 'nb'],
  ['iw', 'he'],
]);

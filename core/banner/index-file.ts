/** What a build tells the Worker about banners, in `_at/banner.json`: which file answers where and from when on. */
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
}

export interface BannerIndex {
  sites: Record<string, BannerSite>;
}

/** What holds at an instant; nothing before the first. */
export function momentAt({ moments }: BannerSite, instant: string): BannerMoment | undefined {
  return moments.findLast(({ from }) => from <= instant) ?? undefined;
}

/**
 * The language of a banner: the best match of a visitor's wishes, in order (RFC 4647 lookup, and another
 * region or script of the language rather than a foreign one).
 */
export function bestLocale(wishes: readonly string[], locales: readonly string[]): string {
  for (const wish of wishes) {
    const tag = wish.toLowerCase();
    const [language = '', ...rest] = tag.split('-');
    const script = CHINESE[rest.at(-1) ?? ''] ?? (language === 'zh' ? 'hans' : undefined);
    const found =
      locales.find((locale) => locale.toLowerCase() === tag) ??
      (language === 'zh' ? locales.find((locale) => locale.toLowerCase() === `zh-${script}`) : undefined) ??
      locales.find((locale) => locale.toLowerCase() === (SAME[language] ?? language)) ??
      locales.find((locale) => locale.toLowerCase().split('-')[0] === (SAME[language] ?? language));
    if (found) return found;
  }
  return locales[0] ?? 'en';
}

/** Regions and scripts that say which way Chinese is written. */
const CHINESE: Record<string, string> = { tw: 'hant', hk: 'hant', mo: 'hant', hant: 'hant', cn: 'hans', sg: 'hans', hans: 'hans' };
/** Norwegian is asked for by three tags, and written here by one. */
const SAME: Record<string, string> = { no: 'nb', nn: 'nb', iw: 'he' };

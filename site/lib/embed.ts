/**
 * What the owner of a site needs to put its banner on pages: the tags to copy, what they cost and promise, and how
 * to mark what has to wait. Addresses with a hash change with the moment, so the page does too.
 */
import { createHash } from 'node:crypto';
import { type BannerFiles, type BannerMoment, momentAt } from '../../core/banner/index-file.ts';
import { catalogued, findService, type Service } from '../../core/catalogue.ts';
import { dateAt } from '../../core/dates.ts';
import type { SiteSettings } from '../../core/schemas.ts';
import { CONSENT_MODELS, type ConsentModel, type OptionalCategory } from '../../core/vocabulary.ts';
import { bannersOf } from './banners.ts';
import { hasDemo } from './demo.ts';
import type { Site } from './site.ts';

/** A file that never changes, for a tag with SRI. */
export interface PinnedFile {
  path: string;
  integrity: string;
}

export interface EmbedService {
  name: string;
  category: string;
  recipe?: string;
  /** Words in the recipe that the owner replaces. */
  placeholders: string[];
  note?: string;
  /** What of it nobody has seen in a source. */
  unchecked: boolean;
}

export interface EmbedView {
  site: string;
  origins: string[];
  policy: string;
  categories: OptionalCategory[];
  locales: { tag: string; name: string }[];
  /** Files by consent model; the first is the strictest. */
  pinned: { model: ConsentModel; places: string[]; files: (PinnedFile & { locale: string; name: string })[] }[];
  guard: PinnedFile;
  /** Day on which the files are replaced next, as far as the content knows. */
  replaced?: string;
  services: EmbedService[];
  days: SiteSettings['lifetime'];
  cookieDomain?: string;
  control: boolean;
  signals: string[];
  demo: boolean;
}

/** The host that stands in where the site's own address is not known. */
const UNKNOWN_HOST = 'https://privacy.your-domain.example';

/** Where files are: absolute where the address is known, else with a host to replace. */
export function embedAddress(site: Site, path: string): string {
  return (site.settings.origin ?? UNKNOWN_HOST) + site.base + path;
}

/** The origin as a security policy names it. */
export function embedOrigin(site: Site): string {
  return new URL(embedAddress(site, '')).origin;
}

/** One view for each site whose policy is in force at a moment. */
export function embedViews(site: Site, now: string): EmbedView[] {
  const { index, pinned } = bannersOf(site);
  return site.content.sites.flatMap(({ id, settings }) => {
    const known = index.sites[id];
    const moment = known && momentAt(known, now);
    if (!known || !moment) return [];
    const { origins, policy, categories, lifetime, cookieDomain, control } = settings;
    const next = known.moments.find(({ from }) => from > now)?.from;
    const fileOf = (path: string): PinnedFile => ({ path: `pinned/${path}`, integrity: sriOf(pinned[path] ?? '') });
    return [
      {
        site: id,
        origins,
        policy,
        categories,
        locales: known.locales.map((tag) => ({ tag, name: languageName(tag) })),
        pinned: pinnedOf(moment, fileOf),
        guard: fileOf(moment.guard),
        ...(next ? { replaced: dateAt(next, site.content.timeZone) } : {}),
        services: settings.services.map(serviceOf),
        days: lifetime,
        ...(cookieDomain ? { cookieDomain } : {}),
        control,
        signals: signalsOf(settings),
        demo: hasDemo(site),
      },
    ];
  });
}

function pinnedOf({ models, places }: BannerMoment, fileOf: (path: string) => PinnedFile): EmbedView['pinned'] {
  return CONSENT_MODELS.flatMap((model) => {
    const files = models[model];
    if (!files) return [];
    const named = Object.keys(places).filter((place) => places[place] === model);
    const ofLocale = ([locale, { js }]: [string, BannerFiles]) => ({ locale, name: languageName(locale), ...fileOf(js) });
    return [{ model, places: named, files: Object.entries(files).map(ofLocale) }];
  });
}

/** https://www.w3.org/TR/SRI/ recommends SHA-384. */
function sriOf(text: string): string {
  return `sha384-${createHash('sha384').update(text, 'utf8').digest('base64')}`;
}

function languageName(tag: string): string {
  return new Intl.DisplayNames('en', { type: 'language' }).of(tag) ?? tag;
}

function serviceOf(service: SiteSettings['services'][number]): EmbedService {
  if (typeof service !== 'string') return { name: service.name, category: service.category, placeholders: [], unchecked: false };
  const found = findService(service);
  if (!found.ok) return { name: service, category: '', placeholders: [], unchecked: false };
  const { name, category, recipe, placeholders, note } = found.service;
  return { name, category, recipe, placeholders, ...(note ? { note } : {}), unchecked: isUnchecked(found.service) };
}

function isUnchecked({ confidence, originsConfidence }: Service): boolean {
  return confidence === 'check' || originsConfidence === 'check';
}

function signalsOf(settings: SiteSettings): string[] {
  const read = catalogued(settings).flatMap(({ signals }) => signals);
  const { signals } = settings;
  const names = { google: 'Google Consent Mode v2', uet: 'Microsoft UET', clarity: 'Microsoft Clarity' } as const;
  return Object.entries(names).flatMap(([signal, name]) =>
    signals[signal as keyof typeof names] || read.includes(signal as keyof typeof names) ? [name] : [],
  );
}

/**
 * The banner files of a build: for each site, moment, consent model and language one script, one data file and
 * the notice document that records point to. All of them are addressed by their hash, so they never change.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import type { BannerData, Notice, Tree } from '../../core/banner/data.ts';
import type { BannerIndex, BannerMoment } from '../../core/banner/index-file.ts';
import { type BannerPlace, bannerDataOf, bannerTexts, guardedOrigins, noticeOf } from '../../core/banner/notice.ts';
import { type Places, placesOf } from '../../core/banner/rules.ts';
import { bannerLocales, type Content } from '../../core/content.ts';
import { CRAWLER_PATTERN } from '../../core/crawlers.ts';
import { dateAt } from '../../core/dates.ts';
import { fingerprint, sha256 } from '../../core/digest.ts';
import { siteLedgerOf } from '../../core/ledger-settings.ts';
import { inForceAt } from '../../core/versions.ts';
import type { ConsentModel, Position } from '../../core/vocabulary.ts';
import type { Site } from './site.ts';

export interface Banners {
  /** Files that move with the moment, below `banner/`. */
  floating: Record<string, string>;
  /** Files that never change, below `pinned/`. */
  pinned: Record<string, string>;
  /** Notice documents by their SHA-256, as canonical JSON (RFC 8785). */
  notices: Record<string, string>;
  /** Which site each of them is of. */
  noticeSites: Record<string, string>;
  index: BannerIndex;
}

/** The code that `widget/build.ts` made. */
interface Code {
  main: string;
  signalling: string;
  module: string;
  guard: string;
  /** Files that are loaded on demand, by their address, and the SRI hash of the first. */
  files: Record<string, string>;
  rest: string;
  /** SHA-256 over everything that runs. */
  build: string;
  bannerTree(props: Record<string, string>): Tree;
  bannerCss(position: Position): string;
}

let made: { site: Site; banners: Banners } | undefined;

export function bannersOf(site: Site): Banners {
  if (made?.site !== site)
    made = {
      site,
      banners: site.content.sites.length > 0 ? make(site, readCode(site.settings.widgetDir)) : noBanners(),
    };
  return made.banners;
}

function noBanners(): Banners {
  return { floating: {}, pinned: {}, notices: {}, noticeSites: {}, index: { sites: {} } };
}

/** A hash as SRI writes it (https://www.w3.org/TR/SRI/), without the name of the algorithm. */
function base64Of(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64');
}

function readCode(folder: string): Code {
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const files: Record<string, string> = {};
  /** The script finds a file by its hash, so the hash is its name. */
  const place = (name: string, code: string): string => {
    const hash = base64Of(code);
    files[`${name}.${hash.slice(0, 16).replace(/\W/g, '-')}.js`] = code;
    return hash;
  };
  const onDemand = { dialog: place('dialog', read('dialog.js')), debug: place('debug', read('debug.js')) };
  const rest = place('rest', read('rest.js').replaceAll('__FILES__', JSON.stringify(onDemand)));
  const prerender = createRequire(import.meta.url)(join(folder, 'prerender.mjs')) as Pick<Code, 'bannerTree' | 'bannerCss'>;
  const [main, signalling] = [read('main.js'), read('signalling.js')];
  return {
    main,
    signalling,
    guard: read('guard.js'),
    module: read('fairnotice.mjs'),
    files,
    rest,
    build: sha256([main, signalling, ...Object.values(files)].join('\n')),
    ...prerender,
  };
}

function make(site: Site, code: Code): Banners {
  const banners = noBanners();
  Object.assign(banners.pinned, code.files);
  banners.floating['fairnotice.mjs'] = code.module;
  for (const own of site.content.sites) {
    const locales = own.settings.locales ?? defaultLocales(site.content);
    const plans = distinct(site.moments.flatMap((moment) => planOf(site, code.build, own, locales, moment) ?? []));
    const moments = plans.map((plan, index) => place(code, banners, own, plan, plans[index + 1]?.from));
    banners.index.sites[own.id] = { origins: own.settings.origins, locales, moments, ledger: siteLedgerOf(own.settings, site.content.timeZone) };
    const [first] = moments;
    if (first) placeFloating(banners, own.id, locales, first);
  }
  return banners;
}

/** Every language with the wording, those of the organisation first. */
function defaultLocales({ organisation, wording }: Content): string[] {
  const all = bannerLocales(wording);
  return [...new Set([...organisation.locales.filter((locale) => all.includes(locale)), ...all])];
}

/** What a site's banner says and does from an instant on. */
interface Plan {
  from: string;
  places: Places;
  notices: { place: BannerPlace; notice: Notice }[];
}

/** Nothing where the site's policy has not begun. */
function planOf(site: Site, build: string, own: Content['sites'][number], locales: string[], from: string): Plan | undefined {
  const policy = site.content.policies.find(({ id }) => id === own.settings.policy);
  if (!policy || !inForceAt(policy.versions, from)) return undefined;
  const places = placesOf(own.settings.regions, dateAt(from, site.content.timeZone));
  const address = (path: string): string => (site.settings.origin ?? '') + site.base + path;
  const notices = [...new Set<ConsentModel>(['opt-in', ...Object.values(places)])].flatMap((model) =>
    locales.map((locale) => {
      const place: BannerPlace = { content: site.content, site: own, locale, model, moment: from, t: site.t(locale), base: site.base, address };
      return { place, notice: noticeOf(place, build) };
    }),
  );
  return { from, places, notices };
}

/** Of the plans in a row that are alike, the first. */
function distinct(plans: readonly Plan[]): Plan[] {
  const keys = plans.map(({ places, notices }) => fingerprint([places, notices.map(({ notice }) => notice)]));
  return plans.filter((_plan, index) => keys[index] !== keys[index - 1]);
}

/** Makes the files of a plan. `until` is when the next one begins. */
function place(code: Code, banners: Banners, own: Content['sites'][number], { from, places, notices }: Plan, until: string | undefined): BannerMoment {
  const pin = (name: string, content: string, ending: string): string => {
    const path = `${own.id}/${name}.${sha256(content).slice(0, 16)}.${ending}`;
    banners.pinned[path] = content;
    return path;
  };
  const models: BannerMoment['models'] = {};
  for (const { place, notice } of notices) {
    const data = dataOf(place, code, banners, notice, until);
    const name = `${place.model}.${place.locale}`;
    const js = (Object.keys(data.signals).length > 0 ? code.signalling : code.main).replaceAll('__BANNER__', () => literalOf(data));
    models[place.model] = { ...models[place.model], [place.locale]: { js: pin(name, js, 'js'), json: pin(name, JSON.stringify(data), 'json') } };
  }
  const guard = pin('guard', code.guard.replaceAll('__ORIGINS__', JSON.stringify(guardedOrigins(own.settings))), 'js');
  return { from, places, guard, models };
}

function dataOf(place: BannerPlace, code: Code, banners: Banners, notice: Notice, until: string | undefined): BannerData {
  const text = canonicalize(notice) ?? '';
  const hash = sha256(text);
  banners.notices[hash] = text;
  banners.noticeSites[hash] = place.site.id;
  const built = { tree: code.bannerTree(bannerTexts(place, notice)), css: code.bannerCss(place.site.settings.position), rest: code.rest, notice: hash };
  return bannerDataOf(place, notice, built, CRAWLER_PATTERN, until);
}

/** Addresses that move with the moment. The Worker answers them; these files serve where there is none. */
function placeFloating({ floating, pinned }: Banners, site: string, locales: string[], { models, guard }: BannerMoment): void {
  const strict = models['opt-in'] ?? {};
  const text = (path: string | undefined): string => pinned[path ?? ''] ?? '';
  for (const locale of locales) floating[`${site}.${locale}.js`] = text(strict[locale]?.js);
  floating[`${site}.js`] = text(strict[locales[0] ?? '']?.js);
  floating[`${site}.json`] = text(strict[locales[0] ?? '']?.json);
  floating[`${site}.guard.js`] = text(guard);
}

/** A JSON value as a JavaScript literal, for bytes: no quotes around names, and text between the marks that the code has around its own. */
function literalOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literalOf).join()}]`;
  if (typeof value === 'string' && !/[`$\\\r\n]/.test(value)) return `\`${value}\``;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, own]) => `${/^[a-z]\w*$/i.test(name) ? name : JSON.stringify(name)}:${literalOf(own)}`)
    .join()}}`;
}

/**
 * What a site's banner says and does at one moment, in one language and consent model: the notice document that
 * records point to, and the data that the built script carries. Pure: all that it needs is passed in.
 */
import { pathOf } from '../addresses.ts';
import { catalogued, findService, type Service } from '../catalogue.ts';
import type { Content, Policy, Version } from '../content.ts';
import { dateAt, dateInWords, durationInWords } from '../dates.ts';
import { boundariesOf, holds } from '../lasting.ts';
import { directionOf } from '../policy/article.ts';
import type { CookieEntry, SiteSettings } from '../schemas.ts';
import { inForceAt } from '../versions.ts';
import { type ConsentModel, type OptionalCategory, SIGNALS } from '../vocabulary.ts';
import type { Translate } from '../wording.ts';
import type { BannerData, MaterialChange, Notice, NoticeEntry, NoticeService } from './data.ts';

/** Texts that a site may word in its own way. Not among them: the buttons, for refusing stays as easy as accepting. */
export const OWN_TEXTS = [
  'banner.title',
  'banner.optIn',
  'banner.optOut',
  'dialog.title',
  'dialog.lead',
  'dialog.leadOptOut',
  'consent.necessary.sentence',
  'consent.preferences.sentence',
  'consent.analytics.sentence',
  'consent.marketing.sentence',
  'consent.media.sentence',
] as const;

export interface BannerPlace {
  content: Content;
  site: { id: string; settings: SiteSettings };
  locale: string;
  model: ConsentModel;
  /** The moment for which it is made, ISO 8601 in UTC. */
  moment: string;
  /** The product's wording in the locale. */
  t: Translate;
  /** Folder of the site on its host. */
  base: string;
  /** Absolute address of a path relative to the base, or a path of the host where no origin is known. */
  address(path: string): string;
}

/** @throws where the site's policy has nothing in force: `core/content.ts` refuses such a tree before. */
export function noticeOf(place: BannerPlace, build: string): Notice {
  const { content, site, locale, model, address } = place;
  const { organisation } = content;
  const { policy, version } = policyAt(place);
  const t = textsOf(place);
  const translation = version.translations[locale] ?? version.translations[policy.settings.prevailing];
  const { name, legalName, email, postalAddress } = organisation;
  const keys = ['banner', 'dialog', 'placeholder'].flatMap((group) =>
    Object.keys(content.wording.en?.texts ?? {}).filter((key) => key.startsWith(`${group}.`)),
  );
  const purposes = new Intl.ListFormat(locale, { type: 'unit', style: 'short' }).format(
    site.settings.categories.map((category) => t(`consent.${category}.name`)),
  );
  return {
    type: 'fairnotice-notice',
    version: 1,
    site: site.id,
    controller: { name, ...(legalName ? { legalName } : {}), ...(email ? { email } : {}), ...(postalAddress ? { postalAddress } : {}) },
    locale,
    model,
    policy: {
      id: policy.id,
      version: version.id,
      sha256: translation?.sealed?.sha256 ?? '',
      title: policy.settings.title[locale] ?? policy.settings.title[policy.settings.prevailing] ?? policy.id,
      address: address(pathOf.policy(policy.id, version.translations[locale] ? locale : policy.settings.prevailing, policy.settings.prevailing)),
    },
    requests: address('requests/'),
    texts: Object.fromEntries(keys.map((key) => [key, t(key).replaceAll('{purposes}', () => purposes)])),
    categories: (['necessary', ...site.settings.categories] as const).map((id) => ({
      id,
      name: t(`consent.${id}.name`),
      sentence: t(`consent.${id}.sentence`),
      services: servicesOf(place, id, t),
    })),
    clear: clearOf(place),
    gpc: gpcOf(site.settings),
    days: site.settings.lifetime,
    changes: changesOf(place),
    build,
  };
}

type Built = Pick<BannerData, 'tree' | 'css' | 'rest' | 'notice'>;

/**
 * @param built What the build made of the notice and the code.
 * @param until The next moment at which it is out of date; none where none is known.
 */
export function bannerDataOf(place: BannerPlace, notice: Notice, built: Built, crawlers: string, until: string | undefined): BannerData {
  const { site, locale, model } = place;
  const { settings } = site;
  const { texts } = notice;
  const say = (key: string): string => texts[key] ?? '';
  return {
    site: site.id,
    root: place.base,
    locale,
    model,
    policy: notice.policy.version,
    until: until ? Date.parse(until) / 1000 : 0,
    categories: settings.categories,
    days: settings.lifetime,
    gpc: notice.gpc,
    changes: notice.changes,
    ...(settings.cookieDomain ? { domain: settings.cookieDomain } : {}),
    signals: signalsOf(place),
    crawlers: settings.askCrawlers ? '' : crawlers,
    position: settings.position,
    control: settings.control,
    theme: themeOf(settings.theme),
    texts: {
      saved: say('banner.saved'),
      reopen: say('banner.reopen'),
      notLoaded: say('banner.notLoaded'),
    },
    ...built,
  };
}

/** What the banner's component shows. */
export function bannerTexts(place: BannerPlace, { texts, policy, model, changes, gpc }: Notice): Record<string, string> {
  const say = (key: string): string => texts[key] ?? '';
  return {
    title: say('banner.title'),
    body: say(model === 'opt-in' ? 'banner.optIn' : 'banner.optOut'),
    // Said only where the signal keeps something off.
    gpc: gpc.length > 0 ? say('banner.gpc') : '',
    changed: changes.length > 0 ? say('banner.changed') : '',
    accept: say('banner.accept'),
    reject: say('banner.reject'),
    choose: say('banner.choose'),
    policy: say('banner.policy'),
    policyAddress: policy.address,
    dir: directionOf(place.locale),
  };
}

/** The policy that a choice is about, and its version in force. */
export function policyAt({ content, site, moment }: Pick<BannerPlace, 'content' | 'site' | 'moment'>): { policy: Policy; version: Version } {
  const policy = content.policies.find(({ id }) => id === site.settings.policy);
  const version = policy && inForceAt(policy.versions, moment);
  if (!policy || !version) throw new Error(`sites/${site.id}.json: no version of ${site.settings.policy} is in force at ${moment}`);
  return { policy, version };
}

function textsOf({ site, locale, t }: BannerPlace): Translate {
  return (key, values) => site.settings.texts[locale]?.[key] ?? t(key, values);
}

/** The calendar dates on which the services of a site begin or end to keep something. */
export function serviceBoundaries(settings: SiteSettings): string[] {
  return boundariesOf(catalogued(settings).flatMap(({ entries }) => entries));
}

/** Only categories that the visitor is asked about can stay off. */
function gpcOf({ gpc, categories }: SiteSettings): OptionalCategory[] {
  return categories.filter((category) => gpc.includes(category));
}

/** Material changes that may be newer than a choice that still holds. */
function changesOf({ content, site, locale, moment }: BannerPlace): MaterialChange[] {
  const policy = content.policies.find(({ id }) => id === site.settings.policy);
  const { accept, reject, save } = site.settings.lifetime;
  const oldest = new Date(Date.parse(moment) - Math.max(accept, reject, save) * 86_400_000).toISOString();
  return (policy?.versions ?? [])
    .filter(
      ({ material, publishedAt, withdrawn, mistaken, effective }) =>
        material && publishedAt && !withdrawn && !mistaken && effective <= moment && effective > oldest,
    )
    .map((version) => ({
      version: version.id,
      date: dateInWords(dateAt(version.effective, content.timeZone), locale),
      categories: site.settings.categories.filter((category) => version.categories.includes(category)),
      summary: version.translations[locale]?.frontMatter.summary ?? version.frontMatter.summary ?? '',
    }))
    .filter(({ categories }) => categories.length > 0);
}

/** The registry's entries of the day. */
function registryOf({ content, moment }: BannerPlace): CookieEntry[] {
  const day = dateAt(moment, content.timeZone);
  return content.cookies.filter((entry) => holds(entry, day));
}

function entriesOf({ moment, content }: BannerPlace, service: Service): Service['entries'] {
  const day = dateAt(moment, content.timeZone);
  return service.entries.filter((entry) => holds(entry, day));
}

/** Services of a category: those of the site, and what else the registry lists. */
function servicesOf(place: BannerPlace, category: 'necessary' | OptionalCategory, t: Translate): NoticeService[] {
  const { site, locale } = place;
  const registry = registryOf(place).filter((entry) => entry.category === category);
  const said = (entry: CookieEntry): NoticeEntry => ({
    name: entry.name,
    kind: entry.kind,
    purpose: entry.purpose[locale] ?? Object.values(entry.purpose)[0] ?? '',
    lifetime: lifetimeInWords(entry.lifetime, locale, t),
  });
  const listed = catalogued(place.site.settings)
    .filter((service) => service.category === category)
    .map((service) => ({
      name: service.name,
      provider: service.provider.name,
      ...(service.provider.policy ? { providerPolicy: service.provider.policy } : {}),
      purpose: t(`service.${service.kind}`),
      origins: service.origins,
      entries: entriesOf(place, service).map((entry) => ({
        name: entry.name,
        kind: entry.kind,
        purpose: t(`storage.${entry.purpose}`),
        lifetime: lifetimeInWords(entry.lifetime, locale, t),
      })),
    }));
  const own = site.settings.services
    .filter((service) => typeof service !== 'string')
    .filter((service) => service.category === category)
    .map(({ name, provider, providerPolicy, purpose, origins }) => {
      const words = purpose?.[locale] ?? Object.values(purpose ?? {})[0];
      return { name, provider, ...(providerPolicy ? { providerPolicy } : {}), ...(words ? { purpose: words } : {}), origins, entries: [] as NoticeEntry[] };
    });
  const named: NoticeService[] = [...listed, ...own];
  for (const entry of registry) {
    const known = named.find(({ name }) => name === entry.service);
    const service = known ?? { name: entry.service, provider: entry.provider, entries: [] };
    if (!known) named.push(service);
    // The organisation's own words count before the catalogue's.
    service.entries = [...service.entries.filter(({ name }) => name !== entry.name), said(entry)];
  }
  return named;
}

/** Entries on the site's own domain, through all time. Not among them: what holds an objection of the visitor. */
function clearOf(place: BannerPlace): Notice['clear'] {
  const clear: Notice['clear'] = {};
  for (const category of place.site.settings.categories) {
    const registry = place.content.cookies.filter((entry) => entry.category === category && !entry.thirdParty);
    const services = catalogued(place.site.settings).filter((service) => service.category === category);
    const listed = services.flatMap(({ entries }) => entries.filter(({ party, purpose }) => party === 'first' && purpose !== 'consent-state'));
    const entries = new Map([...registry, ...listed].map(({ kind, name }) => [`${kind} ${name}`, { kind, name }]));
    if (entries.size > 0) clear[category] = [...entries.values()];
  }
  return clear;
}

function lifetimeInWords(lifetime: string, locale: string, t: Translate): string {
  return lifetime === 'session' || lifetime === 'persistent' ? t(`dialog.${lifetime}`) : durationInWords(lifetime, locale);
}

function signalsOf(place: BannerPlace): BannerData['signals'] {
  const { google, uet, clarity } = place.site.settings.signals;
  const read = new Set(catalogued(place.site.settings).flatMap(({ signals }) => signals));
  const defaults = { waitForUpdate: 500, urlPassthrough: false, adsDataRedaction: true, regions: [] };
  const told = { google: google ?? (read.has('google') ? defaults : undefined), uet: uet ?? read.has('uet'), clarity: clarity ?? read.has('clarity') };
  return Object.fromEntries(SIGNALS.flatMap((signal) => (told[signal] ? [[signal, told[signal]]] : [])));
}

/** The organisation's colours as custom properties; `light-dark()` follows the visitor's system. */
function themeOf({ light, dark, scheme, radius, font }: SiteSettings['theme']): string {
  const names = { a: ['accent', 'accent'], o: ['onAccent', 'on-accent'], g: ['background', 'background'], i: ['text', 'text'] } as const;
  const colours = Object.entries(names).map(([short, [name, property]]) => {
    const [bright, dim] = [shortHex(light[name]), shortHex(dark[name])];
    const colour = scheme === 'auto' ? `light-dark(${bright},${dim})` : { light: bright, dark: dim }[scheme];
    return `--${short}:var(--fairnotice-${property},${colour})`;
  });
  const rest = `--r:var(--fairnotice-radius,${radius}px);font-family:var(--fairnotice-font,${font.replaceAll(', ', ',')})!important`;
  return `:host{color-scheme:${scheme === 'auto' ? 'light dark' : scheme}!important;${colours.join(';')};${rest}}`;
}

const shortHex = (colour: string): string => colour.replace(/^#(.)\1(.)\2(.)\3$/, '#$1$2$3');

/**
 * Origins that the guard keeps unmarked requests from, with the categories of the services that use them: any one
 * of them lets a request through. An origin that something necessary needs is not guarded.
 */
export function guardedOrigins({ services }: SiteSettings): Record<string, OptionalCategory[]> {
  const used = services.flatMap((service) => {
    const found = typeof service === 'string' ? findService(service) : ({ ok: true, service } as const);
    return found.ok ? found.service.origins.map((origin) => ({ origin, category: found.service.category })) : [];
  });
  const guarded: Record<string, OptionalCategory[]> = {};
  for (const { origin } of used) {
    const categories = [...new Set(used.filter((other) => other.origin === origin).map(({ category }) => category))];
    if (!categories.includes('necessary')) guarded[origin] = categories as OptionalCategory[];
  }
  return guarded;
}

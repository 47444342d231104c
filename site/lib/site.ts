/**
 * The site of one build: content read, its seals proved, histories made, and the moments for which pages
 * differ. Pages ask here and nowhere else; it is made once in each process of a build.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serviceBoundaries } from '../../core/banner/notice.ts';
import { lawBoundaries } from '../../core/banner/rules.ts';
import { type Content, ContentError, loadContent, type Policy } from '../../core/content.ts';
import { startOfDay } from '../../core/dates.ts';
import { proofKeys, proveEdition, proveEditions } from '../../core/editions.ts';
import { diskReader } from '../../core/files.ts';
import { keptMemo, toolFingerprint } from '../../core/kept-memo.ts';
import { type Article, readArticle } from '../../core/policy/article.ts';
import { servedBoundaries } from '../../core/regimes.ts';
import { SHARED } from '../../core/share.ts';
import { boundariesOf } from '../../core/versions.ts';
import { type Translate, translator } from '../../core/wording.ts';
import { type History, historyOf, type Prove } from './history.ts';
import { Readings } from './readings.ts';
import { type BuildSettings, buildSettings } from './settings.ts';
import { Spill } from './spill.ts';

export interface Site {
  settings: BuildSettings;
  content: Content;
  /** Policies whose pages this process makes: all, or its share of a build. The others are known by their dates alone. */
  own: Policy[];
  /** Folder of the site on its host, `/` or `/legal/`. */
  base: string;
  /** The moment of the build and the later ones that the content knows, in order. */
  moments: string[];
  readings: Readings;
  history(policy: Policy, locale: string): History;
  t(locale: string): Translate;
  /** Languages that the interface speaks; the one for a locale. */
  interfaceLocale(locale: string): string;
}

let loaded: Site | undefined;

/** The site of this build. @throws {ContentError} where the content is wrong or a seal does not hold. */
export function theSite(): Site {
  loaded ??= loadSite(buildSettings());
  return loaded;
}

export function loadSite(settings: BuildSettings): Site {
  const content = contentOf(settings);
  if (!settings.drafts) leaveOutDrafts(content);
  const own = content.policies.filter(({ id }) => settings.share?.includes(id) ?? true);
  const readings = new Readings(content, new Spill(settings.cacheDir));
  const tool = toolFingerprint(join(settings.defaultsDir, '..'));
  const histories = new Map<string, History>();
  const history = (policy: Policy, locale: string): History => {
    const made = histories.get(`${policy.id} ${locale}`);
    if (!made) throw new Error(`The pages of ${policy.id} are made by another process.`);
    return made;
  };
  const proofKey = proofKeys(content);
  for (const policy of own) {
    const { memo, save } = keptMemo(settings.cacheDir, policy.id, tool);
    const prove: Prove = (version, translation) => {
      const read = (html: string): Article => readings.keep(policy, version, translation, readArticle(html, translation.locale));
      const problems = memo(proofKey(policy, version, translation), () => proveEdition(content, policy, version, translation, read));
      // One is enough to make nothing; its author wants to know all.
      if (problems.length > 0) throw new ContentError(proveEditions(content, own));
    };
    for (const locale of policy.locales) histories.set(`${policy.id} ${locale}`, historyOf(readings, policy, locale, memo, prove));
    save();
  }
  const translations = new Map<string, Translate>();
  return {
    settings,
    content,
    own,
    readings,
    history,
    base: content.organisation.look.basePath,
    moments: [settings.now, ...laterMoments(content, settings.now)],
    t(locale) {
      const t = translations.get(locale) ?? translator(content.wording, locale);
      translations.set(locale, t);
      return t;
    },
    // Some languages have the banner's texts alone.
    interfaceLocale: (locale) => [locale, locale.split('-')[0] ?? ''].find((tag) => content.wording[tag]?.texts['site.skip']) ?? 'en',
  };
}

/** The content as the command that builds has read it; where there is none, as in `astro dev`, it is read here. */
function contentOf({ contentDir, defaultsDir, cacheDir, share }: BuildSettings): Content {
  const reader = diskReader(contentDir);
  if (share === null) return loadContent(reader, diskReader(defaultsDir));
  return { ...(JSON.parse(readFileSync(join(cacheDir, SHARED.content), 'utf8')) as Omit<Content, 'reader'>), reader };
}

/** Readers never see a draft: neither a version that is not published nor a language that is not sealed. */
function leaveOutDrafts(content: Content): void {
  for (const policy of content.policies) {
    policy.versions = policy.versions.filter((version) => version.published);
    for (const version of policy.versions) {
      version.translations = Object.fromEntries(Object.entries(version.translations).filter(([, translation]) => translation.sealed));
    }
    policy.locales = policy.locales.filter((locale) => policy.versions.some((version) => version.translations[locale]));
  }
  content.policies = content.policies.filter((policy) => policy.versions.length > 0);
}

/** Instants after a moment at which some page changes: a version begins, a registry entry or a law that is served begins or ends. */
function laterMoments(content: Content, now: string): string[] {
  const registry = content.cookies.flatMap(({ since, until }) => [since, ...(until ? [until] : [])]);
  const banners = content.sites.flatMap(({ settings }) => [...lawBoundaries(), ...serviceBoundaries(settings)]);
  const days = [...registry, ...banners, ...servedBoundaries(content.organisation)].map((date) => startOfDay(date, content.timeZone));
  const all = [...content.policies.flatMap((policy) => boundariesOf(policy.versions)), ...days];
  return [...new Set(all)].filter((instant) => instant > now).sort();
}

/**
 * The site of one build: content read and proved, histories made, and the moments for which pages
 * differ. Pages ask here and nowhere else; it is made once for a build.
 */
import { join } from 'node:path';
import { type Content, loadContent, type Policy } from '../../core/content.ts';
import { startOfDay } from '../../core/dates.ts';
import { diskReader } from '../../core/files.ts';
import { keptMemo, toolFingerprint } from '../../core/kept-memo.ts';
import { servedBoundaries } from '../../core/regimes.ts';
import { boundariesOf } from '../../core/versions.ts';
import { type Translate, translator } from '../../core/wording.ts';
import { type History, historyOf } from './history.ts';
import { Readings } from './readings.ts';
import { type BuildSettings, buildSettings } from './settings.ts';
import { Spill } from './spill.ts';

export interface Site {
  settings: BuildSettings;
  content: Content;
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

/** The site of this build. That its seals hold is proved beside it, by the command that builds. */
export function theSite(): Site {
  loaded ??= loadSite(buildSettings());
  return loaded;
}

export function loadSite(settings: BuildSettings): Site {
  const root = join(settings.defaultsDir, '..');
  const kept = keptMemo(settings.cacheDir, 'histories', toolFingerprint(root));
  const content = loadContent(diskReader(settings.contentDir), diskReader(settings.defaultsDir), kept.memo);
  if (!settings.drafts) leaveOutDrafts(content);
  const readings = new Readings(content, new Spill(settings.cacheDir));
  const histories = new Map<string, History>();
  const history = (policy: Policy, locale: string): History => {
    const key = `${policy.id} ${locale}`;
    const made = histories.get(key) ?? historyOf(readings, policy, locale, kept.memo);
    histories.set(key, made);
    return made;
  };
  for (const policy of content.policies) for (const locale of policy.locales) history(policy, locale);
  kept.save();
  const translations = new Map<string, Translate>();
  return {
    settings,
    content,
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
  const days = [...registry, ...servedBoundaries(content.organisation)].map((date) => startOfDay(date, content.timeZone));
  const all = [...content.policies.flatMap((policy) => boundariesOf(policy.versions)), ...days];
  return [...new Set(all)].filter((instant) => instant > now).sort();
}

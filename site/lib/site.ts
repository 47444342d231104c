/**
 * The site of one build: content read and proved, histories made, and the moments for which pages
 * differ. Pages ask here and nowhere else; it is made once for a build.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Content, ContentError, type ContentProblem, loadContent, type Memo, type Policy } from '../../core/content.ts';
import { startOfDay } from '../../core/dates.ts';
import { fingerprint } from '../../core/digest.ts';
import { checkSeal } from '../../core/editions.ts';
import { diskReader } from '../../core/files.ts';
import { boundariesOf } from '../../core/versions.ts';
import { type Translate, translator } from '../../core/wording.ts';
import { type History, historyOf } from './history.ts';
import { keptMemo, toolFingerprint } from './memo.ts';
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

/** The site of this build. @throws {ContentError} where the content is wrong or a seal does not hold. */
export function theSite(): Site {
  loaded ??= tellingProblems(buildSettings(), loadSite);
  return loaded;
}

/** Leaves content problems where the command that started the build finds them whole. */
function tellingProblems(settings: BuildSettings, load: (settings: BuildSettings) => Site): Site {
  try {
    return load(settings);
  } catch (error) {
    if (error instanceof ContentError) {
      mkdirSync(settings.cacheDir, { recursive: true });
      writeFileSync(join(settings.cacheDir, 'problems.json'), JSON.stringify(error.problems));
    }
    throw error;
  }
}

export function loadSite(settings: BuildSettings): Site {
  const root = join(settings.defaultsDir, '..');
  const kept = keptMemo(settings.cacheDir, toolFingerprint(root));
  const content = loadContent(diskReader(settings.contentDir), diskReader(settings.defaultsDir), kept.memo);
  if (!settings.drafts) leaveOutDrafts(content);
  proveSeals(content, kept.memo);
  const readings = new Readings(content, new Spill(settings.cacheDir));
  const histories = new Map<string, History>();
  const history = (policy: Policy, locale: string): History => {
    const key = `${policy.id} ${locale}`;
    const made = histories.get(key) ?? historyOf(readings, policy, locale, kept.memo);
    histories.set(key, made);
    return made;
  };
  for (const policy of content.policies) for (const locale of policy.locales) history(policy, locale);
  proveHashes(content, history);
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
    interfaceLocale: (locale) => (content.wording[locale] ? locale : content.wording[locale.split('-')[0] ?? ''] ? (locale.split('-')[0] ?? 'en') : 'en'),
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

/** Every published word against what was sealed. */
function proveSeals(content: Content, memo: Memo): void {
  const problems: ContentProblem[] = [];
  const world = fingerprint([content.organisation, content.cookies]);
  const words = new Map(Object.entries(content.wording).map(([locale, { texts }]) => [locale, fingerprint(texts)]));
  for (const policy of content.policies) {
    for (const version of policy.versions) {
      for (const translation of Object.values(version.translations)) {
        if (!translation.sealed) continue;
        const seal = content.reader.read(translation.sealPath) ?? '';
        const key = [
          'proved',
          translation.mdxSha256,
          fingerprint(seal),
          fingerprint([translation.sealed, version.published?.toolChanges]),
          world,
          words.get(translation.locale) ?? words.get('en'),
          policy.settings.kind,
          version.id,
        ].join(' ');
        const problem = memo(key, () => checkSeal(content, policy, version, translation) ?? false);
        if (problem) problems.push(problem);
      }
    }
  }
  if (problems.length > 0) throw new ContentError(problems);
}

/** The hash of every sealed text against `published.json`, which is what readers compare with. */
function proveHashes(content: Content, history: Site['history']): void {
  const problems = content.policies.flatMap((policy) =>
    policy.locales.flatMap((locale) =>
      history(policy, locale).editions.flatMap(({ version, translation: { sealed }, sha256 }) => {
        if (!sealed || sealed.sha256 === sha256) return [];
        const field = `${policy.id} ${version.id} ${locale} sha256`;
        return [
          {
            file: 'published.json',
            field,
            found: sealed.sha256,
            expected: `${sha256}, the SHA-256 of the sealed text; restore the file from git, it is never written by hand`,
          },
        ];
      }),
    ),
  );
  if (problems.length > 0) throw new ContentError(problems);
}

/** Instants after a moment at which some page changes: a version begins, a registry entry begins or ends. */
function laterMoments(content: Content, now: string): string[] {
  const registry = content.cookies.flatMap(({ since, until }) => [since, ...(until ? [until] : [])]).map((date) => startOfDay(date, content.timeZone));
  const all = [...content.policies.flatMap((policy) => boundariesOf(policy.versions)), ...registry];
  return [...new Set(all)].filter((instant) => instant > now).sort();
}

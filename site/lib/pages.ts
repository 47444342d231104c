/**
 * The pages of a build: for now, and again for each later moment at which they differ. A page's key is
 * made from all that it shows, so that the build can keep what did not change.
 */

import { pathOf } from '../../core/addresses.ts';
import type { Policy } from '../../core/content.ts';
import { dateAt } from '../../core/dates.ts';
import { fingerprint } from '../../core/digest.ts';
import { unchangedSince } from '../../core/policy/components/cookies.ts';
import { momentFolder } from '../../core/site-index.ts';
import { inForceAt, type VersionFacts } from '../../core/versions.ts';
import { type EditionView, editionView, shownEdition, type VersionLink, versionLink } from './edition-view.ts';
import { type EmbedView, embedViews } from './embed.ts';
import type { Edition } from './history.ts';
import { type HistoryView, historyView } from './history-view.ts';
import { type FormView, formPath, formView, kindsWithForms, type RequestsView, requestsPath, requestsView } from './requests.ts';
import type { Site } from './site.ts';

export interface HomeView {
  policies: {
    id: string;
    title: string;
    kind: string;
    path: string;
    inForce?: VersionLink;
    announced?: VersionLink;
    historyPath: string;
    translations: { locale: string; path: string }[];
  }[];
}

/** One page at one moment. */
export interface MomentPage<V> {
  /** The moment. */
  now: string;
  /** `_at/<folder>` of a later moment; absent for the pages as they are now. */
  at?: string;
  path: string;
  view: V;
  cacheKey: string;
}

export interface MomentPages {
  home: MomentPage<HomeView>[];
  editions: (MomentPage<EditionView> & { policy: Policy; edition: Edition })[];
  histories: (MomentPage<HistoryView> & { policy: Policy })[];
  cookieTables: MomentPage<{ locale: string; since?: string }>[];
  requests: MomentPage<RequestsView>[];
  forms: MomentPage<FormView>[];
  embeds: MomentPage<EmbedView>[];
}

let made: { site: Site; pages: MomentPages } | undefined;

/** Every page that depends on the moment. */
export function momentPages(site: Site): MomentPages {
  if (made?.site !== site) made = { site, pages: plan(site) };
  return made.pages;
}

function plan(site: Site): MomentPages {
  const pages: MomentPages = { home: [], editions: [], histories: [], cookieTables: [], requests: [], forms: [], embeds: [] };
  const shown = new Map<string, string>();
  const kinds = kindsWithForms(
    site,
    site.moments.map((moment) => dateAt(moment, site.content.timeZone)),
  );
  for (const [index, now] of site.moments.entries()) {
    const at = index === 0 ? undefined : `_at/${momentFolder(now)}`;
    /** Is the page new, or other than at the moment before? */
    const differs = (path: string, cacheKey: string): boolean => {
      const same = shown.get(path) === cacheKey;
      shown.set(path, cacheKey);
      return !same;
    };
    const page = <V>(path: string, view: V, locale: string, extra = ''): MomentPage<V> => ({
      now,
      ...(at ? { at } : {}),
      path,
      view,
      cacheKey: pageKey(site, locale, [view, extra]),
    });
    const own = site.content.organisation.locales[0] ?? 'en';
    const home = page(pathOf.home(), homeView(site, now), own);
    if (site.settings.common) {
      if (differs(home.path, home.cacheKey)) pages.home.push(home);
      const day = dateAt(now, site.content.timeZone);
      for (const locale of site.content.organisation.locales) {
        const requests = page(requestsPath(site, locale), requestsView(site, locale, day), locale);
        if (differs(requests.path, requests.cacheKey)) pages.requests.push(requests);
        for (const kind of kinds) {
          const form = page(formPath(site, kind, locale), formView(site, kind, locale, day), locale);
          if (differs(form.path, form.cacheKey)) pages.forms.push(form);
        }
      }
      for (const view of embedViews(site, now)) {
        const embed = page(`embed/${view.site}/`, view, 'en');
        if (differs(embed.path, embed.cacheKey)) pages.embeds.push(embed);
      }
    }
    // The day itself is no difference: only other entries make another table.
    const since = unchangedSince(site.content.cookies, dateAt(now, site.content.timeZone));
    for (const locale of site.settings.common && site.content.cookies.length > 0 ? site.content.organisation.locales : []) {
      const table = page(`cookie-table/${locale}.html`, { locale, ...(since ? { since } : {}) }, locale, fingerprint(site.content.cookies));
      if (differs(table.path, table.cacheKey)) pages.cookieTables.push(table);
    }
    const before = site.moments[index - 1];
    for (const policy of site.own.filter(({ versions }) => before === undefined || movesIn(versions, before, now))) {
      for (const locale of policy.locales) {
        for (const { edition, moving } of editionsOf(site, policy, locale, now)) {
          const view = editionView(site, policy, edition, now, moving);
          const made = page(view.path, view, locale, edition.translation.sealed?.seal ?? edition.translation.mdxSha256);
          if (differs(made.path, made.cacheKey)) pages.editions.push({ ...made, policy, edition });
        }
        const view = historyView(site, policy, locale, now);
        const made = page(view.path, view, locale);
        if (differs(made.path, made.cacheKey)) pages.histories.push({ ...made, policy });
      }
    }
  }
  return pages;
}

/** Whether a policy's pages can be others at a moment than at the one before: only where something of its own begins, or is decided, between the two. */
function movesIn(versions: readonly VersionFacts[], before: string, now: string): boolean {
  const instants = versions.flatMap(({ effective, withdrawn, mistaken }) => [effective, withdrawn?.at, mistaken?.at]);
  return instants.some((at) => at !== undefined && at > before && at <= now);
}

function editionsOf(site: Site, policy: Policy, locale: string, now: string): { edition: Edition; moving: boolean }[] {
  const { editions } = site.history(policy, locale);
  const standing = shownEdition(site, policy, locale, now);
  return [...(standing ? [{ edition: standing, moving: true }] : []), ...editions.map((edition) => ({ edition, moving: false }))];
}

/** A key over all that a page shows: its view, the look, the words of the interface. */
export function pageKey(site: Site, locale: string, view: unknown): string {
  const { organisation, wording } = site.content;
  const ui = site.interfaceLocale(locale);
  return fingerprint([view, frame(site, ui, organisation, wording)]);
}

const frames = new Map<string, string>();
function frame(site: Site, ui: string, organisation: unknown, wording: Site['content']['wording']): string {
  const known =
    frames.get(ui) ??
    fingerprint([
      organisation,
      wording[ui]?.texts,
      wording.en?.texts,
      site.settings.origin,
      site.base,
      site.settings.drafts,
      site.content.sites.length > 0,
      site.content.policies.map(({ id, settings, locales }) => [id, settings, locales]),
    ]);
  frames.set(ui, known);
  return known;
}

export function policyTitle(policy: Policy, locale: string): string {
  return policy.settings.title[locale] ?? policy.settings.title[policy.settings.prevailing] ?? policy.id;
}

function homeView(site: Site, now: string): HomeView {
  const locale = site.content.organisation.locales[0] ?? 'en';
  return {
    policies: site.content.policies.map((policy) => {
      const { prevailing } = policy.settings;
      const own = policy.locales.includes(locale) ? locale : prevailing;
      const inForce = inForceAt(policy.versions, now);
      const announced = policy.versions.find((version) => version.published && !version.withdrawn && version.effective > now);
      return {
        id: policy.id,
        title: policyTitle(policy, own),
        kind: policy.settings.kind,
        path: pathOf.policy(policy.id, own, prevailing),
        historyPath: pathOf.history(policy.id, own, prevailing),
        ...(inForce ? { inForce: versionLink(policy, inForce, own) } : {}),
        ...(announced ? { announced: versionLink(policy, announced, own) } : {}),
        translations: policy.locales.map((other) => ({ locale: other, path: pathOf.policy(policy.id, other, prevailing) })),
      };
    }),
  };
}

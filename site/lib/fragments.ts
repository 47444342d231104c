/** Pieces for the organisation's own pages: an article or a cookie table as bare HTML, without scripts, and without styles but that wide tables scroll inside themselves. */

import { toHtml } from 'hast-util-to-html';
import { pathOf } from '../../core/addresses.ts';
import type { Policy } from '../../core/content.ts';
import { dateInWords } from '../../core/dates.ts';
import { editionHtml } from '../../core/editions.ts';
import { directionOf } from '../../core/policy/article.ts';
import { escapeHtml } from '../../core/policy/compare/escape.ts';
import { cookies } from '../../core/policy/components/cookies.ts';
import { inPlace } from '../../core/policy/in-place.ts';
import type { EditionView } from './edition-view.ts';
import type { Edition } from './history.ts';
import type { Site } from './site.ts';

/** The edition in force, with a line that says which one it is and where it stands for ever. */
export function policyFragment(site: Site, policy: Policy, edition: Edition, view: EditionView): string {
  const { locale, prevailing } = view;
  const t = site.t(locale);
  const href = (site.settings.origin ?? '') + site.base + pathOf.version(policy.id, view.version.id, locale, prevailing);
  const html = inPlace(editionHtml(site.content, policy, edition.version, edition.translation), site.base, t('site.table'), true);
  const absolute = site.settings.origin ? html.replaceAll(/(<a [^>]*?href=")\/(?!\/)/g, `$1${site.settings.origin}/`) : html;
  const line = t('fragment.line', { date: dateInWords(view.from, site.interfaceLocale(locale)) });
  return `<div class="fairnotice-policy" lang="${locale}" dir="${directionOf(locale)}" data-version="${view.version.id}" data-sha256="${view.sha256}">\n${absolute}\n<p class="fairnotice-version"><a href="${href}">${escapeHtml(line)}</a></p>\n</div>\n`;
}

/** The registry's tables as they are since a day on which it changed; without a day, as they were before its first entry. */
export function cookieTable(site: Site, locale: string, since?: string): string {
  const { organisation, cookies: entries } = site.content;
  const t = site.t(locale);
  const nodes = cookies({}, [], { date: since ?? '', locale, organisation, cookies: entries, policyKind: 'cookies', t });
  const html = inPlace(nodes.map((node) => toHtml(node)).join('\n'), site.base, t('site.table'), true);
  return `<div class="fairnotice-cookies" lang="${locale}" dir="${directionOf(locale)}"${since ? ` data-since="${since}"` : ''}>\n${html}\n</div>\n`;
}

/** The archive of a policy: every version's words, redlines of neighbours, and hashes, in one page without a link to anything else. */
import type { Policy } from '../../core/content.ts';
import { dateInWords } from '../../core/dates.ts';
import { editionHtml } from '../../core/editions.ts';
import { directionOf } from '../../core/policy/article.ts';
import { escapeHtml } from '../../core/policy/compare/escape.ts';
import { inPlace } from '../../core/policy/in-place.ts';
import type { Edition } from './history.ts';
import { policyTitle } from './pages.ts';
import type { Site } from './site.ts';

const STYLE = `
:root{color-scheme:light dark;color:light-dark(#1b2226,#e8eced);background:light-dark(#fff,#14191b)}a{color:light-dark(#0b5563,#8ad4e3)}body{font:1.05rem/1.6 Charter,Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem}
h1,h2,h3,h4,summary,th,td,dt,dd{font-family:system-ui,sans-serif}table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:start;vertical-align:top;min-width:6rem;border-bottom:1px solid #8888;padding:.4rem .6rem .4rem 0}
table code{overflow-wrap:normal}.scroll{overflow-x:auto;position:relative}.redline-note{font:600 .8em system-ui,sans-serif}:target{outline:3px solid;outline-offset:4px}
ins{background:light-dark(#d9f2df,#1f4a2b);text-decoration:underline}del{background:light-dark(#f8dcd8,#552620);text-decoration:line-through}
summary{padding:.5rem 0;cursor:pointer;font-weight:600}code{overflow-wrap:anywhere;font-size:.85em}section.version{border-top:2px solid #8888;margin-top:2.5rem}
.visually-hidden{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)}`;

export function archiveHtml(site: Site, policy: Policy): string {
  const { prevailing } = policy.settings;
  const t = site.t(prevailing);
  const title = policyTitle(policy, prevailing);
  const { editions } = site.history(policy, prevailing);
  const parts = editions.toReversed().map((edition) => versionPart(site, policy, edition));
  return `<!doctype html>
<html lang="${prevailing}" dir="${directionOf(prevailing)}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
<title>${escapeHtml(t('archive.title', { title }))}</title><style>${STYLE}</style>
<main>
<h1>${escapeHtml(t('archive.title', { title }))}</h1>
<p>${escapeHtml(site.content.organisation.name)}. ${escapeHtml(t('archive.lead'))}</p>
<p>${escapeHtml(t('foot.hashHelp'))}</p>
<nav><ul>${editions
    .toReversed()
    .map(({ version }) => `<li><a href="#v${version.id}">${dateInWords(version.id, prevailing)}</a></li>`)
    .join('')}</ul></nav>
${parts.join('\n')}
</main>
</html>
`;
}

function versionPart(site: Site, policy: Policy, edition: Edition): string {
  const { prevailing } = policy.settings;
  const t = site.t(prevailing);
  const { version } = edition;
  const before = site.history(policy, prevailing).editions.find(({ version: other }) => other.id === edition.change?.from);
  const redline = before ? site.readings.redline(policy, before.version, version, prevailing).html : '';
  const languages = policy.locales.flatMap((locale) => {
    const own = site.history(policy, locale).editions.find(({ version: other }) => other === version);
    return own ? [{ locale, own }] : [];
  });
  const articles = languages.map(
    ({ locale, own }) =>
      `<details${locale === prevailing ? ' open' : ''}><summary>${new Intl.DisplayNames([prevailing], { type: 'language' }).of(locale)}, SHA-256 <code>${own.sha256}</code></summary><article lang="${locale}" dir="${directionOf(locale)}">${local(site, t('site.table'), editionHtml(site.content, policy, version, own.translation), `${version.id}-${locale}`)}</article></details>`,
  );
  return `<section class="version" id="v${version.id}"><h2>${dateInWords(version.id, prevailing)}</h2>
${articles.join('\n')}
${before ? `<details><summary>${t('archive.changes', { date: dateInWords(before.version.id, prevailing) })}</summary>${local(site, t('site.table'), redline, `r${version.id}`)}</details>` : ''}</section>`;
}

/** Anchors repeat from version to version; in one file each carries its version. Links to the site's own pages are made whole, for the file may lie anywhere. */
function local({ settings: { origin }, base }: Site, tableLabel: string, html: string, version: string): string {
  const whole = html.replaceAll(/(<a [^>]*?href=")\/(?!\/)/g, `$1${origin ?? ''}${base}`);
  return inPlace(whole, '/', tableLabel)
    .replaceAll(/ (id|aria-labelledby)="([^"]*)"/g, ` $1="$2--${version}"`)
    .replaceAll(/href="#([^"]*)"/g, `href="#$1--${version}"`);
}

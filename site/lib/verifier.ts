/** The page that checks receipts: its script as `verifier/build.ts` made it, and what the page tells that script. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPTIONAL_CATEGORIES } from '../../core/vocabulary.ts';
import { pageKey, policyTitle } from './pages.ts';
import type { Site } from './site.ts';

interface VerifierScript {
  /** Below `pinned/`. */
  path: string;
  integrity: string;
  /** Both files, by their path below `pinned/`. */
  files: Record<string, string>;
}

interface VerifyPage {
  locale: string;
  /** Languages of the page, the first at the address without a name. */
  locales: string[];
  /** Verifier keys that are trusted whatever the Worker adds. */
  keys: readonly string[];
  /** JSON, for an element of the page. */
  data: string;
  script: Pick<VerifierScript, 'path' | 'integrity'>;
  cacheKey: string;
}

let made: { site: Site; script: VerifierScript | undefined } | undefined;

/** Nothing where no site asks for consent: then there are no receipts. */
export function verifierOf(site: Site): VerifierScript | undefined {
  if (made?.site !== site) made = { site, script: site.content.sites.length > 0 ? readScript(site.settings.verifierDir) : undefined };
  return made.script;
}

function readScript(folder: string): VerifierScript {
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const sri = (text: string): string => `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
  const place = (name: string, text: string): string => `${name}.${sri(text).slice(7, 23).replace(/\W/g, '-')}.js`;
  const fallback = read('ed25519.js');
  const fallbackPath = place('ed25519', fallback);
  const code = read('verify.js').replaceAll('__ED25519__', JSON.stringify({ path: fallbackPath, integrity: sri(fallback) }));
  const path = place('verify', code);
  return { path, integrity: sri(code), files: { [path]: code, [fallbackPath]: fallback } };
}

export function verifyPages(site: Site): VerifyPage[] {
  const script = verifierOf(site);
  if (!script || !site.settings.common) return [];
  const { locales } = site.content.organisation;
  const { keys: own, witnesses } = site.content.organisation.ledger;
  const keys = [...own, ...witnesses.map(({ vkey }) => vkey)];
  return locales.map((locale) => {
    const data = dataOf(site, locale);
    const { path, integrity } = script;
    return { locale, locales, keys, data, script: { path, integrity }, cacheKey: pageKey(site, locale, ['verify', data, path, keys]) };
  });
}

/** What `verifier/page.ts` reads. */
function dataOf(site: Site, locale: string): string {
  const { content, base } = site;
  const t = site.t(locale);
  const keys = Object.keys(content.wording.en?.texts ?? {}).filter((key) => key.startsWith('verify.'));
  const texts = {
    ...Object.fromEntries(keys.map((key) => [key.slice('verify.'.length), t(key)])),
    ...Object.fromEntries(OPTIONAL_CATEGORIES.map((category) => [`category.${category}`, t(`consent.${category}.name`)])),
  };
  const sites = Object.fromEntries(content.sites.map(({ id, settings }) => [id, settings.origins]));
  const policies = Object.fromEntries(
    content.policies.map((policy) => [policy.id, { prevailing: policy.settings.prevailing, locales: policy.locales, title: policyTitle(policy, locale) }]),
  );
  const ui = site.interfaceLocale(locale);
  // Dates as on the other pages; and as the text of an element, which `</script>` would end.
  return JSON.stringify({ locale: ui === 'en' ? 'en-GB' : ui, base, texts, sites, policies }).replaceAll('<', '\\u003c');
}

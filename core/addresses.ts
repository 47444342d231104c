/** Addresses of the site's pages, relative to the base. Every link is made here. */

export const pathOf = {
  home: () => '',
  policy: (policy: string, locale: string, prevailing: string) => `${policy}/${inLocale(locale, prevailing)}`,
  version: (policy: string, version: string, locale: string, prevailing: string) => `${policy}/${version}/${inLocale(locale, prevailing)}`,
  history: (policy: string, locale: string, prevailing: string) => `${policy}/history/${inLocale(locale, prevailing)}`,
  section: (policy: string, section: string, locale: string, prevailing: string) =>
    `${policy}/sections/${encodeURIComponent(section)}/${inLocale(locale, prevailing)}`,
  compare: (policy: string, a: string, b: string, locale: string, prevailing: string) => pathOf.comparison(policy, `${a}..${b}`, locale, prevailing),
  /** A pair is `<a>..<b>`. */
  comparison: (policy: string, pair: string, locale: string, prevailing: string): string => `${policy}/compare/${pair}/${inLocale(locale, prevailing)}`,
  timeMap: (policy: string, locale: string, prevailing: string) => `${policy}/timemap/${inLocale(locale, prevailing)}`,
  /** A version as `txt` or `json`. */
  file: (policy: string, version: string, locale: string, prevailing: string, format: 'txt' | 'json') =>
    locale === prevailing ? `${policy}/${version}.${format}` : `${policy}/${version}/${locale}.${format}`,
} as const;

function inLocale(locale: string, prevailing: string): string {
  return locale === prevailing ? '' : `${locale}/`;
}

/** Names below the base that pages other than policies have; no policy may take one. */
export const RESERVED_NAMES = [
  'problems',
  'sections',
  'requests',
  'cookie-table',
  'cookie-registry',
  'api',
  'banner',
  'embed',
  'demo',
  'verify',
  'log',
  'notices',
  'pinned',
  'operator',
  'compare',
  'history',
  'docs',
  'subscribe',
  'dev',
] as const;

/** What the page tells the script: its words, and what it knows of this site. It is data in the page, so nothing is fetched. */

export interface PageData {
  locale: string;
  /** Folder of the site on its host. */
  base: string;
  /** Texts by their key without `verify.`; those of categories and actions too. */
  texts: Record<string, string>;
  /** Origins by site. */
  sites: Record<string, string[]>;
  policies: Record<string, { prevailing: string; locales: string[]; title: string }>;
}

export type Say = (key: string, values?: Record<string, string | number>) => string;

/** Texts as `core/wording.ts` writes them: plural forms by `count`, numbers as the language writes them. */
export function sayer({ locale, texts }: Pick<PageData, 'locale' | 'texts'>): Say {
  const plurals = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  return (key, values = {}) => {
    const { count } = values;
    const plural = typeof count === 'number' ? (texts[`${key}.${plurals.select(count)}`] ?? texts[`${key}.other`]) : undefined;
    return (plural ?? texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return value === undefined ? whole : typeof value === 'number' ? numbers.format(value) : value;
    });
  };
}

/** Texts of the product in the reader's language, from `content/wording/<locale>.json`. */
import type { Wording } from './schemas.ts';

export type Translate = (key: string, values?: Record<string, string | number>) => string;

/** English is complete by test; it stands in where a language lacks a text. */
const FALLBACK = 'en';

interface Speaker {
  numbers: Intl.NumberFormat;
  plurals: Intl.PluralRules;
}

/** Making these costs a hundred times what using them does. */
const speakers = new Map<string, Speaker>();
function spokenBy(locale: string): Speaker {
  const known = speakers.get(locale) ?? { numbers: new Intl.NumberFormat(locale), plurals: new Intl.PluralRules(locale) };
  speakers.set(locale, known);
  return known;
}

/**
 * A lookup for one locale. `{name}` in a text is replaced by the value of that name; numbers are written
 * as the locale writes them. Where a value `count` is given and the key has texts for plural categories
 * (`history.changes.one`, `history.changes.other`; CLDR, https://cldr.unicode.org/index/cldr-spec/plural-rules),
 * the one that fits is taken.
 *
 * @throws where no language has the key: that is a mistake in the product, not in the content.
 */
export function translator(wording: Record<string, Pick<Wording, 'texts'>>, locale: string): Translate {
  const language = [locale, locale.split('-')[0] ?? ''].find((tag) => wording[tag]) ?? FALLBACK;
  const own = wording[language]?.texts ?? {};
  const fallback = wording[FALLBACK]?.texts ?? {};
  const find = (key: string, count: unknown): { text: string; from: string } | undefined => {
    for (const [texts, from] of [
      [own, language],
      [fallback, FALLBACK],
    ] as const) {
      const plural = typeof count === 'number' ? (texts[`${key}.${spokenBy(from).plurals.select(count)}`] ?? texts[`${key}.other`]) : undefined;
      const text = plural ?? texts[key];
      if (text !== undefined) return { text, from };
    }
    return undefined;
  };
  return (key, values) => {
    const found = find(key, values?.count);
    if (!found) throw new Error(`no text for the key ${key} in wording/${FALLBACK}.json`);
    if (!values) return found.text;
    return found.text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return value === undefined ? whole : typeof value === 'number' ? spokenBy(found.from).numbers.format(value) : value;
    });
  };
}

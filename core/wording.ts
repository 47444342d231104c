/** Texts of the product in the reader's language, from `content/wording/<locale>.json`. */
import type { Wording } from './schemas.ts';

export type Translate = (key: string, values?: Record<string, string | number>) => string;

/** English is complete by test; it stands in where a language lacks a text. */
const FALLBACK = 'en';

/**
 * A lookup for one locale. `{name}` in a text is replaced by the value of that name.
 *
 * @throws where no language has the key: that is a mistake in the product, not in the content.
 */
export function translator(wording: Record<string, Wording>, locale: string): Translate {
  const own = wording[locale]?.texts ?? wording[locale.split('-')[0] ?? '']?.texts ?? {};
  const fallback = wording[FALLBACK]?.texts ?? {};
  return (key, values) => {
    const text = own[key] ?? fallback[key];
    if (text === undefined) throw new Error(`no text for the key ${key} in wording/${FALLBACK}.json`);
    return values ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)) : text;
  };
}

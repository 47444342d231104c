/** How much differs between two texts, as a sentence: only the parts that are there, each in its plural form. */
import type { Wording } from '../../schemas.ts';
import type { Translate } from '../../wording.ts';
import type { ComparisonStats } from './comparison.ts';

export type Size = Pick<ComparisonStats, 'wordsAdded' | 'wordsRemoved' | 'wordsMoved'>;

/** "12 words added, 1 word removed." Where no word was touched, that none was: signs and layout may still differ. */
export function sizeInWords({ wordsAdded, wordsRemoved, wordsMoved }: Size, t: Translate, locale: string): string {
  const parts = [
    ...(wordsAdded > 0 ? [t('size.added', { count: wordsAdded })] : []),
    ...(wordsRemoved > 0 ? [t('size.removed', { count: wordsRemoved })] : []),
    ...(wordsMoved > 0 ? [t('size.moved', { count: wordsMoved })] : []),
  ];
  if (parts.length === 0) return t('size.none');
  return `${new Intl.ListFormat(locale, { type: 'unit' }).format(parts)}.`;
}

/** What `sizeInWords` asks for, by language: as much of the wording as the Worker needs. */
export type SizeWording = Record<string, Pick<Wording, 'texts'>>;

/** The texts of the size in a language, and in English for what it lacks. */
export function sizeWording(wording: Record<string, Wording>, language: string): SizeWording {
  const own = Object.entries(wording).filter(([tag]) => tag === language || tag === 'en');
  return Object.fromEntries(
    own.map(([tag, { texts }]) => [tag, { texts: Object.fromEntries(Object.entries(texts).filter(([key]) => key.startsWith('size.'))) }]),
  );
}

/** How hard a text is to read: grade level for English (Flesch-Kincaid), LIX for German. */
import type { Sentence } from './sentences.ts';

export interface Readability {
  /** School years for English, LIX for German. */
  value: number;
  scale: 'grade' | 'LIX';
}

export function readability(sentences: readonly Sentence[], language: string): Readability | undefined {
  const words = sentences.flatMap((sentence) => sentence.text.match(/[\p{L}’']+/gu) ?? []);
  if (!words.length) return undefined;
  const perSentence = words.length / sentences.length;
  if (language === 'en') {
    const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
    return { value: 0.39 * perSentence + (11.8 * syllables) / words.length - 15.59, scale: 'grade' };
  }
  const long = words.filter((word) => word.length > 6).length;
  return language === 'de' ? { value: perSentence + (100 * long) / words.length, scale: 'LIX' } : undefined;
}

/** Groups of vowels, silent endings taken off: right for nine of ten English words. */
function syllablesOf(word: string): number {
  const small = word.toLowerCase().replace(/[^a-z]/g, '');
  if (small.length <= 3) return 1;
  const trimmed = small.replace(/(?:[^laeiouy]es|[^aeiouytd]ed|[^aeiouyl]e)$/, '').replace(/^y/, '');
  return Math.max(1, trimmed.match(/[aeiouy]{1,2}/g)?.length ?? 1);
}

/** What one comparison has read so far: tokens and word numbers of each text, made once and on demand. */
import { isWordlike, type Tokens, tokenise } from './tokens.ts';
import { foldTypography } from './typography.ts';

export interface Reader {
  tokens(text: string): Tokens;
  /** The words in order as numbers: the same number for the same word, whatever its case or typography. */
  words(text: string): readonly number[];
  /** The same without repetition. */
  wordSet(text: string): readonly number[];
  /** How many words, signs not counted. */
  count(text: string): number;
}

/** A reader for texts in `locale`. Lives as long as one comparison: it keeps all it has read. */
export function createReader(locale: string | undefined): Reader {
  const numbers = new Map<string, number>();
  const tokens = remember((text) => tokenise(text, locale));
  const numberOf = remember((word) => numberIn(numbers, foldTypography(word).toLowerCase()));
  const words = remember((text) => tokens(text).words.filter(isWordlike).map(numberOf));
  const wordSet = remember((text) => [...new Set(words(text))]);

  return { tokens, words, wordSet, count: (text) => words(text).length };
}

function numberIn(numbers: Map<string, number>, word: string): number {
  const known = numbers.get(word);
  if (known !== undefined) return known;
  numbers.set(word, numbers.size);
  return numbers.size - 1;
}

function remember<T>(make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>();
  return (text) => {
    const known = made.get(text);
    if (known !== undefined) return known;
    const value = make(text);
    made.set(text, value);
    return value;
  };
}

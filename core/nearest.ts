/** What somebody probably meant, for messages about names that are not known. */
import { closest, distance } from 'fastest-levenshtein';

/** The known name nearest to a word, where it is near enough to be meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(
    word.toLowerCase(),
    known.map((name) => name.toLowerCase()),
  );
  const found = known.find((name) => name.toLowerCase() === best);
  return distance(word.toLowerCase(), best) <= Math.max(2, Math.floor(word.length / 3)) ? found : undefined;
}

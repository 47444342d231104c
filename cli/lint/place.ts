/** From offsets to lines and columns, and back to the words between. */
import type { Place } from './syntax.ts';

export interface Point {
  line: number;
  column: number;
  offset: number;
}

/** A function that names line and column of an offset; both from 1, columns in UTF-16 code units. */
export function pointFinder(source: string): (offset: number) => Point {
  const starts = [0];
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1, offset };
  };
}

/** The words at a place on one line, shortened in the middle where they are many. */
export function quoteAt(source: string, place: Place): string {
  const words = source.slice(place.start, place.end).replace(/\s+/g, ' ').trim();
  return words.length <= 120 ? words : `${words.slice(0, 80).trimEnd()} … ${words.slice(-30).trimStart()}`;
}

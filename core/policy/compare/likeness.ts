/** How alike texts are, by their sets of words, for many texts at once. */

/** More comparisons than this are not tried: a pair of texts that large has been rewritten anyway. */
const MAX_LIKENESS_PAIRS = 400_000;
/** The same in words looked at (some 20 ms). */
const MAX_LIKENESS_WORK = 20_000_000;

export interface Like {
  a: number;
  b: number;
  /** From 0, no word in common, to 1, the same words. */
  likeness: number;
}

type WordSets = readonly (readonly number[])[];

/**
 * All pairs at least `minimum` alike (Dice's coefficient of the word sets, then whatever `judge` makes
 * of it), most alike first; among equals those that stand in like places. None at all where there
 * are more pairs than the bounds above.
 */
export function likePairs(as: WordSets, bs: WordSets, minimum: number, judge: (a: number, b: number, likeness: number) => number): Like[] {
  if (as.length === 0 || bs.length === 0 || as.length * bs.length > MAX_LIKENESS_PAIRS) return [];
  const holders = holdersOf(bs);
  if (workOf(as, holders) > MAX_LIKENESS_WORK) return [];
  const found = as.flatMap((_, a) => partnersOf(a, as, bs, holders, minimum, judge));
  const askew = ({ a, b }: Like) => Math.abs(a * bs.length - b * as.length);
  return found.sort((x, y) => y.likeness - x.likeness || askew(x) - askew(y) || x.a - y.a || x.b - y.b);
}

function partnersOf(
  a: number,
  as: WordSets,
  bs: WordSets,
  holders: Map<number, number[]>,
  minimum: number,
  judge: (a: number, b: number, likeness: number) => number,
): Like[] {
  const common = new Uint32Array(bs.length);
  for (const word of as[a] ?? []) for (const b of holders.get(word) ?? []) common[b] = (common[b] ?? 0) + 1;
  const found: Like[] = [];
  common.forEach((shared, b) => {
    if (shared === 0) return;
    const likeness = judge(a, b, (2 * shared) / ((as[a]?.length ?? 0) + (bs[b]?.length ?? 0)));
    if (likeness >= minimum) found.push({ a, b, likeness });
  });
  return found;
}

function holdersOf(sets: WordSets): Map<number, number[]> {
  const holders = new Map<number, number[]>();
  sets.forEach((words, index) => {
    for (const word of words) {
      const known = holders.get(word);
      if (known) known.push(index);
      else holders.set(word, [index]);
    }
  });
  return holders;
}

function workOf(as: WordSets, holders: Map<number, number[]>): number {
  let work = 0;
  for (const words of as) for (const word of words) work += holders.get(word)?.length ?? 0;
  return work;
}

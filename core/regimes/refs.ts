/** References to articles, joined so that a reader can follow them. No law is looked up here. */

const NUMBER = /^\d[\w.:()-]*$/;

/**
 * One reference of several. Numbers under the same law or word are told once, in order, and three or
 * more that follow one another as a range: `Art. 16, 19` and `Art. 17, 18` are `Art. 16–19`. What is not
 * a plain list of numbers stays as it is.
 */
export function joinRefs(refs: readonly string[]): string {
  const byPrefix = new Map<string, Set<string>>();
  for (const part of refs.flatMap((ref) => ref.split('; '))) {
    const list = numberList(part) ?? { prefix: part, numbers: [] };
    const known = byPrefix.get(list.prefix) ?? new Set();
    for (const number of list.numbers) known.add(number);
    byPrefix.set(list.prefix, known);
  }
  return [...byPrefix].map(([prefix, numbers]) => prefix + ranges([...numbers].sort(inNumericOrder)).join(', ')).join('; ');
}

/** `11 CCR 7026, 7027` is `11 CCR ` with two numbers. */
function numberList(part: string): { prefix: string; numbers: string[] } | undefined {
  const [first = '', ...rest] = part.split(', ');
  const split = first.lastIndexOf(' ') + 1;
  const numbers = [first.slice(split), ...rest];
  return numbers.every((number) => NUMBER.test(number)) ? { prefix: first.slice(0, split), numbers } : undefined;
}

function ranges(numbers: string[]): string[] {
  const runs: string[][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run && follows(run.at(-1) ?? '', number)) run.push(number);
    else runs.push([number]);
  }
  return runs.flatMap((run) => (run.length < 3 ? run : [`${run[0]}–${run.at(-1)}`]));
}

function follows(before: string, number: string): boolean {
  return /^\d+$/.test(before) && /^\d+$/.test(number) && Number(number) === Number(before) + 1;
}

function inNumericOrder(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

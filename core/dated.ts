/**
 * Values of `organisation.json` that sealed versions show and that may change: written plain, or as a
 * list of values with the day since which each holds, so that an old version keeps the old one.
 */
import { z } from 'zod';

/** A value for each time it held, oldest first. Without `since` it held ever since. */
export type Dated<T> = { since?: string | undefined; value: T }[];

/** A plain value, or a list `[{ "value": 30 }, { "since": "2027-06-01", "value": 14 }]`. */
export function datedSchema<T>(value: z.ZodType<T>, since: z.ZodType<string>): z.ZodType<Dated<T>> {
  const list = z.array(z.strictObject({ since: since.optional(), value }, { error: ROW })).check(inOrder);
  return z.unknown().transform((input, context) => {
    const rows = isList(input);
    const read = rows ? list.safeParse(input) : value.transform((plain) => [{ value: plain }]).safeParse(input);
    if (read.success) return read.data;
    context.issues.push(...read.error.issues.map((issue) => ({ ...issue, input }) as z.core.$ZodRawIssue));
    return z.NEVER;
  });
}

const ROW = 'a value with the day since which it holds: { "since": "2027-06-01", "value": … }';

/** What somebody means as a list with days: at least one of its rows is an object. */
function isList(input: unknown): boolean {
  return Array.isArray(input) && input.some((row) => row !== null && typeof row === 'object');
}

function inOrder({ value: rows, issues }: z.core.ParsePayload<Dated<unknown>>): void {
  for (const [index, { since }] of rows.entries()) {
    const before = rows[index - 1];
    if (!before || (since !== undefined && since > (before.since ?? ''))) continue;
    const message =
      before.since === undefined ? 'the day since which it holds; only the first value may do without' : `a day after ${before.since}; the oldest stands first`;
    issues.push({ code: 'custom', path: [index, 'since'], message, input: since });
  }
}

/** The value that held on a day; nothing before the first. */
export function valueOn<T>(rows: Dated<T>, date: string): T | undefined {
  return rows.findLast(({ since }) => since === undefined || since <= date)?.value;
}

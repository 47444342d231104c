/** Reading a span of days out of a log: every record of it, once, in order, and few looks at the rest. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordText } from '../../../core/consent/record.ts';
import { type Page, type Pages, recordsIn, type Span } from '../../../worker/routes/operator/spans.ts';
import { recordOf } from '../consent/samples.ts';

interface Log extends Pages {
  looks: number;
}

/** A log by the day of each entry; nothing where an entry is no record, or was erased. */
function logOf(days: readonly (string | null)[], most = 1024): Log {
  const texts = new Map([...new Set(days)].map((day) => [day, recordText(recordOf({ received: `${day}T12:00:00.000Z` }))]));
  return {
    looks: 0,
    page(from, limit): Promise<Page> {
      this.looks += 1;
      const to = Math.min(from + Math.min(limit, most), days.length);
      const records = days.slice(from, to).flatMap((day, place) => (day === null ? [] : [{ index: from + place, record: texts.get(day) ?? '' }]));
      return Promise.resolve({ records, next: to < days.length ? to : null });
    },
  };
}

async function indexesIn(log: Pages, span: Span): Promise<number[]> {
  const indexes: number[] = [];
  for await (const page of recordsIn(log, span)) indexes.push(...page.map(({ index }) => index));
  return indexes;
}

const dayAt = (offset: number): string => new Date(Date.UTC(2026, 0, 1 + offset)).toISOString().slice(0, 10);

describe('a span', () => {
  test('of any log has just its records, in order', async () => {
    const entry = fc.oneof({ weight: 4, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.constant(null) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 300 }),
        fc.option(fc.nat(30)),
        fc.option(fc.nat(30)),
        fc.integer({ min: 1, max: 64 }),
        async (steps, from, to, most) => {
          let offset = 0;
          const days = steps.map((step) => {
            offset += step ?? 0;
            return step === null ? null : dayAt(Math.floor(offset / 16));
          });
          const span = { from: from === null ? undefined : dayAt(from), to: to === null ? undefined : dayAt(to) };
          const expected = days.flatMap((day, index) => (day !== null && (!span.from || day >= span.from) && (!span.to || day <= span.to) ? [index] : []));
          expect(await indexesIn(logOf(days, most), span)).toEqual(expected);
        },
      ),
    );
  });

  test('of one day in a long log is found in few looks', async () => {
    const log = logOf(Array.from({ length: 1000 }, (_none, day) => Array<string>(1000).fill(dayAt(day))).flat());
    const indexes = await indexesIn(log, { from: dayAt(731), to: dayAt(731) });
    expect([indexes.length, indexes[0], indexes.at(-1)]).toEqual([1000, 731_000, 731_999]);
    expect(log.looks).toBeLessThan(50);
  });

  test('behind a long erased part is found', async () => {
    const log = logOf([...Array.from({ length: 20_000 }, () => null), dayAt(3), dayAt(4)]);
    expect(await indexesIn(log, { from: dayAt(4) })).toEqual([20_001]);
  });

  test('is read only as far as somebody takes it', async () => {
    const log = logOf(Array.from({ length: 100_000 }, () => dayAt(0)));
    const pages = recordsIn(log, {});
    await pages.next();
    await pages.next();
    await pages.return(undefined);
    expect(log.looks).toBe(2);
  });
});

/** Statistics of requests against figures worked by hand. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaseEvent } from '../../../core/requests/events.ts';
import { ccpaFigures, daysOf, type FiguresLine, figuresOf, lineOf, proofOf } from '../../../core/requests/statistics.ts';
import { summaryOf } from '../../../core/requests/summary.ts';
import { requestSettingsSchema } from '../../../core/schemas.ts';

const line = (more: Partial<FiguresLine> = {}): FiguresLine => ({
  month: '2026-03',
  kind: 'access',
  regime: 'eu-gdpr',
  california: false,
  state: 'answered',
  outcome: 'complied',
  proof: 'verified',
  days: 10,
  late: false,
  requests: 1,
  ...more,
});

describe('days to the answer', () => {
  test.each<[string, [number, number][], { median: number | null; mean: number | null; p90: number | null }]>([
    ['none', [], { median: null, mean: null, p90: null }],
    ['one', [[7, 1]], { median: 7, mean: 7, p90: 7 }],
    [
      'two',
      [
        [4, 1],
        [9, 1],
      ],
      { median: 6.5, mean: 6.5, p90: 9 },
    ],
    [
      'an odd number',
      [
        [1, 1],
        [2, 1],
        [30, 1],
      ],
      { median: 2, mean: 11, p90: 30 },
    ],
    [
      'ten',
      [
        [1, 1],
        [2, 1],
        [3, 1],
        [4, 1],
        [5, 1],
        [6, 1],
        [7, 1],
        [8, 1],
        [9, 1],
        [40, 1],
      ],
      { median: 5.5, mean: 8.5, p90: 9 },
    ],
    [
      'many alike',
      [
        [0, 90],
        [5, 9],
        [300, 1],
      ],
      { median: 0, mean: 3.5, p90: 0 },
    ],
    [
      'many alike, in another order',
      [
        [300, 1],
        [5, 10],
        [0, 89],
      ],
      { median: 0, mean: 3.5, p90: 5 },
    ],
  ])('of %s', (_what, counts, expected) => {
    expect(daysOf(counts.map(([days, requests]) => line({ days, requests })))).toMatchObject(expected);
  });

  test('of any answers they are what the sorted list has in its middle and at its ninth tenth', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 200 }), (days) => {
        const sorted = days.toSorted((a, b) => a - b);
        const half = (sorted.length - 1) / 2;
        const rank = sorted.findIndex((_one, at) => (at + 1) * 10 >= sorted.length * 9);
        expect(daysOf(days.map((one) => line({ days: one })))).toEqual({
          answers: days.length,
          median: ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2,
          mean: Math.round((days.reduce((sum, one) => sum + one, 0) / days.length) * 10) / 10,
          p90: sorted[rank],
        });
      }),
    );
  });

  test('open requests have none', () => {
    expect(daysOf([line({ state: 'open', days: null })])).toMatchObject({ answers: 0, median: null });
  });
});

test.each<[string, CaseEvent['type'][], string]>([
  ['an opt-out', ['received', 'choice-recorded', 'answered'], 'not-asked'],
  ['one that waits for its proof', ['received', 'proof-asked'], 'unverified'],
  ['one that was proved', ['received', 'proof-asked', 'proved'], 'verified'],
  ['a letter whose sender was seen', ['received', 'identity-confirmed'], 'verified'],
])('%s counts as %s', (_what, types, expected) => {
  expect(proofOf(types.map((type) => ({ type, at: '2026-03-01' }) as unknown as CaseEvent))).toBe(expected);
});

describe('figures', () => {
  const lines = [
    line({ requests: 3 }),
    line({ kind: 'erasure', regime: 'us-ca-ccpa', month: '2026-04', days: 50, late: true }),
    line({ kind: 'erasure', state: 'refused', outcome: 'excessive rights-of-others', days: 2 }),
    line({ kind: 'opt-out-sale', proof: 'not-asked', days: 0 }),
    line({ state: 'open', outcome: null, days: null, late: true }),
    // Somebody who floods the form with addresses of others.
    line({ proof: 'unverified', state: 'unproved', outcome: null, days: null, requests: 5000 }),
    line({ proof: 'unverified', state: 'expired', outcome: null, days: null, requests: 700, month: '2026-04' }),
  ];
  const figures = figuresOf(lines);

  test('what nobody proved stands apart and is in no other figure', () => {
    expect(figures.total).toEqual({ received: 7, unverified: 5700, open: 1, answered: 5, refused: 1, withdrawn: 0, disputed: 0, late: 2 });
    expect(figures.kinds).toEqual([
      { label: 'access', values: [4] },
      { label: 'erasure', values: [2] },
      { label: 'opt-out-sale', values: [1] },
    ]);
    expect(figures.volumes).toEqual([
      { label: '2026-03', values: [6, 5000] },
      { label: '2026-04', values: [1, 700] },
    ]);
  });

  test('a refusal with two reasons counts with each', () => {
    expect(figures.refusals).toEqual([
      { label: 'excessive', values: [1] },
      { label: 'rights-of-others', values: [1] },
    ]);
  });

  test('late ones and days go by month of receipt', () => {
    expect(figures.late).toEqual([
      { label: '2026-03', values: [5, 1] },
      { label: '2026-04', values: [0, 1] },
    ]);
    expect(figures.daysByMonth).toEqual([
      { label: '2026-03', values: [10, 10] },
      { label: '2026-04', values: [50, 50] },
    ]);
  });

  test('months in which nothing came stand between those in which something did, over the turn of a year too', () => {
    const { volumes, daysByMonth } = figuresOf([line({ month: '2026-11' }), line({ month: '2027-02' })]);
    expect(volumes.map(({ label, values }) => [label, values[0]])).toEqual([
      ['2026-11', 1],
      ['2026-12', 0],
      ['2027-01', 0],
      ['2027-02', 1],
    ]);
    expect(daysByMonth[1]).toEqual({ label: '2026-12', values: [null, null] });
  });

  test('of nothing there are none, and nothing breaks', () => {
    expect(figuresOf([])).toMatchObject({ total: { received: 0 }, volumes: [], days: { median: null } });
  });
});

describe('11 CCR 7102', () => {
  const own = (more: Partial<FiguresLine>): FiguresLine => line({ california: true, regime: 'us-ca-ccpa', ...more });
  const lines = [
    own({ kind: 'access', days: 10 }),
    own({ kind: 'portability', days: 20, outcome: 'complied-in-part' }),
    own({ kind: 'third-party-list', days: 30, outcome: 'no-data' }),
    own({ kind: 'access', state: 'refused', outcome: 'identity-not-verified', days: 45 }),
    own({ kind: 'erasure', state: 'refused', outcome: 'legal-obligation', days: 5 }),
    own({ kind: 'erasure', state: 'refused', outcome: 'manifestly-unfounded', days: 5 }),
    own({ kind: 'erasure', state: 'open', outcome: null, days: null }),
    own({ kind: 'erasure', proof: 'unverified', state: 'expired', outcome: null, days: null, requests: 9 }),
    own({ kind: 'rectification', state: 'withdrawn', outcome: null, days: null }),
    own({ kind: 'opt-out-sale', proof: 'not-asked', days: 0, requests: 40 }),
    own({ kind: 'opt-out-targeted-advertising', proof: 'not-asked', days: 1, requests: 2 }),
    own({ kind: 'limit-sensitive', proof: 'not-asked', days: 0 }),
    own({ kind: 'complaint', proof: 'not-asked' }),
    own({ kind: 'access', month: '2025-12', days: 99 }),
    line({ kind: 'erasure', days: 3 }),
  ];

  test('(a)(1)(A)–(F): received, complied with, denied, and the days of each right', () => {
    expect(
      Object.fromEntries(
        ccpaFigures(lines, 2026, 'californians').map(({ right, received, complied, denied, pending, median, mean }) => [
          right,
          [received, complied, denied, pending, median, mean],
        ]),
      ),
    ).toEqual({
      know: [4, 3, 1, 0, 25, 26.3],
      delete: [3, 0, 2, 1, 5, 5],
      correct: [1, 0, 0, 1, null, null],
      'opt-out': [42, 42, 0, 0, 0, 0],
      limit: [1, 1, 0, 0, 0, 0],
    });
  });

  test('(a)(2): denials are told apart by why, and add up', () => {
    const [know, erase] = ccpaFigures(lines, 2026, 'californians');
    expect(know?.deniedBecause).toEqual({ notVerifiable: 1, exempt: 0, other: 0 });
    expect(erase?.deniedBecause).toEqual({ notVerifiable: 0, exempt: 1, other: 1 });
    expect(erase?.unverified).toBe(9);
  });

  test('(b): everybody, where that is said instead', () => {
    expect(ccpaFigures(lines, 2026, 'everybody')[1]).toMatchObject({ right: 'delete', received: 4, complied: 1 });
  });

  test('(a)(2): what was denied because nobody could verify who asks is a denial, though it was never proved', () => {
    const denied = own({ kind: 'erasure', proof: 'unverified', state: 'refused', outcome: 'identity-not-verified', days: 12 });
    expect(ccpaFigures([denied], 2026, 'californians')[1]).toMatchObject({
      received: 1,
      denied: 1,
      deniedBecause: { notVerifiable: 1 },
      unverified: 0,
      median: 12,
    });
    expect(figuresOf([denied]).total).toMatchObject({ received: 1, refused: 1, unverified: 0 });
  });

  test('(a)(1): what was received is what was complied with, denied, and neither', () => {
    for (const { received, complied, denied, pending } of ccpaFigures(lines, 2026, 'everybody')) expect(complied + denied + pending).toBe(received);
  });

  test.each([
    ['Europe/Berlin', '2027-01-01', 2027],
    ['UTC', '2026-12-31', 2026],
    ['America/Los_Angeles', '2026-12-31', 2026],
    ['Pacific/Auckland', '2027-01-01', 2027],
  ])('(a)(1): the year is that of the day on which it was received in %s', (timeZone, received, year) => {
    const events: CaseEvent[] = [
      { type: 'received', at: '2026-12-31T23:30:00Z' },
      { type: 'answered', at: '2027-01-10T10:00:00Z', outcome: 'complied' },
    ];
    const settings = requestSettingsSchema.parse({});
    const summary = summaryOf({ rules: [], events, timeZone, settings });
    expect(summary.received).toBe(received);
    const made = lineOf({ kind: 'erasure', place: 'US-CA', summary, events, today: '2027-02-01' });
    expect([2026, 2027].filter((one) => ccpaFigures([made], one, 'californians')[1]?.received === 1)).toEqual([year]);
    expect(made.days).toBe(year === 2026 ? 10 : 9);
  });

  test('another year has its own', () => {
    expect(ccpaFigures(lines, 2025, 'californians')[0]).toMatchObject({ received: 1, median: 99 });
  });
});

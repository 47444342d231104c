/** What a request keeps of the law, of the holidays, and of what happened to it. */
import { describe, expect, test } from 'vitest';
import { buildHolidayTable, holidayPlaces } from '../../../core/deadlines/build-holidays.ts';
import { daysLeft, deadlinesOf, soonest } from '../../../core/deadlines/derive.ts';
import { requestEventsSchema } from '../../../core/deadlines/events.ts';
import { holidayTableSchema } from '../../../core/deadlines/holidays.ts';
import { freezeRules, placeOf } from '../../../core/deadlines/rule-set.ts';
import { findRegime, regimeTable } from '../../../core/regimes.ts';
import { derived, rulesFor, TABLES } from './case.ts';

const ACCESS = { regime: 'eu-gdpr', right: 'access', received: '2026-03-05', zone: 'Europe/Berlin', seat: { country: 'DE', region: 'HE' } } as const;

describe('a rule set', () => {
  test('is taken for every right of every law in the table, for each row through time', () => {
    for (const regime of regimeTable.regimes) {
      for (const { right, variant, since } of regime.rights) {
        const frozen = freezeRules({ regime: regime.id, right, variant, received: since ?? regime.since, tables: [] });
        expect(frozen.ok, `${regime.id} ${right}`).toBe(true);
      }
    }
  });

  test('is refused before the law is in force, and for a right that it does not give', () => {
    expect(freezeRules({ regime: 'in-dpdp', right: 'access', received: '2026-12-01', tables: [] })).toMatchObject({ ok: false, reason: 'regime-not-in-force' });
    expect(freezeRules({ regime: 'eu-gdpr', right: 'appeal', received: '2026-12-01', tables: [] })).toMatchObject({ ok: false, reason: 'right-not-given' });
    expect(freezeRules({ regime: 'xx-none', right: 'access', received: '2026-12-01', tables: [] })).toMatchObject({ ok: false, reason: 'regime-not-in-force' });
  });

  test('keeps two years of holidays and only where a period looks at them', () => {
    const { holidays } = rulesFor(ACCESS);
    expect(holidays).toMatchObject({ known: true, place: 'DE-HE', from: '2026-03-05', until: '2028-03-05' });
    expect(JSON.stringify(rulesFor(ACCESS)).length).toBeLessThan(4_000);
    expect(rulesFor({ ...ACCESS, regime: 'us-va-vcdpa' }).holidays).toEqual({ known: 'not-needed' });
  });

  test('says why it has no holidays', () => {
    expect(rulesFor({ ...ACCESS, seat: undefined }).holidays).toEqual({ known: false, why: 'seat-unknown' });
    expect(rulesFor({ ...ACCESS, seat: { country: 'US', region: 'NY' } }).holidays).toEqual({ known: false, why: 'seat-elsewhere' });
    expect(rulesFor({ ...ACCESS, seat: { country: 'LV' } }).holidays).toEqual({ known: false, why: 'no-table' });
  });

  test.each([
    ['eu-gdpr', { country: 'DE', region: 'HE' }, 'DE-HE'],
    ['eu-gdpr', { country: 'DE', region: 'DE-HE' }, 'DE-HE'],
    ['eu-gdpr', { country: 'US', region: 'CA' }, undefined],
    ['us-ca-ccpa', { country: 'DE', region: 'HE' }, 'US-CA'],
    ['us-ca-ccpa', undefined, 'US-CA'],
    ['uk-gdpr', { country: 'GB', region: 'SCT' }, 'GB-SCT'],
    ['uk-gdpr', undefined, 'GB'],
  ])('%s with the seat %o counts the holidays of %s', (id, seat, place) => {
    const found = findRegime(id);
    expect(found.ok && placeOf(found.regime, seat)).toBe(place);
  });
});

describe('a table of holidays', () => {
  test('has the shape of its schema, names in two languages, and its source', () => {
    for (const table of TABLES) expect(holidayTableSchema.parse(table)).toEqual(table);
    const easter = TABLES.find(({ place }) => place === 'DE-HE')?.days.find(({ date }) => date === '2026-04-06');
    expect(easter).toEqual({ date: '2026-04-06', list: 'both', names: { en: 'Easter Monday', de: 'Ostermontag' } });
    expect(TABLES[0]?.source).toMatch(/^date-holidays \d/);
  });

  test('of a country with regions has only what is free in all of them', () => {
    const dates = TABLES.find(({ place }) => place === 'GB')?.days.map(({ date }) => date);
    expect(dates).toContain('2026-04-03');
    expect(dates).not.toContain('2026-04-06');
  });

  test('of a place that nobody knows is refused with what is known', () => {
    expect(buildHolidayTable('QQ', { from: 2026, until: 2026 })).toEqual({ ok: false, reason: 'unknown-country', country: 'QQ' });
    expect(buildHolidayTable('DE-XX', { from: 2026, until: 2026 })).toMatchObject({
      ok: false,
      reason: 'unknown-region',
      known: expect.arrayContaining(['HE']),
    });
  });

  test('is needed for the seat and for laws that count by their own place', () => {
    expect(holidayPlaces(['eu-gdpr', 'us-ca-ccpa'], { country: 'DE', region: 'HE' })).toEqual(['DE-HE', 'US-CA']);
    expect(holidayPlaces(['eu-gdpr'], undefined)).toEqual([]);
  });
});

describe('a request', () => {
  test('that nobody received has no dates', () => {
    expect(deadlinesOf(rulesFor(ACCESS), [{ type: 'withdrawn', at: '2026-03-05' }])).toEqual({ ok: false, reason: 'no-receipt' });
  });

  test('is answered in time on the last day, in the organisation’s zone, and late a day after', () => {
    const answered = (at: string) => derived(rulesFor(ACCESS), ACCESS.received, [{ type: 'answered', at }]);
    expect(answered('2026-04-07T21:59:59Z')).toMatchObject({ state: 'answered', answer: { met: { on: '2026-04-07', daysLate: 0 } } });
    expect(answered('2026-04-07T22:00:00Z')).toMatchObject({ answer: { met: { on: '2026-04-08', daysLate: 1 } } });
    expect(answered('2026-04-07').answer.endsAt).toBe('2026-04-07T22:00:00Z');
  });

  test('says whether it can be extended, until when, and by when the person is told', () => {
    const of = (...events: Parameters<typeof derived>[2][]) =>
      derived(
        rulesFor(ACCESS),
        ACCESS.received,
        events.flatMap((list) => list ?? []),
      ).extension;
    expect(of()).toEqual({ possible: true, limit: '2026-06-05', noticeBy: '2026-04-07' });
    expect(of([{ type: 'extended', at: '2026-03-20', reason: 'complexity' }])).toEqual({ possible: false, why: 'used-up' });
    expect(of([{ type: 'answered', at: '2026-03-20' }])).toEqual({ possible: false, why: 'closed' });
    expect(derived(rulesFor({ ...ACCESS, regime: 'ca-qc-law25' }), ACCESS.received).extension).toEqual({ possible: false, why: 'none' });
  });

  test('needs no acknowledgement any more once it is answered (11 CCR 7021(a))', () => {
    const rules = rulesFor({ ...ACCESS, regime: 'us-ca-ccpa' });
    expect(derived(rules, ACCESS.received, [{ type: 'answered', at: '2026-03-10' }]).acknowledgement?.met).toEqual({ on: '2026-03-10', daysLate: 0 });
  });

  test('after it is closed nothing that happens moves its dates', () => {
    const closed = derived(rulesFor(ACCESS), ACCESS.received, [{ type: 'refused', at: '2026-03-20' }]);
    const later = derived(rulesFor(ACCESS), ACCESS.received, [
      { type: 'refused', at: '2026-03-20' },
      { type: 'complaint-received', at: '2026-03-25', request: 'R2' },
      { type: 'extended', at: '2026-03-26', reason: 'complexity' },
    ]);
    expect(later).toEqual(closed);
  });

  test('under several laws is due at the soonest', () => {
    expect(soonest([{ due: '2026-04-07' }, {}, { due: '2026-03-26' }])).toEqual({ due: '2026-03-26' });
    expect(soonest([{}])).toBeUndefined();
    expect([daysLeft({ due: '2026-04-07' }, '2026-04-05'), daysLeft({ due: '2026-04-07' }, '2026-04-08'), daysLeft({}, '2026-04-05')]).toEqual([
      2,
      -1,
      undefined,
    ]);
  });
});

test.each([
  ['a type that there is not', { type: 'paused', at: '2026-03-05' }],
  ['a day that does not exist', { type: 'received', at: '2026-02-30' }],
  ['a time without its offset', { type: 'received', at: '2026-02-03T10:00:00' }],
  ['an extension without a reason', { type: 'extended', at: '2026-03-05' }],
  ['a field that nothing reads', { type: 'received', at: '2026-03-05', by: 'post' }],
])('an event with %s is refused', (_what, event) => {
  expect(requestEventsSchema.safeParse([event]).success).toBe(false);
});

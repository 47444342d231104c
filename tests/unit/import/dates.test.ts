import { describe, expect, it } from 'vitest';
import { datesInAttributes, datesInFrontMatter, declaredDates, judgeDates, withoutDates } from '../../../cli/import/dates.ts';

describe('dates that a text says of itself', () => {
  it.each([
    ['Last updated: May 4, 2026', 'updated', '2026-05-04'],
    ['Last Updated: 22nd of November 2021', 'updated', '2021-11-22'],
    ['*Last modified on 2020-01-02*', 'updated', '2020-01-02'],
    ['Updated on 25/05/2018', 'updated', '2018-05-25'],
    ['Revised 05/25/2018', 'updated', '2018-05-25'],
    ['Revision date: Jan. 3, 2019', 'updated', '2019-01-03'],
    ['This Privacy Policy was last updated on 1 June 2020. Older versions are listed below, and you may ask for them.', 'updated', '2020-06-01'],
    ['Effective May 4, 2026', 'effective', '2026-05-04'],
    ['Effective Date: November 16, 2020', 'effective', '2020-11-16'],
    ['These terms come into force on 1 January 2021', 'effective', '2021-01-01'],
    ['Version 1.0, dated November 19, 2008', 'updated', '2008-11-19'],
    ['Stand: 25. Mai 2018', 'updated', '2018-05-25'],
    ['Stand 1.5.2018', 'updated', '2018-05-01'],
    ['Stand: 15.04.14', 'updated', '2014-04-15'],
    ['Zuletzt aktualisiert am 3. März 2021', 'updated', '2021-03-03'],
    ['Letzte Änderung: 03.04.2020', 'updated', '2020-04-03'],
    ['Gültig ab Montag, 4. Mai 2026', 'effective', '2026-05-04'],
    ['In Kraft seit dem 1. Januar 2020', 'effective', '2020-01-01'],
    ['April 15, 2014', 'updated', '2014-04-15'],
    ['2014年4月15日', 'updated', '2014-04-15'],
  ])('%s', (line, kind, date) => {
    expect(declaredDates([line])).toMatchObject([{ kind, date }]);
  });

  it.each([
    ['Last updated: 03/04/2020', 'ambiguous'],
    ['Last updated: 5/6/18', 'ambiguous'],
    ['Stand: Mai 2018', 'no-day'],
    ['Last updated: February 30, 2020', 'no-such-day'],
  ])('leaves %s open', (line, open) => {
    expect(declaredDates([line])).toMatchObject([{ open }]);
    expect(declaredDates([line])[0]?.date).toBeUndefined();
  });

  it.each([
    'We stopped selling data on May 4, 2018.',
    'In the twelve months since January 1, 2020 we have disclosed the following categories of personal information for a business purpose.',
    'Where a transfer was made on the basis of a decision effective July 16, 2020 we have since moved to standard clauses for every transfer.',
    'Our Stand at the fair of 2020',
  ])('does not take a date of conduct for one: %s', (line) => {
    expect(declaredDates([line])).toEqual([]);
  });

  it('takes a bare date only below the title and at the end', () => {
    const lines = [...Array.from({ length: 8 }, () => 'Words'), 'April 15, 2014', ...Array.from({ length: 8 }, () => 'Words')];
    expect(declaredDates(lines)).toEqual([]);
  });

  it('reads dates from front matter and from attribute lists', () => {
    expect(datesInFrontMatter({ last_updated: '2020-01-02', effective_date: 'May 1, 2020', published: true })).toMatchObject([
      { kind: 'updated', date: '2020-01-02' },
      { kind: 'effective', date: '2020-05-01' },
    ]);
    expect(datesInAttributes('# T\n\nMay\n{: datetime="2017-02-9" }')).toMatchObject([{ date: '2017-02-09' }]);
  });
});

describe('a text without its dates', () => {
  it.each([
    [['Last updated: May 4, 2026'], []],
    [['Privacy policy, effective May 4, 2026'], []],
    [['Last updated: May 4, 2026. We changed the part on cookies.'], ['⟨date⟩. We changed the part on cookies.']],
    [['We keep logs for 30 days.'], ['We keep logs for 30 days.']],
  ])('%j', (lines, rest) => {
    expect(withoutDates(lines)).toEqual(rest);
  });
});

describe('which date is believed', () => {
  const updated = (date: string) => ({ kind: 'updated' as const, date, words: date });
  const effective = (date: string) => ({ kind: 'effective' as const, date, words: date });
  it.each([
    ['the same day', [updated('2020-05-01')], 'plausible'],
    ['some days before', [updated('2020-04-20')], 'plausible'],
    ['announced ahead', [effective('2021-01-01')], 'plausible'],
    ['more than 400 days ahead', [effective('2021-07-01')], 'too-late'],
    ['an update some weeks ahead', [updated('2020-06-15')], 'plausible'],
    ['an update months ahead', [updated('2020-10-20')], 'too-late'],
    ['more than 60 days back', [updated('2020-01-01')], 'too-early'],
    ['the date of the text before', [updated('2020-04-01')], 'not-moved'],
    ['none', [], 'none'],
  ])('%s', (_name, declared, verdict) => {
    expect(judgeDates(declared, '2020-05-01', new Set(['2020-04-01'])).verdict).toBe(verdict);
  });

  it('lets the first text be older than its history', () => {
    expect(judgeDates([updated('2012-01-01')], '2020-05-01', undefined).verdict).toBe('plausible');
  });

  it('prefers the day of effect', () => {
    expect(judgeDates([updated('2020-05-01'), effective('2020-06-01')], '2020-05-01', new Set()).declared?.date).toBe('2020-06-01');
  });
});

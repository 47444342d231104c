/** Where a request stands follows from its events in one place: the day that every letter, page, list and figure shows, and whether anybody may be written to. */
import { describe, expect, test } from 'vitest';
import { explain } from '../../../core/deadlines/explain.ts';
import { promiseOn, rulesFor } from '../../../core/requests/desk.ts';
import type { CaseEvent } from '../../../core/requests/events.ts';
import { datesOf, silenceOf, summaryOf } from '../../../core/requests/summary.ts';
import { translator } from '../../../core/wording.ts';
import { deskFixture } from '../../support/desk-fixture.ts';

const extended = (at: string, until?: string): CaseEvent => ({ type: 'extended', at, reason: 'complexity', ...(until === undefined ? {} : { until }) });
const asked: CaseEvent = { type: 'clarification-asked', at: '2026-02-10' };

/** An access request of 2 February 2026: the GDPR's month ends on Monday 2 March, three months on Monday 4 May. In Britain of the 5th, since when Art. 12A holds. */
function stands(promise: number | undefined, place: string, events: CaseEvent[]) {
  const desk = deskFixture('UTC', promise === undefined ? {} : { answerWithinDays: promise });
  const at = place === 'GB' ? '2026-02-05T09:00:00Z' : '2026-02-02T09:00:00Z';
  const rules = rulesFor(desk, 'access', place, at);
  const all: CaseEvent[] = [{ type: 'received', at }, ...events];
  const summary = summaryOf({ rules, events: all, timeZone: 'UTC', settings: desk.settings, promiseOn: (day) => promiseOn(desk, day) });
  return { summary, first: datesOf({ rules, events: all })[0], t: translator(desk.wording, 'en') };
}

describe('the day that counts, and the promised day that an extension took the place of', () => {
  test.each<[string, number | undefined, string, CaseEvent[], string | undefined, string | undefined]>([
    ['no promise', undefined, 'DE', [], '2026-03-02', undefined],
    ['no promise, extended', undefined, 'DE', [extended('2026-02-10')], '2026-05-04', undefined],
    ['promised sooner', 14, 'DE', [], '2026-02-16', undefined],
    ['promised sooner, extended', 14, 'DE', [extended('2026-02-10')], '2026-05-04', '2026-02-16'],
    ['promised sooner, extended to a day', 14, 'DE', [extended('2026-02-10', '2026-04-30')], '2026-04-30', '2026-02-16'],
    ['promised sooner, extended too late', 14, 'DE', [extended('2026-03-03')], '2026-02-16', undefined],
    ['promised for the same day', 28, 'DE', [], '2026-03-02', undefined],
    ['promised for the same day, extended', 28, 'DE', [extended('2026-02-10')], '2026-05-04', '2026-03-02'],
    ['promised later', 60, 'DE', [], '2026-03-02', undefined],
    ['promised later, extended', 60, 'DE', [extended('2026-02-10')], '2026-05-04', '2026-04-03'],
    ['promised later, extended to a day before that', 60, 'DE', [extended('2026-02-10', '2026-03-20')], '2026-03-20', undefined],
    ['promised sooner, a question that stops no clock', 14, 'DE', [asked], '2026-02-16', undefined],
    ['no promise, a question that stops the clock (UK GDPR Art. 12A)', undefined, 'GB', [asked], undefined, undefined],
    ['promised sooner, a question that stops the law’s clock alone', 11, 'GB', [asked], '2026-02-16', undefined],
    ['no law applies, promised', 14, 'JP', [], '2026-02-16', undefined],
    ['no law applies, nothing promised', undefined, 'JP', [], undefined, undefined],
    ['no law applies: there is none that could extend', 14, 'JP', [extended('2026-02-10')], '2026-02-16', undefined],
  ])('%s', (_what, promise, place, events, due, replaced) => {
    const { summary, first, t } = stands(promise, place, events);
    expect([summary.due, summary.replaced]).toEqual([due, replaced]);
    if (!first) return;
    expect(first.dates.answer.due).toBe(due);
    const said = explain(first.dates.answer.steps, t, 'en');
    expect(said.some((sentence) => sentence.includes('took the place of that promise'))).toBe(replaced !== undefined);
    expect(said.some((sentence) => sentence.startsWith('Due by the end of'))).toBe(due !== undefined);
  });
});

test('a promise counts as it was on the day of receipt, however it changes later', () => {
  const desk = deskFixture('UTC', { answerWithinDays: [{ value: 14 }, { since: '2026-02-09', value: 7 }] });
  const of = (at: string) =>
    summaryOf({ rules: [], events: [{ type: 'received', at }], timeZone: 'UTC', settings: desk.settings, promiseOn: (day) => promiseOn(desk, day) }).due;
  expect([of('2026-02-08T09:00:00Z'), of('2026-02-09T09:00:00Z')]).toEqual(['2026-02-22', '2026-02-16']);
});

describe('whoever typed an address is written to once it is proved', () => {
  const at = '2026-02-03T09:00:00Z';
  const proof: CaseEvent = { type: 'proof-asked', at };
  test.each<[string, CaseEvent[], ReturnType<typeof silenceOf>]>([
    ['no proof was asked for', [], undefined],
    ['asked for, and not given', [proof], 'unproved'],
    ['given by the link', [proof, { type: 'proved', at, by: 'link' }], undefined],
    ['an operator has checked', [proof, { type: 'proved', at, by: 'operator' }], undefined],
    ['an operator has confirmed who it is', [proof, { type: 'identity-confirmed', at }], undefined],
    ['withdrawn before', [proof, { type: 'withdrawn', at }], 'unproved'],
    ['removed unproved', [proof, { type: 'purged', at, what: 'unproved' }], 'unproved'],
    ['disowned before', [proof, { type: 'disputed', at }], 'disputed'],
    ['disowned after', [proof, { type: 'proved', at, by: 'link' }, { type: 'disputed', at }], 'disputed'],
  ])('%s', (_what, events, silence) => {
    expect(silenceOf([{ type: 'received', at }, ...events])).toBe(silence);
  });
});

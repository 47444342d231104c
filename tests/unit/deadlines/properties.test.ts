/** What holds for every request, whatever its law and its events. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../../../core/deadlines/count.ts';
import { deadlinesOf } from '../../../core/deadlines/derive.ts';
import { EXTENSION_REASONS, type RequestEvent } from '../../../core/deadlines/events.ts';
import { isWorkingDay } from '../../../core/deadlines/holidays.ts';
import { freezeRules, type RuleSet, ruleSetSchema } from '../../../core/deadlines/rule-set.ts';
import { regimeTable } from '../../../core/regimes.ts';
import { derived, TABLES } from './case.ts';

const RIGHTS = regimeTable.regimes.flatMap(({ id, rights }) => rights.map(({ right, variant }) => ({ regime: id, right, variant })));
const SEATS = [
  undefined,
  { country: 'DE', region: 'HE' },
  { country: 'DE' },
  { country: 'PT' },
  { country: 'GB', region: 'SCT' },
  { country: 'US', region: 'CA' },
];
const ZONES = [undefined, 'Europe/Berlin', 'America/Los_Angeles', 'Pacific/Auckland'];

const day = (from: string, until: string) =>
  fc.date({ min: new Date(from), max: new Date(until), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
const instant = fc.date({ min: new Date('2027-06-01'), max: new Date('2028-06-01'), noInvalidDate: true }).map((date) => date.toISOString());

interface Received {
  rules: RuleSet;
  received: string;
}
const request: fc.Arbitrary<Received> = fc
  .record({
    law: fc.constantFrom(...RIGHTS),
    seat: fc.constantFrom(...SEATS),
    timeZone: fc.constantFrom(...ZONES),
    received: fc.oneof(instant, day('2027-06-01', '2028-06-01')),
    promiseDays: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
  })
  .map(({ law, received, ...rest }) => ({ frozen: freezeRules({ ...law, ...rest, received, tables: TABLES }), received }))
  .filter(({ frozen }) => frozen.ok)
  .map(({ frozen, received }) => ({ rules: (frozen as { rules: RuleSet }).rules, received }));

const TYPES = ['identity-asked', 'identity-confirmed', 'clarification-asked', 'clarification-answered', 'fee-asked', 'fee-settled', 'acknowledged'] as const;
const someEvent: fc.Arbitrary<RequestEvent> = fc.oneof(
  fc.record({ type: fc.constantFrom(...TYPES), at: day('2027-06-01', '2028-12-01') }),
  fc.record({ type: fc.constant('extended' as const), at: day('2027-06-01', '2028-12-01'), reason: fc.constantFrom(...EXTENSION_REASONS) }),
  fc.record({ type: fc.constantFrom('answered' as const, 'refused' as const, 'withdrawn' as const), at: day('2027-06-01', '2028-12-01') }),
);
const events = fc.array(someEvent, { maxLength: 8 });

const RUNS = { numRuns: 400 };

test('nothing is due before it was received, and each clock ends when its day is over', () => {
  fc.assert(
    fc.property(request, events, ({ rules, received }, log) => {
      const { received: from, answer, acknowledgement, refusal } = derived(rules, received, log);
      for (const clock of [answer, acknowledgement, refusal]) {
        if (clock?.due === undefined) continue;
        expect(clock.due >= from).toBe(true);
        expect(Date.parse(clock.endsAt ?? '')).toBeGreaterThan(Date.parse(`${clock.due}T00:00:00Z`) - 14 * 3_600_000);
      }
    }),
    RUNS,
  );
});

test('the certain date is never later than what the lenient reading allows', () => {
  fc.assert(
    fc.property(request, events, ({ rules, received }, log) => {
      const { answer, acknowledgement, refusal } = derived(rules, received, log);
      for (const clock of [answer, acknowledgement, refusal]) {
        if (clock?.latest !== undefined && clock.latest !== 'open') expect(clock.latest > (clock.law ?? clock.due ?? '')).toBe(true);
      }
    }),
    RUNS,
  );
});

test.each([
  ['clarification-asked', 'clarification-answered'],
  ['identity-asked', 'identity-confirmed'],
  ['fee-asked', 'fee-settled'],
] as const)('a pause from %s to %s makes nothing due earlier', (asked, answered) => {
  fc.assert(
    fc.property(request, fc.nat(40), fc.nat(60), fc.option(fc.nat(80), { nil: undefined }), ({ rules, received }, wait, length, extendedAfter) => {
      const on = (days: number) => addDays(derived(rules, received).received, days);
      const extended: RequestEvent[] = extendedAfter === undefined ? [] : [{ type: 'extended', at: on(extendedAfter), reason: 'complexity' }];
      const paused: RequestEvent[] = [
        { type: asked, at: on(wait) },
        { type: answered, at: on(wait + length) },
      ];
      const before = derived(rules, received, extended);
      const after = derived(rules, received, [...extended, ...paused]);
      const law = (clock: { law?: string; due?: string }) => clock.law ?? clock.due ?? '9999-12-31';
      expect(law(after.answer) >= law(before.answer)).toBe(true);
    }),
    RUNS,
  );
});

test('a promise makes nothing later than the law, and never comes back once an extension took its place', () => {
  fc.assert(
    fc.property(request, events, ({ rules, received }, log) => {
      const { answer } = derived(rules, received, log);
      const { promiseDays: _none, ...unpromised } = rules;
      const law = derived(unpromised, received, log).answer.due;
      if (answer.replaced === undefined) expect((answer.due ?? '9999') <= (law ?? '9999')).toBe(true);
      else expect([answer.due, answer.replaced < (answer.due ?? '9999')]).toEqual([law, true]);
    }),
    RUNS,
  );
});

test('a last day that moved is a working day, and every day that was passed was none', () => {
  fc.assert(
    fc.property(request, events, ({ rules, received }, log) => {
      const { answer, acknowledgement, refusal } = derived(rules, received, log);
      for (const clock of [answer, acknowledgement, refusal]) {
        for (const step of [...(clock?.steps ?? []), ...(clock?.latestSteps ?? [])]) {
          if (step.step !== 'moved') continue;
          expect(isWorkingDay(rules.holidays, step.date)).toBe(true);
          for (let date = step.from; date < step.date; date = addDays(date, 1)) expect(isWorkingDay(rules.holidays, date)).toBe(false);
        }
      }
    }),
    RUNS,
  );
});

test('a rule set is the same after JSON and its schema, and gives the same dates', () => {
  fc.assert(
    fc.property(request, events, ({ rules, received }, log) => {
      const stored = ruleSetSchema.parse(JSON.parse(JSON.stringify(rules)));
      expect(stored).toStrictEqual(rules);
      expect(derived(stored, received, log)).toEqual(derived(rules, received, log));
    }),
    RUNS,
  );
});

test('the order in which events are given does not matter', () => {
  const shuffled = events.chain((log) => fc.tuple(fc.constant(log), fc.shuffledSubarray(log, { minLength: log.length })));
  fc.assert(
    fc.property(request, shuffled, ({ rules, received }, [log, other]) => {
      const receipt: RequestEvent = { type: 'received', at: received };
      expect(deadlinesOf(rules, [...other, receipt])).toEqual(deadlinesOf(rules, [receipt, ...log]));
    }),
    RUNS,
  );
});

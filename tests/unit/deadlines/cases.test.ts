/** The worked cases, each against the engine. A date here is never changed to what the engine says: the rule decides which of the two is wrong. */
import { describe, expect, test } from 'vitest';
import { type Case, derived, rulesFor } from './case.ts';
import { BRITAIN } from './cases-britain.ts';
import { CALIFORNIA } from './cases-california.ts';
import { DAYS } from './cases-days.ts';
import { DISPUTED } from './cases-disputed.ts';
import { MONTHS } from './cases-months.ts';
import { PROMISE } from './cases-promise.ts';

const ALL = { MONTHS, DAYS, CALIFORNIA, BRITAIN, DISPUTED, PROMISE };

function told(one: Case) {
  const { answer, acknowledgement, refusal, state } = derived(rulesFor(one), one.received, one.events);
  return {
    due: answer.due ?? null,
    latest: answer.latest,
    unchecked: answer.unchecked,
    ...('law' in one ? { law: answer.law } : {}),
    ...('ack' in one ? { ack: acknowledgement?.due, ackLatest: acknowledgement?.latest } : {}),
    ...('refusal' in one ? { refusal: refusal?.due } : {}),
    ...('state' in one ? { state } : {}),
  };
}

function expected({ due, latest, unchecked = false, law, ack, ackLatest, refusal, state }: Case) {
  return {
    due,
    latest,
    unchecked,
    ...(law ? { law } : {}),
    ...(ack ? { ack, ackLatest } : {}),
    ...(refusal ? { refusal } : {}),
    ...(state ? { state } : {}),
  };
}

describe.each(Object.entries(ALL))('%s', (_name, cases) => {
  test.each(cases.map((one) => [`${one.regime} ${one.right}, ${one.received}: ${one.why} (${one.rule})`, one] as const))('%s', (_title, one) => {
    expect(told(one)).toEqual(expected(one));
  });
});

test('there are at least 200 worked cases, 20 of them disputed, and none twice', () => {
  const all = Object.values(ALL).flat();
  expect(all.length).toBeGreaterThanOrEqual(200);
  expect(DISPUTED.length).toBeGreaterThanOrEqual(20);
  expect(new Set(all.map(({ why: _why, rule: _rule, ...rest }) => JSON.stringify(rest))).size).toBe(all.length);
});

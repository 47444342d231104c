/** The decision cookie: what is written is read back, and what others put there never means consent. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Choices, type Decision, formatDecision, holds, parseDecision, readDecision } from '../../../core/decision.ts';
import { CONSENT_ACTIONS, OPTIONAL_CATEGORIES } from '../../../core/vocabulary.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const seconds = NOW / 1000;
const at = (decided: number): string => decided.toString(36);
const cookie = (more = '', decided = seconds - 60): string => `fairnotice=1.${at(decided)}.182.${more || 'pAmE'}.s.2025-12-16`;

const decisions: fc.Arbitrary<Decision> = fc.record({
  decided: fc.integer({ min: 1, max: 36 ** 7 }),
  days: fc.integer({ min: 1, max: 9999 }),
  choices: fc.dictionary(fc.constantFrom(...OPTIONAL_CATEGORIES), fc.boolean()).map((choices) => ({ ...choices })) as fc.Arbitrary<Choices>,
  action: fc.constantFrom(...CONSENT_ACTIONS),
  gpc: fc.boolean(),
  policy: fc.constantFrom('2025-12-16', '2025-12-16.2', '2027-01-01.12'),
});

describe('the format', () => {
  test('what is written is read back', () => {
    fc.assert(
      fc.property(decisions, (decision) => {
        expect(parseDecision(formatDecision(decision))).toEqual(decision);
      }),
    );
  });

  test('it is short, and needs no escaping in a cookie', () => {
    fc.assert(
      fc.property(decisions, (decision) => {
        expect(formatDecision(decision)).toMatch(/^[\w.-]{19,48}$/);
      }),
    );
  });

  test('is as documented', () => {
    expect(parseDecision('1.tp1kw0.182.pAmE.S.2027-01-01')).toEqual({
      decided: Number.parseInt('tp1kw0', 36),
      days: 182,
      choices: { preferences: false, analytics: true, marketing: false, media: true },
      action: 'save',
      gpc: true,
      policy: '2027-01-01',
    });
  });
});

test.each([
  '',
  '1',
  '2.tp1kw0.182.pA.s.2027-01-01',
  '1.tp1kw0.182.pA.s',
  '1.tp1kw0.182.pA.x.2027-01-01',
  '1.tp1kw0.182.pA..2027-01-01',
  '1..182.pA.s.2027-01-01',
  '1.tp1kw0.99999.pA.s.2027-01-01',
  '1.tp1kw0.-1.pA.s.2027-01-01',
  '1.tp1kw0.182.pAxx.s.2027-01-01',
  '1.tp1kw0.182.pApApA.s.2027-01-01',
  '1.tp1kw0.182.pA.s.<script>alert(1)</script>',
  '1.tp1kw0.182.pA.s.2027-01-01\n',
  ' 1.tp1kw0.182.pA.s.2027-01-01',
  '1.0.182.pA.s.2027-01-01',
  '1.tp1kw0.182.pA.s.2027-01-01; x=1',
  '%31.tp1kw0.182.pA.s.2027-01-01',
  '{"analytics":true}',
  'true',
])('%j is no decision', (text) => {
  expect(parseDecision(text)).toBeUndefined();
});

test('any text at all: no error, and never consent without the letter that says so', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'1.pamePAMEarsw0-') })), (text) => {
      const found = parseDecision(text);
      if (found)
        for (const [category, allowed] of Object.entries(found.choices))
          if (allowed) expect(text).toMatch(new RegExp({ preferences: 'P', analytics: 'A', marketing: 'M', media: 'E' }[category] ?? '!'));
    }),
  );
});

test('two letters that contradict each other refuse', () => {
  expect(parseDecision('1.tp1kw0.182.aA.s.2027-01-01')?.choices).toEqual({ analytics: false });
});

describe('among cookies', () => {
  test.each<[string, string, boolean | undefined]>([
    ['alone', cookie(), true],
    ['among others', `a=1; ${cookie()}; b=fairnotice=2`, true],
    ['without spaces', `a=1;${cookie()};b=2`, true],
    ['none', 'a=1; b=2', undefined],
    ['nothing', '', undefined],
    ['one of another name', cookie().replace('fairnotice', 'xfairnotice'), undefined],
    ['one that has run out', cookie('', seconds - 183 * 86_400), undefined],
    ['one of the future', cookie('', seconds + 3600), undefined],
    ['the newest of two, last', `${cookie('pAmE', seconds - 100)}; ${cookie('pamE', seconds - 50)}`, false],
    ['the newest of two, first', `${cookie('pamE', seconds - 50)}; ${cookie('pAmE', seconds - 100)}`, false],
    ['one that is broken does not hide one that is not', `fairnotice=broken; ${cookie()}`, true],
    ['one of the future does not hide one that holds', `${cookie('pAmE', seconds + 9999)}; ${cookie('pamE')}`, false],
  ])('%s', (_, cookies, analytics) => {
    expect(readDecision(cookies, NOW)?.choices.analytics).toBe(analytics);
  });
});

test('a choice holds from its moment to the end of its last day, with a minute for clocks', () => {
  const made: Decision = { decided: seconds, days: 10, choices: {}, action: 'reject', gpc: false, policy: '2025-12-16' };
  expect([-61, -59, 0, 10 * 86_400 - 1, 10 * 86_400].map((after) => holds(made, NOW + after * 1000))).toEqual([false, true, true, true, false]);
});

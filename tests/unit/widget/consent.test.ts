/** What a choice means at a moment: every case as a table, and what holds whatever is chosen. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BannerData, MaterialChange } from '../../../core/banner/data.ts';
import type { Choices, Decision } from '../../../core/decision.ts';
import { CONSENT_ACTIONS, CONSENT_MODELS, OPTIONAL_CATEGORIES } from '../../../core/vocabulary.ts';
import { allOf, anyOf, isAllowed, standingOf } from '../../../widget/consent.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const DAY = 86_400;
type Data = Pick<BannerData, 'categories' | 'model' | 'changes' | 'gpc'>;
const data = (more: Partial<Data> = {}): Data => ({ categories: ['analytics', 'marketing'], model: 'opt-in', changes: [], gpc: ['marketing'], ...more });
const decision = (choices: Choices, more: Partial<Decision> = {}): Decision => ({
  decided: NOW / 1000 - DAY,
  days: 182,
  choices,
  action: 'save',
  gpc: false,
  policy: '2025-12-16',
  ...more,
});
const change = { version: '2026-11-01', date: '1 November 2026', categories: ['analytics' as const], summary: 'Another tool counts.' };
const yes = { analytics: true, marketing: true };
const no = { analytics: false, marketing: false };

describe('what holds, and whether there is a question', () => {
  test.each<[string, Data, Decision | undefined, boolean, Choices, boolean]>([
    ['nobody has chosen, opt-in', data(), undefined, false, no, true],
    ['nobody has chosen, opt-out', data({ model: 'opt-out' }), undefined, false, yes, true],
    ['nobody has chosen, notice', data({ model: 'notice' }), undefined, false, yes, true],
    ['opt-out with the signal', data({ model: 'opt-out' }), undefined, true, { analytics: true, marketing: false }, true],
    ['accepted', data(), decision(yes), false, yes, false],
    ['refused', data(), decision(no), false, no, false],
    ['refused under opt-out', data({ model: 'opt-out' }), decision(no), false, no, false],
    ['one of two', data(), decision({ analytics: true, marketing: false }), false, { analytics: true, marketing: false }, false],
    ['only one was asked about', data(), decision({ analytics: true }), false, { analytics: true, marketing: false }, true],
    ['a category that is not asked about any more', data({ categories: ['analytics'] }), decision(yes), false, { analytics: true }, false],
    ['a choice that has run out', data(), decision(yes, { decided: NOW / 1000 - 183 * DAY }), false, no, true],
    ['a choice that just holds', data(), decision(yes, { decided: NOW / 1000 - 182 * DAY + 1 }), false, yes, false],
    ['a choice of the future', data(), decision(yes, { decided: NOW / 1000 + 61 }), false, no, true],
    ['a clock that is a little ahead', data(), decision(yes, { decided: NOW / 1000 + 30 }), false, yes, false],
    ['the signal came after the choice', data(), decision(yes), true, { analytics: true, marketing: false }, false],
    ['chosen although the signal was there', data(), decision(yes, { gpc: true }), true, yes, false],
    ['the signal is gone again', data(), decision(yes, { gpc: true }), false, yes, false],
    ['a material change after an acceptance', data({ changes: [change] }), decision(yes), false, { analytics: false, marketing: true }, true],
    ['the same under opt-out', data({ changes: [change], model: 'opt-out' }), decision(yes), false, yes, true],
    ['the same after a refusal', data({ changes: [change] }), decision(no), false, no, true],
    ['a change that was there at the choice', data({ changes: [change] }), decision(yes, { policy: '2026-11-01' }), false, yes, false],
    [
      'a second version of one day',
      data({ changes: [{ ...change, version: '2025-12-16.2' }] }),
      decision(yes),
      false,
      { analytics: false, marketing: true },
      true,
    ],
    [
      'a change that touches nothing the visitor decided on',
      data({ changes: [change] }),
      decision({ marketing: true }),
      false,
      { analytics: false, marketing: true },
      true,
    ],
    ['a change of something else', data({ changes: [{ ...change, categories: ['media'] }] }), decision(yes), false, yes, false],
    ['a site that asks about nothing', data({ categories: [] }), undefined, false, {}, false],
  ])('%s', (_, given, found, gpc, allowed, ask) => {
    expect(standingOf(given, found, NOW, gpc)).toMatchObject({ allowed, ask });
    expect(standingOf(given, found, NOW, gpc).allowed).toEqual(allowed);
  });

  test('changes are told only to whom they concern', () => {
    expect(standingOf(data({ changes: [change] }), decision(yes), NOW, false).changes).toEqual([change]);
    expect(standingOf(data({ changes: [change] }), decision({ marketing: true }), NOW, false).changes).toEqual([]);
    expect(standingOf(data({ changes: [change] }), undefined, NOW, false).changes).toEqual([]);
  });
});

const categories = fc.uniqueArray(fc.constantFrom(...OPTIONAL_CATEGORIES));
const decisions = fc.record({
  decided: fc.integer({ min: NOW / 1000 - 400 * DAY, max: NOW / 1000 + DAY }),
  days: fc.integer({ min: 1, max: 395 }),
  choices: fc.dictionary(fc.constantFrom(...OPTIONAL_CATEGORIES), fc.boolean()) as fc.Arbitrary<Choices>,
  action: fc.constantFrom(...CONSENT_ACTIONS),
  gpc: fc.boolean(),
  policy: fc.constantFrom('2025-12-16', '2026-11-01', '2026-12-01'),
});
const cases = fc.tuple(
  fc.record({ categories, model: fc.constantFrom(...CONSENT_MODELS), gpc: categories, changes: fc.constantFrom<MaterialChange[]>([], [change]) }),
  fc.option(decisions, { nil: undefined }),
  fc.boolean(),
);

describe('whatever is chosen', () => {
  test('under opt-in nothing is allowed that was not chosen by a choice that still holds', () => {
    fc.assert(
      fc.property(cases, ([given, found, gpc]) => {
        const { allowed } = standingOf({ ...given, model: 'opt-in' }, found, NOW, gpc);
        for (const category of OPTIONAL_CATEGORIES) {
          if (!allowed[category]) continue;
          expect(found?.choices[category]).toBe(true);
          expect((found?.decided ?? 0) + (found?.days ?? 0) * DAY).toBeGreaterThan(NOW / 1000);
          expect(given.categories).toContain(category);
        }
      }),
    );
  });

  test('a refusal that holds is kept under every model', () => {
    fc.assert(
      fc.property(cases, ([given, found, gpc]) => {
        const { allowed, decision: kept } = standingOf(given, found, NOW, gpc);
        for (const category of given.categories) if (kept?.choices[category] === false) expect(allowed[category]).toBe(false);
      }),
    );
  });

  test('every category that is asked about has an answer, and no other', () => {
    fc.assert(
      fc.property(cases, ([given, found, gpc]) => {
        expect(Object.keys(standingOf(given, found, NOW, gpc).allowed).sort()).toEqual([...given.categories].sort());
      }),
    );
  });

  test('after "accept all" and after "refuse all" there is no question', () => {
    fc.assert(
      fc.property(cases, fc.boolean(), ([given, , gpc], allow) => {
        const choices = allOf(given, allow, gpc);
        const made = decision(choices, { decided: NOW / 1000, policy: '2026-12-01', gpc });
        expect(standingOf(given, made, NOW, gpc)).toMatchObject({ ask: false, allowed: choices });
        if (!allow) expect(anyOf(choices)).toBe(false);
      }),
    );
  });
});

test('"accept all" is no answer to the signal', () => {
  expect(allOf(data(), true, true)).toEqual({ analytics: true, marketing: false });
  expect(allOf(data(), true, false)).toEqual(yes);
});

test.each<[string, boolean]>([
  ['analytics', true],
  [' analytics ', true],
  ['analytics\n media', true],
  ['analytics marketing', false],
  ['necessary', false],
  ['', false],
  [' ', false],
  ['Analytics', false],
  ['analytics,media', false],
  ['__proto__', false],
  ['toString', false],
])('the mark %j opens: %s', (mark, open) => {
  expect(isAllowed({ analytics: true, media: true, marketing: false }, mark)).toBe(open);
});

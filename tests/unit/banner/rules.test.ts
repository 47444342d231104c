/** Which consent model holds where: the short table that the Worker reads says what the law and the site's rules say. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { laxRules, modelAt, type Places, placesOf } from '../../../core/banner/rules.ts';
import { confidenceOf, consentModelFor, regimesAt, regimeTable } from '../../../core/regimes.ts';
import { CONSENT_MODELS, type ConsentModel } from '../../../core/vocabulary.ts';

const DATES = ['2019-06-01', '2023-01-01', '2024-07-01', '2026-02-04', '2026-02-05', '2026-11-24', '2027-05-13', '2030-01-01'];
const TERRITORIES = [...new Set(regimeTable.regimes.flatMap(({ territory }) => territory))];
const COUNTRIES = [...new Set([...TERRITORIES.map((place) => place.slice(0, 2)), 'NZ', 'MX'])];
/** Every place that the table names, each country without its region, and a region that no law names. */
const PLACES = [
  ...COUNTRIES.flatMap((country) => [
    [country, undefined],
    [country, 'Q9'],
  ]),
  ...TERRITORIES.filter((place) => place.includes('-')).map((place) => place.split('-')),
] as [string, string | undefined][];

const strictness = (model: ConsentModel): number => CONSENT_MODELS.length - CONSENT_MODELS.indexOf(model);

/** The strictest of the laws of which the table is sure, found the long way. */
function sureLaw(country: string, region: string | undefined, date: string): ConsentModel | undefined {
  const models = regimesAt(date)
    .filter(({ territory }) => territory.some((at) => at === country || (region === undefined ? at.startsWith(`${country}-`) : at === `${country}-${region}`)))
    .flatMap((regime) => (regime.cookies && !regime.incomplete && confidenceOf(regime, regime.cookies) === 'sure' ? [regime.cookies.model] : []));
  return models.sort((a, b) => strictness(b) - strictness(a))[0];
}

describe.each(DATES)('on %s', (date) => {
  test('a site without rules of its own follows the law where the table is sure, and asks first elsewhere', () => {
    const places = placesOf({}, date);
    for (const [country, region] of PLACES) {
      const law = consentModelFor(country, region, date);
      expect(modelAt(places, country, region), `${country} ${region}`).toBe(law.confidence === 'sure' ? law.model : 'opt-in');
    }
  });

  test('no rule of a site makes a place laxer than a law of which the table is sure', () => {
    const model = fc.constantFrom(...CONSENT_MODELS);
    const regions = fc.dictionary(fc.constantFrom('*', ...COUNTRIES, ...TERRITORIES, 'US-WY', 'NZ-AUK'), model, { maxKeys: 12 });
    fc.assert(
      fc.property(regions, (own) => {
        const places = placesOf(own, date);
        for (const [country, region] of PLACES) {
          const law = sureLaw(country, region, date);
          const found = modelAt(places, country, region);
          if (law) expect(strictness(found), `${country} ${region}`).toBeGreaterThanOrEqual(strictness(law));
          // Nor laxer than what the site itself asks there.
          const wished = (region ? own[`${country}-${region}`] : undefined) ?? own[country] ?? own['*'];
          if (wished) expect(strictness(found), `${country} ${region}`).toBeGreaterThanOrEqual(strictness(wished));
          // And what nobody's law asks is as the site wishes.
          if (wished && region && (!law || strictness(law) <= strictness(wished))) expect(found).toBe(wished);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a rule that asks for the least everywhere still asks what the law does', () => {
    const places = placesOf({ '*': 'notice' }, date);
    for (const [country, region] of PLACES) expect(modelAt(places, country, region)).toBe(sureLaw(country, region, date) ?? 'notice');
  });
});

describe('a place', () => {
  const places: Places = { US: 'opt-in', 'US-CA': 'opt-out', 'US-*': 'notice', AU: 'notice', '*': 'opt-out' };
  test.each<[string | undefined, string | undefined, ConsentModel]>([
    ['US', 'CA', 'opt-out'],
    ['US', 'WY', 'notice'],
    ['US', undefined, 'opt-in'],
    ['AU', 'NSW', 'notice'],
    ['NZ', undefined, 'opt-out'],
    ['NZ', 'AUK', 'opt-out'],
    // What is not known, or names no country.
    [undefined, undefined, 'opt-in'],
    ['', undefined, 'opt-in'],
    ['XX', undefined, 'opt-in'],
    ['T1', undefined, 'opt-in'],
    ['ZZ', undefined, 'opt-in'],
    ['EU', undefined, 'opt-in'],
    ['UK', undefined, 'opt-in'],
    ['us', 'CA', 'opt-in'],
    ['*', undefined, 'opt-in'],
    ['USA', undefined, 'opt-in'],
    ['constructor', undefined, 'opt-in'],
    ['US', '*', 'notice'],
    ['US', '__proto__', 'notice'],
  ])('%s %s is %s', (country, region, model) => {
    expect(modelAt(places, country, region)).toBe(model);
  });

  test('whose region is not known is as the strictest that the site asks of any region', () => {
    const own = placesOf({ NZ: 'notice', 'NZ-AUK': 'opt-in', 'NZ-CAN': 'opt-out' }, '2026-11-24');
    expect([modelAt(own, 'NZ', undefined), modelAt(own, 'NZ', 'AUK'), modelAt(own, 'NZ', 'CAN'), modelAt(own, 'NZ', 'WGN')]).toEqual([
      'opt-in',
      'opt-in',
      'opt-out',
      'notice',
    ]);
  });

  test('that the table does not name is opt-in without a word of the site', () => {
    expect(modelAt(placesOf({}, '2026-11-24'), 'NZ', 'AUK')).toBe('opt-in');
    expect(modelAt({}, 'NZ', 'AUK')).toBe('opt-in');
  });
});

describe('a rule that is laxer than the law', () => {
  test.each([
    [{ DE: 'notice' }, ['DE: notice, the law opt-in']],
    [{ DE: 'opt-in' }, []],
    [{ 'DE-BE': 'opt-out' }, ['DE-BE: opt-out, the law opt-in']],
    [{ 'US-CA': 'notice' }, ['US-CA: notice, the law opt-out']],
    [{ 'US-CA': 'opt-in' }, []],
    // Some of its states have laws, which hold beside it.
    [{ US: 'notice' }, []],
    [{ '*': 'notice' }, []],
    // The table is not sure.
    [{ CH: 'notice' }, []],
    [{ NZ: 'notice' }, []],
  ] as const)('%o: %o', (regions, expected) => {
    const found = laxRules(regions, '2026-11-24');
    expect(found.map(({ place, found: own, law }) => `${place}: ${own}, the law ${law}`)).toEqual(expected);
    for (const { ref } of found) expect(ref).not.toBe('');
  });

  test('is found on the days on which the law holds alone', () => {
    expect([laxRules({ 'US-TX': 'notice' }, '2024-06-30').length, laxRules({ 'US-TX': 'notice' }, '2024-07-01').length]).toEqual([0, 1]);
  });
});

test('a site that asks everywhere for consent has no rules to tell, whatever law begins', () => {
  expect(placesOf({ '*': 'opt-in' }, '2026-11-24')).toEqual({});
  expect(placesOf({ '*': 'opt-in' }, '2028-06-01')).toEqual({});
});

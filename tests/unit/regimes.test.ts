import { describe, expect, test } from 'vitest';
import { joinRefs } from '../../core/regimes/refs.ts';
import { variantsOf } from '../../core/regimes/schema.ts';
import {
  citationOf,
  confidenceOf,
  consentModelFor,
  type Deadline,
  findRegime,
  regimeProblems,
  regimesAt,
  regimeTable,
  type ServedRegime,
  servedRegimes,
  validateRegimeTable,
} from '../../core/regimes.ts';
import { RIGHTS } from '../../core/vocabulary.ts';

const DAY = '2027-01-01';

function served(id: string, date = DAY, unchecked = false): ServedRegime | undefined {
  const result = servedRegimes({ regimes: [id], uncheckedRegimes: unchecked ? [id] : [] }, date);
  if (!result.ok) throw new Error(`${id} is not in the table`);
  return result.regimes[0];
}

function rightOf(id: string, right: string, variant?: string, date = DAY) {
  return served(id, date)?.rights.find((rule) => rule.right === right && rule.variant === variant);
}

function inShort(deadline: Deadline | undefined): string {
  if (!deadline) return 'none';
  return 'phrase' in deadline ? deadline.phrase : `${deadline.value} ${deadline.unit}${deadline.ref ? `, ${deadline.ref}` : ''}`;
}

describe('the table', () => {
  test('has its shape', () => {
    expect(() => validateRegimeTable(regimeTable)).not.toThrow();
  });

  test.each(regimeTable.regimes.map((regime) => [regime.id, regime] as const))('%s has a source, and a reference for each right', (_id, regime) => {
    expect(regime.law.source.url).toMatch(/^https:\/\//);
    expect(regime.law.citation.trim()).not.toBe('');
    for (const { right, ref, variant } of regime.rights) {
      expect(ref.trim(), right).not.toBe('');
      if (variant !== undefined) expect(variantsOf(right)).toContain(variant);
    }
  });

  test.each([
    ['a right that the vocabulary does not have', { right: 'forgetting' }],
    ['a variant of another right', { variant: 'sold' }],
    ['a right without a reference', { ref: ' ' }],
    ['a row that ends before it begins', { since: '2026-01-01', until: '2025-01-01' }],
    ['a row from before the law', { since: '2010-01-01' }],
    ['a field that nothing reads', { deadlin: 1 }],
  ])('refuses %s', (_what, change) => {
    expect(() => validateRegimeTable(withFirstRight((right) => [{ ...right, ...change }]))).toThrow();
  });

  test('refuses two rows of one right on one day, and allows one after the other', () => {
    expect(() => validateRegimeTable(withFirstRight((right) => [right, right]))).toThrow('one row for each day');
    const followed = withFirstRight((right) => [
      { ...right, until: '2026-01-01' },
      { ...right, since: '2026-01-01' },
    ]);
    expect(() => validateRegimeTable(followed)).not.toThrow();
  });

  test('knows each right of the vocabulary in some law', () => {
    const used = new Set(regimeTable.regimes.flatMap(({ rights }) => rights.map(({ right }) => right)));
    expect(RIGHTS.filter((right) => !used.has(right))).toEqual([]);
  });
});

describe('periods by statute', () => {
  test.each([
    ['GDPR Art. 15, by Art. 12(3)', 'eu-gdpr', 'access', undefined, '1 calendar-month, Art. 12(3)', '2 calendar-month'],
    ['GDPR Art. 17, by Art. 12(3)', 'eu-gdpr', 'erasure', undefined, '1 calendar-month, Art. 12(3)', '2 calendar-month'],
    ['GDPR Art. 7(3)', 'eu-gdpr', 'withdraw-consent', undefined, 'at-once', 'none'],
    ['GDPR Art. 77', 'eu-gdpr', 'complaint', undefined, 'authority', 'none'],
    ['UK GDPR Art. 12A', 'uk-gdpr', 'access', undefined, '1 calendar-month', '2 calendar-month'],
    ['CCPA 1798.110, by 11 CCR 7021(b)', 'us-ca-ccpa', 'access', undefined, '45 calendar-day, 11 CCR 7021(b)', '45 calendar-day'],
    ['CCPA 1798.105, by 11 CCR 7021(b)', 'us-ca-ccpa', 'erasure', undefined, '45 calendar-day, 11 CCR 7021(b)', '45 calendar-day'],
    ['CCPA 1798.120, by 11 CCR 7026(f)', 'us-ca-ccpa', 'opt-out-sale', undefined, '15 business-day, 11 CCR 7026(f)', 'none'],
    ['CCPA 1798.120 (sharing), by 11 CCR 7026(f)', 'us-ca-ccpa', 'opt-out-targeted-advertising', 'sharing', '15 business-day, 11 CCR 7026(f)', 'none'],
    ['CCPA 1798.121, by 11 CCR 7027(g)', 'us-ca-ccpa', 'limit-sensitive', undefined, '15 business-day, 11 CCR 7027(g)', 'none'],
    ['CCPA 1798.125', 'us-ca-ccpa', 'non-discrimination', undefined, 'standing', 'none'],
    ['Swiss FADP Art. 25, DPO Art. 18', 'ch-fadp', 'access', undefined, '30 calendar-day', 'open'],
    ['LGPD Art. 19', 'br-lgpd', 'access', undefined, '15 calendar-day', 'none'],
  ])('%s', (_article, id, right, variant, deadline, extension) => {
    const rule = rightOf(id, right, variant);
    expect(inShort(rule?.deadline)).toBe(deadline);
    const more = rule?.extension;
    expect(more === undefined ? 'none' : 'open' in more ? 'open' : `${more.value} ${more.unit}`).toBe(extension);
  });
});

describe('what holds on a day', () => {
  test('a law that begins on 2027-01-01 (Oklahoma) is absent the day before', () => {
    const ids = (date: string) => regimesAt(date).map(({ id }) => id);
    expect(ids('2026-12-31')).not.toContain('us-ok-ocdpa');
    expect(ids('2027-01-01')).toContain('us-ok-ocdpa');
    expect(served('us-ok-ocdpa', '2026-12-31')).toBeUndefined();
    expect(served('us-ok-ocdpa', '2027-01-01')?.id).toBe('us-ok-ocdpa');
  });

  test.each([
    ['11 CCR 7221, opt-out of automated decisions', 'us-ca-ccpa', 'automated-decision-review', 'opt-out', '2026-12-31', '2027-01-01'],
    ['Civ. Code 1798.106, correction by the CPRA', 'us-ca-ccpa', 'rectification', undefined, '2022-12-31', '2023-01-01'],
    ['DPA 2018 s. 164A, complaint to the controller', 'uk-gdpr', 'complaint', 'both', '2026-06-18', '2026-06-19'],
    ['Quebec s. 27, portability', 'ca-qc-law25', 'portability', undefined, '2024-09-21', '2024-09-22'],
  ])('%s', (_what, id, right, variant, before, from) => {
    expect(rightOf(id, right, variant, before)).toBeUndefined();
    expect(rightOf(id, right, variant, from)).toBeDefined();
  });

  test('a row gives way to the next one on its last day', () => {
    expect(rightOf('uk-gdpr', 'access', undefined, '2026-02-04')?.ref).toBe('Art. 15, 15(1A)');
    expect(rightOf('uk-gdpr', 'access', undefined, '2026-02-05')?.ref).toBe('Art. 15, 15(1A), 12A');
  });

  test('laws come in the order of the organisation', () => {
    const result = servedRegimes({ regimes: ['us-ca-ccpa', 'in-dpdp', 'eu-gdpr'], uncheckedRegimes: [] }, DAY);
    expect(result.ok && result.regimes.map(({ id }) => id)).toEqual(['us-ca-ccpa', 'eu-gdpr']);
  });
});

describe('what is not checked', () => {
  test('the weaker mark of right and law wins', () => {
    expect(confidenceOf({ confidence: 'sure' }, { confidence: 'check' })).toBe('check');
    expect(confidenceOf({ confidence: 'check' }, { confidence: 'sure' })).toBe('check');
    expect(confidenceOf({ confidence: 'sure' }, {})).toBe('sure');
    const iowa = served('us-ia-icdpa');
    expect(iowa?.confidence).toBe('check');
    expect(new Set(iowa?.rights.map(({ confidence }) => confidence))).toEqual(new Set(['check']));
    expect(rightOf('ch-fadp', 'access')?.confidence).toBe('sure');
    expect(rightOf('ch-fadp', 'erasure')?.confidence).toBe('check');
  });

  test('is off unless the organisation turns it on', () => {
    const shown = (unchecked: boolean) =>
      served('us-ca-ccpa', DAY, unchecked)
        ?.rights.filter(({ right }) => right === 'automated-decision-review')
        .map((rule) => rule.shown);
    expect(shown(false)).toEqual([false, false]);
    expect(shown(true)).toEqual([true, true]);
    expect(rightOf('us-ca-ccpa', 'access')?.shown).toBe(true);
  });
});

describe('unknown laws', () => {
  test('an id that was misspelt is refused with the nearest ones', () => {
    expect(findRegime('eu-gpdr')).toMatchObject({ ok: false, reason: 'unknown-regime', id: 'eu-gpdr', nearest: ['eu-gdpr', 'uk-gdpr', expect.any(String)] });
    expect(findRegime('ccpa')).toMatchObject({ ok: false, nearest: ['us-ca-ccpa', expect.any(String), expect.any(String)] });
    expect(servedRegimes({ regimes: [], uncheckedRegimes: ['us-ca'] }, DAY)).toMatchObject({ ok: false, id: 'us-ca' });
  });

  test('each is a problem of organisation.json with its field', () => {
    const plain = (regimes: string[], uncheckedRegimes: string[]) =>
      regimeProblems({ regimes: [{ value: regimes }], uncheckedRegimes: [{ value: uncheckedRegimes }] });
    expect(plain(['eu-gdpr', 'us-ca-ccpa'], ['us-ca-ccpa'])).toEqual([]);
    expect(plain(['eu-gdpr', 'eu-gpdr'], ['gdpr', 'us-ia-icdpa'])).toEqual([
      { field: 'regimes.1', found: '"eu-gpdr"', expected: expect.stringContaining('such as eu-gdpr') },
      { field: 'uncheckedRegimes.0', found: '"gdpr"', expected: expect.stringContaining('eu-gdpr') },
      { field: 'uncheckedRegimes.1', found: '"us-ia-icdpa"', expected: expect.stringContaining('`regimes` names too') },
    ]);
  });

  test('in a list with days too, where an unchecked law is served on some day', () => {
    const regimes = [{ value: ['eu-gdpr'] }, { since: '2027-01-01', value: ['eu-gdpr', 'us-ia-icdpa', 'ccpa'] }];
    expect(regimeProblems({ regimes, uncheckedRegimes: [{ value: ['us-ia-icdpa'] }] })).toEqual([
      { field: 'regimes.1.value.2', found: '"ccpa"', expected: expect.stringContaining('such as us-ca-ccpa') },
    ]);
  });
});

describe('what storing on a device needs', () => {
  test.each([
    ['Germany: ePrivacy Directive Art. 5(3)', 'DE', undefined, 'opt-in', 'eu-gdpr'],
    ['Germany, with its region', 'DE', 'BE', 'opt-in', 'eu-gdpr'],
    ['California: Civ. Code 1798.120', 'US', 'CA', 'opt-out', 'us-ca-ccpa'],
    ['California, region in full', 'US', 'US-CA', 'opt-out', 'us-ca-ccpa'],
    ['the United States without a region', 'US', undefined, 'opt-in', undefined],
    ['a state without a law in the table', 'US', 'WY', 'opt-in', undefined],
    ['a state whose law is known by name only', 'US', 'OK', 'opt-in', undefined],
    ['Quebec: Law 25 before PIPEDA', 'CA', 'QC', 'opt-in', 'ca-qc-law25'],
    ['a country that the table does not have', 'NZ', undefined, 'opt-in', undefined],
    ['no country at all', 'XX', undefined, 'opt-in', undefined],
  ])('%s', (_where, country, region, model, regime) => {
    expect(consentModelFor(country, region, DAY)).toMatchObject({ model, ...(regime ? { regime } : {}) });
    if (!regime) expect(consentModelFor(country, region, DAY)).toEqual({ model: 'opt-in', confidence: 'check' });
  });

  test('is opt-in before the law of a state began', () => {
    expect(consentModelFor('US', 'CA', '2019-12-31').model).toBe('opt-in');
  });
});

describe('references', () => {
  test.each([
    [['Art. 15', 'Art. 16, 19', 'Art. 17, 19', 'Art. 18, 19', 'Art. 20', 'Art. 21', 'Art. 22(3)'], 'Art. 15–21, 22(3)'],
    [['1798.120; 11 CCR 7026', '1798.120'], '1798.120; 11 CCR 7026'],
    [['1798.105; 11 CCR 7022', '1798.106; 11 CCR 7023'], '1798.105, 1798.106; 11 CCR 7022, 7023'],
    [['59.1-577(A), (B)', '59.1-577(A), (B)'], '59.1-577(A), (B)'],
    [['s. 27 (third par.), 32', 's. 28, 32'], 's. 27 (third par.), 32; s. 28, 32'],
    [['FADP Art. 25-27; DPO Art. 16-19', 'FADP Art. 28-29; DPO Art. 20-22'], 'FADP Art. 25-27, 28-29; DPO Art. 16-19, 20-22'],
  ])('%j are joined', (refs, joined) => {
    expect(joinRefs(refs)).toBe(joined);
  });

  test('no number of the table is lost when the references of a law are joined', () => {
    const numbers = (text: string) => text.match(/\d[\w.()]*/g) ?? [];
    for (const { rights } of regimeTable.regimes) {
      const joined = joinRefs(rights.map(({ ref }) => ref));
      const inRanges = [...joined.matchAll(/(\d+)–(\d+)/g)].flatMap(([, from, to]) => between(Number(from), Number(to)));
      const kept = new Set([...numbers(joined), ...inRanges.map(String)]);
      expect(rights.flatMap(({ ref }) => numbers(ref)).filter((number) => !kept.has(number))).toEqual([]);
    }
  });

  test('a law is cited in the language in which it is authentic', () => {
    const [gdpr] = regimesAt(DAY);
    if (!gdpr) throw new Error('no law');
    expect(citationOf(gdpr, 'de-AT')).toContain('Verordnung (EU) 2016/679');
    expect(citationOf(gdpr, 'en')).toContain('Regulation (EU) 2016/679');
  });
});

type FirstRight = (typeof regimeTable.regimes)[number]['rights'][number];

/** The table with its first right of its first law replaced. */
function withFirstRight(replace: (right: FirstRight) => object[]): unknown {
  const [first, ...others] = regimeTable.regimes;
  const [right, ...rights] = first?.rights ?? [];
  if (!right) throw new Error('the table has no right');
  return { ...regimeTable, regimes: [{ ...first, rights: [...replace(right), ...rights] }, ...others] };
}

function between(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

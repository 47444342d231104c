/** Letters: what each law wants said stands in the letter, in each language; what is taken out is found; nothing of a person but the name. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { regimesAt, regimeTable } from '../../../core/regimes.ts';
import { REFUSAL_REASONS } from '../../../core/requests/events.ts';
import { KINDS } from '../../../core/requests/kinds.ts';
import { itemsNotIn, itemsOf, LETTERS, type LetterChoices, type LetterFacts, letterOf, meaningOf, missingChoices } from '../../../core/requests/letters.ts';
import { translator } from '../../../core/wording.ts';

const LOCALES = ['en', 'de'];
const wording = Object.fromEntries(
  LOCALES.map((locale) => [locale, JSON.parse(readFileSync(`content/wording/${locale}.json`, 'utf8')) as { texts: Record<string, string> }]),
);
const t = (locale: string) => translator(wording, locale);
const ON = '2026-11-24';

const FACTS: LetterFacts = {
  kind: 'erasure',
  reference: 'AAAA-AAAA',
  received: '2026-11-01',
  due: '2026-12-01',
  name: 'Jo Visitor',
  organisation: 'Acme Instruments',
  regimes: ['eu-gdpr'],
  on: ON,
  requestsAddress: 'https://privacy.example/requests/',
};
const CHOICES: LetterChoices = { reasons: ['legal-obligation', 'identity-not-verified'], basis: 'section 1', part: 'the profile was erased', limit: '30 days' };

const refusing = regimesAt(ON).filter(({ refusal }) => refusal);

test('everything that the table wants said in a refusal has a meaning here', () => {
  const all = regimeTable.regimes.flatMap(({ refusal = [] }) => refusal.flatMap(({ mustSay, onAppealDenied = [] }) => [...mustSay, ...onAppealDenied]));
  expect(all.filter((asked) => meaningOf(asked) === undefined)).toEqual([]);
});

describe.each(LOCALES)('in %s', (locale) => {
  test.each(refusing.map(({ id, refusal }) => [id, refusal?.ref ?? '', refusal?.mustSay ?? []] as const))(
    'a refusal under %s (%s) says each of: %j',
    (id, _ref, mustSay) => {
      const facts = { ...FACTS, regimes: [id] };
      const { text, items } = letterOf('refused', facts, CHOICES, t(locale), locale);
      expect(items.map(({ asked }) => asked)).toEqual(mustSay);
      expect(itemsNotIn(items, text)).toEqual([]);
      for (const { paragraphs } of items) for (const paragraph of paragraphs) expect(text).toContain(paragraph);
      expect(text).not.toMatch(/\{\w+\}/);
      const authority = regimesAt(ON).find((regime) => regime.id === id)?.authority;
      if (items.some(({ asked }) => meaningOf(asked) === 'authority' || meaningOf(asked) === 'remedies'))
        expect(text).toContain(authority?.complaintUrls?.[0] ?? authority?.site);
    },
  );

  test.each(refusing.filter(({ refusal }) => refusal?.onAppealDenied).map(({ id }) => id))(
    'a refused appeal under %s says how to complain, and no further appeal',
    (id) => {
      const { text, items } = letterOf('refused', { ...FACTS, kind: 'appeal', regimes: [id] }, CHOICES, t(locale), locale);
      expect(items.map(({ asked }) => asked)).toEqual(
        expect.arrayContaining(['reasons in writing', 'how to complain to the authority (online where possible)']),
      );
      expect(text).not.toContain(t(locale)('template.say.appeal', { ours: FACTS.requestsAddress }));
    },
  );

  test.each(LETTERS.flatMap((letter) => KINDS.map((kind) => [letter, kind] as const)))('%s about %s has no gap, and greets by name', (letter, kind) => {
    const { text } = letterOf(
      letter,
      { ...FACTS, kind },
      { ...CHOICES, outcome: 'complied', extension: 'complexity', until: '2027-01-31', fetchUntil: '2026-12-08' },
      t(locale),
      locale,
    );
    expect(text).not.toMatch(/\{\w+\}|undefined/);
    expect(text).toContain('Jo Visitor');
    expect(text).toContain('AAAA-AAAA');
    expect(text.endsWith('Acme Instruments')).toBe(true);
  });

  test('an extension names the new day, the reason, and the promise that is not kept, and what is taken out of it is found', () => {
    const facts = { ...FACTS, due: '2027-01-31', promised: '2026-11-15' };
    const { text, items } = letterOf('extended', facts, { extension: 'complexity' }, t(locale), locale);
    expect(items.map(({ asked }) => asked)).toEqual(['that the promised day is not kept', 'the reason', 'the day by which you answer']);
    expect(itemsNotIn(items, text)).toEqual([]);
    for (const { asked, paragraphs } of items) expect(itemsNotIn(items, text.replace(paragraphs[0] ?? '', '')).map((one) => one.asked)).toEqual([asked]);
    expect(letterOf('extended', FACTS, { extension: 'complexity' }, t(locale), locale).items).toHaveLength(2);
  });

  test('without a name nobody is made up', () => {
    expect(letterOf('message', { ...FACTS, name: undefined }, {}, t(locale), locale).text.startsWith(t(locale)('template.greeting.plain'))).toBe(true);
  });

  test.each(REFUSAL_REASONS)('the reason %s has words', (reason) => {
    expect(t(locale)(`refusal.${reason}`).length).toBeGreaterThan(20);
  });
});

test('what an operator takes out of a letter is missed, and line breaks are nothing', () => {
  const { text, items } = letterOf('refused', FACTS, CHOICES, t('en'), 'en');
  const court = t('en')('template.say.court');
  expect(itemsNotIn(items, text.replace(court, '')).map(({ asked }) => asked)).toEqual(['right to a judicial remedy']);
  expect(itemsNotIn(items, text.replaceAll(' ', '\n'))).toEqual([]);
});

test('an answer in part is a refusal in part: reasons and remedies stand in it (GDPR Art. 12(4))', () => {
  const { text, items } = letterOf('answered', FACTS, { ...CHOICES, outcome: 'complied-in-part' }, t('en'), 'en');
  expect(items.length).toBeGreaterThan(2);
  expect(itemsNotIn(items, text)).toEqual([]);
  expect(text).not.toContain(t('en')('template.refused.opening'));
  expect(letterOf('answered', FACTS, { outcome: 'complied' }, t('en'), 'en').items).toEqual([]);
});

test('California asks for the sale opt-out where a deletion is refused, and for the failed verification where that was the reason (11 CCR 7022)', () => {
  const asked = (kind: LetterFacts['kind'], reasons: LetterChoices['reasons']): string[] =>
    itemsOf({ ...FACTS, kind, regimes: ['us-ca-ccpa'] }, { ...CHOICES, reasons: reasons ?? [] }, t('en')).map((item) => item.asked);
  expect(asked('erasure', ['identity-not-verified'])).toHaveLength(5);
  expect(asked('erasure', ['legal-obligation'])).toHaveLength(4);
  expect(asked('access', ['legal-obligation'])).toHaveLength(3);
});

test('an answer in part says which part: without it, the letter would say that a part was done and that none was', () => {
  const choices = { ...CHOICES, outcome: 'complied-in-part' as const };
  expect(missingChoices('answered', FACTS, { ...choices, part: '' })).toContain('part');
  expect(missingChoices('answered', FACTS, { ...choices, part: 'Your profile is erased.' })).not.toContain('part');
  expect(missingChoices('refused', FACTS, { ...CHOICES, part: '' })).not.toContain('part');
});

test('what has to be chosen first is named: reasons always, the provision in California, the time limit in Quebec', () => {
  expect(missingChoices('refused', FACTS, {})).toEqual(['reasons']);
  expect(missingChoices('refused', { ...FACTS, regimes: ['us-ca-ccpa'] }, { reasons: ['excessive'] })).toEqual(['basis']);
  expect(missingChoices('refused', { ...FACTS, regimes: ['ca-qc-law25'] }, { reasons: ['excessive'], basis: 's. 1' })).toEqual(['limit']);
  expect(missingChoices('answered', FACTS, {})).toEqual(['outcome']);
  expect(missingChoices('answered', FACTS, { outcome: 'complied' })).toEqual([]);
  expect(missingChoices('extended', FACTS, {})).toEqual(['extension']);
});

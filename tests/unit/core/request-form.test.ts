/** The form of each right under each law of the table: asked where the law gives it, by what the law lets one ask. */
import { describe, expect, test } from 'vitest';
import { explain } from '../../../core/deadlines/explain.ts';
import { regimeTable } from '../../../core/regimes.ts';
import { type DeskFile, lawsFor, rulesFor } from '../../../core/requests/desk.ts';
import { contentOf, firstFields, formSchema, moreFields, offeredKinds, placesFor, proofFor, readForm } from '../../../core/requests/form.ts';
import { fieldTrees, placeName } from '../../../core/requests/form-tree.ts';
import { KIND_RULES, KINDS, type Kind } from '../../../core/requests/kinds.ts';
import { datesOf } from '../../../core/requests/summary.ts';
import { translator } from '../../../core/wording.ts';
import { deskFixture } from '../../support/desk-fixture.ts';

const DAY = '2027-07-01';
const ids = regimeTable.regimes.filter(({ incomplete }) => !incomplete).map(({ id }) => id);
const desk: DeskFile = deskFixture('UTC', { regimes: ids, uncheckedRegimes: ids });
const texts = (locale: string) => translator(desk.wording, locale);

/** Each law with each right that it gives on the day. */
const given = regimeTable.regimes
  .filter(({ id }) => ids.includes(id))
  .flatMap(({ id, territory, rights }) =>
    KINDS.filter((kind) => rights.some(({ right, since, until }) => right === kind && (since ?? '') <= DAY && (until === undefined || DAY < until))).map(
      (kind) => [id, kind, territory[0] ?? ''] as [string, Kind, string],
    ),
  );

test('the table has every law and most rights', () => {
  expect(new Set(given.map(([id]) => id)).size).toBe(ids.length);
  expect(new Set(given.map(([, kind]) => kind)).size).toBe(KINDS.length);
  expect(given.length).toBeGreaterThan(250);
});

describe.each(given)('%s: %s', (id, kind, place) => {
  test('is asked for in its territory, answered by its rules, and told in both languages', () => {
    expect(offeredKinds(desk, DAY)).toContain(kind);
    expect(placesFor(desk, kind, DAY)).toContain(place);
    expect(lawsFor(desk, kind, place, DAY).map((law) => law.id)).toContain(id);
    const received = `${DAY}T10:00:00Z`;
    const rules = rulesFor(desk, kind, place, received);
    expect(rules.map(({ regime }) => regime)).toContain(id);
    for (const locale of ['en', 'de']) {
      const t = texts(locale);
      for (const { dates } of datesOf({ rules, events: [{ type: 'received', at: received }] }))
        expect(explain(dates.answer.steps, t, locale).every((sentence) => sentence.length > 10 && !sentence.includes('{'))).toBe(true);
      const first = firstFields(desk, kind, DAY);
      const state = { kind, locale, t, faults: Object.fromEntries(first.map(({ name }) => [name, 'missing' as const])) };
      expect(JSON.stringify(fieldTrees(first, state))).not.toContain('undefined');
      for (const behalf of ['self', 'child', 'agent'] as const) {
        const more = moreFields(desk, kind, { place, behalf }, DAY);
        const faults = Object.fromEntries(more.map(({ name }) => [name, 'wrong' as const]));
        expect(JSON.stringify(fieldTrees(more, { kind, locale, t, faults }))).not.toContain('undefined');
      }
    }
  });

  test('asks for no proof where the law lets nobody ask for one', () => {
    const rights = lawsFor(desk, kind, place, DAY)
      .flatMap((law) => law.rights)
      .filter(({ right, shown }) => right === kind && shown);
    for (const { variant, verification } of rights)
      if (verification?.mode === 'none') expect(proofFor(desk, kind, { place, variant: variant ?? 'plain' }, DAY)).toBe('none');
  });
});

test('an opt-out has two fields at most, and no form ever asks for a copy of an identity document (Honda 2025, Todd Snyder 2025)', () => {
  for (const kind of KINDS) {
    const fields = firstFields(desk, kind, DAY);
    if (KIND_RULES[kind].instant)
      expect(fields.map(({ name, required }) => [name, required])).toEqual([
        ['place', true],
        ['email', false],
      ]);
    expect(fields.length).toBeLessThanOrEqual(5);
  }
  expect(Object.keys(formSchema.shape).join(' ')).not.toMatch(/identity|passport|birth|phone|street/i);
});

test('the opt-out of automated decisions is not verified in California, an explanation of them is (11 CCR 7221, 7222)', () => {
  const proof = (variant?: string) => proofFor(desk, 'automated-decision-review', { place: 'US-CA', ...(variant ? { variant } : {}) }, DAY);
  expect([proof(), proof('opt-out'), proof('explanation')]).toEqual(['either', 'none', 'address']);
});

test('what was not asked is not read, and what is not needed may be empty', () => {
  const sent = { place: 'DE', behalf: 'self', email: 'jo@mail.example', agentEmail: 'x', admin: 'true', details: 'never asked here' };
  const { values, faults } = readForm(firstFields(desk, 'access', DAY), sent);
  expect(faults).toEqual({});
  expect(contentOf(values)).toEqual({ email: 'jo@mail.example' });
});

test.each([
  ['7kq2 m4xr', '7KQ2-M4XR'],
  [' 7KQ2–M4XR ', '7KQ2-M4XR'],
  ['7KQ2M4XR', '7KQ2-M4XR'],
])('the reference %s is read as people write it', (written, reference) => {
  expect(formSchema.shape.reference.parse(written)).toBe(reference);
});

test.each(['', '7KQ2', '7KQ2-M4XRR'])('"%s" is no reference', (written) => {
  expect(formSchema.shape.reference.safeParse(written).success).toBe(false);
});

test('every place of the table has a name in both languages', () => {
  for (const locale of ['en', 'de'])
    for (const place of regimeTable.regimes.flatMap(({ territory }) => territory))
      expect(placeName(place, { t: texts(locale), locale })).not.toMatch(/^[A-Z]{2}(-|$)/);
});

/** Facts that were published beside the words: each that moves is told, with what was published; corrections keep both. */
import { describe, expect, test } from 'vitest';
import type { ContentProblem, Policy, Version } from '../../../core/content.ts';
import { proveEditions } from '../../../core/editions.ts';
import { correctionsOf, factProblems } from '../../../core/facts.ts';
import { type CorrectionPlan, planCorrection, planPublication } from '../../../core/publishing.ts';
import { type Files, json, load, page, smallTree, withFiles } from '../../support/memory-tree.ts';

const ID = '2027-01-01';
const EN = `policies/privacy/${ID}/en.mdx`;
const DE = `policies/privacy/${ID}/de.mdx`;
const FIELDS = 'summary: Kept longer.\nmaterial: true\ncategories: [media, analytics]\nannounced: 2026-11-24\nrenamed: { a: b, c: d }\n';

function found(files: Files): { content: ReturnType<typeof load>; policy: Policy; version: Version } {
  const content = load(files);
  const [policy] = content.policies;
  const version = policy?.versions.find(({ id }) => id === ID);
  if (!policy || !version) throw new Error('nothing');
  return { content, policy, version };
}

const published = ((): Files => {
  const files = { ...smallTree(), [EN]: page('We keep your order.', FIELDS), [DE]: page('Wir behalten ihn.', 'summary: Länger.\n') };
  const { content, policy, version } = found(files);
  const plan = planPublication(content, policy, version, { now: '2026-11-24T00:00:00Z', approvedBy: 'Legal' });
  if (!plan.ok) throw new Error(plan.refusal.reason);
  return withFiles(files, plan.files);
})();

const edited = (path: string, from: string, to: string): Files => {
  expect(published[path]).toContain(from);
  return { ...published, [path]: (published[path] ?? '').replace(from, to) };
};
const problems = (files: Files): ContentProblem[] => {
  const content = load(files);
  return [...content.policies.flatMap(factProblems), ...proveEditions(content, content.policies)];
};
const organisation = (fields: object): Files => ({
  ...published,
  'organisation.json': json({ name: 'Example', domain: 'example.org', locales: ['en'], ...fields }),
});

test('what was published has no problem', () => {
  expect(problems(published)).toEqual([]);
});

describe('a published fact that is edited is a problem', () => {
  test.each<[string, Files, string, string, string, string]>([
    ['material', edited(EN, 'material: true', 'material: false'), EN, 'material', 'false', 'true'],
    ['categories', edited(EN, '[media, analytics]', '[media]'), EN, 'categories', '["media"]', '["media","analytics"]'],
    ['announced', edited(EN, '2026-11-24', '2026-06-01'), EN, 'announced', '"2026-06-01"', '"2026-11-24"'],
    ['announced that is taken out', edited(EN, 'announced: 2026-11-24\n', ''), EN, 'announced', 'nothing', '"2026-11-24"'],
    ['cause', edited(EN, 'material', 'cause: law\nmaterial'), EN, 'cause', '"law"', '"wording"'],
    ['editorial', edited(EN, 'material', 'editorial: A slip.\nmaterial'), EN, 'editorial', '"A slip."', 'nothing'],
    ['renamed', edited(EN, 'c: d', 'c: e'), EN, 'renamed', '{"a":"b","c":"e"}', '{"a":"b","c":"d"}'],
    ['summary', edited(EN, 'Kept longer.', 'Nothing of note.'), EN, 'summary', '"Nothing of note."', '"Kept longer."'],
    ['summary of a translation', edited(DE, 'Länger.', 'Nichts.'), DE, 'summary', '"Nichts."', '"Länger."'],
    ['translationOf', edited(DE, 'summary', 'translationOf: 2026-01-01\nsummary'), DE, 'translationOf', '"2026-01-01"', 'nothing'],
  ])('%s', (_what, files, file, field, is, was) => {
    const [problem, ...more] = problems(files);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ file, field, found: `${is}, where ${was} was published with privacy ${ID}` });
    expect(problem?.expected).toContain(`\`fairnotice correct privacy ${ID} --reason "…" --by "…"\``);
  });

  test('when it begins, by its own field: never to be corrected', () => {
    const [problem] = problems(edited(EN, 'material', 'effective: 2027-02-01T00:00:00Z\nmaterial'));
    expect(problem).toMatchObject({
      file: EN,
      field: 'effective',
      found: '"2027-02-01T00:00:00Z", where "2027-01-01T00:00:00Z" was published',
    });
    expect(problem?.expected).toMatch(/^effective: 2027-01-01T00:00:00Z; .*never moved$/);
  });

  test('when it begins, by another time zone, with the field that holds it', () => {
    const moved = organisation({ timeZone: 'Europe/Berlin' });
    const [problem] = problems(moved);
    expect(problem).toMatchObject({
      file: 'organisation.json',
      field: 'timeZone',
      found: expect.stringContaining('"2026-12-31T23:00:00Z", where "2027-01-01T00:00:00Z"'),
    });
    expect(problem?.expected).toContain(`${EN}: effective: 2027-01-01T00:00:00Z`);
    expect(problems({ ...moved, [EN]: (moved[EN] ?? '').replace('material', 'effective: 2027-01-01T00:00:00Z\nmaterial') })).toEqual([]);
  });

  test('which language counts', () => {
    const settings = json({ kind: 'privacy', title: { en: 'Privacy policy' }, prevailing: 'de' });
    const files: Files = { ...published, 'policies/privacy/policy.json': settings, 'policies/privacy/2026-01-01/de.mdx': page('Worte.') };
    expect(problems(files)).toEqual([
      expect.objectContaining({ file: 'policies/privacy/policy.json', field: 'prevailing', found: `"de", where "en" was published with privacy ${ID}` }),
    ]);
  });
});

describe('free after publishing', () => {
  test.each<[string, Files]>([
    ['errata', edited(EN, 'material', 'errata: [{ date: 2027-02-01, note: Read 14 for 41. }]\nmaterial')],
    ['the day of the last review', edited(EN, 'material', 'reviewed: 2028-01-01\nmaterial')],
    ['findings that somebody lives with', edited(EN, 'material', 'accept: [{ rule: legalese, reason: It is quoted. }]\nmaterial')],
    [
      'the order of categories and of renamed sections',
      edited(EN, FIELDS, FIELDS.replace('media, analytics', 'analytics, media').replace('a: b, c: d', 'c: d, a: b')),
    ],
    ['how YAML is written', edited(EN, 'Kept longer.', '"Kept longer."')],
    ['the look, and the names of policies', organisation({ look: { accent: '#123456' } })],
  ])('%s', (_what, files) => {
    expect(problems(files)).toEqual([]);
  });

  test('all of a draft', () => {
    expect(problems({ ...published, 'policies/privacy/2026-01-01/en.mdx': page('Other.', 'material: true\nsummary: Other.\n') })).toEqual([]);
  });
});

describe('a correction', () => {
  function correct(files: Files): CorrectionPlan {
    const { content, policy } = found(files);
    return planCorrection(content, policy, policy.versions, { now: '2027-03-01T09:00:00.5Z', by: 'Legal', reason: 'A slip.' });
  }
  const both: Files = { ...edited(EN, 'Kept longer.', 'Kept for 60 days.'), [DE]: edited(DE, 'Länger.', '60 Tage.')[DE] ?? '' };

  test('keeps what was published, and from then on the corrected fact is the one that holds', () => {
    const plan = correct(both);
    if (!plan.ok) throw new Error(plan.refusal.reason);
    expect(plan.files.map(({ path }) => path)).toEqual(['published.json']);
    const after = withFiles(both, plan.files);
    expect(problems(after)).toEqual([]);
    const { published: entry } = found(after).version;
    expect(entry?.corrections).toEqual([
      {
        at: '2027-03-01T09:00:00Z',
        by: 'Legal',
        reason: 'A slip.',
        changes: [
          { field: 'summary', locale: 'de', was: 'Länger.', is: '60 Tage.' },
          { field: 'summary', locale: 'en', was: 'Kept longer.', is: 'Kept for 60 days.' },
        ],
      },
    ]);
    expect(entry?.locales.en?.facts).toEqual({ summary: 'Kept for 60 days.' });
    expect(entry?.locales.en?.sha256).toBe(found(published).version.published?.locales.en?.sha256);
    expect(problems({ ...after, [EN]: published[EN] ?? '' })[0]?.found).toContain('where "Kept for 60 days." was published');
  });

  test('is shown in the language whose fact it was, one of the whole version in each', () => {
    const plan = correct({ ...both, [EN]: (both[EN] ?? '').replace('material: true', 'material: false') });
    if (!plan.ok) throw new Error(plan.refusal.reason);
    const { version } = found(withFiles(both, plan.files));
    const shown = (locale: string): string[] => correctionsOf(version, locale).flatMap(({ changes }) => changes.map(({ field, was }) => `${field} ${was}`));
    expect(shown('en')).toEqual(['material true', 'summary Kept longer.']);
    expect(shown('de')).toEqual(['material true', 'summary Länger.']);
    expect(shown('fr')).toEqual(['material true']);
  });

  test.each<[string, Files, object]>([
    ['without an edit', published, { reason: 'nothing-moved' }],
    [
      'of the beginning',
      edited(EN, 'material', 'effective: 2027-02-01T00:00:00Z\nmaterial'),
      { reason: 'fixed', version: ID, field: 'effective', was: '2027-01-01T00:00:00Z' },
    ],
  ])('is refused %s', (_what, files, refusal) => {
    expect(correct(files)).toEqual({ ok: false, refusal });
  });
});

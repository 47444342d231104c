/** What sealed versions show of an organisation is dated: a later value leaves an earlier version as it was. */
import { describe, expect, test } from 'vitest';
import type { Content, ContentProblem } from '../../../core/content.ts';
import { proveEditions, readEdition } from '../../../core/editions.ts';
import { planPublication } from '../../../core/publishing.ts';
import { organisationOn, organisationSchema } from '../../../core/schemas.ts';
import { type Files, json, load, page, smallTree, withFiles } from '../../support/memory-tree.ts';

const BODY = '<Rights/>\n\n<Deadlines/>';
const organisation = (fields: object): Files => ({ 'organisation.json': json({ name: 'Example', domain: 'example.org', locales: ['en'], ...fields }) });
const draft = { ...smallTree(), 'policies/privacy/2026-01-01/en.mdx': page(BODY), ...organisation({ regimes: ['eu-gdpr'], answerWithinDays: 30 }) };

const sealed = ((): Files => {
  const content = load(draft);
  const [policy] = content.policies;
  const [version] = policy?.versions ?? [];
  if (!policy || !version) throw new Error('nothing');
  const plan = planPublication(content, policy, version, { now: '2026-01-01T00:00:00Z', approvedBy: 'Legal' });
  if (!plan.ok) throw new Error(plan.refusal.reason);
  return withFiles(draft, plan.files);
})();

function wordsOf(files: Files, id: string): string {
  const content = load(files);
  const [policy] = content.policies;
  const version = policy?.versions.find((found) => found.id === id);
  const translation = version?.translations.en;
  if (!policy || !version || !translation) throw new Error(`no ${id}`);
  return readEdition(content, policy, version, translation).text;
}

const proveAll = (content: Content): ContentProblem[] => proveEditions(content, content.policies);

describe('a sealed version with rights and deadlines', () => {
  test.each<[string, object]>([
    ['another promise', { regimes: ['eu-gdpr'], answerWithinDays: 14 }],
    ['no promise any more', { regimes: ['eu-gdpr'] }],
    ['another law', { regimes: ['eu-gdpr', 'uk-gdpr'], answerWithinDays: 30 }],
    ['another promise since a day before it', { regimes: ['eu-gdpr'], answerWithinDays: [{ value: 30 }, { since: '2025-01-01', value: 14 }] }],
  ])('fails the build with %s that has no day of its own, and is told how to give it one', (_what, fields) => {
    const [problem] = proveAll(load({ ...sealed, ...organisation(fields) }));
    expect(problem?.expected).toContain('regimes or answerWithinDays by a list with dates (since)');
  });

  test.each<[string, object]>([
    ['the same values, dated', { regimes: [{ value: ['eu-gdpr'] }], answerWithinDays: [{ since: '2026-01-01', value: 30 }] }],
    ['another promise from a later day', { regimes: ['eu-gdpr'], answerWithinDays: [{ value: 30 }, { since: '2027-01-01', value: 14 }] }],
    ['a promise that ends', { regimes: ['eu-gdpr'], answerWithinDays: [{ value: 30 }, { since: '2027-01-01', value: null }] }],
    ['more laws from a later day', { regimes: [{ value: ['eu-gdpr'] }, { since: '2027-01-01', value: ['eu-gdpr', 'us-ca-ccpa'] }], answerWithinDays: 30 }],
    ['no law any more', { regimes: [{ value: ['eu-gdpr'] }, { since: '2027-01-01', value: [] }], answerWithinDays: 30 }],
  ])('stays as it was with %s', (_what, fields) => {
    expect(proveAll(load({ ...sealed, ...organisation(fields) }))).toEqual([]);
  });
});

test('a later version shows the values of its own day', () => {
  const fields = {
    regimes: [{ value: ['eu-gdpr'] }, { since: '2027-01-01', value: ['us-ca-ccpa'] }],
    answerWithinDays: [{ value: 30 }, { since: '2027-01-01', value: 14 }],
  };
  const files = { ...sealed, ...organisation(fields), 'policies/privacy/2027-01-01/en.mdx': page(BODY, 'summary: New.\n') };
  expect(wordsOf(files, '2026-01-01')).toMatch(/30 days[\s\S]*GDPR/);
  expect(wordsOf(files, '2026-01-01')).not.toContain('CCPA');
  expect(wordsOf(files, '2027-01-01')).toMatch(/14 days[\s\S]*CCPA/);
  expect(wordsOf(files, '2027-01-01')).not.toContain('GDPR');
});

test.each<[string, number | undefined]>([
  ['2026-05-31', undefined],
  ['2026-06-01', 30],
  ['2027-05-31', 30],
  ['2027-06-01', 14],
  ['2028-01-01', undefined],
])('on %s the promise is %s', (date, days) => {
  const rows = [
    { since: '2026-06-01', value: 30 },
    { since: '2027-06-01', value: 14 },
    { since: '2028-01-01', value: null },
  ];
  const parsed = organisationSchema.parse({ name: 'Example', domain: 'example.org', locales: ['en'], answerWithinDays: rows });
  expect(organisationOn(parsed, date).answerWithinDays).toBe(days);
});

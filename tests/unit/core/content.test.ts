/** Every kind of mistake in a content tree is told with its file, its field, what was found and what would be right. */
import { describe, expect, test } from 'vitest';
import { type ContentProblem, problemInWords, splitFrontMatter } from '../../../core/content.ts';
import { type Files, json, load, page, problemsIn, smallTree } from '../../support/memory-tree.ts';

const MDX = 'policies/privacy/2026-01-01/en.mdx';
const HASH = 'a'.repeat(64);

interface Case {
  mistake: string;
  /** Files put in, or taken out where they are null. */
  files: Record<string, string | null>;
  problem: Partial<Record<keyof ContentProblem, unknown>>;
}

const organisation = (fields: object): string => json({ name: 'Example', domain: 'example.org', locales: ['en'], ...fields });
const cookie = (fields: object): string =>
  json({
    entries: [
      { name: 'a', kind: 'cookie', category: 'necessary', service: 's', provider: 'p', purpose: { en: 'x' }, lifetime: 'P6M', since: '2026-01-01', ...fields },
    ],
  });
const sealed = (sha256 = HASH): object => ({ sha256, seal: HASH, source: HASH, facts: {}, publishedAt: '2026-01-01T00:00:00Z', approvedBy: 'Me' });
const entry = (fields: object = {}): object => ({
  policy: 'privacy',
  version: '2026-01-01',
  publishedAt: '2026-01-01T00:00:00Z',
  approvedBy: 'Me',
  facts: { effective: '2026-01-01T00:00:00Z', prevailing: 'en', cause: 'wording', material: false, categories: [], renamed: {} },
  locales: { en: sealed() },
  ...fields,
});

const cases: Case[] = [
  {
    mistake: 'JSON that breaks off',
    files: { 'organisation.json': '{ "name": "Example",' },
    problem: { file: 'organisation.json', found: expect.stringMatching(/JSON/), expected: 'JSON' },
  },
  {
    mistake: 'no organisation.json',
    files: { 'organisation.json': null },
    problem: { file: 'organisation.json', found: 'no such file', expected: expect.stringContaining('fairnotice new') },
  },
  {
    mistake: 'no policy.json',
    files: { 'policies/privacy/policy.json': null },
    problem: { file: 'policies/privacy/policy.json', found: 'no such file' },
  },
  {
    mistake: 'a misspelt field',
    files: { 'organisation.json': organisation({ timezone: 'Europe/Berlin' }) },
    problem: { file: 'organisation.json', field: 'timezone', found: 'a field that nothing reads', expected: 'timeZone?' },
  },
  {
    mistake: 'a misspelt field inside another',
    files: { 'organisation.json': organisation({ look: { acent: '#000000' } }) },
    problem: { file: 'organisation.json', field: 'look.acent', expected: 'accent?' },
  },
  {
    mistake: 'a misspelt field of a cookie',
    files: { 'cookies.json': cookie({ untill: '2027-01-01' }) },
    problem: { file: 'cookies.json', field: 'entries.0.untill', expected: 'until?' },
  },
  {
    mistake: 'a misspelt field of the front matter',
    files: { [MDX]: page('Words.', 'sumary: More.\n') },
    problem: { file: MDX, field: 'sumary', found: 'a field that nothing reads', expected: 'summary?' },
  },
  {
    mistake: 'a value of another type, in an author’s words',
    files: { [MDX]: page('Words.', 'material: perhaps\n') },
    problem: { file: MDX, field: 'material', found: '"perhaps"', expected: 'true or false' },
  },
  {
    mistake: 'text where a list belongs',
    files: { 'organisation.json': organisation({ locales: 'en' }) },
    problem: { file: 'organisation.json', field: 'locales', found: '"en"', expected: 'a list' },
  },
  {
    mistake: 'a field that is near to none',
    files: { [MDX]: page('Words.', 'colour: red\n') },
    problem: { file: MDX, field: 'colour', expected: expect.stringContaining('no such field') },
  },
  {
    mistake: 'a calendar date that does not exist',
    files: { [MDX]: page('Words.', 'announced: 2025-02-30\n') },
    problem: { file: MDX, field: 'announced', found: '"2025-02-30"', expected: 'a calendar date that exists, written YYYY-MM-DD' },
  },
  {
    mistake: 'a date in another order',
    files: { 'cookies.json': cookie({ since: '01.02.2026' }) },
    problem: { file: 'cookies.json', field: 'entries.0.since', found: '"01.02.2026"', expected: expect.stringContaining('YYYY-MM-DD') },
  },
  {
    mistake: 'an entry that ends before it begins',
    files: { 'cookies.json': cookie({ until: '2025-01-01' }) },
    problem: { file: 'cookies.json', field: 'entries.0.until', found: '"2025-01-01"', expected: 'a date after `since`' },
  },
  {
    mistake: 'a category that is none',
    files: { 'cookies.json': cookie({ category: 'statistics' }) },
    problem: { field: 'entries.0.category', found: '"statistics"', expected: 'one of necessary, preferences, analytics, marketing, media' },
  },
  {
    mistake: 'a lifetime in words',
    files: { 'cookies.json': cookie({ lifetime: 'six months' }) },
    problem: { field: 'entries.0.lifetime', found: '"six months"', expected: expect.stringContaining('P6M') },
  },
  {
    mistake: 'a field that is missing',
    files: { 'organisation.json': json({ name: 'Example', locales: ['en'] }) },
    problem: { field: 'domain', found: 'nothing', expected: 'text' },
  },
  {
    mistake: 'a field that is empty',
    files: { 'organisation.json': organisation({ name: ' ' }) },
    problem: { field: 'name', expected: 'must not be empty' },
  },
  {
    mistake: 'no language',
    files: { 'organisation.json': organisation({ locales: [] }) },
    problem: { field: 'locales', found: '[]' },
  },
  {
    mistake: 'a base path without its slash',
    files: { 'organisation.json': organisation({ look: { basePath: '/legal' } }) },
    problem: { field: 'look.basePath', found: '"/legal"', expected: 'a path that begins and ends with /' },
  },
  {
    mistake: 'a colour by its name',
    files: { 'organisation.json': organisation({ look: { accent: 'tomato' } }) },
    problem: { field: 'look.accent', found: '"tomato"', expected: expect.stringContaining('#rrggbb') },
  },
  {
    mistake: 'a logo that is not there',
    files: { 'organisation.json': organisation({ look: { logo: 'logo.svg' } }) },
    problem: { file: 'organisation.json', field: 'look.logo', found: expect.stringContaining('logo.svg'), expected: expect.stringContaining('svg') },
  },
  {
    mistake: 'a home page that is a script',
    files: { 'organisation.json': organisation({ look: { home: 'javascript:alert(1)' } }) },
    problem: { field: 'look.home', expected: 'an address beginning with https://' },
  },
  {
    mistake: 'a time zone that is none',
    files: { 'organisation.json': organisation({ timeZone: 'Berlin' }) },
    problem: { field: 'timeZone', found: '"Berlin"', expected: 'an IANA time zone such as Europe/Berlin' },
  },
  {
    mistake: 'a law that the table does not have',
    files: { 'organisation.json': organisation({ regimes: ['eu-gdpt'] }) },
    problem: {
      file: 'organisation.json',
      field: expect.stringContaining('regimes'),
      found: expect.stringContaining('eu-gdpt'),
      expected: expect.stringContaining('eu-gdpr'),
    },
  },
  {
    mistake: 'an answer within no number of days',
    files: { 'organisation.json': organisation({ answerWithinDays: 'thirty' }) },
    problem: { file: 'organisation.json', field: 'answerWithinDays', found: '"thirty"', expected: 'a whole number of days, such as 30' },
  },
  {
    mistake: 'a law that is no list',
    files: { 'organisation.json': organisation({ regimes: 'eu-gdpr' }) },
    problem: { file: 'organisation.json', field: 'regimes', found: '"eu-gdpr"', expected: expect.stringContaining('["eu-gdpr"]') },
  },
  {
    mistake: 'values with days and one without',
    files: { 'organisation.json': organisation({ regimes: ['eu-gdpr', { since: '2027-01-01', value: ['eu-gdpr'] }] }) },
    problem: { file: 'organisation.json', field: 'regimes.0', found: '"eu-gdpr"', expected: expect.stringContaining('{ "since": "2027-06-01", "value": … }') },
  },
  {
    mistake: 'a misspelt field of a value with its day',
    files: { 'organisation.json': organisation({ answerWithinDays: [{ value: 30 }, { from: '2027-01-01', value: 14 }] }) },
    problem: { file: 'organisation.json', field: 'answerWithinDays.1.from', found: 'a field that nothing reads', expected: expect.stringContaining('"since"') },
  },
  {
    mistake: 'two values without a day',
    files: { 'organisation.json': organisation({ answerWithinDays: [{ value: 30 }, { value: 14 }] }) },
    problem: {
      file: 'organisation.json',
      field: 'answerWithinDays.1.since',
      found: 'nothing',
      expected: 'the day since which it holds; only the first value may do without',
    },
  },
  {
    mistake: 'values in the wrong order',
    files: {
      'organisation.json': organisation({
        answerWithinDays: [
          { since: '2027-06-01', value: 30 },
          { since: '2027-01-01', value: 14 },
        ],
      }),
    },
    problem: {
      file: 'organisation.json',
      field: 'answerWithinDays.1.since',
      found: '"2027-01-01"',
      expected: 'a day after 2027-06-01; the oldest stands first',
    },
  },
  {
    mistake: 'a law that the table does not have, in a list with days',
    files: { 'organisation.json': organisation({ regimes: [{ value: [] }, { since: '2027-01-01', value: ['eu-gdpt'] }] }) },
    problem: { file: 'organisation.json', field: 'regimes.1.value.0', found: '"eu-gdpt"' },
  },
  {
    mistake: 'a file name that is no language',
    files: { 'policies/privacy/2026-01-01/english.mdx': page('Words.') },
    problem: { file: 'policies/privacy/2026-01-01/english.mdx', found: 'the name english.mdx', expected: expect.stringContaining('en.mdx') },
  },
  {
    mistake: 'no text in the prevailing language',
    files: { [MDX]: null, 'policies/privacy/2026-01-01/de.mdx': page('Worte.') },
    problem: { file: 'policies/privacy/2026-01-01', found: 'no en.mdx', expected: 'the text in the prevailing language of privacy' },
  },
  {
    mistake: 'a second version on a day without its instant',
    files: { 'policies/privacy/2026-01-01.2/en.mdx': page('Other words.') },
    problem: {
      file: 'policies/privacy/2026-01-01.2/en.mdx',
      field: 'effective',
      found: 'no instant',
      expected: expect.stringContaining('effective: 2026-01-01T14:00:00Z'),
    },
  },
  {
    mistake: 'an instant without its offset',
    files: { 'policies/privacy/2026-01-01.2/en.mdx': page('Other words.', 'effective: 2026-01-01T14:00:00\n') },
    problem: { field: 'effective', expected: 'an instant such as 2027-01-01T00:00:00Z' },
  },
  {
    mistake: 'a version whose date does not exist',
    files: { 'policies/privacy/2025-02-30/en.mdx': page('Words.') },
    problem: { file: 'policies/privacy/2025-02-30', found: 'the name 2025-02-30', expected: 'a calendar date that exists' },
  },
  {
    mistake: 'a version that is called .1',
    files: { 'policies/privacy/2026-01-01.1/en.mdx': page('Words.') },
    problem: { file: 'policies/privacy/2026-01-01.1', expected: expect.stringContaining('2027-01-01.2') },
  },
  {
    mistake: 'a published source that is gone',
    files: { 'published.json': json({ versions: [entry({ version: '2025-01-01' })] }) },
    problem: { file: 'policies/privacy/2025-01-01/en.mdx', found: 'no such file', expected: expect.stringContaining('restore it from git') },
  },
  {
    mistake: 'a published language that is gone',
    files: {
      'published.json': json({ versions: [entry({ locales: { de: sealed() } })] }),
    },
    problem: { file: 'policies/privacy/2026-01-01/de.mdx', found: 'no such file' },
  },
  {
    mistake: 'a version that is published twice',
    files: { 'published.json': json({ versions: [entry(), entry()] }) },
    problem: { file: 'published.json', found: 'privacy 2026-01-01 twice', expected: 'one entry for each version' },
  },
  {
    mistake: 'a hash that is none',
    files: {
      'published.json': json({ versions: [entry({ locales: { en: sealed('beef') } })] }),
    },
    problem: { file: 'published.json', field: 'versions.0.locales.en.sha256', found: '"beef"', expected: '64 lower case hexadecimal digits' },
  },
  {
    mistake: 'a stray file in a version',
    files: { 'policies/privacy/2026-01-01/notes.docx': '' },
    problem: {
      file: 'policies/privacy/2026-01-01/notes.docx',
      found: 'a file that is no part of a version',
      expected: expect.stringContaining('<locale>.mdx'),
    },
  },
  {
    mistake: 'a policy with the name of another page',
    files: { 'policies/problems/policy.json': '{}' },
    problem: { file: 'policies/problems', found: 'the name problems', expected: expect.stringContaining('requests') },
  },
  {
    mistake: 'a policy whose name cannot stand in an address',
    files: { 'policies/Privacy Policy/policy.json': '{}' },
    problem: { file: 'policies/Privacy Policy', expected: expect.stringContaining('lower case') },
  },
  {
    mistake: 'a policy without a version',
    files: { 'policies/terms/policy.json': json({ kind: 'terms', title: { en: 'Terms' }, prevailing: 'en' }) },
    problem: { file: 'policies/terms', found: 'no version', expected: expect.stringContaining('fairnotice new version terms') },
  },
  {
    mistake: 'no policy at all',
    files: { 'policies/privacy/policy.json': null, [MDX]: null },
    problem: { file: 'policies/', found: 'no policy', expected: expect.stringContaining('fairnotice new policy') },
  },
  {
    mistake: 'front matter that is no YAML',
    files: { [MDX]: '---\ntitle: Privacy\nsummary: "Half a\ncause: wording\n---\n\nWords.\n' },
    problem: { file: MDX, line: expect.any(Number), found: expect.stringMatching(/quote/i), expected: 'YAML, a field on each line' },
  },
  {
    mistake: 'a field twice in the front matter',
    files: { [MDX]: '---\ntitle: Privacy\ntitle: Privacy\n---\n\nWords.\n' },
    problem: { file: MDX, line: 3, found: expect.stringContaining('unique') },
  },
  {
    mistake: 'no front matter',
    files: { [MDX]: '# Privacy\n' },
    problem: { file: MDX, found: 'no front matter', expected: expect.stringContaining('title') },
  },
  {
    mistake: 'front matter that is a list',
    files: { [MDX]: '---\n- title\n---\n\nWords.\n' },
    problem: { file: MDX, expected: 'fields with values' },
  },
  {
    mistake: 'a key of wording that is none',
    files: { 'wording/en.json': json({ reviewed: true, texts: { history: 'x' } }) },
    problem: { file: 'wording/en.json', field: 'texts.history', expected: expect.stringContaining('a key such as site.history') },
  },
];

function changed(files: Case['files']): Files {
  const all: Record<string, string | null> = { ...smallTree(), ...files };
  return Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== null));
}

test('a tree that is right has no problem', () => {
  expect(problemsIn(smallTree())).toEqual([]);
});

test.each(cases)('$mistake', ({ files, problem }) => {
  const found = problemsIn(changed(files));
  expect(found).toContainEqual(expect.objectContaining(problem));
  for (const { file, found: was, expected } of found) expect([file, was, expected].filter((words) => words.trim() === '')).toEqual([]);
});

describe('problems', () => {
  test('are all told at once', () => {
    const found = problemsIn(
      changed({ 'organisation.json': organisation({ nmae: 'x', domian: 'y' }), [MDX]: page('Words.', 'cause: whim\n'), 'cookies.json': '[' }),
    );
    expect(found.map(({ file, field }) => `${file} ${field ?? ''}`.trim())).toEqual(
      expect.arrayContaining(['organisation.json nmae', 'organisation.json domian', `${MDX} cause`, 'cookies.json']),
    );
  });

  test('are said with their place first', () => {
    expect(problemInWords({ file: 'a.mdx', line: 3, column: 7, field: 'title', found: 'nothing', expected: 'a text' })).toBe(
      'a.mdx:3:7\n  field     title\n  found     nothing\n  expected  a text',
    );
    expect(problemInWords({ file: 'a.json', found: 'x', expected: 'y' })).toBe('a.json\n  found     x\n  expected  y');
  });
});

describe('a tree', () => {
  const three = {
    ...smallTree(),
    'policies/privacy/2026-01-01.2/en.mdx': page('Second.', 'effective: 2026-01-01T12:00:00+02:00\n'),
    'policies/privacy/2026-01-01.10/en.mdx': page('Tenth.', 'effective: 2026-01-01T10:00:00Z\n'),
    'policies/privacy/2025-06-01/en.mdx': page('First.'),
    'policies/privacy/2025-06-01/de.mdx': page('Zuerst.'),
  };

  test('has its versions in the order of their beginnings, and its languages with the prevailing one first', () => {
    const [policy] = load(three).policies;
    expect(policy?.versions.map(({ id }) => id)).toEqual(['2025-06-01', '2026-01-01', '2026-01-01.2', '2026-01-01.10']);
    expect(policy?.versions.map(({ effective }) => effective)).toEqual([
      '2025-06-01T00:00:00Z',
      '2026-01-01T00:00:00Z',
      '2026-01-01T10:00:00Z',
      '2026-01-01T10:00:00Z',
    ]);
    expect(policy?.locales).toEqual(['en', 'de']);
  });

  test('begins its days where the organisation is, and in UTC where that is not known', () => {
    expect(load(smallTree()).timeZone).toBe('UTC');
    const there = load({ ...smallTree(), 'organisation.json': organisation({ timeZone: 'Pacific/Auckland' }) });
    expect(there.policies[0]?.versions[0]?.effective).toBe('2025-12-31T11:00:00Z');
  });

  test('overrides the product’s wording text by text', () => {
    const { wording } = load({ ...smallTree(), 'wording/en.json': json({ reviewed: true, texts: { 'site.home': 'Our shop' } }) });
    expect(wording.en?.texts['site.home']).toBe('Our shop');
    expect(wording.en?.texts['site.feed']).toBe('Feed of changes');
  });
});

test.each([
  ['a file', '---\ntitle: A\n---\nBody', { yaml: 'title: A', body: 'Body', bodyLine: 4 }],
  ['a file with a byte order mark and CRLF', '\uFEFF---\r\ntitle: A\r\n---\r\nBody', { yaml: 'title: A', body: 'Body', bodyLine: 4 }],
  ['empty front matter', '---\n---\nBody', { yaml: '', body: 'Body', bodyLine: 3 }],
  ['a rule further down', 'Words\n\n---\n\nMore\n\n---\n', { body: 'Words\n\n---\n\nMore\n\n---\n', bodyLine: 1 }],
])('front matter is parted from %s', (_name, source, parts) => {
  expect(splitFrontMatter(source)).toEqual(parts);
});

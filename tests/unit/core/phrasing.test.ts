/** A sentence of a component that became another: published versions keep theirs, for the seal and for what is sealed later. */
import { describe, expect, test } from 'vitest';
import { proveEditions, readEdition } from '../../../core/editions.ts';
import { PHRASING, phrasingOf } from '../../../core/phrasing.ts';
import { planPublication } from '../../../core/publishing.ts';
import { type Files, json, load, page, problemsIn, smallTree, withFiles } from '../../support/memory-tree.ts';

const ID = '2026-01-01';
const FIRST = 'We answer within 30 days of receipt, even where the law allows longer; the earlier date counts.';
const NOW = 'We answer within 30 days of receipt; where the law sets an earlier date, that date counts. Where the law lets us extend its time limit,';
const draft: Files = {
  ...smallTree(),
  'organisation.json': json({ name: 'Example', domain: 'example.org', locales: ['en'], regimes: ['eu-gdpr'], answerWithinDays: 30 }),
  [`policies/privacy/${ID}/en.mdx`]: page('<Deadlines/>'),
};

interface Entry {
  phrasing?: number;
}
const entriesOf = (files: Files): { versions: Entry[] } => JSON.parse(files['published.json'] ?? '') as { versions: Entry[] };

function publish(files: Files, id = ID): Files {
  const content = load(files);
  const [policy] = content.policies;
  const version = policy?.versions.find((found) => found.id === id);
  if (!policy || !version) throw new Error(`no ${id}`);
  const plan = planPublication(content, policy, version, { now: '2026-01-01T00:00:00Z', approvedBy: 'Legal' });
  if (!plan.ok) throw new Error(plan.refusal.reason);
  return withFiles(files, plan.files);
}

/** A tree as it was published before phrasings were named: the entry names none. */
function publishedBefore(): Files {
  // `published.json` that names the version without a language makes its text a translation that is still to be sealed.
  const bare = { ...entriesOf(publish(draft)).versions[0], locales: {} };
  delete bare.phrasing;
  return publish({ ...draft, 'published.json': json({ versions: [bare] }) });
}

function wordsOf(files: Files, id: string, locale = 'en'): string {
  const content = load(files);
  const [policy] = content.policies;
  const version = policy?.versions.find((found) => found.id === id);
  const translation = version?.translations[locale];
  if (!policy || !version || !translation) throw new Error(`no ${id} ${locale}`);
  return readEdition(content, policy, version, translation).text;
}

const problems = (files: Files) => {
  const content = load(files);
  return proveEditions(content, content.policies);
};

describe('a version that was published before its sentence became another', () => {
  const before = publishedBefore();

  test('keeps its words, and its seal holds', () => {
    expect(entriesOf(before).versions[0]).not.toHaveProperty('phrasing');
    expect(wordsOf(before, ID)).toContain(FIRST);
    expect(problems(before)).toEqual([]);
  });

  test('says the same in a translation that is sealed later', () => {
    const german = publish({ ...before, [`policies/privacy/${ID}/de.mdx`]: page('<Deadlines/>') });
    expect(wordsOf(german, ID, 'de')).toContain('auch wenn das Gesetz mehr Zeit lässt');
    expect(entriesOf(german).versions[0]).not.toHaveProperty('phrasing');
    expect(problems(german)).toEqual([]);
  });

  test('is followed by one with the new words, as a change that readers see', () => {
    const next = { ...before, 'policies/privacy/2027-01-01/en.mdx': page('<Deadlines/>', 'summary: We name extensions.\nmaterial: true\n') };
    expect(wordsOf(next, '2027-01-01')).toContain(NOW);
    const sealed = publish(next, '2027-01-01');
    expect([wordsOf(sealed, ID), wordsOf(sealed, '2027-01-01')]).toEqual([expect.stringContaining(FIRST), expect.stringContaining(NOW)]);
    expect(problems(sealed)).toEqual([]);
  });
});

test('a draft has the newest words, and names them when it is published', () => {
  expect(wordsOf(draft, ID)).toContain(NOW);
  const sealed = publish(draft);
  expect(entriesOf(sealed).versions[0]?.phrasing).toBe(PHRASING);
  expect(wordsOf(sealed, ID)).toContain(NOW);
  expect(problems(sealed)).toEqual([]);
});

test('another phrasing written into an entry is found by the seal', () => {
  const sealed = publish(draft);
  const [problem] = problems({ ...sealed, 'published.json': json({ versions: entriesOf(sealed).versions.map((entry) => ({ ...entry, phrasing: 1 })) }) });
  expect(problem?.found).toContain('allows longer; the+}');
});

test('a phrasing that this tool does not know is refused with what to do', () => {
  const sealed = publish(draft);
  const later = { ...sealed, 'published.json': json({ versions: entriesOf(sealed).versions.map((entry) => ({ ...entry, phrasing: PHRASING + 1 })) }) };
  expect(problemsIn(later)).toMatchObject([{ file: 'published.json', expected: expect.stringContaining('a newer Fairnotice published this version') }]);
});

test('an entry that names none is of the first phrasing', () => {
  expect([phrasingOf({ published: {} }), phrasingOf({ published: { phrasing: 2 } }), phrasingOf({})]).toEqual([1, 2, PHRASING]);
});

/** Publishing: what it refuses, what it writes, and that it never touches what is sealed. */
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../core/digest.ts';
import { PHRASING } from '../../../core/phrasing.ts';
import { noteToolChange, type PublishPlan, planPublication, sealArticle, type ToolChangeNote, withEntry } from '../../../core/publishing.ts';
import type { PublishedVersion } from '../../../core/schemas.ts';
import { type Files, load, page, smallTree, withFiles } from '../../support/memory-tree.ts';

const NOW = '2026-01-01T08:00:00.750Z';

function plan(files: Files, id: string, options: { now?: string; backdated?: boolean } = {}): PublishPlan {
  const content = load(files);
  const [policy] = content.policies;
  const version = policy?.versions.find((found) => found.id === id);
  if (!policy || !version) throw new Error(`no ${id}`);
  return planPublication(content, policy, version, { now: NOW, approvedBy: 'Legal', ...options });
}

function publish(files: Files, id: string, options = {}): Files {
  const made = plan(files, id, options);
  if (!made.ok) throw new Error(made.refusal.reason);
  return withFiles(files, made.files);
}

const first = publish(smallTree(), '2026-01-01');
const withNext = (body: string, fields = 'summary: New.\n', id = '2027-01-01'): Files => ({ ...first, [`policies/privacy/${id}/en.mdx`]: page(body, fields) });

describe('refuses', () => {
  test.each<[string, Files, string, object, object]>([
    ['what is published already', first, '2026-01-01', {}, { reason: 'already-published' }],
    ['a beginning in the past', smallTree(), '2026-01-01', { now: '2026-01-02T00:00:00Z' }, { reason: 'in-the-past', effective: '2026-01-01T00:00:00Z' }],
    ['a change without a summary', withNext('Other words.', ''), '2027-01-01', {}, { reason: 'no-summary' }],
    ['the same words again', withNext('We *keep* your order.'), '2027-01-01', {}, { reason: 'nothing-changed', previous: '2026-01-01' }],
    [
      'a negation that is called editorial by silence',
      withNext('We do not keep your order.'),
      '2027-01-01',
      {},
      { reason: 'sensitive-but-editorial', changes: [expect.stringMatching(/^negation: .* → .*not/)] },
    ],
  ])('%s', (_what, files, id, options, refusal) => {
    expect(plan(files, id, options)).toEqual({ ok: false, refusal });
  });

  test('a period, unless it is material or said why not', () => {
    const base = publish({ ...smallTree(), 'policies/privacy/2026-01-01/en.mdx': page('We keep it for 30 days.') }, '2026-01-01');
    const next = (fields: string): PublishPlan =>
      plan({ ...base, 'policies/privacy/2027-01-01/en.mdx': page('We keep it for 60 days.', `summary: Longer.\n${fields}`) }, '2027-01-01');
    expect(next('')).toMatchObject({ ok: false, refusal: { reason: 'sensitive-but-editorial' } });
    expect(next('material: true\n').ok).toBe(true);
    expect(next('editorial: The first figure was never applied.\n').ok).toBe(true);
  });
});

describe('accepts', () => {
  test.each<[string, object]>([
    ['the day itself, though midnight has passed', { now: '2026-01-01T23:59:59Z' }],
    ['a past beginning that is said to be one', { now: '2026-06-01T00:00:00Z', backdated: true }],
    ['a day to come', { now: '2025-06-01T00:00:00Z' }],
  ])('%s', (_what, options) => {
    expect(plan(smallTree(), '2026-01-01', options).ok).toBe(true);
  });

  test('and writes a seal and an entry, with the instant in whole seconds', () => {
    const made = plan(smallTree(), '2026-01-01');
    if (!made.ok) throw new Error('refused');
    const seal = made.files.find(({ path }) => path.endsWith('.sealed.html'));
    expect(made.files.map(({ path }) => path)).toEqual(['policies/privacy/2026-01-01/en.sealed.html', 'published.json']);
    expect(made.entry).toEqual({
      policy: 'privacy',
      version: '2026-01-01',
      publishedAt: '2026-01-01T08:00:00Z',
      approvedBy: 'Legal',
      phrasing: PHRASING,
      facts: { effective: '2026-01-01T00:00:00Z', prevailing: 'en', cause: 'wording', material: false, categories: [], renamed: {} },
      locales: {
        en: {
          sha256: sha256('# Privacy policy\nWe keep your order.\n'),
          seal: sha256(seal?.text ?? ''),
          source: sha256('Privacy policy\n\nWe keep your order.\n'),
          facts: {},
          publishedAt: '2026-01-01T08:00:00Z',
          approvedBy: 'Legal',
        },
      },
      corrections: [],
      toolChanges: [],
    });
    expect(made.files.at(-1)?.text).toMatch(/^\{\n {2}"versions": \[\n[\s\S]*\n\}\n$/);
  });
});

describe('a translation that comes later', () => {
  const german = { ...first, 'policies/privacy/2026-01-01/de.mdx': page('Wir behalten Ihre Bestellung.') };
  const later = plan(german, '2026-01-01', { now: '2027-05-05T00:00:00Z' });

  test('is added with its own instant, whatever the day, and the first entry stays', () => {
    if (!later.ok) throw new Error('refused');
    const before = JSON.parse(first['published.json'] ?? '').versions[0];
    expect(later.locales).toEqual(['de']);
    expect(later.entry).toMatchObject({ publishedAt: before.publishedAt, approvedBy: before.approvedBy });
    expect(later.entry.locales.en).toEqual(before.locales.en);
    expect(later.entry.locales.de?.publishedAt).toBe('2027-05-05T00:00:00Z');
  });

  test('leaves the seal of the others alone', () => {
    if (!later.ok) throw new Error('refused');
    expect(later.files.map(({ path }) => path)).toEqual(['policies/privacy/2026-01-01/de.sealed.html', 'published.json']);
    const edited = { ...german, 'policies/privacy/2026-01-01/en.mdx': page('Quite other words.') };
    const again = plan(edited, '2026-01-01');
    expect(again.ok && again.files.some(({ path }) => path.includes('en.sealed'))).toBe(false);
  });
});

test('a later version writes nothing of an earlier one', () => {
  const second = plan(withNext('We keep your order safe.'), '2027-01-01');
  if (!second.ok) throw new Error(second.refusal.reason);
  expect(second.files.map(({ path }) => path)).toEqual(['policies/privacy/2027-01-01/en.sealed.html', 'published.json']);
  const { versions } = JSON.parse(second.files[1]?.text ?? '') as { versions: PublishedVersion[] };
  expect(versions[0]).toEqual(JSON.parse(first['published.json'] ?? '').versions[0]);
});

test('entries stand in the order of policies and versions', () => {
  const [known] = JSON.parse(first['published.json'] ?? '').versions as [PublishedVersion];
  const entry = (policy: string, version: string): PublishedVersion => ({ ...known, policy, version });
  const all = [
    ['terms', '2020-01-01'],
    ['privacy', '2021-01-01.10'],
    ['privacy', '2021-01-01'],
    ['privacy', '2020-06-01'],
    ['privacy', '2021-01-01.9'],
  ] as const;
  const sorted = all.reduce<PublishedVersion[]>((entries, [policy, version]) => withEntry(entries, entry(policy, version)), []);
  expect(sorted.map(({ policy, version }) => `${policy} ${version}`)).toEqual([
    'privacy 2020-06-01',
    'privacy 2021-01-01',
    'privacy 2021-01-01.9',
    'privacy 2021-01-01.10',
    'terms 2020-01-01',
  ]);
  expect(withEntry(sorted, { ...entry('terms', '2020-01-01'), approvedBy: 'y' })).toHaveLength(5);
});

describe('a change of the tool', () => {
  const SEAL = 'policies/privacy/2026-01-01/en.sealed.html';
  const SOURCE = 'policies/privacy/2026-01-01/en.mdx';

  function note(files: Files): ToolChangeNote {
    const content = load(files);
    const [policy] = content.policies;
    const version = policy?.versions[0];
    if (!policy || !version) throw new Error('nothing');
    return noteToolChange(content, policy, version, NOW, 'why');
  }

  /** The tree as a tool would have sealed it that writes "thy" where this one writes "your". */
  function sealedByAnother(): { files: Files; words: string } {
    const sealed = sealArticle('<h1>Privacy policy</h1>\n<p>We keep thy order.</p>', 'en', 'x', SEAL);
    const published = JSON.parse(first['published.json'] ?? '');
    Object.assign(published.versions[0].locales.en, { sha256: sealed.sha256, seal: sealed.seal });
    return { files: { ...first, [SEAL]: sealed.text, 'published.json': JSON.stringify(published) }, words: sealed.sha256 };
  }

  test('is not noted where the words are the sealed ones, nor of a draft', () => {
    expect(note(first)).toEqual({ ok: false, refusal: { reason: 'same-words' } });
    expect(note(smallTree())).toEqual({ ok: false, refusal: { reason: 'not-published' } });
  });

  test('is noted once with what the tool would say now; the seal is not written', () => {
    const { files, words } = sealedByAnother();
    const noted = note(files);
    if (!noted.ok) throw new Error(noted.refusal.reason);
    expect(noted.files.map((file) => file.path)).toEqual(['published.json']);
    expect(noted.entry.toolChanges).toEqual([
      { at: '2026-01-01T08:00:00Z', locale: 'en', note: 'why', wouldBe: sha256('# Privacy policy\nWe keep your order.\n') },
    ]);
    expect(noted.entry.locales.en?.sha256).toBe(words);
    expect(note(withFiles(files, noted.files))).toEqual({ ok: false, refusal: { reason: 'same-words' } });
  });

  test.each<[string, string]>([
    ['an edit of the words', page('We sell your order.')],
    ['an edit of the title', page('We keep your order.').replace('Privacy policy', 'Privacy notice')],
  ])('is not %s', (_what, source) => {
    for (const files of [first, sealedByAnother().files]) {
      expect(note({ ...files, [SOURCE]: source })).toEqual({ ok: false, refusal: { reason: 'edited', file: SOURCE } });
    }
  });

  test('is told from an edit although an erratum came since, or git gave the file other line ends', () => {
    const { files } = sealedByAnother();
    const erratum = page('We keep your order.', 'errata:\n  - { date: 2026-02-01, note: Read it twice. }\n');
    for (const source of [erratum, page('We keep your order.').replaceAll('\n', '\r\n')]) expect(note({ ...files, [SOURCE]: source }).ok).toBe(true);
  });
});

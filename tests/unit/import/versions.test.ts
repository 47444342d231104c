import { describe, expect, it } from 'vitest';
import type { HistoryCommit } from '../../../cli/import/git-history.ts';
import { toMdx } from '../../../cli/import/to-mdx.ts';
import { planVersions, type VersionPlan } from '../../../cli/import/versions.ts';
import { PHRASING } from '../../../core/phrasing.ts';
import { readArticle } from '../../../core/policy/article.ts';
import { renderArticle } from '../../../core/policy/render.ts';
import { organisationOn, organisationSchema } from '../../../core/schemas.ts';

const context = {
  date: '2020-01-01',
  locale: 'en',
  organisation: organisationOn(organisationSchema.parse({ name: 'A', domain: 'a.example', locales: ['en'] }), '2026-01-01'),
  cookies: [],
  policyKind: 'privacy' as const,
  phrasing: PHRASING,
  t: (key: string) => key,
};

/** Plans versions from days (or instants) and sources; commits are named a, b, c, … */
function plan(states: [at: string, source: string | undefined, subject?: string, path?: string][], timeZone = 'UTC'): VersionPlan {
  const commits = states.map(
    ([at, source, subject = 'Change words', path = 'privacy.md'], index): HistoryCommit => ({
      sha: String.fromCharCode(97 + index),
      instant: at.length === 10 ? `${at}T12:00:00Z` : at,
      subject,
      author: 'Ada',
      path,
      ...(source === undefined ? {} : { source }),
    }),
  );
  return planVersions(commits, {
    timeZone,
    convert: (source) => toMdx(source, 'markdown', { title: 'Privacy' }),
    read: ({ body, title }) => readArticle(renderArticle(body, title, context), 'en'),
  });
}

const ids = ({ versions }: VersionPlan): string[] => versions.map(({ id }) => id);
const folds = ({ folded }: VersionPlan): string[] => folded.map(({ sha, reason, into }) => `${sha} ${reason} ${into ?? '-'}`);
const text = (words: string, date = ''): string => `# Privacy\n\n${date}${date ? '\n\n' : ''}${words}\n`;

describe('versions', () => {
  it('makes one for each day on which the words changed', () => {
    const result = plan([
      ['2020-01-01', text('one')],
      ['2020-01-05', text('two')],
      ['2020-01-09', text('one')],
    ]);
    expect(ids(result)).toEqual(['2020-01-01', '2020-01-05', '2020-01-09']);
    expect(result.folded).toEqual([]);
  });

  it('counts days in the organisation’s zone', () => {
    const states: [string, string][] = [
      ['2020-01-01T22:30:00Z', text('one')],
      ['2020-01-01T23:30:00Z', text('two')],
    ];
    expect(ids(plan(states))).toEqual(['2020-01-01']);
    expect(ids(plan(states, 'Europe/Berlin'))).toEqual(['2020-01-01', '2020-01-02']);
  });

  it('takes the last words of a day', () => {
    const result = plan([
      ['2020-01-01T08:00:00Z', text('one')],
      ['2020-01-01T09:00:00Z', text('two')],
      ['2020-01-01T10:00:00+00:00', text('three')],
    ]);
    expect(ids(result)).toEqual(['2020-01-01']);
    expect(result.versions[0]).toMatchObject({ body: 'three\n', publishedAt: '2020-01-01T10:00:00Z', author: 'Ada', commit: 'c' });
    expect(folds(result)).toEqual(['a same-day 2020-01-01', 'b same-day 2020-01-01']);
  });

  it('folds what a day did and undid', () => {
    const result = plan([
      ['2020-01-01', text('one')],
      ['2020-01-05T08:00:00Z', text('two')],
      ['2020-01-05T09:00:00Z', text('one')],
    ]);
    expect(ids(result)).toEqual(['2020-01-01']);
    expect(folds(result)).toEqual(['b undone 2020-01-01', 'c undone 2020-01-01']);
  });

  it.each([
    ['links', 'See [us](https://a.example/).', 'See [us](https://b.example/).'],
    ['markup', 'See **us**.', 'See *us*.'],
    ['structure', '### A\n\nSee us.', '## A\n\n- See us.'],
    ['unseen', 'See us.', 'See\nus. <!-- why -->'],
    ['date-line', 'Last updated: January 1, 2020\n\nSee us.', 'Last updated: January 5, 2020\n\nSee us.'],
  ])('folds a commit that changed only %s', (reason, before, after) => {
    const result = plan([
      ['2020-01-01', text(before)],
      ['2020-01-05', text(after)],
    ]);
    expect(ids(result)).toEqual(['2020-01-01']);
    expect(folds(result)).toEqual([`b ${reason} 2020-01-01`]);
  });

  it('takes over mended links, but never another date', () => {
    const links = plan([
      ['2020-01-01', text('See [us](https://a.example/).')],
      ['2020-01-05', text('See [us](https://b.example/).')],
    ]);
    expect(links.versions[0]).toMatchObject({ body: 'See [us](https://b.example/).\n', commit: 'b', publishedAt: '2020-01-01T12:00:00Z' });
    const dates = plan([
      ['2020-01-01', text('See us.', 'Last updated: January 1, 2020')],
      ['2021-01-05', text('See us.', 'Last updated: January 5, 2021')],
    ]);
    expect(dates.versions[0]?.body).toContain('January 1, 2020');
  });

  it('folds moves and deletions', () => {
    const result = plan([
      ['2020-01-01', text('one')],
      ['2020-01-05', text('one'), 'Move', 'b.md'],
      ['2020-01-06', undefined],
      ['2020-01-07', text('one')],
    ]);
    expect(folds(result)).toEqual(['b moved 2020-01-01', 'c deleted -', 'd moved 2020-01-01']);
  });

  it('drafts summaries from subjects that say something', () => {
    const result = plan([
      ['2020-01-01', text('one'), 'Import'],
      ['2020-01-05', text('two'), 'Name the new processor (#12)'],
      ['2020-01-09', text('three'), 'Update privacy.md'],
    ]);
    expect(result.versions.map(({ summary }) => summary)).toEqual([undefined, 'Name the new processor', undefined]);
  });

  it('follows sections that were renamed', () => {
    const words = 'We keep access logs for thirty days and delete them after that, unless a crime is investigated.';
    const result = plan([
      ['2020-01-01', text(`## Retention\n\n${words}`)],
      ['2020-01-05', text(`## How long we keep data\n\n${words} Ask us.`)],
    ]);
    expect(result.versions[1]?.renamed).toEqual({ 'how-long-we-keep-data': 'retention' });
  });
});

describe('the date of a version', () => {
  const dated = (words: string, date: string): string => text(words, `Effective ${date}`);

  it('is the text’s own where that is plausible', () => {
    const result = plan([
      ['2020-01-03', dated('one', 'January 1, 2020')],
      ['2020-02-01', dated('two', 'March 1, 2020')],
    ]);
    expect(ids(result)).toEqual(['2020-01-01', '2020-03-01']);
    expect(result.versions[1]).toMatchObject({ announced: '2020-02-01', date: { by: 'text', landed: '2020-02-01' } });
  });

  it('is the commit’s where the text’s was not moved, and that is said', () => {
    const result = plan([
      ['2020-01-01', dated('one', 'January 1, 2020')],
      ['2020-01-20', dated('two', 'January 1, 2020')],
      ['2020-01-25', dated('two', 'January 20, 2020')],
    ]);
    expect(ids(result)).toEqual(['2020-01-01', '2020-01-20']);
    expect(result.versions[1]?.date).toMatchObject({ by: 'commit', verdict: 'not-moved', movedLater: { sha: 'c', date: '2020-01-20' } });
  });

  it('counts a date that the same day moved', () => {
    const result = plan([
      ['2020-01-01', dated('one', 'January 1, 2020')],
      ['2020-01-20T08:00:00Z', dated('two', 'January 1, 2020')],
      ['2020-01-20T09:00:00Z', dated('two', 'January 20, 2020')],
    ]);
    expect(result.versions[1]).toMatchObject({ id: '2020-01-20', date: { verdict: 'plausible' } });
  });

  it('counts a date that was set ahead of the words', () => {
    const result = plan([
      ['2020-01-01', dated('one', 'January 1, 2020')],
      ['2020-01-19', dated('one', 'January 21, 2020')],
      ['2020-01-20', dated('two', 'January 21, 2020')],
    ]);
    expect(ids(result)).toEqual(['2020-01-01', '2020-01-21']);
  });

  it('lets a text take the place of one that was not yet in force', () => {
    const result = plan([
      ['2020-01-01', dated('one', 'January 1, 2020')],
      ['2020-02-01', dated('two', 'March 1, 2020')],
      ['2020-02-10', dated('three', 'March 1, 2020')],
    ]);
    expect(ids(result)).toEqual(['2020-01-01', '2020-03-01']);
    expect(result.versions[1]).toMatchObject({ commit: 'c', publishedAt: '2020-02-10T12:00:00Z', announced: '2020-02-01' });
    expect(folds(result)).toEqual(['b before-in-force 2020-03-01']);
  });

  it('distrusts a date that a later text contradicts', () => {
    const result = plan([
      ['2020-01-01', dated('one', 'January 1, 2020')],
      ['2020-02-01', dated('two', 'February 1, 2021')],
      ['2020-03-01', dated('three', 'March 1, 2020')],
    ]);
    expect(ids(result)).toEqual(['2020-01-01', '2020-02-01', '2020-03-01']);
    expect(result.versions[1]?.date).toMatchObject({ by: 'commit', verdict: 'contradicted' });
  });

  it('falls back to the commit where another version has the date', () => {
    const result = plan([
      ['2020-01-01', text('one')],
      ['2020-01-10', text('two')],
      ['2020-01-20', dated('three', 'January 10, 2020')],
    ]);
    expect(ids(result)).toEqual(['2020-01-01', '2020-01-10', '2020-01-20']);
    expect(result.versions[2]?.date.verdict).toBe('collides');
  });

  it('accounts for every commit once', () => {
    const result = plan([
      ['2020-01-01', dated('one', 'January 1, 2020')],
      ['2020-02-01T08:00:00Z', dated('two', 'January 1, 2020')],
      ['2020-02-01T09:00:00Z', dated('two', 'March 1, 2020')],
      ['2020-02-10', dated('three', 'March 1, 2020')],
      ['2020-02-11', dated('three', 'March 2, 2020')],
      ['2020-02-12', undefined],
      ['2020-02-13', dated('four', 'April 1, 2020')],
    ]);
    const told = result.folded.map(({ sha }) => sha);
    expect(new Set(told).size).toBe(told.length);
    expect(told.length + result.versions.length).toBe(7);
  });

  it('always increases', () => {
    const days = ['January 5, 2020', 'March 1, 2020', 'February 1, 2020', 'January 1, 2021', 'March 1, 2020', 'June 1, 2019'];
    const result = plan(days.map((day, index) => [`2020-0${index + 1}-02`, dated(`words ${index}`, day)]));
    expect(ids(result)).toEqual([...ids(result)].sort());
    expect(new Set(ids(result)).size).toBe(result.versions.length);
  });
});

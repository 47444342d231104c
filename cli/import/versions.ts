/**
 * From the states of a file to the versions of a policy: one for each day on which its words changed.
 * What leaves the words alone is folded into the version that stands, with the reason. Pure: how a
 * source is converted and read is given.
 */
import { instant } from '../../core/dates.ts';
import type { Article } from '../../core/policy/article.ts';
import { linkSections, sectionsOf } from '../../core/policy/sections.ts';
import { type Candidate, type CommitName, type FoldReason, foldStates } from './folding.ts';
import type { HistoryCommit } from './git-history.ts';
import { excerpt } from './notes.ts';
import { type ReadOptions, readStates } from './states.ts';
import type { Converted } from './to-mdx.ts';
import { chooseDates, type DateChoice, type Dated } from './version-dates.ts';

export interface FoldedCommit extends CommitName {
  day: string;
  reason: FoldReason;
  /** The version that it was folded into. Absent before the first one. */
  into?: string;
}

export interface PlannedVersion {
  id: string;
  title: string;
  /** MDX without front matter. */
  body: string;
  summary?: string;
  announced?: string;
  renamed: Record<string, string>;
  /** The instant at which these words landed, in UTC. */
  publishedAt: string;
  /** Author of the commit that brought the words. */
  author: string;
  /** Commit whose source this is: reading that commit gives these words. */
  commit: string;
  /** Commits that changed the words on that day. */
  commits: CommitName[];
  date: DateChoice;
  converted: Converted;
}

export interface VersionPlan {
  versions: PlannedVersion[];
  folded: FoldedCommit[];
}

/** @param commits Oldest first, instants never going back. */
export function planVersions(commits: readonly HistoryCommit[], options: ReadOptions): VersionPlan {
  const { states, wordless } = readStates(commits, options);
  const { candidates, folds } = foldStates(states);
  folds.push(...wordless);
  const dated = chooseDates(candidates);
  const versions = dated.map((one, index) => describe(one, dated[index - 1]?.candidate));
  const idOf = new Map<Candidate, string>();
  for (const { candidate, id, replaced } of dated) for (const one of [candidate, ...replaced]) idOf.set(one, id);
  for (const { replaced } of dated) {
    for (const one of replaced) folds.push({ state: one.brought, reason: 'before-in-force', candidate: one });
  }
  const folded = folds.map(({ state, reason, candidate }): FoldedCommit => {
    const into = candidate ? idOf.get(candidate) : undefined;
    return { sha: state.commit.sha, subject: state.commit.subject, day: state.day, reason, ...(into ? { into } : {}) };
  });
  const order = new Map(commits.map(({ sha }, index) => [sha, index]));
  folded.sort((a, b) => (order.get(a.sha) ?? 0) - (order.get(b.sha) ?? 0));
  return { versions, folded };
}

function describe({ candidate, id, choice, replaced }: Dated, previous: Candidate | undefined): PlannedVersion {
  const { brought, text } = candidate;
  const commits = [...replaced, candidate].flatMap((one) => one.commits);
  const summary = summaryOf(commits);
  return {
    id,
    title: text.converted.title,
    body: text.converted.body,
    ...(summary && previous ? { summary } : {}),
    ...(id > choice.landed ? { announced: choice.landed } : {}),
    renamed: previous ? renamedSections(previous.text.article, text.article) : {},
    publishedAt: instant(brought.commit.instant),
    author: brought.commit.author.trim() || 'unknown',
    commit: text.commit.sha,
    commits,
    date: choice,
    converted: text.converted,
  };
}

/** New id to old id of sections that live on under another name. */
function renamedSections(older: Article, newer: Article): Record<string, string> {
  const [before, after] = [sectionsOf(older.blocks), sectionsOf(newer.blocks)];
  const old = new Set(before.map(({ id }) => id));
  const now = new Set(after.map(({ id }) => id));
  const links = [...linkSections(before, after)].filter(([to, from]) => to !== from && to !== '' && from !== '' && !old.has(to) && !now.has(from));
  return Object.fromEntries(links);
}

/** Subjects that say no more than that something was done. */
const EMPTY_SUBJECT =
  /^(?:(?:update|create|edit|rename|delete|modify|change|add|fix)d?\s+[\w./ -]+\.(?:md|mdx|markdown|html?|txt)|update|updates|edits?|wip|fix(?:es)?|changes|minor(?: \w+)?|initial commit|first commit|merge .*)\.?$/i;

/** The draft of a summary, from the subjects of the commits. */
function summaryOf(commits: readonly CommitName[]): string | undefined {
  const subjects = commits
    .map(({ subject }) => subject.replace(/\s*\(#\d+\)\s*$/, '').trim())
    .filter((subject) => subject !== '' && !EMPTY_SUBJECT.test(subject));
  const all = [...new Set(subjects)].join('; ');
  return all === '' ? undefined : excerpt(all, 300);
}

/**
 * From the states of a file to the versions of a policy: one for each day on which its words changed.
 * What leaves the words alone is folded into the version that stands, with the reason. Pure: how a
 * source is converted and read is given.
 */
import { dateAt, instant } from '../../core/dates.ts';
import type { Article } from '../../core/policy/article.ts';
import { linkSections, sectionsOf } from '../../core/policy/sections.ts';
import { type DateVerdict, type DeclaredDate, datesInAttributes, datesInFrontMatter, declaredDates, type JudgedDate, judgeDates, withoutDates } from './dates.ts';
import type { HistoryCommit } from './git-history.ts';
import { ImportError } from './import-error.ts';
import { excerpt } from './notes.ts';
import type { Converted } from './to-mdx.ts';

/** Why a commit made no version of its own. */
export const FOLD_REASONS = {
  moved: 'the file was moved',
  unseen: 'only what readers do not see changed (comments, front matter, spaces in the source)',
  markup: 'only markup changed',
  links: 'only links changed',
  structure: 'the same words in other headings, lists or paragraphs',
  'date-line': 'only the date that the text says of itself changed',
  'same-day': 'replaced on the same day',
  undone: 'undone on the same day',
  'before-in-force': 'replaced before it was in force',
  deleted: 'the file was deleted',
  empty: 'the file had no words',
} as const;
export type FoldReason = keyof typeof FOLD_REASONS;

export interface CommitName {
  sha: string;
  subject: string;
}

export interface FoldedCommit extends CommitName {
  day: string;
  reason: FoldReason;
  /** The version that it was folded into. Absent before the first one. */
  into?: string;
}

export interface DateChoice {
  /** Whose date names the version. */
  by: 'text' | 'commit';
  /** Day on which it landed. */
  landed: string;
  /** What became of the date in the text. `contradicted`: a later text shows that it cannot be right; `collides`: another version has it. */
  verdict: DateVerdict | 'contradicted' | 'collides';
  declared?: DeclaredDate;
  /** The text's date was not moved with its words, but a later commit did: its date. */
  movedLater?: { sha: string; date: string };
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

export interface VersionOptions {
  /** Zone in which days begin. */
  timeZone: string;
  convert(source: string, path: string): Converted;
  read(converted: Converted): Article;
  progress?: (done: number, total: number, what: string) => void;
}

/** What a commit made of the file, as readers saw it. */
interface State {
  commit: HistoryCommit;
  day: string;
  converted: Converted;
  article: Article;
  /** All words on one line. */
  words: string;
  /** The same without the dates that the text says of itself. */
  wording: string;
  declared: DeclaredDate[];
}

interface Candidate {
  /** The state that brought the words: its author and its instant count. */
  brought: State;
  /** The last state of that day, which is what the day published. */
  landed: State;
  /** The last state with these very words: its links and markup are taken. */
  text: State;
  /** The state before it, whose words it replaced. */
  before?: State;
  commits: CommitName[];
  movedLater?: { sha: string; date: string };
}

interface Fold {
  state: Pick<State, 'commit' | 'day'>;
  reason: FoldReason;
  candidate?: Candidate | undefined;
}

/** @param commits Oldest first, instants never going back. */
export function planVersions(commits: readonly HistoryCommit[], options: VersionOptions): VersionPlan {
  const folds: Fold[] = [];
  const states = readStates(commits, options, folds);
  const candidates = foldStates(states, folds);
  const dated = chooseDates(candidates);
  const versions = dated.map((one, index) => describe(one, dated[index - 1]?.candidate));
  const idOf = new Map<Candidate, string>();
  for (const { candidate, id, replaced } of dated) for (const one of [candidate, ...replaced]) idOf.set(one, id);
  for (const { replaced } of dated) {
    for (const one of replaced) folds.push({ state: one.landed, reason: 'before-in-force', candidate: one });
  }
  const folded = folds.map(({ state, reason, candidate }): FoldedCommit => {
    const into = candidate ? idOf.get(candidate) : undefined;
    return { sha: state.commit.sha, subject: state.commit.subject, day: state.day, reason, ...(into ? { into } : {}) };
  });
  const order = new Map(commits.map(({ sha }, index) => [sha, index]));
  folded.sort((a, b) => (order.get(a.sha) ?? 0) - (order.get(b.sha) ?? 0));
  return { versions, folded };
}

function readStates(commits: readonly HistoryCommit[], options: VersionOptions, folds: Fold[]): State[] {
  const states: State[] = [];
  commits.forEach((commit, index) => {
    const day = dateAt(commit.instant, options.timeZone);
    if (commit.source === undefined) folds.push({ state: { commit, day }, reason: 'deleted' });
    else if (commit.source.trim() === '') folds.push({ state: { commit, day }, reason: 'empty' });
    else {
      const last = states.at(-1);
      if (last && last.commit.source === commit.source) states.push({ ...last, commit, day });
      else states.push(readState(commit, day, options));
    }
    options.progress?.(index + 1, commits.length, 'commits');
  });
  return states;
}

function readState(commit: HistoryCommit, day: string, options: VersionOptions): State {
  const { converted, article } = readSource(commit, options);
  const lines = article.blocks.map(({ kind, text }) => (kind === 'row' ? text.replace(/(?<!\\)\|/g, ' ').trim() : text));
  const words = lines.join(' ');
  const wording = withoutDates(lines).join(' ');
  const declared = [...declaredDates(lines), ...datesInFrontMatter(converted.frontMatter), ...datesInAttributes(commit.source ?? '')];
  return { commit, day, converted, article, words: plain(words), wording: plain(wording), declared };
}

function readSource({ sha, path, source = '' }: HistoryCommit, { convert, read }: VersionOptions): { converted: Converted; article: Article } {
  try {
    const converted = convert(source, path);
    return { converted, article: read(converted) };
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError('content', `${path} in ${sha.slice(0, 10)} cannot be converted: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function plain(words: string): string {
  return words.replace(/\s+/g, ' ').trim();
}

/** Takes the days one by one: the last state of a day is what that day published. */
function foldStates(states: readonly State[], folds: Fold[]): Candidate[] {
  const candidates: Candidate[] = [];
  for (let start = 0; start < states.length; ) {
    let end = start;
    while (states[end + 1]?.day === states[start]?.day) end += 1;
    foldDay(states.slice(start, end + 1), states[start - 1], candidates, folds);
    start = end + 1;
  }
  return candidates;
}

function foldDay(day: State[], before: State | undefined, candidates: Candidate[], folds: Fold[]): void {
  const last = day.at(-1) as State;
  const standing = candidates.at(-1);
  const changes = day.filter((state, index) => state.wording !== (day[index - 1] ?? before)?.wording);
  const changed = standing === undefined || last.wording !== standing.landed.wording;
  const brought = changed ? (changes.at(-1) ?? last) : undefined;
  const candidate: Candidate | undefined = brought
    ? { brought, landed: last, text: last, commits: changes.map(({ commit }) => ({ sha: commit.sha, subject: commit.subject })), ...(before ? { before } : {}) }
    : standing;
  if (brought && candidate) candidates.push(candidate);
  day.forEach((state, index) => {
    if (state === brought) return;
    const previous = day[index - 1] ?? before;
    const reason: FoldReason = changes.includes(state) ? (changed ? 'same-day' : 'undone') : previous ? neutralReason(state, previous) : 'unseen';
    folds.push({ state, reason, candidate });
    if (reason === 'date-line' && candidate && !brought && !candidate.movedLater) noteMovedDate(candidate, state);
  });
  // The very same words: links and markup that were mended since are taken over.
  if (candidate && last.words === candidate.landed.words) candidate.text = last;
}

function noteMovedDate(candidate: Candidate, state: State): void {
  const known = new Set(candidate.landed.declared.map(({ date }) => date));
  const date = state.declared.find((declared) => declared.date !== undefined && !known.has(declared.date))?.date;
  if (date !== undefined) candidate.movedLater = { sha: state.commit.sha, date };
}

/** What a commit changed that left the words alone. */
function neutralReason(state: State, previous: State): FoldReason {
  if (state.commit.source === previous.commit.source) return state.commit.path === previous.commit.path ? 'unseen' : 'moved';
  if (state.words !== previous.words) return 'date-line';
  if (state.article.text !== previous.article.text) return 'structure';
  const links = (article: Article): string => JSON.stringify(article.blocks.map(({ marks = [] }) => marks.filter(({ type }) => type === 'link').map(({ href }) => href)));
  if (links(state.article) !== links(previous.article)) return 'links';
  return state.converted.body === previous.converted.body ? 'unseen' : 'markup';
}

interface Dated {
  candidate: Candidate;
  id: string;
  choice: DateChoice;
  /** Texts with the same date of effect that were replaced before that day came. */
  replaced: Candidate[];
}

/**
 * Names the versions. A date that a later text contradicts is found only when that text is met, so the
 * round begins anew without it; each round distrusts at least one more.
 */
function chooseDates(candidates: readonly Candidate[]): Dated[] {
  const distrusted = new Set<Candidate>();
  for (;;) {
    const result = tryDates(candidates, distrusted);
    if (Array.isArray(result)) return result;
    for (const candidate of result.contradicted) distrusted.add(candidate);
  }
}

function tryDates(candidates: readonly Candidate[], distrusted: ReadonlySet<Candidate>): Dated[] | { contradicted: Candidate[] } {
  const dated: Dated[] = [];
  let previous: Candidate | undefined;
  for (const candidate of candidates) {
    const { day, declared } = candidate.landed;
    const judged = judgeDates(declared, day, previous && staleDates(candidate, previous));
    const last = dated.at(-1);
    previous = candidate;
    const date = judged.verdict === 'plausible' && !distrusted.has(candidate) ? judged.declared?.date : undefined;
    if (last && (date ?? day) <= last.id && last.id > last.candidate.landed.day && day <= last.id) {
      // The last version lies ahead: either this text is to take its place on that day, or that day was wrong.
      if (date !== undefined || (day < last.id && !sharesDate(candidate, last.candidate))) return { contradicted: [last.candidate, ...last.replaced] };
      last.replaced.push(last.candidate);
      last.candidate = candidate;
      continue;
    }
    const collides = date !== undefined && last !== undefined && date <= last.id;
    const id = date === undefined || collides ? day : date;
    dated.push({ candidate, id, choice: choiceOf(candidate, judged, collides, distrusted.has(candidate)), replaced: [] });
  }
  return dated;
}

/** Dates that say nothing of a text, for the text before it declared them already. One that was set ahead of the words does count. */
function staleDates(candidate: Candidate, previous: Candidate): Set<string> {
  const { before } = candidate;
  return new Set([...datesOf(previous.landed), ...(before ? datesOf(before).filter((date) => date < before.day) : [])]);
}

function datesOf(state: State): string[] {
  return state.declared.flatMap(({ date }) => date ?? []);
}

function sharesDate(a: Candidate, b: Candidate): boolean {
  const dates = datesOf(a.landed);
  return datesOf(b.landed).some((date) => dates.includes(date));
}

function choiceOf(candidate: Candidate, { verdict, declared }: JudgedDate, collides: boolean, distrusted: boolean): DateChoice {
  const weighed = verdict === 'plausible' && distrusted ? 'contradicted' : collides ? 'collides' : verdict;
  return {
    by: weighed === 'plausible' ? 'text' : 'commit',
    landed: candidate.landed.day,
    verdict: weighed,
    ...(declared ? { declared } : {}),
    ...(verdict === 'not-moved' && candidate.movedLater ? { movedLater: candidate.movedLater } : {}),
  };
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
const EMPTY_SUBJECT = /^(?:(?:update|create|edit|rename|delete|modify|change|add|fix)d?\s+[\w./ -]+\.(?:md|mdx|markdown|html?|txt)|update|updates|edits?|wip|fix(?:es)?|changes|minor(?: \w+)?|initial commit|first commit|merge .*)\.?$/i;

/** The draft of a summary, from the subjects of the commits. */
function summaryOf(commits: readonly CommitName[]): string | undefined {
  const subjects = commits.map(({ subject }) => subject.replace(/\s*\(#\d+\)\s*$/, '').trim()).filter((subject) => subject !== '' && !EMPTY_SUBJECT.test(subject));
  const all = [...new Set(subjects)].join('; ');
  return all === '' ? undefined : excerpt(all, 300);
}

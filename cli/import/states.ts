/** What each commit made of a file, as readers saw it: its words, and the dates that they declare. */
import { dateAt } from '../../core/dates.ts';
import type { Article } from '../../core/policy/article.ts';
import { type DeclaredDate, datesInAttributes, datesInFrontMatter, declaredDates, withoutDates } from './dates.ts';
import type { HistoryCommit } from './git-history.ts';
import { ImportError } from './import-error.ts';
import type { Converted } from './to-mdx.ts';

export interface ReadOptions {
  /** Zone in which days begin. */
  timeZone: string;
  convert(source: string, path: string): Converted;
  read(converted: Converted): Article;
  progress?: (done: number, total: number, what: string) => void;
}

/** What a commit made of the file, as readers saw it. */
export interface State {
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

/** A commit that left no words, and why. */
export interface Wordless {
  state: Pick<State, 'commit' | 'day'>;
  reason: 'deleted' | 'empty';
}

/** Converts and reads every commit, oldest first. */
export function readStates(commits: readonly HistoryCommit[], options: ReadOptions): { states: State[]; wordless: Wordless[] } {
  const states: State[] = [];
  const wordless: Wordless[] = [];
  commits.forEach((commit, index) => {
    const day = dateAt(commit.instant, options.timeZone);
    if (commit.source === undefined) wordless.push({ state: { commit, day }, reason: 'deleted' });
    else if (commit.source.trim() === '') wordless.push({ state: { commit, day }, reason: 'empty' });
    else {
      const last = states.at(-1);
      if (last && last.commit.source === commit.source) states.push({ ...last, commit, day });
      else states.push(readState(commit, day, options));
    }
    options.progress?.(index + 1, commits.length, 'commits');
  });
  return { states, wordless };
}

function readState(commit: HistoryCommit, day: string, options: ReadOptions): State {
  const { converted, article } = readSource(commit, options);
  const lines = article.blocks.map(({ kind, text }) => (kind === 'row' ? text.replace(/(?<!\\)\|/g, ' ').trim() : text));
  const words = lines.join(' ');
  const wording = withoutDates(lines).join(' ');
  const declared = [...declaredDates(lines), ...datesInFrontMatter(converted.frontMatter), ...datesInAttributes(commit.source ?? '')];
  return { commit, day, converted, article, words: plain(words), wording: plain(wording), declared };
}

function readSource({ sha, path, source = '' }: HistoryCommit, { convert, read }: ReadOptions): { converted: Converted; article: Article } {
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

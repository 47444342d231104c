/**
 * From states to candidates for versions: the last words of each day on which they changed. What leaves
 * the words alone is folded, with the reason.
 */
import type { Article } from '../../core/policy/article.ts';
import type { State } from './states.ts';

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

/** Words that stood from one day on. */
export interface Candidate {
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

/** A commit without a version of its own. */
export interface Fold {
  state: Pick<State, 'commit' | 'day'>;
  reason: FoldReason;
  candidate?: Candidate | undefined;
}

/** Takes the days one by one: the last state of a day is what that day published. */
export function foldStates(states: readonly State[]): { candidates: Candidate[]; folds: Fold[] } {
  const candidates: Candidate[] = [];
  const folds: Fold[] = [];
  for (let start = 0; start < states.length; ) {
    let end = start;
    while (states[end + 1]?.day === states[start]?.day) end += 1;
    foldDay(states.slice(start, end + 1), states[start - 1], candidates, folds);
    start = end + 1;
  }
  return { candidates, folds };
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
  const links = (article: Article): string =>
    JSON.stringify(article.blocks.map(({ marks = [] }) => marks.filter(({ type }) => type === 'link').map(({ href }) => href)));
  if (links(state.article) !== links(previous.article)) return 'links';
  return state.converted.body === previous.converted.body ? 'unseen' : 'markup';
}

/** Which day names a version: the one that its text says, where that can be believed, else the one on which it landed. */
import { type DateVerdict, type DeclaredDate, type JudgedDate, judgeDates } from './dates.ts';
import type { Candidate } from './folding.ts';
import type { State } from './states.ts';

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

/** A candidate with its name. */
export interface Dated {
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
export function chooseDates(candidates: readonly Candidate[]): Dated[] {
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

/** Looking for wording: patterns over the prose of a document, with the place of each match. */
import type { LintDocument } from './document.ts';
import type { Passage } from './passage.ts';
import type { Sentence } from './sentences.ts';
import type { Place } from './syntax.ts';

export interface Match {
  passage: Passage;
  /** The words that matched. */
  words: string;
  groups: readonly (string | undefined)[];
  start: number;
  end: number;
  place: Place;
}

/** All matches of a global pattern in the prose (code left out), passage by passage; none without a pattern. */
export function* matchesIn(passages: readonly Passage[], pattern: RegExp | undefined): Generator<Match> {
  if (!pattern) return;
  for (const passage of passages) {
    for (const match of passage.prose.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      yield { passage, words: match[0], groups: match.slice(1), start, end, place: passage.place(start, end) };
    }
  }
}

/** Word lists by language; a language without one finds nothing. */
export type ByLanguage<T> = Readonly<Partial<Record<string, T>>>;

/** Sentences that match a pattern of the document's language. */
export function* sentencesWith(document: LintDocument, patterns: ByLanguage<RegExp>): Generator<{ sentence: Sentence; match: RegExpExecArray; place: Place }> {
  const pattern = patterns[document.language];
  if (!pattern?.test(document.text)) return;
  for (const sentence of document.sentences) {
    const match = pattern.exec(sentence.text);
    if (match) yield { sentence, match, place: sentence.passage.place(sentence.start + match.index, sentence.start + match.index + match[0].length) };
  }
}

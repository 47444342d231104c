/** Sentences of a passage, by the rules of its language (`Intl.Segmenter`). */
import { countWords, type Passage } from './passage.ts';

export interface Sentence {
  text: string;
  passage: Passage;
  /** Index in the passage's text. */
  start: number;
  end: number;
  words: number;
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string): Intl.Segmenter {
  const known = segmenters.get(language) ?? new Intl.Segmenter(language, { granularity: 'sentence' });
  segmenters.set(language, known);
  return known;
}

/** Abbreviations after which a full stop ends nothing. */
const ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|Inc|Ltd|Corp|Co|No|Nos|Art|Arts|Sec|para|paras|U\.S|U\.K|Mr|Ms|Mrs|Dr|St|z\.\s?B|d\.\s?h|u\.\s?a|bzw|ggf|Abs|Nr|lit|inkl|usw)\.\s*$/;

export function sentencesOf(passage: Passage, language: string): Sentence[] {
  const found: Sentence[] = [];
  for (const { segment, index } of segmenterOf(language).segment(passage.prose)) {
    const last = found.at(-1);
    if (last && ABBREVIATION.test(last.text)) {
      last.text += segment;
      last.end = index + segment.length;
    } else found.push({ text: segment, passage, start: index, end: index + segment.length, words: 0 });
  }
  for (const sentence of found) {
    sentence.text = sentence.text.trimEnd();
    sentence.end = sentence.start + sentence.text.length;
    sentence.words = countWords(sentence.text);
  }
  return found.filter((sentence) => sentence.text.trim());
}

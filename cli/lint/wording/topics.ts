/** Does a document speak of a topic? By its components, else by the words of its language. */
import type { Topic } from '../components.ts';
import type { LintDocument } from '../document.ts';
import type { ByLanguage } from '../matches.ts';
import { TOPIC_WORDS_DE } from './topics.de.ts';
import { TOPIC_WORDS_EN } from './topics.en.ts';

export type TopicWords = Readonly<Partial<Record<Topic, RegExp>>>;

const WORDS: ByLanguage<TopicWords> = { en: TOPIC_WORDS_EN, de: TOPIC_WORDS_DE };

/** Languages in which there are words for this topic. */
export function languagesOf(topic: Topic): string[] {
  return Object.keys(WORDS).filter((language) => WORDS[language]?.[topic]);
}

export function wordsFor(topic: Topic, language: string): RegExp | undefined {
  return WORDS[language]?.[topic];
}

export function speaksOf(document: LintDocument, topic: Topic): boolean {
  return document.covers(topic) || (wordsFor(topic, document.language)?.test(document.text) ?? false);
}

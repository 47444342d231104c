/** Law rules of the commonest kind: a topic must be there. One declaration each; the words stand in `wording/`. */
import type { Topic } from './components.ts';
import type { LintDocument } from './document.ts';
import { type DocumentRule, lawRule } from './rule.ts';
import { placeAbout, type SectionSubject } from './wording/sections.ts';
import { languagesOf, speaksOf } from './wording/topics.ts';

type LawFacts = Omit<Parameters<typeof lawRule>[0], 'check' | 'languages' | 'wholePolicy'>;

export interface TopicRequirement extends LawFacts {
  topic: Topic;
  /** Asked for only then. */
  when?: (document: LintDocument) => boolean;
  /** Sections under which it would belong; the first that exists is where the finding stands. */
  near?: readonly SectionSubject[];
  /** What the text does not say. */
  missing: string;
}

export function requireTopic({ topic, when, near = [], missing, ...facts }: TopicRequirement): DocumentRule {
  return lawRule({
    ...facts,
    wholePolicy: true,
    languages: languagesOf(topic),
    check(document, report) {
      if (when && !when(document)) return;
      if (!speaksOf(document, topic)) report(missing, placeAbout(document, ...near));
    },
  });
}

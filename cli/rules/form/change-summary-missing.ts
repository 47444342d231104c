import { countWords } from '../../lint/passage.ts';
import { formRule } from '../../lint/rule.ts';

const FEWEST_WORDS = 5;
const SAYS_NOTHING =
  /^(?:various|minor|small|general|several|some|diverse|kleine(?:re)?|allgemeine)?\s*(?:updates?|changes?|improvements?|clarifications?|edits?|fixes|änderungen|verbesserungen|aktualisierung(?:en)?|anpassungen)(?:\s+(?:and|und)\s+(?:updates?|changes?|improvements?|clarifications?|fixes|verbesserungen|anpassungen))*(?:\s+(?:to|of|in|an|der)\s+(?:the|our|this|unserer?)?\s*(?:privacy |cookie )?(?:policy|text|wording|terms|document|richtlinie|erklärung))?[.!]?$/i;

export const changeSummaryMissing = formRule({
  id: 'change-summary-missing',
  severity: 'error',
  needsTree: true,
  source: 'WP260 rev.01 para. 29 to 31: a change is explained, not only announced',
  advice: 'Say in one or two sentences what is different for the reader, and where.',
  check(document, report) {
    const { tree } = document;
    if (!tree?.previous || !document.isPrevailing) return;
    const summary = tree.version.frontMatter.summary?.trim() ?? '';
    const place = document.frontMatterPlace('summary');
    if (!summary) report('Nothing says what changed in this version.', place);
    else if (SAYS_NOTHING.test(summary) || countWords(summary) < FEWEST_WORDS) report(`“${summary}” says that something changed and not what.`, place);
  },
});

import { type ByLanguage, sentencesWith } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

const PROMISE: ByLanguage<RegExp> = {
  en: /\b(?:at least|no less than|a minimum of)?\s*\(?(\d{1,3})\)?\s+(?:calendar\s+)?days?[’']?\s+(?:before|prior|in advance|notice|ahead|advance)\b/i,
  de: /\b(?:mindestens\s+)?(\d{1,3})\s+tage\s+(?:vor|im voraus|vorher)\b/i,
};
const ABOUT_CHANGE = /(?<!\p{L})(?:chang|updat|revis|modif|amend|polic|notice|änder|erklärung)/iu;
const DAY = 86_400_000;

export const changeNoticeTooShort = formRule({
  id: 'change-notice-too-short',
  severity: 'warning',
  needsTree: true,
  languages: ['en', 'de'],
  source: 'The promise in the document itself; Directive 93/13/EEC Annex 1(j) for consumer terms',
  advice: 'Begin later, or announce sooner.',
  check(document, report) {
    const { tree } = document;
    const announced = tree?.version.announced ?? tree?.version.publishedAt?.slice(0, 10);
    if (!tree || !announced || !document.isPrevailing || !tree.version.frontMatter.material || !tree.previous) return;
    const days = (Date.parse(tree.version.effective) - Date.parse(announced)) / DAY;
    const { noticeDays } = tree.organisation;
    if (noticeDays !== undefined && days < noticeDays)
      report(
        `organisation.json promises ${noticeDays} days’ notice of a material change, and this version begins ${days} days after it was announced.`,
        document.frontMatterPlace('announced'),
      );
    for (const { sentence, match, place } of sentencesWith(document, PROMISE)) {
      const promised = Number(match[1]);
      if (ABOUT_CHANGE.test(sentence.text) && days < promised)
        report(`The text promises ${promised} days, and this version begins ${days} days after it was announced.`, place);
    }
  },
});

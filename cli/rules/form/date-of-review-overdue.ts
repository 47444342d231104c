import { formRule } from '../../lint/rule.ts';

const YEAR = 365.25 * 86_400_000;

export const dateOfReviewOverdue = formRule({
  id: 'date-of-review-overdue',
  severity: 'warning',
  needsTree: true,
  source: 'Civ. Code § 1798.130(a)(5): at least once every 12 months',
  advice: 'Read it through. When nothing has to change, write the day as `reviewed` in the front matter; the version stays.',
  check(document, report) {
    const { tree, today } = document;
    if (!tree || !today || !document.isPrevailing) return;
    const { effective, frontMatter } = tree.version;
    const reviewed = [effective, frontMatter.reviewed ?? ''].sort().at(-1) ?? effective;
    const years = document.regimes.includes('us-ca') ? 1 : 2;
    if (Date.parse(today) - Date.parse(reviewed) > years * YEAR)
      report(`Last looked at on ${reviewed}, more than ${years === 1 ? 'a year' : 'two years'} ago.`, document.frontMatterPlace('reviewed'));
  },
});

import { lawRule } from '../../lint/rule.ts';
import { datesIn, monthsIn, ownDatesIn } from '../../lint/wording/dates.ts';

const YEAR = 366 * 86_400_000;

export const caLastUpdated = lawRule({
  id: 'ca-last-updated',
  severity: 'error',
  regimes: ['us-ca'],
  source: 'Cal. Code Regs. tit. 11 § 7011(e)(4); Civ. Code § 1798.130(a)(5)',
  advice: 'Review it yearly, and record the review (`reviewed` in the front matter).',
  check({ tree, passages, today, frontMatter }, report) {
    const own = passages.flatMap((passage) => ownDatesIn(passage.prose));
    const typed = (own.length ? own : passages.slice(0, 4).flatMap((passage) => datesIn(passage.prose))).map(({ date }) => date);
    const kept = Object.values(frontMatter).flatMap((value) =>
      datesIn(value instanceof Date ? value.toISOString().slice(0, 10) : String(value)).map(({ date }) => date),
    );
    const months = passages.slice(0, 6).flatMap((passage) => monthsIn(passage.prose));
    const known = tree ? [tree.version.effective, tree.version.frontMatter.reviewed ?? ''] : [...typed, ...kept, ...(typed.length ? [] : months)];
    const newest = known.filter(Boolean).sort().at(-1);
    if (newest === undefined) report('No date of the last update.');
    else if (today && Date.parse(today) - Date.parse(newest) > YEAR) report(`Last updated on ${newest}, more than 12 months ago.`);
  },
});
